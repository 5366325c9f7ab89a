import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from qinet_edu.grading import box

pytestmark = pytest.mark.usefixtures("boxed")
ROOT = Path(__file__).resolve().parents[2]


def python(program, *arguments, **options):
    return box.run([sys.executable, "-I", "-c", program, *map(str, arguments)], **options)


def test_what_goes_in_and_comes_out():
    program = "import sys; print(sys.stdin.read().upper(), sys.argv[1])"
    assert python(program, "x", stdin=b"abc") == box.Outcome(b"ABC x\n")


def test_the_library_is_there():
    ran = python("from qinet_edu import theory; print(theory.born([1, 0]))")
    assert ran.output.strip() == b"1.0"


def test_no_home_no_environment_nobody_else(tmp_path, monkeypatch):
    (tmp_path / "submission.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("IBM_TOKEN", "a secret")
    program = """if True:
        import json, os, sys
        seen = [path for path in sys.argv[1:] if os.path.exists(path)]
        others = [name for name in os.listdir("/proc") if name.isdigit()]
        print(json.dumps([seen, "IBM_TOKEN" in os.environ, len(others), os.getuid()]))
    """
    outside = [tmp_path, ROOT / "solutions", ROOT / "pyproject.toml", "/etc/shadow", "/var"]
    seen, token, processes, user = json.loads(python(program, *outside).output)
    assert seen == []
    assert not token
    assert processes <= 3
    assert user == 65534


def test_only_its_own_scratch_can_be_written(tmp_path):
    program = """if True:
        import sys
        for path in sys.argv[1:]:
            try:
                open(path, "w").write("x")
                print("written", path)
            except OSError:
                pass
    """
    places = [tmp_path / "x", box.PACKAGE / "x", f"{sys.prefix}/x", "/x", "/dev/x", "/usr/x"]
    assert python(program, *places, "/tmp/scratch").output == b"written /tmp/scratch\n"
    assert not (tmp_path / "x").exists()
    assert not Path("/tmp/scratch").exists()


def test_no_way_out_to_the_network_or_to_this_computer():
    with socket.create_server(("127.0.0.1", 0)) as server:
        program = """if True:
            import socket, sys
            for address in (("127.0.0.1", int(sys.argv[1])), ("1.1.1.1", 53)):
                try:
                    socket.create_connection(address, timeout=1)
                    print("connected", address)
                except OSError:
                    pass
        """
        assert python(program, server.getsockname()[1]) == box.Outcome(b"")


def test_a_loop_a_flood_and_a_crash_are_stopped_and_named():
    late = python("while True: pass", limits=box.Limits(seconds=0.5))
    assert late.stopped == "it took longer than 0.5 s"
    flood = python("while True: print('x' * 10**6)", limits=box.Limits(output_bytes=1 << 20))
    assert flood.stopped == "it printed more than 1 MB"
    assert len(flood.output) == 1 << 20
    assert python("import os; os.abort()").stopped.startswith("it ended with code")
    assert python("import sys; sys.exit(3)", stdin=b"x" * 10**6).stopped == "it ended with code 3"


def test_memory_files_and_processes_have_limits():
    limits = box.Limits(memory_bytes=300 << 20, scratch_bytes=8 << 20, processes=64)
    program = """if True:
        import os, signal, sys
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            bytearray(400 << 20)
        except MemoryError:
            print("memory")
        try:
            for number in range(100):
                with open(f"/tmp/{number}", "wb") as file:
                    file.write(bytes(900_000))
        except OSError:
            print("disk", number)
    """
    assert python(program, limits=limits).output.split() == [b"memory", b"disk", b"9"]
    if os.geteuid() == 0 or box._kernel() >= box.COUNTS_PER_BOX:
        fork = """if True:
            import os, time
            for number in range(1000):
                try:
                    if os.fork() == 0:
                        time.sleep(60)
                except OSError:
                    break
            print(number)
        """
        assert int(python(fork, limits=limits).output) < 64


def test_nothing_lives_on():
    mark = f"qinet-orphan-{os.getpid()}"
    program = """if True:
        import os, subprocess, sys
        for _ in range(5):
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", sys.argv[1]],
                             start_new_session=True)
    """
    assert not python(program, mark).stopped
    running = subprocess.run(["ps", "axww"], capture_output=True, text=True, check=True).stdout
    assert mark not in running


def test_without_a_box_it_says_what_to_do(monkeypatch):
    box.why_not.cache_clear()
    try:
        monkeypatch.setattr(box.shutil, "which", lambda name: None)
        with pytest.raises(box.NoBox, match="apt-get install bubblewrap"):
            python("")
        for system, words in (("win32", "WSL2"), ("darwin", "Take a Linux machine")):
            box.why_not.cache_clear()
            monkeypatch.setattr(box.sys, "platform", system)
            assert words in box.why_not()
    finally:
        monkeypatch.undo()
        box.why_not.cache_clear()
