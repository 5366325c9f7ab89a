"""Noise reduced to the qubits in use is the noise of the whole device, to the bit."""

from math import pi

import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit.random import random_circuit
from qiskit_aer import AerSimulator
from scipy.stats import chi2_contingency

from qinet_edu import circuits, run
from qinet_edu.execution import fake
from qinet_edu.execution.compiling import compiled_for_device
from qinet_edu.execution.reduction import active_qubits, noise_model, reduced

SEED = 2**40 + 7


def scattered(seed):
    circuit = random_circuit(4, 4, max_operands=2, seed=seed)
    named = QuantumCircuit(QuantumRegister(4, "q"))
    return circuits.measure(named.compose(circuit))


def static():
    """Twenty circuits that measure at their end."""
    measured = circuits.measure
    return {
        "bloch": measured(circuits.bloch(1.0, 0.4)),
        "interferometer": measured(circuits.mach_zehnder(pi / 3)),
        "phi+": measured(circuits.bell_pair()),
        "psi- along x": measured(circuits.bell_pair("psi-"), "x"),
        "chsh": measured(circuits.bell_pair(), circuits.chsh()[3].directions),
        "ghz 3": measured(circuits.ghz(3)),
        "mermin": measured(circuits.ghz(3), circuits.mermin()[1].directions),
        "ghz 5": measured(circuits.ghz(5)),
        "ghz 8": measured(circuits.ghz(8)),
        "w 3": measured(circuits.w_state(3)),
        "w 4": measured(circuits.w_state(4)),
        "superdense 10": circuits.superdense("10"),
        "superdense 11": circuits.superdense("11"),
        "teleport": measured(circuits.teleport((1.0, 0.5), form="deferred"), (1.0, 0.5)),
        "teleport a T": measured(circuits.teleport_gate("t", form="deferred"), "x"),
        "universal cloner": measured(circuits.universal_cloner()),
        "phase-covariant cloner": measured(circuits.phase_covariant_cloner()),
        "random 1": scattered(1),
        "random 2": scattered(2),
        "random 3": scattered(3),
    }


def dynamic():
    """Ten circuits that branch, measure midway or reset."""
    found = {
        f"teleport {i}": circuits.measure(circuits.teleport(state), direction)
        for i, (state, direction) in enumerate(
            [((0.0, 0.0), "z"), ((1.0, 0.5), "z"), ((2.0, -1.0), "x"), ((1.0, 0.5), (1.0, 0.5))]
        )
    }
    for gate in ("h", "s", "t"):
        found[f"teleport a {gate}"] = circuits.measure(circuits.teleport_gate(gate), "x")
    again = QuantumCircuit(QuantumRegister(1, "q"), ClassicalRegister(2, "c"))
    again.ry(1.0, 0)
    again.measure(0, 0)
    again.h(0)
    again.measure(0, 1)
    fresh = again.copy_empty_like()
    fresh.ry(1.0, 0)
    fresh.measure(0, 0)
    fresh.reset(0)
    fresh.measure(0, 1)
    active = again.copy_empty_like()
    active.h(0)
    active.measure(0, 0)
    with active.if_test((active.clbits[0], 1)):
        active.x(0)
    active.measure(0, 1)
    return {**found, "twice": again, "reset": fresh, "active reset": active}


def both(circuit, device, full, *, shots):
    """Return the counts of the whole device's noise model and of the reduced one."""
    isa = compiled_for_device(circuit, device, seed=1, options={})
    qubits = active_qubits(isa)
    slim = AerSimulator(noise_model=noise_model(device, qubits))
    runs = (full.run(isa, shots=shots, seed_simulator=SEED),
            slim.run(reduced(isa, qubits), shots=shots, seed_simulator=SEED))  # fmt: skip
    return [one.result().get_counts() for one in runs]


@pytest.fixture(scope="module")
def whole():
    """Simulators with the noise of whole devices, which cost seconds to make."""
    made = {}

    def make(name):
        if name not in made:
            made[name] = AerSimulator.from_backend(fake.device(name))
        return made[name]

    return make


def agree(one, other):
    """Tell whether two samples may come from one distribution, by their chi-square."""
    outcomes = sorted({*one, *other})
    table = [[counts.get(outcome, 0) for outcome in outcomes] for counts in (one, other)]
    columns = [column for column in zip(*table, strict=True) if sum(column) >= 10]
    return chi2_contingency([*zip(*columns, strict=True)]).pvalue > 0.01


@pytest.mark.parametrize("name", [name for name in static() if name != "ghz 8"])
def test_static_circuits_have_the_same_counts_to_the_bit_on_seven_qubits(name, whole):
    one, other = both(static()[name], fake.device("nairobi"), whole("nairobi"), shots=500)
    assert one == other


@pytest.mark.parametrize("name", ["teleport 1", "reset", "active reset"])
def test_dynamic_circuits_agree_in_distribution_on_seven_qubits(name, whole):
    assert agree(*both(dynamic()[name], fake.device("nairobi"), whole("nairobi"), shots=2000))


@pytest.mark.slow
@pytest.mark.parametrize("name", static())
def test_static_circuits_have_the_same_counts_to_the_bit_on_kingston(name, whole):
    one, other = both(static()[name], fake.device("kingston"), whole("kingston"), shots=2000)
    assert one == other


@pytest.mark.slow
@pytest.mark.parametrize("name", dynamic())
def test_dynamic_circuits_agree_in_distribution_on_kingston(name, whole):
    assert agree(*both(dynamic()[name], fake.device("kingston"), whole("kingston"), shots=4096))


def test_two_samples_of_different_coins_do_not_agree():
    assert agree({"0": 1000, "1": 1000}, {"0": 1020, "1": 980})
    assert not agree({"0": 1000, "1": 1000}, {"0": 1150, "1": 850})


def test_reducing_keeps_order_registers_and_barriers():
    alice, bob = ClassicalRegister(1, "alice"), ClassicalRegister(1, "bob")
    wide = QuantumCircuit(QuantumRegister(9, "wires"), alice, bob)
    wide.cx(7, 2)
    wide.barrier()
    wide.barrier(8)
    wide.measure([2, 7], [0, 1])
    qubits = active_qubits(wide)
    small = reduced(wide, qubits)
    assert (qubits, small.num_qubits, small.cregs) == ((2, 7), 2, [alice, bob])
    steps = [(s.name, [small.find_bit(q).index for q in s.qubits]) for s in small.data]
    assert steps == [("cx", [1, 0]), ("barrier", [0, 1]), ("measure", [0]), ("measure", [1])]


def test_a_qubit_that_only_waits_or_is_only_measured_counts():
    wide = QuantumCircuit(5, 1)
    wide.delay(100, 3)
    wide.measure(1, 0)
    assert active_qubits(wide) == (1, 3)


def test_waiting_on_a_fake_device_costs_what_its_calibration_says():
    """A delay of T1 leaves 37 % of the ones, readout errors aside."""
    device = fake.device("kingston")
    prepared = QuantumCircuit(QuantumRegister(1, "q"))
    prepared.x(0)
    t1_s = device.target.qubit_properties[88].t1
    stored = circuits.measure(circuits.wait(prepared, "q", t1_s))
    chosen = {"initial_layout": [88]}
    result = run(stored, backend="fake:kingston", shots=4000, seed=1, options=chosen)
    assert result.probability(q="1") == pytest.approx(0.368, abs=0.04)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_any_time_to_wait_is_rounded_to_the_device_s_clock_in_silence(unit):
    """Qiskit warns of it, and a warning in a lesson is an error."""
    device = fake.device("kingston")
    size = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}[unit]
    circuit = QuantumCircuit(QuantumRegister(2, "q"), ClassicalRegister(1, "c"))
    circuit.delay(33.3333e-6 / size, 0, unit=unit)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.delay(33.3333e-6 / size, 1, unit=unit)
    isa = compiled_for_device(circuit, device, seed=1, options={})
    waited = [step.operation for step in isa.data if step.name == "delay"]
    waited += [step.operation for one in isa.data for block in getattr(one.operation, "blocks", ())
               for step in block.data if step.name == "delay"]  # fmt: skip
    assert len(waited) == 2
    for delay in waited:
        assert delay.unit == "dt"
        assert delay.duration * device.target.dt == pytest.approx(33.3333e-6, abs=1e-8)
