import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from qinet_edu import storage
from qinet_edu.course import doctor, locks
from qinet_edu.course.checkout import ROOT


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("QINET_WORK", str(tmp_path / "work"))


@pytest.fixture
def healthy(monkeypatch):
    """Spare the second that running a circuit takes."""
    done = SimpleNamespace(stdout="{'1': 100}\n", stderr="", returncode=0)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)


def said(findings):
    return "\n".join(map(str, findings))


def test_a_healthy_set_up_has_nothing_to_put_right(healthy, capsys):
    assert doctor.main([]) == 0
    out = capsys.readouterr().out
    assert "Everything the course needs is there." in out
    assert "PROBLEM" not in out
    for subject in ("Python", "packages", "Aer", "JupyterLab", "anywidget", "Notebooks", "copies"):
        assert subject in out


def test_aer_is_really_asked():
    (finding,) = doctor._aer()
    assert finding.fine, finding


def test_an_aer_that_dies_is_a_problem_with_a_remedy(monkeypatch):
    done = SimpleNamespace(stdout="", stderr="", returncode=-4)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    (finding,) = doctor._aer()
    assert not finding.fine
    assert "code -4" in finding.said
    assert "start.py" in finding.todo


@pytest.mark.parametrize(("installed", "words"), [("1.0", "1.0 instead of"), ("", "missing")])
def test_a_package_that_differs_from_the_lock_is_named(
    healthy, monkeypatch, capsys, installed, words
):
    true = doctor._installed
    monkeypatch.setattr(
        doctor, "_installed", lambda name: installed if name == "qiskit-aer" else true(name)
    )
    assert doctor.main([]) == 1
    out = capsys.readouterr().out
    assert f"qiskit-aer {installed or 'missing'}" in out
    assert words in out
    assert "Delete the folder .venv" in out


def test_a_folder_that_cannot_be_written_is_said_with_what_to_do(monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(storage, "write", refuse)
    (finding,) = doctor._work_folder()
    assert "Permission denied" in finding.said
    assert "QINET_WORK" in finding.todo


@pytest.mark.parametrize("content", ["{", "[]", ""])
def test_damaged_progress_is_seen_and_left_as_it_is(tmp_path, content):
    file = tmp_path / "work" / "progress.json"
    storage.write(file, content)
    found = said(doctor._work_folder())
    assert "progress.json is damaged" in found
    assert file.read_text(encoding="utf-8") == content
    assert [*file.parent.iterdir()] == [file]


def test_a_full_disk_is_a_problem(monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10))
    assert "Free some" in said(doctor._work_folder())


def test_tools_for_testing_and_grading_may_be_missing(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(doctor, "find_spec", lambda _: None)
    findings = [*doctor._for_testing_and_grading()]
    assert not any(finding.fine or finding.needed for finding in findings)
    assert "sudo apt install chromium" in said(findings)
    assert "python start.py test" in said(findings)


def test_a_kernel_of_another_environment_is_a_problem(monkeypatch, tmp_path):
    folder = tmp_path / "kernels" / "python3"
    folder.mkdir(parents=True)
    spec = {"argv": ["/opt/other/bin/python", "-m", "ipykernel"], "display_name": "x"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert "/opt/other" in said(doctor._jupyter())


def test_what_breaks_while_looking_is_a_finding(monkeypatch, capsys):
    def _clockwork():
        raise RuntimeError("a spring is loose")
        yield

    monkeypatch.setattr(doctor, "LOOKS", (_clockwork,))
    assert doctor.main([]) == 1
    assert (
        "While looking at clockwork: RuntimeError('a spring is loose')" in capsys.readouterr().out
    )


def test_the_report_has_the_versions_and_names_nobody(healthy, monkeypatch, tmp_path):
    monkeypatch.setattr("getpass.getuser", lambda: "ada")
    monkeypatch.setattr("platform.node", lambda: "analytical-engine")
    storage.update(
        storage.work_folder() / "student.json",
        lambda record: record.update(course="qi-2026", name="lovelace"),
        schema=1,
    )

    def _planted():
        yield doctor.Finding(
            "token=hunter2 of ada on analytical-engine", "ask lovelace@example.org"
        )

    monkeypatch.setattr(doctor, "LOOKS", (*doctor.LOOKS, _planted))
    file = tmp_path / "report.txt"
    assert doctor.main(["--report", str(file)]) == 1
    report = file.read_text(encoding="utf-8")
    for word in ("hunter2", "ada", "analytical", "lovelace", "qi-2026", str(ROOT), str(tmp_path)):
        assert word not in report
    assert f"qiskit {next(p.version for p in locks.read_pins() if p.name == 'qiskit')}" in report
    assert f"python   {sys.version.split()[0]}" in report


def test_a_report_that_cannot_be_written_says_so(healthy, tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert doctor.main(["--report", str(tmp_path / "file" / "report.txt")]) == 1
    assert "Name a file" in capsys.readouterr().err


def test_a_token_in_a_students_notebook_is_a_problem():
    key = "Made-up_" * 5 + "0x1a"
    cell = {"cell_type": "code", "source": [f'token = "{key}"'], "outputs": [], "metadata": {}}
    storage.write(storage.work_folder() / "notebooks" / "x.ipynb", json.dumps({"cells": [cell]}))
    storage.write(storage.work_folder() / "notebooks" / "y.ipynb", '{"cells": []}')
    (finding,) = doctor._tokens_in_notebooks()
    assert finding.said == "A token stands in x.ipynb: cell 1, source"
    assert "delete that API key" in finding.todo
    assert finding.needed


def test_without_an_account_nothing_is_wrong_and_nothing_is_asked():
    (finding,) = doctor._ibm_account()
    assert not finding.needed
    assert "docs/hardware.md" in finding.todo


@pytest.mark.parametrize(
    ("fault", "needed", "words"),
    [
        ("", False, "accepts the account"),
        ("token:wrong-key", True, "does not accept this API key"),
        ("token:500", False, "out of order"),
        ("usage:limit-reached", False, "no machine time is left"),
    ],
)
def test_an_account_is_tried(loopback, fault, needed, words):
    if fault:
        loopback.faults.add(fault)
    (finding,) = doctor._ibm_account()
    assert words in finding.said
    assert finding.needed is needed
    assert finding.fine is (fault == "")
    report = doctor.report([finding])
    assert words in report
    for secret in (loopback.account.token, loopback.account.instance, loopback.allowance.name):
        assert secret not in report + str(finding)


def test_an_account_that_cannot_be_looked_at_is_no_end_of_the_doctor(monkeypatch):
    done = SimpleNamespace(stdout="", stderr="Traceback\nImportError: token=hunter2", returncode=1)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    (finding,) = doctor._ibm_account()
    assert "was not looked at: ImportError: token=<secret>" in finding.said
    assert not finding.needed
