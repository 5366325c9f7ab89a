"""T26 to T32 against pairs as density matrices of four and six qubits, built from gates alone."""

from functools import reduce

import numpy as np
import pytest

from qinet_edu import noise
from qinet_edu.theory import (
    bbpssw,
    bell_diagonal,
    bell_state,
    dejmps,
    double_selection,
    fidelity,
    pump,
    stored_pair_fidelity,
    twirled,
    waited,
    werner,
)
from qinet_edu.theory.pairs import BELL_KETS

ONE = np.eye(2)
H = np.array([[1, 1], [1, -1]]) / np.sqrt(2)
PAULIS = {"x": np.array([[0, 1], [1, 0]]), "y": np.array([[0, -1j], [1j, 0]]),
          "z": np.diag([1, -1])}  # fmt: skip
RNG = np.random.default_rng(20261125)
VECTORS = RNG.dirichlet(np.ones(4), (12, 3))


def vector(f):
    return np.array([f, *[(1 - f) / 3] * 3])


def on(qubits, gates):
    """One-qubit gates on some of so many qubits; qubit 0 is right-most."""
    return reduce(np.kron, [gates.get(q, ONE) for q in reversed(range(qubits))])


def cx(qubits, control, target):
    zero, one = np.diag([1, 0]), np.diag([0, 1])
    return on(qubits, {control: zero}) + on(qubits, {control: one, target: PAULIS["x"]})


def rx(angle):
    return np.cos(angle / 2) * ONE - 1j * np.sin(angle / 2) * PAULIS["x"]


def depolarised(rho, qubits, pair, p):
    """Mixing convention on two qubits: all sixteen Pauli products alike, with probability p."""
    letters = [ONE, *PAULIS.values()]
    noise = sum(
        on(qubits, {pair[0]: a, pair[1]: b}) @ rho @ on(qubits, {pair[0]: a, pair[1]: b}).conj().T
        for a in letters
        for b in letters
    )
    return (1 - p) * rho + p * noise / 16


def weights(rho):
    return np.array([fidelity(rho, name) for name in BELL_KETS])


def read(rho, qubits, pairs, readout):
    """Keep what shows equal bits on each of some pairs of qubits, and trace those out.

    Qubits 0 and 1 are the pair that is kept. Readings may be wrong, so what is kept is weighted.
    """
    operator = np.zeros((2**qubits, 2**qubits))
    for state in range(2**qubits):
        weight = 1.0
        for a, b in pairs:
            agree = (state >> a & 1) == (state >> b & 1)
            wrong = 2 * readout * (1 - readout)
            weight *= 1 - wrong if agree else wrong
        operator[state, state] = np.sqrt(weight)
    kept = operator @ rho @ operator
    rest = 2 ** (qubits - 2)
    left = np.einsum("aiaj->ij", kept.reshape(rest, 4, rest, 4))
    probability = np.trace(left).real
    return weights(left / probability), probability


def by_gates(kept, measured, *, turn=True, gate_error=0.0, readout=0.0):
    """A round: qubits 0, 2 are Alice's, 1, 3 Bob's; 0-1 is the pair that is kept."""
    rho = np.kron(bell_diagonal(measured), bell_diagonal(kept))
    if turn:
        a, b = rx(np.pi / 2), rx(-np.pi / 2)
        turned = on(4, {0: a, 2: a, 1: b, 3: b})
        rho = turned @ rho @ turned.conj().T
    for control, target in ((0, 2), (1, 3)):
        gate = cx(4, control, target)
        rho = depolarised(gate @ rho @ gate.T, 4, (control, target), gate_error)
    return read(rho, 4, [(2, 3)], readout)


def by_six_qubits(first, second, third, *, gate_error=0.0, readout=0.0):
    rho = reduce(np.kron, [bell_diagonal(v) for v in (third, second, first)])
    for control, target in ((0, 2), (1, 3), (4, 2), (5, 3)):
        gate = cx(6, control, target)
        rho = depolarised(gate @ rho @ gate.T, 6, (control, target), gate_error)
    basis = on(6, {4: H, 5: H})
    return read(basis @ rho @ basis.conj().T, 6, [(2, 3), (4, 5)], readout)


@pytest.mark.parametrize(
    ("f", "after", "probability"),
    [
        (0.6, 0.62043796, 0.60888889),
        (0.7, 0.73529412, 0.68),
        (0.8, 0.83815029, 0.76888889),
        (0.9, 0.92639594, 0.87555556),
        (0.95, 0.96496437, 0.93555556),
    ],
)
def test_t26_a_round_of_bbpssw(f, after, probability):
    assert bbpssw(f) == pytest.approx((after, probability), abs=5e-9)
    found, chance = by_gates(vector(f), vector(f), turn=False)
    assert bbpssw(f) == pytest.approx((found[0], chance), abs=1e-12)


def test_t27_three_rounds_of_bbpssw():
    f, seen = 0.8, []
    for _ in range(3):
        exact, chance = by_gates(vector(f), vector(f), turn=False)
        f, p = bbpssw(f)
        assert (f, p) == pytest.approx((exact[0], chance), abs=1e-9)
        seen.append((f, p))
    assert (
        pytest.approx(
            np.array([[0.8381503, 0.8735845, 0.9045402], [0.7688889, 0.8074851, 0.8456512]]),
            abs=5e-8,
        )
        == np.array(seen).T
    )


@pytest.mark.parametrize(
    ("f", "fidelities", "probabilities"),
    [
        (0.8, [0.8381503, 0.9436392, 0.9879736], [0.7688889, 0.7445955, 0.9013131]),
        (0.7, [0.7352941, 0.8459459, 0.9343947], [0.68, 0.6401384, 0.7662527]),
        (0.9, [0.9263959, 0.9887635, 0.9990701], [0.8755556, 0.8679688, 0.9785635]),
    ],
)
def test_t28_three_rounds_of_dejmps(f, fidelities, probabilities):
    now = exact = vector(f)
    for wanted, chance in zip(fidelities, probabilities, strict=True):
        now, p = dejmps(now)
        assert (now[0], p) == pytest.approx((wanted, chance), abs=5e-8)
        exact, q = by_gates(exact, exact)
        assert now == pytest.approx(exact, abs=1e-9)
        assert p == pytest.approx(q, abs=1e-9)


def test_t28_the_vector_after_a_round():
    expected = [0.8381503, 0.0115607, 0.0115607, 0.1387283]
    assert dejmps(vector(0.8))[0] == pytest.approx(np.array(expected), abs=5e-8)


def test_t30_without_turn_and_twirl_it_gets_worse():
    now = exact = vector(0.8)
    for wanted, digit in ((0.83815, 5e-6), (0.755888, 5e-7), (0.631391, 5e-7)):
        now, _ = dejmps(now, turn=False)
        exact, _ = by_gates(exact, exact, turn=False)
        assert now[0] == pytest.approx(wanted, abs=digit)
        assert now == pytest.approx(exact, abs=1e-9)


def test_t31_pumping_climbs_to_a_ceiling():
    vectors, chances = pump(vector(0.8), vector(0.8), 200)
    expected = [0.83815, 0.887417, 0.895439, 0.900517, 0.901615]
    assert vectors[:5, 0] == pytest.approx(np.array(expected), abs=5e-7)
    assert vectors[-1, 0] == pytest.approx(0.90234, abs=5e-6)
    exact = vector(0.8)
    for step in range(5):
        exact, chance = by_gates(exact, vector(0.8))
        assert vectors[step] == pytest.approx(exact, abs=1e-9)
        assert chances[step] == pytest.approx(chance, abs=1e-9)


@pytest.mark.parametrize(
    ("f", "after", "probability"), [(0.8, 0.8874172, 0.5816296), (0.9, 0.9565217, 0.7632593)]
)
def test_t32_double_selection(f, after, probability):
    found, chance = double_selection(vector(f))
    assert (found[0], chance) == pytest.approx((after, probability), abs=5e-8)
    exact, q = by_six_qubits(*[vector(f)] * 3)
    assert found == pytest.approx(exact, abs=1e-9)
    assert chance == pytest.approx(q, abs=1e-9)


@pytest.mark.parametrize("three", VECTORS[:6])
@pytest.mark.parametrize(("gate_error", "readout"), [(0, 0), (0.04, 0), (0, 0.03), (0.1, 0.2)])
def test_any_pairs_and_noise_are_what_gates_make_of_them(three, gate_error, readout):
    a, b, c = three
    for turn in (True, False):
        found, p = dejmps(a, b, turn=turn, gate_error=gate_error, readout_error=readout)
        exact, q = by_gates(a, b, turn=turn, gate_error=gate_error, readout=readout)
        assert found == pytest.approx(exact, abs=1e-9)
        assert p == pytest.approx(q, abs=1e-9)
    found, p = double_selection(a, b, c, gate_error=gate_error, readout_error=readout)
    exact, q = by_six_qubits(a, b, c, gate_error=gate_error, readout=readout)
    assert found == pytest.approx(exact, abs=1e-9)
    assert p == pytest.approx(q, abs=1e-9)


def test_two_conventions_of_one_gate():
    """Mixing puts the identity among the errors, once in sixteen."""
    for of in (dejmps, double_selection):
        mixing = of(vector(0.8), gate_error=0.032)[0]
        assert of(vector(0.8), gate_error=0.03, convention="pauli")[0] == pytest.approx(mixing)


def test_bell_diagonal_is_not_werner():
    """The mistake everybody makes: to carry F alone, which turns DEJMPS into BBPSSW."""
    once = dejmps(vector(0.8))[0]
    assert dejmps(once)[0][0] == pytest.approx(0.9436, abs=5e-5)
    assert dejmps(vector(once[0]))[0][0] == pytest.approx(0.8736, abs=5e-5)
    assert bbpssw(bbpssw(0.8)[0])[0] == pytest.approx(dejmps(twirled(once))[0][0], abs=1e-12)


def test_dejmps_makes_one_kind_of_pair_worse():
    """Which error is the likely one decides: Ψ− is the one that two rounds are needed to see."""
    assert dejmps([0.8, 0.2, 0, 0])[0][0] == pytest.approx(0.68)
    for better in ([0.8, 0, 0.2, 0], [0.8, 0, 0, 0.2]):
        assert dejmps(better)[0][0] == pytest.approx(0.64 / 0.68)
    # Carried on, it pays after all.
    assert dejmps(dejmps([0.8, 0.2, 0, 0])[0])[0][0] > 0.8


def test_a_pair_of_one_half_gains_nothing_and_one_below_loses():
    assert bbpssw(0.5)[0] == pytest.approx(0.5)
    assert bbpssw(0.45)[0] < 0.45
    assert bbpssw(0.25) == pytest.approx((0.25, 0.5))


def test_the_probability_is_half_of_the_answer():
    """The mistake everybody makes: 0.838 without its chance looks like a gift."""
    f, p = bbpssw(0.8)
    assert f > 0.8
    # Of two pairs, 1.6 Φ+ on average, 0.64 are left: purification gives away more than it gains.
    assert f * p == pytest.approx(0.64444, abs=5e-6)


def test_two_wrong_bits_agree_as_two_right_ones_do():
    right, wrong = (dejmps(vector(0.8), readout_error=m) for m in (0.0, 1.0))
    assert wrong[0] == pytest.approx(right[0])
    assert wrong[1] == pytest.approx(right[1])


def test_unequal_pairs_and_which_of_them_is_kept():
    assert bbpssw(0.9, 0.7)[0] == pytest.approx(
        by_gates(vector(0.9), vector(0.7), turn=False)[0][0]
    )
    for a, b, _ in VECTORS:
        assert dejmps(a, b)[0] == pytest.approx(dejmps(b, a)[0], abs=1e-12)


def test_double_selection_is_two_steps_of_pumping_until_gates_are_noisy():
    for f in (0.7, 0.8, 0.9):
        pumped = pump(vector(f), vector(f), 2)
        double = double_selection(vector(f))
        assert double[0][0] == pytest.approx(pumped[0][-1, 0], abs=1e-12)
        assert double[1] == pytest.approx(pumped[1].prod(), abs=1e-12)
        noisy = pump(vector(f), vector(f), 2, gate_error=0.02)[0][-1, 0]
        assert double_selection(vector(f), gate_error=0.02)[0][0] > noisy + 0.005


def test_waiting_for_the_answer_costs_both_halves():
    """The mistake everybody makes: to take "keep" for known at once. 500 km take 2.4 ms."""
    pair, _ = dejmps(vector(0.8))
    late = waited(pair, 2.448e-3, t1_s=np.inf, t2_s=0.02)
    assert late[0] < 0.8 < pair[0]
    one = waited(pair, 2.448e-3, t1_s=np.inf, t2_s=0.02, halves=1)
    assert late[0] < one[0] < pair[0]


@pytest.mark.parametrize("halves", [1, 2])
def test_waiting_is_the_channel_on_each_half_with_its_direction_forgotten(halves):
    kraus = noise.thermal_relaxation(0.3, t1_s=1.0, t2_s=0.7)
    for v in VECTORS[:, 0]:
        rho = bell_diagonal(v)
        for half in range(halves):
            sides = [(ONE, k) if half == 0 else (k, ONE) for k in kraus]
            twirl = [ONE, *PAULIS.values()]
            rho = sum(
                np.kron(s @ a @ s.conj().T, t @ b @ t.conj().T) @ rho
                @ np.kron(s @ a @ s.conj().T, t @ b @ t.conj().T).conj().T
                for a, b in sides
                for s, t in ([(t, ONE) for t in twirl] if half else [(ONE, t) for t in twirl])
            ) / 4  # fmt: skip
        found = waited(v, 0.3, t1_s=1.0, t2_s=0.7, halves=halves)
        assert found == pytest.approx(weights(rho), abs=1e-12)


def test_what_the_twirl_of_a_wait_costs_is_said():
    for t in (0.1, 0.5, 3.0):
        exact = stored_pair_fidelity(t, t1_s=1.0, t2_s=0.8, halves=2)
        found = waited([1, 0, 0, 0], t, t1_s=1.0, t2_s=0.8)[0]
        assert exact - found == pytest.approx((1 - np.exp(-t)) ** 2 / 4)
        one = waited([1, 0, 0, 0], t, t1_s=1.0, t2_s=0.8, halves=1)[0]
        assert one == pytest.approx(stored_pair_fidelity(t, t1_s=1.0, t2_s=0.8))


def test_a_twirl_keeps_the_fidelity_and_forgets_the_rest():
    for v in VECTORS[:, 0]:
        assert bell_diagonal(twirled(v)) == pytest.approx(werner(v[0]), abs=1e-12)


def test_everything_broadcasts():
    many, chances = dejmps(VECTORS, VECTORS[0, 0], gate_error=[0.0, 0.1, 0.2])
    assert many.shape == (12, 3, 4)
    assert chances.shape == (12, 3)
    assert many[5, 2] == pytest.approx(dejmps(VECTORS[5, 2], VECTORS[0, 0], gate_error=0.2)[0])
    f, p = bbpssw([[0.7], [0.8]], [0.7, 0.8, 0.9])
    assert f.shape == p.shape == (2, 3)
    assert pump(VECTORS, VECTORS[0, 0], 3)[0].shape == (3, 12, 3, 4)
    found, p = double_selection(VECTORS, gate_error=[0, 0.1, 0.2], readout_error=[[0.1]] * 12)
    assert found.shape == (12, 3, 4)
    one = double_selection(VECTORS[4, 1], gate_error=0.1, readout_error=0.1)
    assert found[4, 1] == pytest.approx(one[0])
    assert p[4, 1] == pytest.approx(one[1])


def test_large_arrays_are_worked_on_in_pieces_that_fit_together():
    many = np.random.default_rng(1).dirichlet(np.ones(4), (5, 9000))
    found, p = dejmps(many, gate_error=0.01)
    for place in ((0, 0), (2, 4500), (4, 8999)):
        one, chance = dejmps(many[place], gate_error=0.01)
        assert found[place] == pytest.approx(one, abs=1e-15)
        assert p[place] == pytest.approx(chance, abs=1e-15)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: bbpssw(1.1), "f_kept must be between 0 and 1"),
        (lambda: bbpssw(0.9, -0.1), "f_measured must be between 0 and 1"),
        (lambda: bbpssw(np.nan), "NaN"),
        (lambda: dejmps([0.5, 0.5, 0.5, 0]), "add up to 1.5"),
        (lambda: dejmps(np.array([0.5, 0.5, 0.5, 0])), "add up to 1.5"),
        (lambda: dejmps(np.array([0.5, np.nan, 0.5, 0])), "NaN"),
        (lambda: dejmps(np.array([1.5, -0.5, 0, 0])), "between 0 and 1"),
        (lambda: dejmps([0.9, 0.1]), "four probabilities"),
        (lambda: dejmps(0.9), "four probabilities"),
        (lambda: dejmps([1, 0, 0, 0], [0, 0, 1, 0]), "never give equal bits"),
        (lambda: double_selection([1, 0, 0, 0], [0, 0, 1, 0]), "never give equal bits"),
        (lambda: dejmps([1, 0, 0, 0], gate_error=2), "gate_error must be between"),
        (lambda: dejmps([1, 0, 0, 0], convention="aer"), "'mixing'.*'pauli'"),
        (lambda: dejmps([1, 0, 0, 0], readout_error=-0.1), "readout_error must be between"),
        (lambda: pump([1, 0, 0, 0], [1, 0, 0, 0], 0), "steps must be between 1"),
        (lambda: twirled([0.9, 0.2, 0, 0]), "add up to 1.1"),
        (lambda: waited([1, 0, 0, 0], 1, t1_s=1, t2_s=3), "more than 2 T1"),
        (lambda: waited([1, 0, 0, 0], 1, t1_s=1, t2_s=1, halves=3), "one or two halves"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: bbpssw("0.9"),
        lambda: dejmps("phi+"),
        lambda: dejmps(bell_state()),
        lambda: pump([1, 0, 0, 0], [1, 0, 0, 0], 2.5),
        lambda: pump([1, 0, 0, 0], [1, 0, 0, 0], True),
    ],
)
def test_what_is_no_number_is_refused(call):
    with pytest.raises(TypeError):
        call()
