import json
import subprocess
import sys
import threading

import pytest

from qinet_edu import storage


def count(record):
    record["count"] = record.get("count", 0) + 1


def test_what_is_written_is_read_back_in_a_new_process(tmp_path):
    file = tmp_path / "progress.json"
    storage.update(file, count, schema=1)
    program = (
        "import sys, pathlib; from qinet_edu import storage;"
        "print(storage.read(pathlib.Path(sys.argv[1]), schema=1)['count'])"
    )
    done = subprocess.run([sys.executable, "-c", program, file], capture_output=True, text=True)
    assert done.stdout.strip() == "1", done.stderr


def test_two_writers_at_once_lose_nothing(tmp_path):
    file = tmp_path / "progress.json"
    program = (
        "import sys, pathlib; from qinet_edu import storage\n"
        "def count(record): record['count'] = record.get('count', 0) + 1\n"
        "for _ in range(25): storage.update(pathlib.Path(sys.argv[1]), count, schema=1)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, file]) for _ in range(2)]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert storage.read(file, schema=1)["count"] == 50


def test_threads_of_one_kernel_lose_nothing(tmp_path):
    file = tmp_path / "progress.json"
    threads = [
        threading.Thread(target=storage.update, args=(file, count), kwargs={"schema": 1})
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert storage.read(file, schema=1)["count"] == 8


@pytest.mark.parametrize(
    "damaged", ['{"schema": 1, "coun', "", "[]", "null", '{"schema": "one"}', '{"schema": 99}']
)
def test_a_damaged_file_is_kept_aside_and_work_goes_on(tmp_path, damaged):
    file = tmp_path / "progress.json"
    file.write_text(damaged, encoding="utf-8")
    with pytest.warns(storage.StorageWarning, match="You can go on working"):
        record = storage.update(file, count, schema=1)
    assert record == {"schema": 1, "count": 1}
    (aside,) = tmp_path.glob("progress.damaged-*.json")
    assert aside.read_text(encoding="utf-8") == damaged


def test_bytes_that_are_no_text_are_kept_aside_too(tmp_path):
    file = tmp_path / "progress.json"
    file.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.warns(storage.StorageWarning):
        storage.update(file, count, schema=1)
    (aside,) = tmp_path.glob("progress.damaged-*.json")
    assert aside.read_bytes() == b"\xff\xfe\x00\x80"


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    file = tmp_path / "progress.json"
    storage.update(file, count, schema=1)
    before = file.read_text(encoding="utf-8")

    def full_disk(_):
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        storage.update(file, count, schema=1)
    assert file.read_text(encoding="utf-8") == before
    assert json.loads(before)["count"] == 1
    assert not [*tmp_path.glob("*.part"), *tmp_path.glob(".*.part")]


def test_a_file_held_by_another_program_is_said_so(tmp_path, monkeypatch):
    file = tmp_path / "progress.json"
    held = storage.lock(file)
    held.acquire()
    impatient = storage.lock(file)
    impatient.timeout = 0.05
    monkeypatch.setattr(storage, "lock", lambda _: impatient)
    with pytest.raises(TimeoutError, match="restart their kernels"):
        storage.update(file, count, schema=1)
    held.release()


def test_the_work_folder_is_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("QINET_WORK", str(tmp_path))
    assert storage.work_folder() == tmp_path.resolve()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_private_file_is_its_owners_alone_whatever_it_was(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir(mode=0o755)
    file = storage.private_folder(folder) / "account.json"
    file.write_text("", encoding="utf-8")
    file.chmod(0o644)
    storage.write(file, "x", private=True)
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    storage.write(file, "y")
    assert file.stat().st_mode & 0o777 == 0o600
