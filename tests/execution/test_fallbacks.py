"""Where a device cannot branch, something else runs, and the result says what."""

import json
from math import pi

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit.classical import expr
from qiskit.providers.fake_provider import GenericBackendV2
from qiskit_aer import AerSimulator

from qinet_edu import circuits, run, theory
from qinet_edu.execution.compiling import compiled_for_aer
from qinet_edu.execution.deferral import defer, measures_midway
from qinet_edu.execution.exact import names_of_outcomes, probabilities, read
from qinet_edu.execution.fallbacks import Capabilities, PostSelection, fit, post_selected
from qinet_edu.execution.refusals import NotRunnable

ABLE = Capabilities(10, frozenset({"measure", "reset", "if_else"}))
SIMPLE = Capabilities(10, frozenset({"measure"}))
STATES = [(0.0, 0.0), (pi / 3, 1.0), (2.0, -0.7), (pi, 0.0)]


def arrived(state, direction=(0.4, 2.0), **form):
    return circuits.measure(circuits.teleport(state, **form), direction)


def exact(circuit):
    """Return the exact distribution of a circuit that measures only at its end."""
    simulator = AerSimulator(method="statevector", max_parallel_threads=1)
    circuit = compiled_for_aer(circuit, {})
    reading = read(circuit)
    (chances,), _ = probabilities([reading], simulator=simulator, mixed=False)
    outcomes = names_of_outcomes(circuit, reading.skeleton)
    return {name: p for name, p in zip(outcomes, chances, strict=True) if p > 0}


def test_a_device_that_branches_runs_it_as_written():
    circuit = arrived((1.0, 0.5))
    assert fit(circuit, ABLE) == (circuit, (), None)
    static = circuits.measure(circuits.ghz(3))
    assert fit(static, SIMPLE) == (static, (), None)


def test_one_that_does_not_runs_its_deferred_twin_and_says_so():
    fitted = fit(arrived((1.0, 0.5)), SIMPLE)
    assert "if_else" not in fitted.circuit.count_ops()
    assert fitted.transformation == ("measurements deferred to the end: the device has no if_else",)
    assert fitted.post_selection is None


@pytest.mark.parametrize("state", STATES)
def test_both_forms_have_the_distribution_that_theory_gives(state):
    """Bob's outcome is that of the state sent, and the bits Alice sends are even."""
    direction = (0.4, 2.0)
    p0 = float(theory.born(theory.bloch_state(*state), direction))
    expected = {
        f"{bob} {alice} {message}": (p0, 1 - p0)[bob] / 4
        for bob in (0, 1)
        for alice in (0, 1)
        for message in (0, 1)
        if (p0, 1 - p0)[bob] > 1e-12
    }
    deferred = exact(fit(arrived(state, direction), SIMPLE).circuit)
    assert deferred == pytest.approx(expected, abs=1e-9)
    chosen, selection = post_selected(arrived(state, direction))
    whole = exact_with_mid_circuit(chosen)
    kept = {one: p for one, p in whole.items() if selection.keeps(one)}
    assert sum(kept.values()) == pytest.approx(0.25, abs=1e-9), "one in four needs no correction"
    of_bob = {one[0]: p / sum(kept.values()) for one, p in kept.items()}
    wanted = {"0": p0, "1": 1 - p0}
    assert of_bob == pytest.approx({b: p for b, p in wanted.items() if p > 1e-12}, abs=1e-9)


def exact_with_mid_circuit(circuit):
    return exact(defer(circuit) if measures_midway(circuit) else circuit)


def test_a_teleportation_keeps_a_quarter_and_delivers():
    device = GenericBackendV2(5, seed=1)
    result = run(
        arrived((1.0, 0.5), (1.0, 0.5)),
        backend=AerSimulator(),
        shots=20_000,
        seed=1,
        options={"dynamic": "post-selected"},
    )
    assert result.counts("bob") == {"0": result.shots}
    assert abs(result.kept - 0.25) < 4 * np.sqrt(0.25 * 0.75 / 20_000)
    assert result.shots == round(result.kept * 20_000)
    assert result.details["shots_run"] == 20_000
    assert "post-selected" in result.transformation[0]
    assert "of all shots" in repr(result)
    assert run(arrived((1.0, 0.5)), backend=device, shots=10, seed=1).transformation == (
        "measurements deferred to the end: the device has no if_else",
    )


def coin_and_flip(value, *, otherwise=False, register=False):
    """Two coins are tossed; what they say decides about a third qubit."""
    coins, bob = ClassicalRegister(2, "coins"), ClassicalRegister(1, "bob")
    circuit = QuantumCircuit(QuantumRegister(3, "q"), coins, bob)
    circuit.ry(1.0, 0)
    circuit.ry(2.0, 1)
    circuit.measure([0, 1], coins)
    with circuit.if_test((coins if register else coins[0], value)) as other:
        circuit.ry(0.7, 2)
    if otherwise:
        with other:
            circuit.ry(1.9, 2)
    circuit.measure(2, bob)
    return circuit


@pytest.mark.parametrize("otherwise", [False, True])
@pytest.mark.parametrize("register", [False, True])
@pytest.mark.parametrize("value", [0, 1])
def test_the_kept_shots_are_those_of_the_dynamic_circuit(value, register, otherwise):
    circuit = coin_and_flip(value, otherwise=otherwise, register=register)
    chosen, selection = post_selected(circuit)
    assert selection.zeros == ((("coins", 0), ("coins", 1)) if register else (("coins", 0),))
    told = exact(defer(circuit))
    kept = {one: p for one, p in exact(chosen).items() if selection.keeps(one)}
    assert kept == pytest.approx(
        {one: p for one, p in told.items() if selection.keeps(one)}, abs=1e-9
    )


def test_a_bit_that_is_written_anew_is_chosen_by_as_it_was_when_tested():
    bits = ClassicalRegister(2, "c")
    circuit = QuantumCircuit(QuantumRegister(1, "q"), bits)
    circuit.ry(1.0, 0)
    circuit.measure(0, bits[0])
    with circuit.if_test((bits[0], 1)):
        circuit.x(0)
    circuit.x(0)
    circuit.measure(0, bits[0])
    chosen, selection = post_selected(circuit)
    assert [register.name for register in chosen.cregs] == ["c", "earlier"]
    assert selection.helper == "earlier"
    result = run(
        circuit, backend=AerSimulator(), shots=2000, seed=1, options={"dynamic": "post-selected"}
    )
    assert result.counts("c") == {"01": result.shots}
    assert 0.5 < result.kept < 1
    assert [*result.registers] == ["c"]


def test_a_bit_never_measured_decides_nothing():
    circuit = QuantumCircuit(QuantumRegister(1, "q"), ClassicalRegister(2, "c"))
    with circuit.if_test((circuit.clbits[1], 1)):
        circuit.x(0)
    circuit.measure(0, 0)
    chosen, selection = post_selected(circuit)
    assert selection is None
    assert chosen.count_ops() == {"measure": 1}


def test_a_branch_in_a_branch_is_followed():
    circuit = coin_and_flip(0)
    with circuit.if_test((circuit.clbits[0], 0)), circuit.if_test((circuit.clbits[1], 1)):
        circuit.x(2)
    assert post_selected(circuit)[1].zeros == (("coins", 0), ("coins", 1))


def test_the_choice_survives_a_journal():
    selection = post_selected(arrived(None))[1]
    again = PostSelection(**json.loads(json.dumps(selection.as_record())))
    assert again.select({"0 0 0": 1, "1 0 1": 3}) == ({"0 0 0": 1}, 0.25)


def test_what_fits_in_no_form_says_why():
    loop = QuantumCircuit(QuantumRegister(1, "q"), ClassicalRegister(1, "c"))
    with loop.for_loop(range(2)):
        loop.x(0)
    loop.measure(0, 0)
    expression = QuantumCircuit(QuantumRegister(1, "q"), ClassicalRegister(2, "c"))
    expression.measure(0, 0)
    with expression.if_test(expr.bit_and(*expression.clbits)):
        expression.x(0)
    for circuit, words in (
        (loop, "no for_loop.*cannot be deferred.*does not follow a for_loop"),
        (expression, "no if_else.*classical expression.*condition that is an expression"),
    ):
        with pytest.raises(NotRunnable, match=words):
            fit(circuit, SIMPLE)
    assert fit(expression, ABLE).circuit is expression


def test_a_twin_too_wide_for_the_device_gives_way_to_post_selection():
    circuit = QuantumCircuit(QuantumRegister(2, "q"), ClassicalRegister(2, "c"))
    circuit.h(0)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.x(0)
    circuit.measure(0, 1)
    fitted = fit(circuit, Capabilities(2, frozenset({"measure"})))
    assert fitted.transformation[0].startswith("post-selected")
    with pytest.raises(NotRunnable, match="needs 3 qubits"):
        fit(circuit, Capabilities(2, frozenset({"measure"})), form="deferred")


def test_a_form_that_is_asked_for_is_taken_or_refused():
    circuit = arrived((1.0, 0.5))
    assert fit(circuit, ABLE, form="deferred").transformation[0].endswith("as asked")
    assert fit(circuit, ABLE, form="post-selected").post_selection is not None
    with pytest.raises(NotRunnable, match="needs if_else"):
        fit(circuit, SIMPLE, form="native")
    with pytest.raises(ValueError, match="choose 'native', 'deferred', 'post-selected'"):
        fit(circuit, ABLE, form="dynamic")


def test_shots_of_which_none_is_kept_are_no_estimate():
    sure = QuantumCircuit(QuantumRegister(1, "q"), ClassicalRegister(1, "c"))
    sure.x(0)
    sure.measure(0, 0)
    with sure.if_test((sure.clbits[0], 1)):
        sure.x(0)
    empty = run(
        sure, backend=AerSimulator(), shots=50, seed=1, options={"dynamic": "post-selected"}
    )
    assert (empty.shots, empty.kept) == (0, 0)
    with pytest.raises(ValueError, match="no shots to estimate from"):
        empty.probability(c="0")
