import base64
import json

import pytest

from qinet_edu.course.checkout import ROOT
from qinet_edu.course.leaks import files, leaks

KEY = "Made-up_" * 5 + "0x1a"  # put together, so that none stands in this file
ACCESS = ".".join(["ey" + "Jmadeup", "madeup12", "x"])


def test_no_token_stands_in_any_file_of_the_course():
    found = {str(file.relative_to(ROOT)): where for file in files(ROOT) if (where := leaks(file))}
    assert not found


def test_every_notebook_is_among_the_files():
    looked_at = {*files(ROOT)}
    for folder in ("notebooks", "exercises", "solutions"):
        notebooks = [
            file
            for file in (ROOT / folder).rglob("*.ipynb")
            if ".ipynb_checkpoints" not in file.parts
        ]
        assert notebooks
        assert looked_at.issuperset(notebooks)


def code(source="", **output):
    outputs = [{"output_type": "display_data", "metadata": {}, **output}] if output else []
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": outputs}


def words(source, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


PLANTED = {
    "in a source": code(f'service = connect("{KEY}")'),
    "in an output's text": code("x", text=["Connected with\n", f"{KEY}\n"]),
    "in an output's html": code("x", data={"text/html": f"<b>{KEY[:20]}</b><i>{KEY[20:]}</i>"}),
    "in metadata": {**code("x"), "metadata": {"papermill": {"parameters": {"x": KEY}}}},
    "split over lines of the source's JSON": code([f'"{KEY[:7]}', f"{KEY[7:30]}", f'{KEY[30:]}"']),
    "in a coloured traceback": code(
        "x", ename="E", traceback=["\x1b[31mE\x1b[0m: x", f"at \x1b[32m{KEY}\x1b[0m."]
    ),
    "in base64": code("x", text=base64.b64encode(f'{{"apikey": "{KEY}"}}'.encode()).decode()),
    "given by name, whatever its length": code('Service(channel="x", token="hunter2-hunter2")'),
    # more than the eight
    "put together from parts": code(f'key = ("{KEY[:11]}"\n    "{KEY[11:20]}" + "{KEY[20:]}")'),
    "in words": words(f"My key is {KEY}."),
    "in an attachment": words("x", attachments={"a": {"text/plain": KEY}}),
    "in an error's value": code("x", ename="E", evalue=f"b'apikey={KEY}&x'"),
    "in quoted JSON": code("x", text=json.dumps(json.dumps({"token": KEY}))),
    "behind an escape": code(f'x = "a\\n{KEY}"'),
    "in a magic's cell": code(f"%env QISKIT_IBM_TOKEN={KEY}"),
    "as an access token": code("x", text=f"Bearer {ACCESS}"),
    "as the name of an account": words(
        "crn:v1:bluemix:public:quantum-computing:us-east:a/" + "12345678" * 4 + ":made-up::"
    ),
    "in an entry": code('options = {"api_key": "hunter2-hunter2"}'),
    "in a variable of the system": code('os.environ["QISKIT_IBM_TOKEN"] = "hunter2-hunter2"'),
}


@pytest.mark.parametrize("where", PLANTED)
@pytest.mark.parametrize("split", [False, True])
def test_a_planted_token_is_found_and_not_repeated(tmp_path, where, split):
    cell = json.loads(json.dumps(PLANTED[where]))
    if split and isinstance(cell["source"], str):
        cell["source"] = cell["source"].splitlines(keepends=True)
    file = tmp_path / "planted.ipynb"
    file.write_text(json.dumps({"cells": [words("# Fine"), cell], "metadata": {}}), "utf-8")
    found = leaks(file)
    assert found
    assert all(each.startswith("cell 2, ") for each in found)
    assert KEY not in str(found)


def test_a_token_in_a_notebooks_own_metadata_is_found(tmp_path):
    file = tmp_path / "planted.ipynb"
    file.write_text(json.dumps({"cells": [], "metadata": {"env": [{"x": KEY}]}}), "utf-8")
    assert leaks(file) == ["metadata"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.md", f"fine\nMy key: `{KEY}`"),
        ("settings.json", json.dumps({"a": KEY}, indent=1)),
        ("damaged.ipynb", f'{{"cells": \n"{KEY}"'),
        ("program.py", f'fine = 1\nservice = Service(token="{KEY}")'),
        ("program.py", f'fine = 1\nx = "{KEY[:9]}" "{KEY[9:]}"'),
        ("program.py", 'fine = 1\nservice.token = "hunter2-hunter2"'),
        ("program.py", f"fine = 1\nthis is no program {KEY}"),
    ],
)
def test_other_files_are_read_by_line(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert leaks(file) == ["line 2"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lock.txt", b"qiskit==2.6.2 --hash=sha256:" + b"0a" * 32),
        ("picture.png", bytes(range(256)) * 10),
        ("x.py", b'Service(token="<your key>"); Service(token="made-up-and-not-a-key")'),
        ("x.py", b'token = "QISKIT_IBM_TOKEN"; secret = "short"; key = "a-name-that-is-longer"'),
        ("x.md", b"crn:v1:bluemix:public:quantum-computing:us-east:a/" + b"01" * 16 + b":x::"),
        ("x.md", b"test_that_a_name_of_forty_four_letters_stays"),
        ("x.ipynb", b'{"cells": [5, {"cell_type": "code", "source": 5}]}'),
        ("x.ipynb", b"5"),
        ("x.json", b"{"),
    ],
)
def test_what_is_no_token_is_none(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    assert leaks(file) == []
    assert leaks(tmp_path / "missing.py") == []


def test_pictures_in_outputs_hold_runs_of_44_by_chance_and_are_not_tokens(tmp_path):
    picture = base64.b64encode(bytes(range(256)) * 400).decode()
    file = tmp_path / "picture.ipynb"
    for stored in (picture, base64.encodebytes(bytes(range(256)) * 400).decode()):
        cell = code("x", data={"image/png": stored, "text/html": f"<img src='data:x,{stored}'>"})
        file.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
        assert leaks(file) == []


def test_what_is_installed_made_or_a_students_own_is_not_looked_at(tmp_path):
    for name in (".venv/a.py", "work/a.ipynb", ".mypy_cache/a", "lessons/a.ipynb", ".github/a.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    seen = [file.relative_to(tmp_path).as_posix() for file in files(tmp_path)]
    assert seen == [".github/a.yml", "lessons/a.ipynb"]
