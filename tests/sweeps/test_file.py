"""What a sweep writes is what it reads, and a file that is another's or damaged is told."""

import json
import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import swept

from qinet_edu import storage
from qinet_edu.course.checkout import ROOT
from qinet_edu.sweeps import sweep
from qinet_edu.sweeps.fingerprints import fingerprint
from qinet_edu.sweeps.values import canonical, decode, encode


@pytest.fixture
def file(tmp_path):
    return tmp_path / "results" / "sweep.jsonl"


def run(file, function=swept.square, grid=None, **how):
    """In a thread: what is written is the same wherever it was worked out."""
    with ThreadPoolExecutor(1) as pool:
        grid = grid or {"x": range(4)}
        return sweep(function, grid, file=file, executor=pool, progress=False, **how)


def same(one, other):
    if isinstance(one, dict):
        return {*one} == {*other} and all(same(one[name], other[name]) for name in one)
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    return type(one) is type(other) and (one == other or math.isnan(one))


def test_every_value_comes_back_as_it_was(file):
    (fresh,) = run(file, swept.everything, {"x": [1]}).values
    (read,) = run(file, swept.everything, {"x": [1]}).values
    assert same(fresh, swept.everything(1))
    assert same(read, swept.everything(1))
    read["array"][0, 0] = 7  # and can be worked with


@pytest.mark.parametrize(
    "value",
    [
        1,
        True,
        None,
        "Φ",
        1.5,
        -0.0,
        1e-320,
        10**30,
        1j,
        b"x",
        (),
        [],
        {},
        [(1,)],
        {(1, 2): "a"},
        {"float": "nan"},
        {"tuple": [1]},
        np.longdouble("0.1"),
        np.datetime64("2026-01-01"),
        np.str_("a"),
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.array(3),
        np.array([1 + 1j], dtype="complex64"),
    ],
    ids=repr,
)
def test_values_survive_json(value):
    back = decode(json.loads(json.dumps(encode(value), allow_nan=False)))
    assert same(back, value)
    assert repr(back) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1},
        range(3),
        np.ma.array([1]),
        np.zeros(1, dtype="i4,f8"),
        print,
        (i for i in "a"),
        [[{"x": object()}]],
        type("Sub", (int,), {})(3),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_would_come_back_as_something_else_is_refused(value):
    with pytest.raises(TypeError, match="cannot be written"):
        encode(value)


def test_a_list_that_holds_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(TypeError, match="holds itself"):
        encode(loop)


def test_equal_points_read_equal_and_others_do_not():
    assert canonical({"a": 1, "b": 2}) == canonical({"b": np.int8(2), "a": np.uint64(1)})
    assert canonical({"a": 0.1}) == canonical({"a": np.float64(0.1)})
    texts = [
        canonical({"a": value})
        for value in (1, 1.0, True, "1", (1,), [1], None, np.float32(0.1), 0.1)
    ]
    assert len({*texts}) == len(texts)


def test_the_file_is_lines_of_json_a_person_can_read(file):
    run(file, swept.draw, {"x": [0.5]}, seed=3)
    head, line = [json.loads(text) for text in file.read_text().splitlines()]
    assert head["kind"] == "qinet_edu sweep"
    assert (head["schema"], head["function"], head["seed"]) == (1, "draw", 3)
    assert line["point"] == {"x": 0.5}
    assert {"n", "seed", "seconds", "value"} < {*line}


def test_a_finished_sweep_is_read_not_run(file, tmp_path):
    grid = {"x": range(3), "folder": [str(tmp_path)], "pause_s": [0]}
    first = run(file, swept.slow, grid)
    before = (tmp_path / "calls").read_text()
    again = run(file, swept.slow, grid)
    assert again.values == first.values
    assert again.file == file
    assert (tmp_path / "calls").read_text() == before


def test_without_a_file_nothing_is_left_when_it_is_done(work):
    result = sweep(swept.square, {"x": [1]}, progress=False)
    assert result.file is None
    assert [*(work / "sweeps").iterdir()] == []


def test_a_line_cut_short_is_kept_aside_and_its_point_runs_again(file):
    run(file)
    whole = file.read_bytes()
    file.write_bytes(whole[:-9])
    with pytest.warns(storage.StorageWarning, match="A line of sweep.jsonl could not be read"):
        assert run(file).values == (0, 1, 4, 9)
    (aside,) = file.parent.glob("sweep.damaged-*.jsonl")
    assert aside.read_bytes() == whole[:-9]
    assert run(file).values == (0, 1, 4, 9)


@pytest.mark.parametrize(
    "line",
    [
        b"\x00\x00",
        b"[]",
        b'{"n": 99, "value": 1}',
        b'{"n": "0", "value": 1}',
        b'{"n": 0}',
        b'{"n": 0, "value": {"array": "<f8"}}',
        b'{"n": true, "value": 1}',
    ],
)
def test_a_damaged_line_in_the_middle_costs_no_other(file, line):
    run(file)
    head, *rest = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([head, line + b"\n", *rest]))
    with pytest.warns(storage.StorageWarning, match="kept as sweep.damaged"):
        assert run(file).values == (0, 1, 4, 9)


def half(x):
    return x / 2


def factory(factor):
    def scaled(x):
        return factor * x

    return scaled


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"function": half}, "a sweep of square, and this is one of half"),
        ({"grid": {"x": range(5)}}, "over 4 points of x, and this is one over 5 points of x"),
        ({"grid": {"x": [0, 1, 2, 9]}}, "4 points of x with other values"),
        ({"grid": {"x": [3, 2, 1, 0]}}, "4 points of x with other values"),
        ({"function": swept.draw, "seed": 1}, "a sweep of square, and this is one of draw"),
    ],
)
def test_a_file_of_another_sweep_is_refused_and_left_alone(file, how, words):
    run(file)
    before = file.read_bytes()
    with pytest.raises(ValueError, match=words):
        run(file, **how)
    assert file.read_bytes() == before


def test_another_seed_is_another_sweep(file):
    run(file, swept.draw, seed=1)
    with pytest.raises(ValueError, match="with seed=1, and this is one with seed=2"):
        run(file, swept.draw, seed=2)


def test_a_changed_function_is_refused(file):
    run(file, factory(2))
    assert run(file, factory(2)).values == (0, 2, 4, 6)
    with pytest.raises(ValueError, match="scaled as it was before it was changed"):
        run(file, factory(3))


CALLED = """
class C:
    def __init__(self): self.a = {}
    def __call__(self, x): return x
f = C()
"""


def defined(text, **names):
    """Return ``f`` as a notebook would define it."""
    space = {"__name__": "notebook", **names}
    exec(text, space)
    return space["f"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f(x): return x", "def f(x): return -x"),
        ("def f(x, y=1): return x", "def f(x, y=2): return x"),
        ("def f(x, *, y=1): return x", "def f(x, *, y=2): return x"),
        ("a = 1\ndef f(x): return a * x", "a = 2\ndef f(x): return a * x"),
        ("def g(x): return 1\ndef f(x): return g(x)", "def g(x): return 2\ndef f(x): return g(x)"),
        ("f = lambda x: x", "f = lambda x: x + 1"),
        ("def f(x): return [i + 1 for i in x]", "def f(x): return [i + 2 for i in x]"),
        (
            "import functools\ndef g(x, y): return x\nf = functools.partial(g, y=1)",
            "import functools\ndef g(x, y): return x\nf = functools.partial(g, y=2)",
        ),
        (
            CALLED.format(1),
            CALLED.format(2),
        ),
        (
            "class C:\n    a = 1\n    def m(self, x): return x\nf = C().m",
            "class C:\n    a = 1\n    def m(self, x): return 2 * x\nf = C().m",
        ),
    ],
)
def test_a_change_of_what_a_function_does_is_seen(one, other):
    assert fingerprint(defined(one)) == fingerprint(defined(one))
    assert fingerprint(defined(one)) != fingerprint(defined(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f(x): return x.real", "real = 3\ndef f(x): return x.real"),
        ("def f(x): return x", "y = 2\ndef f(x): return x"),
    ],
)
def test_what_a_function_does_not_use_is_not_seen(one, other):
    assert fingerprint(defined(one)) == fingerprint(defined(other))


def test_the_same_function_is_the_same_in_the_next_program():
    program = (
        "from qinet_edu.sweeps.fingerprints import fingerprint\n"
        "print(fingerprint(lambda x: x in {'a', 'b', 'c', 'd', 'e'}))"
    )
    printed = set()
    for seed in "1234":
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, text=True
        )
        printed.add(done.stdout or done.stderr)
    assert len(printed) == 1


def test_functions_that_call_each_other_end():
    assert fingerprint(defined("def f(x): return g(x)\ndef g(x): return f(x)"))
    assert fingerprint(print) != fingerprint(abs)


@pytest.mark.parametrize("text", ["my diary", "[]", '{"schema": 1}', '{"kind": "other"}', "\x00"])
def test_a_file_that_is_no_sweeps_is_left_as_it_is(file, text):
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(ValueError, match="is no file of a sweep, and is left as it is"):
        run(file)
    assert file.read_text() == text


def test_a_newer_version_and_a_folder_are_told(file):
    run(file)
    file.write_text(file.read_text().replace('"schema": 1', '"schema": 2', 1))
    with pytest.raises(ValueError, match="update this one"):
        run(file)
    with pytest.raises(ValueError, match="is a folder"):
        run(file.parent)


def test_an_empty_file_is_a_new_one(file):
    file.parent.mkdir()
    file.touch()
    assert run(file).values == (0, 1, 4, 9)


def test_a_full_disk_leaves_whole_lines(file, monkeypatch):
    from qinet_edu.sweeps import files

    wrote = files.os.write

    def full(handle, data):
        return wrote(handle, data[:10]) if b'"n": 2' in data else wrote(handle, data)

    monkeypatch.setattr(files.os, "write", full)
    with pytest.raises(OSError, match="No space left") as stopped:
        run(file)
    assert "are kept in" in stopped.value.__notes__[0]
    monkeypatch.undo()
    assert file.read_bytes().endswith(b"}\n")
    assert run(file).values == (0, 1, 4, 9)
