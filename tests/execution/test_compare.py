"""One circuit, several backends: the same counts as when each is asked alone."""

from dataclasses import replace

import pytest
from qiskit_aer import AerSimulator

from qinet_edu import circuits, noise, run, side_by_side
from qinet_edu.execution import compare
from qinet_edu.execution.handle import Handle

PAIR = circuits.measure(circuits.bell_pair())


def test_results_come_in_the_order_of_the_backends():
    backends = ("fake:manila", "aer", AerSimulator())
    results = side_by_side(PAIR, backends, shots=200, seed=1)
    assert [one.backend for one in results] == ["fake:manila", "aer", "aer_simulator"]
    assert results[:2] == [run(PAIR, backend=one, shots=200, seed=1) for one in backends[:2]]


def test_the_ideal_and_a_device_on_the_open_plan_are_the_default():
    ideal, fake = side_by_side(PAIR, shots=500, seed=1)
    assert (ideal.backend, fake.backend) == ("aer", "fake:kingston")
    assert set(ideal.counts()) == {"0 0", "1 1"}


def test_noise_and_options_go_where_they_mean_something():
    noisy, fake = side_by_side(
        circuits.measure(circuits.teleport()),
        shots=100,
        seed=1,
        noise=noise.Noise(readout=0.1),
        options={"dynamic": "post-selected"},
    )
    assert noisy.noise != "ideal"
    assert fake.kept is not None
    assert noisy.kept is None


def test_a_result_that_is_there_is_taken_as_it_is():
    told = {"source": "recorded", "job_id": "d0made0up", "backend": "ibm:ibm_kingston"}
    kept = replace(run(PAIR, shots=50, seed=3), **told)
    results = side_by_side(PAIR, ("aer", kept), shots=100, seed=1)
    assert results[1] is kept
    other = circuits.measure(circuits.bloch(1.0))
    with pytest.raises(ValueError, match="registers alice, bob; this circuit has qubit"):
        side_by_side(other, ("aer", kept))


def test_nothing_is_sent_before_all_else_is_found_right(monkeypatch):
    asked = []

    def submit(circuit, *, backend, **_):
        asked.append(backend)
        if backend.startswith("fake"):
            raise ValueError("too wide")
        return Handle(None)

    monkeypatch.setattr(compare, "submit", submit)
    with pytest.raises(ValueError, match="too wide"):
        side_by_side(PAIR, ("ibm", "aer", "fake:manila"), max_qpu_s=5)
    assert asked == ["aer", "fake:manila"]


@pytest.mark.parametrize(
    ("circuit", "backends", "error", "words"),
    [
        ([PAIR], ("aer",), TypeError, "one circuit and several"),
        (PAIR, "aer", ValueError, "a list of backends"),
        (PAIR, (), ValueError, "a list of backends"),
        (PAIR, ("aer", "air"), ValueError, "Did you mean"),
        (PAIR, ("aer", None), TypeError, "backend is one of"),
    ],
)
def test_a_wrong_argument_is_refused_with_what_to_do(circuit, backends, error, words):
    with pytest.raises(error, match=words):
        side_by_side(circuit, backends)
