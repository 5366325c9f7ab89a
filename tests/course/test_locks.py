import re
import shutil
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from qinet_edu.course import locks
from qinet_edu.course.checkout import ROOT

FILES = (locks.STUDENT, locks.DEVELOPER, locks.CONDA)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def student():
    return locks.read_pins(locks.STUDENT)


@pytest.fixture(scope="module")
def developer():
    return locks.read_pins(locks.DEVELOPER)


@pytest.mark.parametrize("name", FILES)
def test_no_lock_says_where_packages_come_from(name):
    assert "://" not in text(name)
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host", text(name))


def test_the_developers_lock_is_the_students_and_more(student, developer):
    assert set(student) < set(developer)


@pytest.mark.parametrize("name", [locks.STUDENT, locks.DEVELOPER])
def test_every_pin_has_hashes_and_a_marker_that_can_be_read(name):
    blocks = re.split(r"\n(?=[a-z0-9])", text(name))[1:]
    assert len(blocks) == len(locks.read_pins(name)) > 100
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]
    for pin in locks.read_pins(name):
        assert pin.needed_here in (True, False)


@pytest.mark.parametrize("version", ["3.11.9", "3.12.1", "3.13.0", "3.14.0"])
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_platform_and_python_has_one_version_of_each_package(student, version, platform):
    place = {
        "python_full_version": version,
        "python_version": version.rpartition(".")[0],
        "sys_platform": platform,
        "os_name": "nt" if platform == "win32" else "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    here = [
        pin.name
        for pin in student
        if not pin.marker or Requirement(str(pin)).marker.evaluate(place)
    ]
    assert len(here) == len(set(here))
    wanted = {
        canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]
    }
    assert wanted <= set(here)


def test_what_the_project_asks_for_is_what_is_pinned(developer):
    extras = PROJECT["project"]["optional-dependencies"]
    for line in [*PROJECT["project"]["dependencies"], *extras["install"], *extras["dev"]]:
        asked = Requirement(line)
        versions = [pin.version for pin in developer if pin.name == canonicalize_name(asked.name)]
        assert versions, f"{line} is not in the lock: python start.py build locks"
        assert all(asked.specifier.contains(version) for version in versions), line


def test_the_build_backend_comes_from_the_lock(student):
    (backend,) = (Requirement(line) for line in PROJECT["build-system"]["requires"])
    assert str(backend) in [
        str(Requirement(line)) for line in PROJECT["project"]["optional-dependencies"]["install"]
    ]
    (pin,) = (pin for pin in student if pin.name == canonicalize_name(backend.name))
    assert backend.specifier.contains(pin.version)


def test_conda_gets_the_same_pins():
    assert text(locks.CONDA) == locks.environment(text(locks.STUDENT)), (
        "run: python start.py build locks"
    )
    for pin in locks.read_pins(locks.STUDENT):
        assert f'"{pin}"' in text(locks.CONDA)


def test_the_command_in_the_locks_is_the_one_that_makes_them():
    for name in FILES:
        assert locks.COMMAND in "".join(text(name).splitlines()[:2])


def test_without_uv_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert locks.main([]) == 1
    assert "pipx install uv" in capsys.readouterr().err


def test_a_failure_of_uv_leaves_the_other_files_as_they_are(monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.which", lambda _: "uv")
    monkeypatch.setattr("subprocess.call", lambda *_, **__: 2)
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    assert locks.main([]) == 2
    assert [*tmp_path.iterdir()] == []


@pytest.mark.slow
def test_making_the_locks_again_changes_nothing(monkeypatch, tmp_path):
    if shutil.which("uv") is None:
        pytest.skip("uv is not installed")
    for name in ("pyproject.toml", "README.md", locks.STUDENT, locks.DEVELOPER):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    assert locks.main([]) == 0
    for name in FILES:
        assert (tmp_path / name).read_text(encoding="utf-8") == text(name), name
