"""A sweep on a Dask cluster: a real scheduler and two workers, each a process of its own."""

import os

import pytest
import swept

from qinet_edu.sweeps import SweepError, sweep

dask = pytest.importorskip("dask", reason="Dask is not installed: python start.py test installs it")
distributed = pytest.importorskip(
    "distributed", reason="Dask is not installed: python start.py test installs it"
)

pytestmark = pytest.mark.usefixtures("work")


@pytest.fixture(scope="module")
def client():
    with (
        # What Dask itself would try again comes back at once, so that the sweep has to.
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        client.wait_for_workers(2, timeout=60)
        yield client


def test_a_sweep_runs_on_both_workers(client):
    grid = {"x": range(8), "y": [1.5, 2.5]}
    result = sweep(swept.product, grid, executor=client.get_executor())
    assert result.array("product").tolist() == [[x * 1.5, x * 2.5] for x in range(8)]
    workers = set(client.run(os.getpid).values())
    assert {value["pid"] for value in result.values} <= workers
    assert len(workers) == 2


def test_it_takes_functions_that_only_this_program_has(client):
    factor = 3
    result = sweep(
        lambda x: (factor * x, os.getpid()), {"x": [1, 2]}, executor=client.get_executor()
    )
    assert result.array(0).tolist() == [3, 6]
    assert os.getpid() not in result.array(1)


def test_seeds_are_those_of_this_machines_cores(client):
    grid = {"x": [1, 2, 3]}
    there = sweep(swept.draw, grid, executor=client.get_executor(), seed=5)
    assert there.values == sweep(swept.draw, grid, seed=5).values


def test_a_bad_point_costs_no_other(client):
    with pytest.raises(SweepError, match="ZeroDivisionError") as failed:
        sweep(swept.picky, {"x": range(5)}, executor=client.get_executor())
    assert failed.value.done.values == (0, 1, 3, 4)


def test_a_killed_worker_costs_no_result(client, tmp_path):
    grid = {"x": range(6), "folder": [str(tmp_path)]}
    seen = []
    result = sweep(swept.killed, grid, executor=client.get_executor(), progress=seen.append)
    assert seen[-1].retried
    assert result.array().ravel().tolist() == [0, 1, 4, 9, 16, 25]


def test_a_point_that_kills_every_worker_fails_alone(client, tmp_path):
    grid = {"x": range(4), "folder": [str(tmp_path)], "times": [99]}
    with pytest.raises(SweepError, match=r"lost 2 times .*KilledWorker") as failed:
        sweep(swept.killed, grid, executor=client.get_executor(), retries=0)
    assert failed.value.done.values == (0, 1, 9)
    assert (tmp_path / "calls").read_text().split().count("2") == 2


def test_a_point_is_drawn_anew_in_each_sweep_without_a_seed(client):
    def unseeded(x):
        return int.from_bytes(os.urandom(4), "big")

    executor = client.get_executor()
    one, other = (sweep(unseeded, {"x": [1]}, executor=executor) for _ in range(2))
    assert one.values != other.values


def test_a_client_that_is_closed_is_told_and_the_rest_goes_on_elsewhere(client, tmp_path):
    file = tmp_path / "sweep.jsonl"
    grid = {"x": range(4), "folder": [str(tmp_path)], "pause_s": [0]}
    other = distributed.Client(client.cluster)
    executor = other.get_executor()
    other.close()
    with pytest.raises(RuntimeError, match="Make a new one"):
        sweep(swept.slow, grid, executor=executor, file=file)
    result = sweep(swept.slow, grid, executor=client.get_executor(), file=file)
    assert result.array().ravel().tolist() == [0, 1, 4, 9]
