import numpy as np
import pytest
from qiskit.quantum_info import Choi, Kraus, average_gate_fidelity, process_fidelity

from qinet_edu import noise, theory

PAULIS = [
    np.eye(2),
    np.array([[0, 1], [1, 0]]),
    np.array([[0, -1j], [1j, 0]]),
    np.array([[1, 0], [0, -1]]),
]


def random_channel(seed, operators=3):
    """A channel cut from a random isometry."""
    rng = np.random.default_rng(seed)
    tall = rng.normal(size=(2 * operators, 2)) + 1j * rng.normal(size=(2 * operators, 2))
    isometry, _ = np.linalg.qr(tall)
    return isometry.reshape(operators, 2, 2)


SEEDS = range(10)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_fidelities_are_those_of_qiskit(seed):
    kraus = random_channel(seed)
    operators = Kraus([*kraus])
    assert noise.entanglement_fidelity(kraus) == pytest.approx(process_fidelity(operators))
    assert noise.average_fidelity(kraus) == pytest.approx(average_gate_fidelity(operators))


def test_average_fidelity_is_the_average_over_the_sphere():
    rng = np.random.default_rng(20261123)
    kets = rng.normal(size=(40_000, 2)) + 1j * rng.normal(size=(40_000, 2))
    sent = theory.density(kets / np.linalg.norm(kets, axis=-1, keepdims=True))
    kraus = random_channel(1)
    received = noise.apply(kraus, sent)
    scores = np.einsum("nij,nji->n", sent, received).real
    error = scores.std() / np.sqrt(len(scores))
    assert scores.mean() == pytest.approx(noise.average_fidelity(kraus), abs=4 * error)


def test_the_two_fidelities_are_not_the_same_number():
    """The mistake everybody makes: a network quotes F_e, an algorithm F_avg."""
    kraus = noise.dephasing(0.1)
    assert noise.entanglement_fidelity(kraus) == pytest.approx(0.9)
    assert noise.average_fidelity(kraus) == pytest.approx(2.8 / 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_twirling_leaves_the_pauli_probabilities(seed):
    kraus = random_channel(seed)
    twirled = np.concatenate([p.conj().T @ kraus @ p / 2 for p in PAULIS])
    paulis = np.sqrt(noise.pauli_probabilities(kraus))[:, None, None] * np.array(PAULIS)
    assert np.allclose(Choi(Kraus([*twirled])).data, Choi(Kraus([*paulis])).data)


def test_pauli_probabilities_sum_to_1_and_broadcast():
    channels = np.stack([random_channel(seed) for seed in SEEDS])
    found = noise.pauli_probabilities(channels)
    assert found.shape == (10, 4)
    assert np.allclose(found.sum(axis=-1), 1)
    assert noise.average_fidelity(channels).shape == (10,)


def test_a_channel_that_keeps_everything_has_fidelity_1():
    assert noise.entanglement_fidelity([np.eye(2)]) == pytest.approx(1)
    assert noise.average_fidelity([np.eye(2)]) == pytest.approx(1)


def test_channels_and_states_broadcast():
    waits = noise.thermal_relaxation([0.1, 0.2, 0.3], t1_s=1.0, t2_s=1.0)
    states = theory.density(theory.bloch_state([[0.3], [0.9]]))
    assert noise.apply(waits, states).shape == (2, 3, 2, 2)


@pytest.mark.parametrize(
    ("kraus", "complaint"),
    [
        (np.eye(2), r"shape \(k, 2, 2\), not \(2, 2\)"),
        (np.eye(4)[None], r"not \(1, 4, 4\)"),
        (np.zeros((0, 2, 2)), "shape"),
        ([[[0.9, 0], [0, 0.1]]], "keep probability"),
        ([0.5 * np.eye(2), 0.5 * np.eye(2)], "written as p"),
        ([[[np.nan, 0], [0, 1]]], "NaN"),
    ],
)
def test_what_is_no_channel_is_refused(kraus, complaint):
    for read in (noise.pauli_probabilities, noise.entanglement_fidelity, noise.average_fidelity):
        with pytest.raises(ValueError, match=complaint):
            read(kraus)


@pytest.mark.parametrize("wrong", ["dephasing", None, [[[1, 0], [0]]], 0.05j == 0])
def test_a_channel_is_an_array_of_numbers(wrong):
    with pytest.raises(TypeError, match="array of Kraus operators"):
        noise.entanglement_fidelity(wrong)


def test_a_channel_acts_on_density_matrices():
    with pytest.raises(ValueError, match=r"theory.density\(ket\)"):
        noise.apply(noise.dephasing(0.1), [1, 0])
    with pytest.raises(ValueError, match="NaN"):
        noise.apply(noise.dephasing(0.1), [[np.nan, 0], [0, 1]])
    with pytest.raises(TypeError, match="array of numbers"):
        noise.apply(noise.dephasing(0.1), "rho")
