"""The tools that keep the house in order are tests too; each says what it found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qinet_edu.course.checkout import ROOT


def run(tool, *arguments):
    beside = Path(sys.executable).parent
    path = shutil.which(tool, path=f"{beside}{os.pathsep}{os.environ['PATH']}")
    if path is None:
        pytest.skip(f"{tool} is not installed: python start.py test installs it")
    done = subprocess.run(
        [path, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--no-fix", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-cache"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_house_is_in_order(command):
    code, said = run(*command)
    assert code == 0, said
