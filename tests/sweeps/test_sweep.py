"""A sweep gives what a loop would, on any executor, and one bad point or worker costs no other."""

import itertools
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
import swept

import qinet_edu
from qinet_edu.sweeps import Sweep, SweepError, crews, sweep

pytestmark = pytest.mark.usefixtures("work")


@pytest.fixture
def threads():
    with ThreadPoolExecutor(2) as pool:
        yield pool


def calls(folder):
    return [int(line) for line in (folder / "calls").read_text().split()]


def quick(function, grid, **how):
    """In this process: for what does not depend on where it runs."""
    with ThreadPoolExecutor(1) as pool:
        return sweep(function, grid, executor=pool, progress=False, **how)


def test_it_is_a_public_name():
    assert qinet_edu.sweep is sweep


@pytest.mark.parametrize("executor", ["cores", "threads", "processes"])
def test_it_gives_what_a_loop_gives(executor):
    grid = {"x": np.linspace(0, 1, 3), "y": [2, 5]}
    wanted = [swept.product(x, y)["product"] for x, y in itertools.product(*grid.values())]
    if executor == "cores":
        result = sweep(swept.product, grid)
    elif executor == "threads":
        with ThreadPoolExecutor(2) as pool:
            result = sweep(swept.product, grid, executor=pool)
    else:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            result = sweep(swept.product, grid, executor=pool)
    assert result.array("product").tolist() == np.reshape(wanted, (3, 2)).tolist()
    assert result.array("vector").shape == (3, 2, 2)
    assert [value["product"] for _, value in result] == wanted
    inside = swept.os.getpid() in {value["pid"] for value in result.values}
    assert inside is (executor == "threads")


def test_a_function_without_a_name_runs_in_threads_of_this_process():
    where = []
    result = sweep(lambda x: where.append(threading.get_ident()) or x, {"x": range(4)})
    assert result.values == (0, 1, 2, 3)
    assert len(where) == 4
    assert threading.get_ident() not in where


def test_points_may_be_given_one_by_one():
    result = quick(swept.product, [{"x": 1, "y": 2}, {"y": 4, "x": 3}])
    assert result.array("product").tolist() == [2, 12]
    assert result.array("x").tolist() == [1, 3]
    assert len(result) == 2
    assert result[1][0] == {"y": 4, "x": 3}


def test_arrays_have_the_shape_of_the_grid():
    result = Sweep([{"p": p} for p in (1, 2)], [(1, [1, 2]), (2, [3, 4])], shape=(2,))
    assert result.array(1).shape == (2, 2)
    assert result.array(-1).shape == (2, 2)
    with pytest.raises(KeyError, match="it has p"):
        result.array("fidelity")
    with pytest.raises(KeyError):
        result.array(2)
    ragged = Sweep([{"p": p} for p in (1, 2)], [[1], [1, 2]], shape=(2,))
    with pytest.raises(ValueError, match="point by point"):
        ragged.array()
    assert repr(ragged).startswith("Sweep of 2 points:\n'p': 1 → [1]")
    many = Sweep([{"p": p} for p in range(99)], range(99), shape=(99,))
    assert repr(many).count("\n") == 9


def test_a_points_seed_is_its_own_whatever_else_is_in_the_grid():
    small = quick(swept.draw, {"x": [0.1, 0.2]}, seed=7)
    large = quick(swept.draw, {"x": np.array([0.3, 0.2, 0.1])}, seed=7)
    assert small.values == large.values[:0:-1]
    assert len({*large.values, *quick(swept.draw, {"x": [0.1, 0.2]}, seed=8).values}) == 5
    assert all(0 <= seed < 2**62 for seed in large.seeds)
    assert quick(swept.square, {"x": [1]}).seeds is None


def test_a_killed_worker_costs_its_point_a_retry_and_nothing_else(tmp_path):
    seen = []
    grid = {"x": range(6), "folder": [str(tmp_path)]}
    result = sweep(swept.killed, grid, progress=seen.append)
    assert result.array().ravel().tolist() == [0, 1, 4, 9, 16, 25]
    assert sorted(calls(tmp_path)) == [0, 1, 2, 2, 3, 4, 5]
    assert seen[-1].retried == 1


def test_a_point_that_kills_every_worker_fails_alone(tmp_path):
    grid = {"x": range(5), "folder": [str(tmp_path)], "times": [99]}
    with pytest.raises(SweepError, match="its worker was lost 2 times") as failed:
        sweep(swept.killed, grid, retries=1, progress=False)
    assert [point["x"] for point, _ in failed.value.failures] == [2]
    assert failed.value.done.values == (0, 1, 9, 16)
    assert sorted(calls(tmp_path)) == [0, 1, 2, 2, 3, 4]


def test_a_broken_executor_of_somebody_else_loses_no_result(tmp_path):
    file = tmp_path / "sweep.jsonl"
    grid = {"x": range(5), "folder": [str(tmp_path)]}
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(RuntimeError, match="Make a new one, and call sweep again") as broken,
    ):
        sweep(swept.killed, grid, executor=pool, file=file, progress=False)
    assert "2 of 5 points of this sweep are kept in" in broken.value.__notes__[0]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        result = sweep(swept.killed, grid, executor=pool, file=file, progress=False)
    assert result.array().ravel().tolist() == [0, 1, 4, 9, 16]
    assert sorted(calls(tmp_path)) == [0, 1, 2, 2, 3, 4]


def test_futures_that_are_cancelled_run_again():
    class Fickle(ThreadPoolExecutor):
        refused = 0

        def submit(self, *task):
            if self.refused:
                return super().submit(*task)
            self.refused += 1
            future = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    with Fickle(1) as pool:
        assert sweep(swept.square, {"x": [2, 3]}, executor=pool, progress=False).values == (4, 9)


def test_a_point_that_raises_is_named_at_the_end_and_the_others_are_done(tmp_path):
    file = tmp_path / "sweep.jsonl"
    with pytest.raises(SweepError, match=r"'x': 2.*ZeroDivisionError: nothing can be") as failed:
        quick(swept.picky, {"x": range(5)}, file=file)
    assert failed.value.done.values == (0, 1, 3, 4)
    assert "1 of 5 points of picky failed" in str(failed.value)
    assert '"trace": "Traceback' in file.read_text()
    assert "in picky" in file.read_text()


def test_failed_points_run_again_and_no_other(tmp_path):
    file, up = tmp_path / "sweep.jsonl", tmp_path / "up"

    def moody(x):
        swept.slow(x, tmp_path, 0)
        if x == 1 and not up.exists():
            raise OSError("the network is down")
        return x

    with pytest.raises(SweepError, match="the network is down"):
        quick(moody, {"x": range(3)}, file=file)
    up.touch()
    assert quick(moody, {"x": range(3)}, file=file).values == (0, 1, 2)
    assert calls(tmp_path) == [0, 1, 2, 1]


def test_a_function_that_exits_is_a_point_that_failed():
    with pytest.raises(SweepError, match="SystemExit: 3"):
        sweep(swept.leaves, {"x": [1]}, progress=False)


def test_warnings_of_a_point_stop_nothing():
    assert sweep(swept.warn, {"x": [1, 2]}, progress=False).values == (1, 2)


def test_workers_leave_each_other_their_cores(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert sweep(swept.threads, {"x": [1]}, progress=False).values == ("1",)


def test_an_executor_that_was_given_is_left_open(threads):
    sweep(swept.square, {"x": [1]}, executor=threads, progress=False)
    assert threads.submit(swept.square, 3).result() == 9


def test_more_points_than_are_handed_over_at_once(monkeypatch, threads):
    monkeypatch.setattr(crews, "AHEAD", 3)
    assert sweep(swept.square, {"x": range(50)}, executor=threads).values[-1] == 49**2


@pytest.mark.parametrize(
    ("grid", "problem", "words"),
    [
        ({}, ValueError, "The grid is empty"),
        ([], ValueError, "The grid is empty"),
        ([{}], ValueError, "The grid is empty"),
        ({"x": []}, ValueError, "no value for 'x'"),
        ({"x": np.zeros(0)}, ValueError, "no value for 'x'"),
        ({"x": 1}, TypeError, r"even of one: \[1\]"),
        ({"x": np.array(1)}, TypeError, "even of one"),
        ({"x": "abc"}, TypeError, r"\['abc'\]"),
        ({"x": {1, 2}}, TypeError, "need an order"),
        ({"x": [1, 1]}, ValueError, "in the grid twice.*'repeat'"),
        ({"x": [1, np.int64(1)]}, ValueError, "in the grid twice"),
        ({"x": [object()]}, TypeError, "a value of type object cannot be written"),
        ({"x": [np.array([None])]}, TypeError, "array of object cannot be written"),
        ({"x": [1], "z": [2]}, ValueError, "'z' is no parameter of product. It takes x, y"),
        ({"y": [1]}, ValueError, "product needs x as well: give it in the grid"),
        ({3: [1]}, TypeError, "names of a grid are texts, not 3"),
        ([{"x": 1}, {"y": 1}], ValueError, "Every point needs the same names"),
        ([1, 2], TypeError, "or a list of points"),
        ("x", TypeError, "A grid is a dict"),
        (None, TypeError, "A grid is a dict"),
    ],
)
def test_a_grid_that_is_none_is_refused(grid, problem, words):
    with pytest.raises(problem, match=words):
        quick(swept.product, grid)


@pytest.mark.parametrize(
    ("how", "problem", "words"),
    [
        ({"executor": 4}, TypeError, "one of concurrent.futures', not 4"),
        ({"executor": ThreadPoolExecutor}, TypeError, "one of concurrent.futures'"),
        ({"seed": 1.5}, TypeError, "seed is a whole number, not 1.5"),
        ({"seed": True}, TypeError, "seed is a whole number"),
        ({"seed": 1}, ValueError, "square takes no seed"),
        ({"retries": -1}, ValueError, "retries must be at least 0"),
        ({"retries": "two"}, TypeError, "retries is a whole number"),
        ({"progress": "bar"}, TypeError, "progress is True, False or a function"),
    ],
)
def test_other_mistakes_are_said(how, problem, words):
    with pytest.raises(problem, match=words):
        sweep(swept.square, {"x": [1]}, **how)


def test_a_dask_client_is_told_from_its_executor():
    class Client:
        def get_executor(self):
            """As Dask's."""

    with pytest.raises(TypeError, match=r"give client.get_executor\(\)"):
        sweep(swept.square, {"x": [1]}, executor=Client())


def test_a_function_that_is_none_and_one_that_needs_a_seed():
    with pytest.raises(TypeError, match="cannot be called"):
        sweep(3, {"x": [1]})
    with pytest.raises(ValueError, match=r"draw needs seed as well: give it in sweep\(seed=...\)"):
        sweep(swept.draw, {"x": [1]})
    with pytest.raises(ValueError, match="both name a seed"):
        sweep(swept.draw, {"x": [1], "seed": [1]}, seed=1)
    assert len(quick(swept.draw, {"x": [1], "seed": [1, 2]})) == 2


def test_a_function_that_takes_any_name_is_given_any():
    assert quick(lambda **point: point["z"], {"z": [1, 2]}).values == (1, 2)


def test_processes_cannot_be_sent_a_function_without_a_name():
    with ProcessPoolExecutor(1) as pool, pytest.raises(TypeError, match=r"into a .py file"):
        sweep(lambda x: x, {"x": [1]}, executor=pool)


def test_a_result_that_cannot_be_written_stops_the_sweep_at_once():
    ran = []

    def opaque(x):
        ran.append(x)
        return object()

    with pytest.raises(TypeError, match=r"What .*opaque returned at {'x': 0} cannot be kept"):
        quick(opaque, {"x": range(3000)})
    assert len(ran) < 3000
    with pytest.raises(TypeError, match="a value of type object"):
        sweep(swept.opaque, {"x": [1]}, progress=False)


def test_a_module_that_workers_cannot_import_is_named(tmp_path, monkeypatch):
    import importlib.util
    import sys

    (tmp_path / "hidden_away.py").write_text("def double(x):\n    return 2 * x\n")
    spec = importlib.util.spec_from_file_location("hidden_away", tmp_path / "hidden_away.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "hidden_away", module)
    spec.loader.exec_module(module)
    with pytest.raises(RuntimeError, match=r"cannot import double .*No module named 'hidden_away'"):
        sweep(module.double, {"x": [1]}, progress=False)
