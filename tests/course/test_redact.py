from pathlib import Path

import pytest

from qinet_edu.course import redact as module
from qinet_edu.course.redact import redact

TOKEN = "made-up_93kdQmZl20vBn-48dhaJqWe66TTsPq9"


@pytest.fixture(autouse=True)
def ada(monkeypatch, tmp_path):
    home = tmp_path / "somewhere" / "Ada Lovelace"
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.setattr("getpass.getuser", lambda: "ada")
    monkeypatch.setattr("platform.node", lambda: "analytical-engine.example.org")
    monkeypatch.setattr(module, "ROOT", home / "course")
    monkeypatch.setenv("QINET_WORK", str(home / "course" / "work"))
    return home


@pytest.mark.parametrize(
    "planted",
    [
        "ada",
        "ADA",
        "user ada, group ada",
        "analytical-engine.example.org",
        "Analytical-Engine: up",
        "ada@analytical-engine",
        "ada.lovelace@example.org",
        TOKEN,
        f"token={TOKEN}",
        "token: s3cr3t",
        "'password': 'engine-no-1'",
        "QISKIT_IBM_TOKEN=engine",
        '{"apikey": "abcdef"}',
        "Authorization: Bearer abcdef",
        "https://ada:engine-no-1@index.example.org/simple",
        "crn:v1:bluemix:public:quantum-computing:us-east:a/1234::",
        "/home/lovelace/notes.txt",
        r"C:\Users\LOVELA~1\notes.txt",
        r"C:\\Users\\lovelace\\notes.txt",
    ],
)
def test_what_names_someone_or_lets_someone_in_is_gone(planted):
    said = redact(f"before {planted} after").lower()
    for word in ("ada", "lovela", "engine", "s3cr3t", "abcdef", "1234", TOKEN.lower()):
        assert word not in said, said
    assert said.startswith("before")


def test_folders_are_named_for_what_they_are(ada):
    assert redact(f"{ada / 'course' / 'start.py'}") == "<course>/start.py".replace(
        "/", str(ada / "x")[-2]
    )
    assert redact(str(ada / "course" / "work")) == "<course>/work".replace("/", str(ada / "x")[-2])
    assert "Lovelace" not in redact(str(ada / "other").replace("/", "\\\\"))


@pytest.mark.parametrize(
    "harmless",
    [
        "qiskit-aer 0.18.2 instead of 0.18.1",
        "Linux 6.18.44-generic x86_64",
        "ipykernel-launcher-with-a-long-name",
        "Canada, academia",
        "monkey business",
    ],
)
def test_what_a_maintainer_needs_stays(harmless):
    assert redact(harmless) == harmless


def test_a_folder_whose_name_only_begins_alike_is_another(ada):
    other = ada.with_name("Ada Lovelace-2") / "notes"
    assert redact(str(ada / "notes")) == "~/notes"
    assert "~" not in redact(str(other))
