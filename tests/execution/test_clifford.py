"""Circuits through stim: what comes back is what Aer would have drawn, and the rest is refused."""

from itertools import pairwise
from math import pi

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit.classical import expr
from qiskit.circuit.library import CXGate, IGate, PauliGate, UnitaryGate
from qiskit.quantum_info import random_clifford

from qinet_edu import circuits, noise, run, theory
from qinet_edu.execution import clifford, clifford_sampling
from qinet_edu.execution.clifford_gates import standard_clifford
from qinet_edu.execution.refusals import NotRunnable

SHOTS = 20_000
FLIP = np.array([[[0, 1], [1, 0]]])
EVERYWHERE = noise.Noise(
    after={
        "h": noise.depolarising(0.06, convention="mixing"),
        "cx": noise.depolarising(0.04, convention="pauli"),
        "x": noise.dephasing(0.1),
        "z": FLIP,
        "y": noise.depolarising(0.1, convention="pauli"),
        "delay": noise.thermal_relaxation(1.0, t1_s=np.inf, t2_s=4.0),
        "reset": noise.depolarising(0.2, convention="mixing"),
        "measure": noise.depolarising(0.05, convention="mixing"),
        "fibre": noise.depolarising(0.1, convention="mixing"),
    },
    readout=(0.03, 0.08),
)


def two_bits(circuit, *, noise=None):
    """Run on stim and on Aer as written, and return both results."""
    ours = run(circuit, backend="clifford", shots=SHOTS, seed=5, noise=noise)
    aers = run(circuit, shots=SHOTS, seed=6, noise=noise, options={"defer": False})
    assert (ours.backend, aers.backend) == ("clifford", "aer")
    return ours.counts(), aers.counts()


def sigmas(first, second):
    """Return by how many of its standard deviations chi² of two samples exceeds its mean."""
    pairs = np.array([(first.get(o, 0), second.get(o, 0)) for o in {*first, *second}], dtype=float)
    rare = pairs.sum(axis=1) < 10
    pairs = np.array([*pairs[~rare], pairs[rare].sum(axis=0)])
    pairs = pairs[pairs.sum(axis=1) > 0]
    freedom = len(pairs) - 1
    if not freedom:
        return 0.0
    chi2 = ((pairs[:, 0] - pairs[:, 1]) ** 2 / pairs.sum(axis=1)).sum()
    return (chi2 - freedom) / np.sqrt(2 * freedom)


def random_dynamic(seed):
    """Measure, reset and wait, and correct by bits, registers, parities and their else."""
    rng = np.random.default_rng(seed)
    c, d = ClassicalRegister(2, "c"), ClassicalRegister(3, "d")
    circuit = QuantumCircuit(QuantumRegister(3, "q"), c, d)

    def pauli(target):
        getattr(circuit, "xyz"[rng.integers(3)])(target)

    for _ in range(5):
        for _ in range(4):
            a, b = rng.permutation(3)[:2].tolist()
            match rng.integers(6):
                case 0:
                    circuit.h(a)
                case 1:
                    circuit.cx(a, b)
                case 2:
                    circuit.rx(rng.integers(-3, 4) * pi / 2, a)
                case 3:
                    circuit.append(random_clifford(2, seed=rng).to_instruction(), [a, b])
                case 4:
                    circuit.delay(1, a, unit="s")
                case _:
                    circuit.append(IGate(label="fibre"), [a])
        circuit.measure(int(rng.integers(3)), c[int(rng.integers(2))])
        if rng.random() < 0.3:
            circuit.reset(int(rng.integers(3)))
        target = int(rng.integers(3))
        match rng.integers(3):
            case 0:
                with circuit.if_test((c, int(rng.integers(4)))) as otherwise:
                    pauli(target)
                with otherwise:
                    pauli((target + 1) % 3)
            case 1:
                with circuit.if_test((c[0], int(rng.integers(2)))):
                    circuit.delay(1, target, unit="s")
                    pauli(target)
                    with circuit.if_test((c[1], 0)):
                        pauli((target + 2) % 3)
            case _:
                with circuit.if_test(expr.bit_xor(c[0], c[1])):
                    pauli(target)
    circuit.measure([0, 1, 2], d)
    return circuit


@pytest.mark.parametrize("noisy", [None, EVERYWHERE], ids=["ideal", "noisy"])
@pytest.mark.parametrize("seed", range(6))
def test_random_dynamic_circuits_have_the_distribution_that_aer_has(seed, noisy):
    assert sigmas(*two_bits(random_dynamic(seed), noise=noisy)) < 4


def test_the_measure_of_agreement_notices_a_forgotten_noise():
    circuit = random_dynamic(1)
    less = noise.Noise(after={**EVERYWHERE.after, "z": noise.dephasing(0.0)}, readout=0.03)
    assert sigmas(two_bits(circuit, noise=EVERYWHERE)[0], two_bits(circuit, noise=less)[1]) > 4


@pytest.mark.parametrize(
    "condition",
    [
        lambda c: expr.bit_xor(c[0], c[1]),
        lambda c: expr.logic_not(c[0]),
        lambda c: expr.logic_and(c[0], expr.logic_or(c[1], c[2])),
        lambda c: expr.equal(c, 5),
        lambda c: expr.not_equal(expr.bit_and(c, 6), 2),
        lambda c: expr.less(c, 3),
        lambda c: expr.greater_equal(expr.bit_not(c), 4),
        lambda c: expr.equal(expr.bit_or(c, 1), expr.bit_xor(c, 2)),
    ],
)
def test_any_condition_on_bits_is_followed(condition):
    c, out = ClassicalRegister(3, "c"), ClassicalRegister(1, "out")
    circuit = QuantumCircuit(QuantumRegister(4, "q"), c, out)
    circuit.h([0, 1, 2])
    circuit.measure([0, 1, 2], c)
    with circuit.if_test(condition(c)):
        circuit.x(3)
    circuit.measure(3, out)
    assert sigmas(*two_bits(circuit)) < 4


@pytest.mark.parametrize("name", ["rx", "ry", "rz", "p", "rxx", "ryy", "rzz", "rzx"])
def test_rotations_by_quarter_turns_are_clifford_gates_and_others_not(name):
    for quarters in range(-4, 9):
        assert standard_clifford(name, (quarters * pi / 2,)) is not None
    for angle in (0.3, pi / 4, pi / 2 + 1e-6, float("nan")):
        assert standard_clifford(name, (angle,)) is None


@pytest.mark.parametrize("seed", range(10))
def test_a_clifford_gate_given_as_a_matrix_is_undone_by_its_inverse(seed):
    gate = random_clifford(3, seed=seed)
    circuit = QuantumCircuit(3)
    circuit.append(UnitaryGate(gate.to_operator(), label="whole"), [2, 0, 1])
    circuit.compose(gate.adjoint().to_circuit(), [2, 0, 1], inplace=True)
    assert run(circuits.measure(circuit), backend="clifford", shots=50).counts() == {"000": 50}


def test_states_are_prepared_if_they_are_stabiliser_states():
    circuit = QuantumCircuit(QuantumRegister(2, "q"))
    circuit.h(0)
    circuit.initialize(np.array([1, 0, 0, 1]) / np.sqrt(2), [0, 1])
    circuit.append(PauliGate("XZ"), [0, 1])
    result = run(circuits.measure(circuit), backend="clifford", shots=1000, seed=1)
    assert set(result.counts("q")) == {"01", "10"}


def pairs(state):
    """A swap of two pairs given as matrices, whose environments nobody reads."""
    circuit = circuits.swap_chain(2, resource=state)
    return circuits.measure(circuit, "x")


@pytest.mark.parametrize(
    "weights", [(0.7, 0.1, 0.15, 0.05), (1, 0, 0, 0), (0.5, 0.5, 0, 0), (0, 0, 0.4, 0.6)]
)
def test_bell_diagonal_pairs_given_as_matrices_are_drawn_exactly(weights):
    state = theory.bell_diagonal(weights)
    assert sigmas(*two_bits(pairs(state))) < 4
    teleported = circuits.teleport((pi / 2, 0.0), resource=state)
    for direction in ("x", "y", "z"):
        assert sigmas(*two_bits(circuits.measure(teleported, direction))) < 4


def test_a_pair_that_is_not_bell_diagonal_is_refused():
    ket = np.array([0.8, 0, 0, 0.6])
    with pytest.raises(NotRunnable, match="unitary is no Clifford gate"):
        run(pairs(np.outer(ket, ket)), backend="clifford")


def test_the_environment_of_a_pair_must_be_left_alone():
    circuit = circuits.teleport((pi / 2, 0.0), resource=theory.werner(0.9))
    circuit.x(circuit.qregs[-1][0])
    with pytest.raises(NotRunnable, match="a x acts on the environment"):
        run(circuit, backend="clifford")


@pytest.mark.parametrize("backend", ["aer", "clifford"])
@pytest.mark.parametrize("options", [{}, {"memory": True}])
def test_noise_after_the_label_of_a_two_qubit_gate_meets_both(backend, options):
    circuit = QuantumCircuit(QuantumRegister(2, "q"))
    circuit.append(CXGate(label="link"), [0, 1])
    flipped = noise.Noise(after={"link": FLIP})
    measured = circuits.measure(circuit)
    result = run(measured, backend=backend, shots=9, noise=flipped, options=options)
    assert result.counts("q") == {"11": 9}


def test_a_label_on_gates_of_two_widths_is_refused_where_aer_cannot_tell_them_apart():
    circuit = QuantumCircuit(QuantumRegister(2, "q"))
    circuit.append(IGate(label="link"), [0])
    circuit.append(CXGate(label="link"), [0, 1])
    with pytest.raises(ValueError, match="labels gates of 1 and of 2 qubits"):
        run(circuits.measure(circuit), noise=noise.Noise(after={"link": FLIP}))


def test_a_label_takes_the_place_of_the_name_as_it_does_on_aer():
    circuit = QuantumCircuit(QuantumRegister(1, "q"))
    circuit.append(IGate(label="fibre"), [0])
    measured = circuits.measure(circuit)
    for after, read in (({"id": FLIP}, "0"), ({"fibre": FLIP}, "1"), ({"measure": FLIP}, "1")):
        for backend in ("aer", "clifford"):
            result = run(measured, backend=backend, shots=9, noise=noise.Noise(after=after))
            assert result.counts("q") == {read: 9}, (after, backend)


def test_noise_in_a_branch_meets_only_those_who_take_it():
    circuit = QuantumCircuit(2, 2)
    circuit.h(0)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.z(1)
    circuit.measure(1, 1)
    flips = noise.Noise(after={"z": FLIP})
    result = run(circuit, backend="clifford", shots=1000, seed=1, noise=flips)
    assert set(result.counts()) == {"00", "11"}


def test_readout_errors_mislead_corrections():
    """Bob flips whenever Alice reads 1, rightly or not, and his own 0 is misread as often."""
    circuit = QuantumCircuit(2, 2)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.x(1)
    circuit.measure(1, 1)
    wrong = noise.Noise(readout=(0.25, 0.0))
    result = run(circuit, backend="clifford", shots=SHOTS, seed=1, noise=wrong)
    found = result.counts()
    assert set(found) == {"00", "10", "11"}, "who was flipped is never read as 0"
    assert abs(found["11"] / SHOTS - 0.25) < 4 * np.sqrt(0.25 * 0.75 / SHOTS)


def test_a_bit_written_twice_keeps_the_later_value_and_one_never_written_is_0():
    circuit = QuantumCircuit(2, 2)
    circuit.x(0)
    circuit.measure(0, 0)
    circuit.measure(1, 0)
    with circuit.if_test((circuit.clbits[1], 1)):
        circuit.x(1)
    circuit.measure(1, 0)
    assert run(circuit, backend="clifford", shots=10).counts() == {"00": 10}


def test_registers_are_read_by_name_in_any_order():
    a, b, c = ClassicalRegister(1, "a"), ClassicalRegister(3, "b"), ClassicalRegister(2, "c")
    circuit = QuantumCircuit(QuantumRegister(6, "q"), a, b, c)
    circuit.x([0, 2, 5])
    circuit.measure(range(6), [*a, *b, *c])
    result = run(circuit, backend="clifford", shots=3, seed=1, options={"memory": True})
    assert result.registers == {"a": 1, "b": 3, "c": 2}
    assert result.counts("b", "c", "a") == {"010 10 1": 3}
    assert result.counts() == run(circuit, shots=3).counts() == {"10 010 1": 3}
    assert result.memory("c") == ["10"] * 3


def test_many_bits_and_few_are_counted_alike(monkeypatch):
    """Up to 16 bits each outcome has its place, up to 62 it is a number, beyond that a text."""
    circuit = circuits.measure(circuits.ghz(4))
    first = run(circuit, backend="clifford", shots=5000, seed=1).counts()
    for name in ("COUNTED", "NUMBERED"):
        monkeypatch.setattr(clifford_sampling, name, 2)
        assert run(circuit, backend="clifford", shots=5000, seed=1).counts() == first


@pytest.mark.parametrize("qubits", [17, 63, 200])
def test_a_wide_ghz_state_is_all_alike(qubits):
    result = run(circuits.measure(circuits.ghz(qubits)), backend="clifford", shots=400, seed=2)
    assert {len(set(outcome.replace(" ", ""))) for outcome in result.counts()} == {1}
    assert len(result.counts()) == 2


def test_shots_in_several_goes_are_independent(monkeypatch):
    monkeypatch.setattr(clifford_sampling, "AT_ONCE", 256)
    coin = circuits.measure(circuits.bloch(pi / 2))
    result = run(coin, backend="clifford", shots=1000, seed=1, options={"memory": True})
    memory = result.memory()
    assert len(memory) == result.shots == sum(result.counts().values()) == 1000
    parts = [memory[k : k + 256] for k in range(0, 768, 256)]
    assert all(0.35 < np.mean(np.equal(a, b)) < 0.65 for a, b in pairwise(parts))


def test_the_same_seed_repeats_a_run_and_its_neighbours_are_others():
    chain = circuits.measure(circuits.teleport((pi / 2, 0.0)), "x")
    flips = noise.Noise(after={"cx": noise.depolarising(0.2, convention="mixing")}, readout=0.02)
    how = {"backend": "clifford", "shots": 500, "noise": flips}
    found = [run(chain, seed=seed, **how).counts() for seed in (7, 7, 8)]
    assert found[0] == found[1] != found[2]
    unasked = run(chain, **how)
    assert run(chain, seed=unasked.seed, **how).counts() == unasked.counts()


def test_neighbouring_seeds_scatter_as_independent_experiments():
    coin, shots = circuits.measure(circuits.bloch(pi / 2)), 200
    found = [
        float(run(coin, backend="clifford", shots=shots, seed=s).probability(qubit="1"))
        for s in range(200)
    ]
    assert 0.7 < np.var(found) / (0.25 / shots) < 1.4


def test_circuits_of_one_job_are_independent_of_each_other():
    coin = circuits.measure(circuits.bloch(pi / 2))
    a, b = run([coin, coin], backend="clifford", shots=2000, seed=1, options={"memory": True})
    assert 0.45 < np.mean(np.equal(a.memory(), b.memory())) < 0.55


def test_a_result_says_where_and_how_it_was_made():
    quiet = run(circuits.measure(circuits.bell_pair()), backend="clifford", shots=10, seed=3)
    assert (quiet.backend, quiet.noise, quiet.transformation) == ("clifford", "ideal", ())
    assert quiet.details["counts"] == "drawn by stim"
    assert {"method", "stim"} <= set(quiet.details)
    assert repr(quiet).startswith("10 shots on clifford (ideal), seed 3")


def loop():
    circuit = QuantumCircuit(1, 1)
    with circuit.for_loop(range(2)):
        circuit.x(0)
    circuit.measure(0, 0)
    return circuit


def branch(act):
    circuit = QuantumCircuit(2, 2, name="branch")
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        act(circuit)
    circuit.measure(1, 1)
    return circuit


def gate(name, *params):
    circuit = QuantumCircuit(3, 1)
    getattr(circuit, name)(*params)
    circuit.measure(0, 0)
    return circuit


DAMPED = noise.Noise(after={"delay": noise.amplitude_damping(0.1), "link": noise.dephasing(0.1)})


@pytest.mark.parametrize(
    ("circuit", "words"),
    [
        (gate("t", 0), "t is no Clifford gate"),
        (gate("ccx", 0, 1, 2), "ccx is no Clifford gate"),
        (gate("rz", 1.0, 0), r"rz\(1\) is no Clifford gate"),
        (gate("unitary", np.diag([1, np.exp(0.1j)]), [0]), "unitary is no Clifford"),
        (gate("delay", 1, 0, "s"), "after 'delay' is no Pauli channel"),
        (loop(), "it holds a for_loop"),
        (branch(lambda c: c.h(1)), "h stands inside an if_test, where only Paulis may"),
        (branch(lambda c: c.t(1)), "t is no Clifford gate"),
        (branch(lambda c: c.measure(1, 1)), "a measure stands inside an if_test"),
        (branch(lambda c: c.reset(1)), "a reset stands inside an if_test"),
        (branch(lambda c: c.delay(1, 1, "s")), "after 'delay' is no Pauli channel"),
    ],
)
def test_what_stim_cannot_do_exactly_is_refused_by_name_with_what_to_do(circuit, words):
    with pytest.raises(NotRunnable, match=rf"{words}.* Run it with backend=\"aer\"\."):
        run(circuit, backend="clifford", noise=DAMPED)


def test_a_channel_that_no_gate_meets_is_no_obstacle():
    pair = circuits.measure(circuits.bell_pair())
    assert run(pair, backend="clifford", shots=10, noise=DAMPED).shots == 10


@pytest.mark.parametrize("channel", [noise.amplitude_damping(1e-5), [[[0, -1j], [1, 0]]]])
def test_a_channel_that_is_nearly_pauli_is_none(channel):
    coin = circuits.measure(circuits.bloch(pi / 2))
    nearly = noise.Noise(after={"ry": channel})
    with pytest.raises(NotRunnable, match="after 'ry' is no Pauli channel"):
        run(coin, backend="clifford", noise=nearly)


@pytest.mark.parametrize("key", ["method", "defer", "optimization_level", "dynamic"])
def test_an_option_that_only_others_have_is_refused(key):
    with pytest.raises(ValueError, match=f"no option '{key}', only memory"):
        run(circuits.measure(circuits.bell_pair()), backend="clifford", options={key: 1})


def test_without_stim_aer_does_the_work_and_who_asks_is_told(monkeypatch):
    monkeypatch.setattr(clifford, "_has_stim", lambda: False)
    pair = circuits.measure(circuits.ghz(25))
    assert run(pair, shots=10, seed=1).backend == "aer"
    with pytest.raises(NotRunnable, match="not installed here"):
        run(pair, backend="clifford")
