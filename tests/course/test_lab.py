import json
import os
from types import SimpleNamespace

import pytest

from qinet_edu import storage
from qinet_edu.course import lab
from qinet_edu.course.work import sources


@pytest.fixture
def served(monkeypatch, tmp_path):
    """Catch what JupyterLab would be told, with a work and a settings folder of our own."""
    told = []
    monkeypatch.setattr(lab, "serve", lambda arguments, work: told.append((arguments, work)) or 0)
    monkeypatch.setattr(lab, "SETTINGS_FOLDER", tmp_path / "settings")
    monkeypatch.setenv("QINET_WORK", str(tmp_path / "work"))
    return told


def settings(tmp_path):
    return json.loads((tmp_path / "settings" / "overrides.json").read_text(encoding="utf-8"))


def test_open_serves_the_students_folder_on_the_first_lesson(served, tmp_path, capsys):
    assert lab.main(["--no-browser", "--port", "9999", "--LabApp.x=1"]) == 0
    ((told, work),) = served
    assert work == tmp_path / "work"
    assert f"--ServerApp.root_dir={work}" in told
    assert {"--no-browser", "--ServerApp.port=9999", "--LabApp.x=1"} <= set(told)
    for first in [*sources()][:1]:
        assert f"--LabApp.default_url=/lab/tree/{first}" in told
        assert (work / first).exists()
    assert str(work) in capsys.readouterr().out


def test_a_browser_opens_unless_told_otherwise(served):
    lab.main([])
    assert "--no-browser" not in served[0][0]


def test_without_a_lesson_jupyterlab_opens_all_the_same(monkeypatch, tmp_path):
    monkeypatch.setattr(lab, "sources", dict)
    assert "--LabApp.default_url=/lab" in lab.arguments(tmp_path)


def test_root_in_a_container_is_let_in(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert "--allow-root" in lab.arguments(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert "--allow-root" not in lab.arguments(tmp_path)


def test_news_is_off_views_are_kept_and_other_settings_stay(tmp_path):
    folder = tmp_path / "settings"
    storage.write(
        folder / "overrides.json",
        '{"other": {"x": 1}, "@jupyterlab/apputils-extension:notification": '
        '{"fetchNews": "true", "doNotDisturbMode": true}}',
    )
    lab.settle(folder)
    assert settings(tmp_path) == {
        "other": {"x": 1},
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
            "doNotDisturbMode": True,
        },
        "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    }


@pytest.mark.parametrize("content", ["{", "[1]", None])
def test_damaged_settings_are_replaced(tmp_path, content):
    if content is not None:
        storage.write(tmp_path / "settings" / "overrides.json", content)
    lab.settle(tmp_path / "settings")
    assert settings(tmp_path) == lab.SETTINGS


def test_settings_that_are_right_are_not_written_again(tmp_path, monkeypatch):
    lab.settle(tmp_path)
    monkeypatch.setattr(storage, "write", lambda *_: pytest.fail("written again"))
    lab.settle(tmp_path)


def test_the_settings_exist_in_this_jupyterlab():
    share = lab.LAB_FOLDER.parent
    schemas = {
        "@jupyterlab/apputils-extension:notification": share
        / "lab/schemas/@jupyterlab/apputils-extension/notification.json",
        "@jupyter-widgets/jupyterlab-manager:plugin": share
        / "labextensions/@jupyter-widgets/jupyterlab-manager/schemas"
        / "@jupyter-widgets/jupyterlab-manager/plugin.json",
    }
    for name, values in lab.SETTINGS.items():
        schema = json.loads(schemas[name].read_text(encoding="utf-8"))
        assert set(values) <= set(schema["properties"])


def test_settings_that_cannot_be_written_do_not_stop_the_course(served, monkeypatch, tmp_path):
    (tmp_path / "settings").write_text("a file where the folder should be", encoding="utf-8")
    assert lab.main([]) == 0
    assert len(served) == 1


def test_who_works_here_is_remembered(served, tmp_path):
    file = tmp_path / "work" / "student.json"
    assert lab.main(["--course", " qi-2026 ", "--name", "Ada Lovelace"]) == 0
    assert storage.read(file, schema=1) == {
        "schema": 1,
        "course": "qi-2026",
        "name": "Ada Lovelace",
    }
    assert lab.main(["--name", "grace"]) == 0
    assert storage.read(file, schema=1)["name"] == "grace"
    assert storage.read(file, schema=1)["course"] == "qi-2026"


@pytest.mark.parametrize(
    ("argv", "missing"), [(["--name", "ada"], "--course"), (["--course", "c"], "--name")]
)
def test_half_of_who_works_here_is_refused(served, capsys, argv, missing, tmp_path):
    assert lab.main(argv) == 1
    assert f"Say {missing} too" in capsys.readouterr().err
    assert not (tmp_path / "work" / "student.json").exists()
    assert served == []


def test_a_folder_that_cannot_be_written_is_a_sentence(served, monkeypatch, capsys):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(lab, "bring", refuse)
    assert lab.main([]) == 1
    assert "set QINET_WORK to a folder of your own" in capsys.readouterr().err


def test_a_damaged_manifest_is_a_sentence_not_a_warning(served, capsys, tmp_path):
    storage.write(tmp_path / "work" / ".qinet.json", "{")
    assert lab.main([]) == 0
    assert "You can go on working" in capsys.readouterr().out


def test_every_kernel_is_told_where_the_students_files_are(monkeypatch, tmp_path):
    from jupyterlab.labapp import LabApp

    seen = {}
    for name in ("QINET_WORK", "JUPYTER_PREFER_ENV_PATH", "JUPYTERLAB_DIR"):
        monkeypatch.setenv(name, "before")
    monkeypatch.setattr(LabApp, "launch_instance", lambda told: seen.update(os.environ))
    assert lab.serve([], tmp_path) == 0
    assert seen["QINET_WORK"] == str(tmp_path)
    assert seen["JUPYTER_PREFER_ENV_PATH"] == "1"


@pytest.mark.parametrize(("code", "ours"), [(0, 0), (None, 0), (3, 3), ("trouble", 1)])
def test_jupyterlabs_exit_code_is_ours(monkeypatch, tmp_path, code, ours):
    def launch(_):
        raise SystemExit(code)

    for name in ("QINET_WORK", "JUPYTER_PREFER_ENV_PATH", "JUPYTERLAB_DIR"):
        monkeypatch.setenv(name, "before")
    monkeypatch.setattr("jupyterlab.labapp.LabApp", SimpleNamespace(launch_instance=launch))
    assert lab.serve([], tmp_path) == ours
