import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import Statevector

from qinet_edu import noise, run, theory
from qinet_edu.circuits import BELL_STATES, Eavesdropper, bell_pair, pair_plan, pair_round

MOST = 2 * np.sqrt(2)
KEY_ANGLES = {"z": 0.0, "x": np.pi / 2}


def correlation(circuit):
    """⟨product of what Alice and Bob read⟩, exactly."""
    bare = circuit.remove_final_measurements(inplace=False)
    p = Statevector(bare).probabilities([0, 1])
    return float(p[0] + p[3] - p[1] - p[2])


def s_value(plan, source, *, eve=None):
    return sum(
        sign * correlation(pair_round(plan.alice[a], plan.bob[b], source=source, eve=eve))
        for (a, b), sign in plan.test.items()
    )


def qber(plan, source, *, eve=None):
    """Error rate of each kind of round that makes key, once Bob has flipped."""
    return {
        plan.alice_names[a]: (
            1
            - (-1) ** flip
            * correlation(pair_round(plan.alice[a], plan.bob[b], source=source, eve=eve))
        )
        / 2
        for (a, b), flip in plan.key.items()
    }


def random_state(rng):
    part = rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4))
    rho = part @ part.conj().T
    return rho / np.trace(rho)


@pytest.mark.parametrize(
    ("state", "expected"), [("psi-", -MOST), ("phi+", MOST), ("phi-", MOST), ("psi+", -MOST)]
)
def test_ekerts_angles_reach_what_quantum_mechanics_allows_on_each_bell_state(state, expected):
    assert s_value(pair_plan("e91", state=state), state) == pytest.approx(expected, abs=1e-9)
    assert pair_plan("e91", state=state).sign == np.sign(expected)


@pytest.mark.parametrize(("state", "other"), [("psi-", "psi+"), ("phi+", "phi-")])
def test_the_settings_of_another_bell_state_show_nothing(state, other):
    """Pitfall: right pair, wrong settings, S = 0; mirrored, the same pair gives 2√2."""
    assert s_value(pair_plan("e91", state=state), other) == pytest.approx(0, abs=1e-9)
    assert s_value(pair_plan("e91", state=other), state) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("state", "other"), [("psi-", "phi+"), ("psi+", "phi-")])
def test_settings_of_the_opposite_state_give_the_wrong_sign(state, other):
    plan = pair_plan("e91", state=state)
    assert s_value(plan, other) * plan.sign == pytest.approx(-MOST)
    assert list(qber(plan, other).values()) == pytest.approx([1, 1])


@pytest.mark.parametrize("protocol", ["bbm92", "e91"])
@pytest.mark.parametrize("state", BELL_STATES)
def test_bob_flips_where_the_state_is_anti_correlated(protocol, state):
    plan = pair_plan(protocol, state=state)
    assert list(qber(plan, state).values()) == pytest.approx([0, 0], abs=1e-9)
    unflipped = [
        correlation(pair_round(plan.alice[a], plan.bob[b], source=state)) for a, b in plan.key
    ]
    assert [value < 0 for value in unflipped] == [*plan.key.values()]


def test_bbm92_of_each_bell_state_flips_in_its_own_bases():
    flips = {state: [*pair_plan("bbm92", state=state).key.values()] for state in BELL_STATES}
    assert flips == {
        "phi+": [False, False], "phi-": [False, True],
        "psi+": [True, False], "psi-": [True, True],
    }  # fmt: skip


@pytest.mark.parametrize("f", [0.25, 0.5, 0.7803300859, 0.9, 0.97, 1.0])
def test_a_werner_pair_has_the_errors_and_the_s_of_its_fidelity(f):
    rho = theory.werner(f)
    q = 2 * (1 - f) / 3
    for protocol in ("bbm92", "e91"):
        assert list(qber(pair_plan(protocol), rho).values()) == pytest.approx([q, q], abs=1e-9)
    assert s_value(pair_plan("e91"), rho) == pytest.approx(MOST * (1 - 2 * q), abs=1e-9)
    if f == 0.9:
        assert round(q, 7) == 0.0666667


def test_device_independence_ends_at_seven_percent():
    """The whole way: pair, circuit, S and error rate, rate; nothing is left from 7.149 %."""
    plan = pair_plan("e91")

    def rate(q):
        rho = theory.werner(1 - 1.5 * q)
        return float(theory.device_independent_rate(s_value(plan, rho), qber(plan, rho)["90"]))

    assert rate(0.0714) > 0
    assert rate(0.0716) == 0


@pytest.mark.parametrize("state", BELL_STATES)
def test_no_definite_halves_go_beyond_two(state):
    rng = np.random.default_rng(8)
    plan = pair_plan("e91", state=state)
    bases = ["x", "y", "z", "breidbart", *map(tuple, rng.uniform(-np.pi, np.pi, (20, 2)))]
    values = [s_value(plan, state, eve=Eavesdropper(basis=basis)) for basis in bases]
    assert max(map(abs, values)) <= 2 + 1e-9
    assert max(map(abs, values)) > 1


def test_the_best_definite_halves_reach_the_square_root_of_two():
    """Separable halves of one direction, at Ekert's angles: √2, not even the 2 of instructions."""
    plan = pair_plan("e91")
    angles = np.linspace(0, np.pi, 181)
    values = [s_value(plan, "phi+", eve=Eavesdropper(basis=(angle, 0.0))) for angle in angles]
    assert max(values) == pytest.approx(np.sqrt(2), abs=1e-9)


@pytest.mark.parametrize("state", BELL_STATES)
def test_definite_halves_cause_the_errors_of_interception(state):
    plan = pair_plan("bbm92", state=state)
    rng = np.random.default_rng(9)
    for angle in [0.0, np.pi / 4, np.pi / 2, *rng.uniform(-np.pi, np.pi, 10)]:
        found = qber(plan, state, eve=Eavesdropper(basis=(float(angle), 0.0)))
        z, x = theory.intercept_resend_qber(angle)
        assert found["z"] == pytest.approx(float(z), abs=1e-9)
        assert found["x"] == pytest.approx(float(x), abs=1e-9)


@pytest.mark.parametrize("state", BELL_STATES)
def test_eves_halves_match_along_her_direction_and_she_knows_both(state):
    for basis in ("x", "y", "z"):
        circuit = pair_round(basis, basis, source=state, eve=Eavesdropper(basis=basis))
        result = run(circuit, shots=200, seed=1)
        assert float(result.expectation("alice", "eve")) == 1
        sign = theory.correlation(theory.bell_state(state), basis, basis)
        assert float(result.expectation("alice", "bob")) == pytest.approx(float(sign))
        assert 60 < result.counts("eve")["0"] < 140


def test_any_pair_gives_what_the_formula_says():
    """Random complex states, which show a qubit or a sign that was taken for another."""
    rng = np.random.default_rng(7)
    for _ in range(20):
        rho = random_state(rng)
        ours, theirs = rng.uniform(-np.pi, np.pi, (2, 2))
        found = correlation(pair_round(tuple(ours), tuple(theirs), source=rho))
        expected = theory.correlation(rho, tuple(ours), tuple(theirs))
        assert found == pytest.approx(float(expected), abs=1e-9)


def test_a_circuit_will_do_for_a_source():
    assert correlation(pair_round("z", "z", source=bell_pair("psi+"))) == pytest.approx(-1)


def test_noise_of_the_fibre_meets_each_half_once():
    q = 0.1
    line = noise.Noise(after={"fibre": noise.dephasing(q)})
    result = run(pair_round("x", "x"), shots=20_000, seed=1, noise=line)
    e = result.expectation("alice", "bob")
    assert abs(e - (1 - 2 * q) ** 2) < 4 * e.standard_error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"alice": "w", "bob": "z"}, "no direction"),
        ({"alice": "z", "bob": (float("nan"), 0)}, "NaN"),
        ({"alice": "z", "bob": "z", "source": "chi"}, "no Bell state"),
        ({"alice": "z", "bob": "z", "source": np.eye(2) / 2}, r"shape \(4, 4\)"),
        ({"alice": "z", "bob": "z", "source": np.eye(4)}, "trace"),
        ({"alice": "z", "bob": "z", "source": QuantumCircuit(3)}, "2 qubits"),
        ({"alice": "z", "bob": "z", "eve": Eavesdropper()}, "for one round say which"),
        ({"alice": "z", "bob": "z", "eve": Eavesdropper(basis="z", fraction=0.5)}, "fraction"),
        ({"alice": "z", "bob": "z", "eve": Eavesdropper("clone")}, "nothing to clone"),
        ({"alice": "z", "bob": "z", "source": np.eye(4) / 4, "eve": Eavesdropper(basis="z")},
         "which Bell state"),
    ],
)  # fmt: skip
def test_what_leaves_a_round_open_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        pair_round(**arguments)


def test_what_is_of_another_kind_is_refused():
    with pytest.raises(TypeError, match="Eavesdropper"):
        pair_round("z", "z", eve="eve")
    with pytest.raises(TypeError, match="A resource"):
        pair_round("z", "z", source=object())
    for protocol in ("bb84", "E91", None, 3):
        with pytest.raises(ValueError, match="bbm92 or e91"):
            pair_plan(protocol)
    for state in ("psi", None, 1):
        with pytest.raises(ValueError, match="no Bell state"):
            pair_plan("e91", state=state)
