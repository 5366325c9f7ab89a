import json
import subprocess
import sys

import pytest

from qinet_edu.course import testing
from qinet_edu.course.checkout import ROOT


def notebook(path, *sources):
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{place}",
            "metadata": {},
            "source": source,
            "execution_count": None,
            "outputs": [],
        }
        for place, source in enumerate(sources)
    ]
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_warning_in_a_notebook_fails_it_and_ordinary_work_does_not_warn(tmp_path):
    fine = (
        "import ipywidgets, matplotlib.pyplot as plt, numpy as np, qiskit",
        "plt.plot([1, 2])\nipywidgets.IntSlider()",
    )
    warning = (
        "import warnings\nwarnings.warn('said by the cell')",
        "warnings.warn('going away', DeprecationWarning)",
        "import numpy as np\nnp.log(np.zeros(1))",
        "exec(compile('warnings.warn(\"later\", PendingDeprecationWarning)', 'lib.py', 'exec'),"
        " {'warnings': warnings, '__name__': 'some.library'})",
    )
    notebook(tmp_path / "fine.ipynb", *fine)
    notebook(tmp_path / "warning.ipynb", *warning)
    options = ["--nbval-lax", "--nbval-current-env", "-p", "no:cacheprovider", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert f"{len(warning)} failed, {len(fine)} passed" in done.stdout, done.stdout


def test_everything_is_tested_unless_a_place_is_named():
    assert {"qinet_edu", "tests"} <= set(testing.command([]))
    assert "qinet_edu" not in testing.command(["tests/test_storage.py"])
    assert "qinet_edu" not in testing.command(["tests/test_storage.py::test_x", "-x"])
    assert "qinet_edu" in testing.command(["-k", "tests"])
    assert "qinet_edu" in testing.command(["--slow", "-x"])


def test_stored_outputs_count_to_the_letter_on_the_reference_platform_only(monkeypatch):
    assert "--nbval" in testing.command([], strict=True)
    assert "--nbval-lax" in testing.command([], strict=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert "--nbval-lax" in testing.command([])
    assert "--nbval" not in testing.command([])


@pytest.mark.skipif(not testing.on_reference_platform(), reason="not the reference platform")
def test_here_they_count():
    assert "--nbval" in testing.command([])


def test_a_folder_without_notebooks_is_left_out(monkeypatch, tmp_path):
    monkeypatch.setattr(testing, "NOTEBOOKS", tmp_path)
    assert tmp_path.name not in testing.everything()
    notebook(tmp_path / "one.ipynb", "1")
    assert tmp_path.name in testing.everything()


def test_pytests_code_is_ours_and_it_runs_in_the_checkout(monkeypatch):
    called = {}
    monkeypatch.setattr(
        subprocess, "call", lambda command, cwd: called.update(command=command, cwd=cwd) or 5
    )
    assert testing.main(["-x"]) == 5
    assert called["cwd"] == ROOT
    assert called["command"][-1] == "-x"
