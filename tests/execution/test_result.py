"""Results are read by register name, in the order of the question."""

import copy
import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister

from qinet_edu import run
from qinet_edu.execution import Estimate, Result

PAIR = Result(
    joint={"1 01": 30, "0 10": 10, "1 11": 60},
    registers={"alice": 2, "bob": 1},
    shots=100,
    backend="aer",
    noise="ideal",
    seed=1,
)


def test_registers_come_in_the_order_they_are_asked_for():
    assert PAIR.counts("alice", "bob") == {"01 1": 30, "10 0": 10, "11 1": 60}
    assert PAIR.counts("bob", "alice") == {"0 10": 10, "1 01": 30, "1 11": 60}
    assert PAIR.counts("bob") == {"0": 10, "1": 90}
    assert PAIR.counts() == {"0 10": 10, "1 01": 30, "1 11": 60}


def test_within_a_register_qubit_0_is_right_most():
    """The mistake everybody makes once: only qubit 0 of three is flipped."""
    circuit = QuantumCircuit(QuantumRegister(3, "q"), ClassicalRegister(3, "q"))
    circuit.x(0)
    circuit.measure([0, 1, 2], [0, 1, 2])
    result = run(circuit, shots=5, seed=1)
    assert result.counts("q") == {"001": 5}
    assert result.probability(q=1) == 1


def test_probabilities_carry_their_standard_error():
    found = PAIR.probability(alice="01", bob=1)
    assert found == 0.3
    assert found.standard_error == pytest.approx(0.0458, abs=5e-4)
    assert PAIR.probabilities("bob") == {"0": 0.1, "1": 0.9}


def test_an_expectation_is_the_mean_of_the_product_of_signs():
    assert PAIR.expectation("bob") == pytest.approx(0.1 - 0.9)
    assert PAIR.expectation("alice", "bob") == pytest.approx(0.3 - 0.1 - 0.6)
    assert PAIR.expectation() == PAIR.expectation("bob", "alice")


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_no_number_of_shots_makes_certain(hits_and_shots):
    hits, shots = hits_and_shots
    estimate = Estimate.of_probability(hits, shots)
    assert 0 < estimate.standard_error <= 0.5 / shots**0.5 * 1.0001
    assert "±" in repr(estimate)
    assert float(Estimate.of_expectation(hits, shots)) == pytest.approx(2 * hits / shots - 1)


@pytest.mark.parametrize(
    ("value", "error", "shown"),
    [
        (0.2534, 0.01376, "0.253 ± 0.014"),
        (1.0, 0.000998, "1.000 ± 0.001"),
        (0.748, 0.0104, "0.75 ± 0.01"),
        (0.25, 0.2, "0.2 ± 0.2"),
        (0.8133, 0.0027, "0.813 ± 0.003"),
        (-0.5, 0.1, "-0.5 ± 0.1"),
        (0.123456, 0.00012, "0.12346 ± 0.00012"),
        (1.0, 0.0, "1.0"),
    ],
)
def test_estimates_print_the_digits_they_have(value, error, shown):
    assert repr(Estimate(value, error)) == shown


def test_results_survive_pickling_and_copying():
    assert pickle.loads(pickle.dumps(PAIR)) == PAIR
    assert copy.deepcopy(PAIR).counts("bob") == PAIR.counts("bob")


def test_estimates_survive_pickling_and_compute_like_floats():
    estimate = pickle.loads(pickle.dumps(Estimate(0.25, 0.01)))
    assert estimate.standard_error == 0.01
    assert estimate * 2 == 0.5


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: PAIR.counts("eve"), "no register 'eve'; this result has: alice, bob"),
        (lambda: PAIR.probability(eve="0"), "no register 'eve'"),
        (lambda: PAIR.expectation("eve"), "no register 'eve'"),
        (lambda: PAIR.probability(), "Name at least one register"),
        (lambda: PAIR.probability(alice="1"), 'alice="00"'),
        (lambda: PAIR.probability(alice=4), "holds 2 bits"),
        (lambda: PAIR.probability(bob="x"), "holds 1 bit;"),
        (lambda: PAIR.memory(), "memory"),
    ],
)
def test_a_question_without_an_answer_says_what_can_be_asked(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()


def test_a_result_says_what_made_it():
    assert repr(PAIR).startswith("100 shots on aer (ideal), seed 1\nbob alice | 0 10: 10")
    with pytest.raises(TypeError):
        PAIR.joint["0 00"] = 5


def test_it_says_what_ran_on_hardware_and_what_it_cost():
    told = {"source": "hardware", "qpu_s": 3.125, "job_id": "d0made0up", "layout": (4, 7)}
    paid = dataclasses.replace(PAIR, backend="ibm:ibm_kingston", kept=0.25, **told)
    assert repr(paid).startswith(
        "100 shots on ibm:ibm_kingston (hardware, ideal, kept 0.25 of all shots), seed 1, "
        "3.12 s of quantum computer time"
    )
    assert pickle.loads(pickle.dumps(paid)) == copy.deepcopy(paid) == paid
    assert paid != PAIR
    assert "hardware" not in repr(PAIR)


def test_nothing_is_called_hardware_that_names_no_job():
    for source in ("hardware", "recorded"):
        with pytest.raises(ValueError, match="name the job"):
            dataclasses.replace(PAIR, source=source)
    with pytest.raises(ValueError, match="choose simulated, hardware, recorded"):
        dataclasses.replace(PAIR, source="real")
