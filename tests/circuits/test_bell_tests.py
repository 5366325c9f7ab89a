import numpy as np
import pytest
from qiskit.quantum_info import Statevector

from qinet_edu import run
from qinet_edu.circuits import (
    BELL_STATES,
    bell_pair,
    chsh,
    fidelity_settings,
    ghz,
    measure,
    mermin,
)


def correlations(circuit, settings):
    """⟨product of all outcomes⟩ of each setting, exactly."""
    found = []
    for setting in settings:
        measured = measure(circuit, setting.directions).remove_final_measurements(inplace=False)
        outcomes = Statevector(measured).probabilities_dict()
        found.append(sum((-1) ** key.count("1") * p for key, p in outcomes.items()))
    return found


def total(circuit, settings):
    products = correlations(circuit, settings)
    return sum(setting.sign * e for setting, e in zip(settings, products, strict=True))


@pytest.mark.parametrize(
    ("state", "expected"),
    [("phi+", 2 * np.sqrt(2)), ("psi-", -2 * np.sqrt(2)), ("psi+", 0), ("phi-", 0)],
)
def test_the_textbook_settings_belong_to_one_bell_state(state, expected):
    """The mistake everybody makes: right angles, another pair, and no violation to be seen."""
    assert total(bell_pair(state), chsh()) == pytest.approx(expected, abs=1e-9)


def test_a_mirrored_bob_makes_the_settings_right_for_psi_plus():
    """⟨XX⟩⟨ZZ⟩ of Ψ+ has the sign of Φ+ once Bob measures along (π − b) in place of b."""
    mirrored = chsh(bob=(np.pi - np.pi / 4, np.pi + np.pi / 4))
    assert total(bell_pair("psi+"), mirrored) == pytest.approx(2 * np.sqrt(2))


def test_at_any_angles_circuit_and_formula_agree():
    """E(a, b) in the XZ plane: Φ+ cos(a−b), Φ− cos(a+b), Ψ+ −cos(a+b), Ψ− −cos(a−b)."""
    formula = {
        "phi+": lambda a, b: np.cos(a - b),
        "phi-": lambda a, b: np.cos(a + b),
        "psi+": lambda a, b: -np.cos(a + b),
        "psi-": lambda a, b: -np.cos(a - b),
    }
    rng = np.random.default_rng(20261123)
    for a0, a1, b0, b1 in rng.uniform(-np.pi, np.pi, size=(5, 4)):
        settings = chsh((a0, a1), (b0, b1))
        for state in BELL_STATES:
            expected = [formula[state](a, b) for a in (a0, a1) for b in (b0, b1)]
            assert correlations(bell_pair(state), settings) == pytest.approx(expected)


def test_separate_qubits_never_exceed_two():
    rng = np.random.default_rng(20261123)
    product = bell_pair().copy_empty_like()
    product.ry(0.4, 0)
    product.ry(1.3, 1)
    for angles in rng.uniform(-np.pi, np.pi, size=(20, 4)):
        assert abs(total(product, chsh(angles[:2], angles[2:]))) <= 2 + 1e-9


def test_a_sampled_chsh_test_violates_the_bound():
    settings = chsh()
    results = run([measure(bell_pair(), s.directions) for s in settings], shots=20_000, seed=3)
    estimates = [result.expectation("alice", "bob") for result in results]
    s = sum(setting.sign * e for setting, e in zip(settings, estimates, strict=True))
    error = np.sqrt(sum(e.standard_error**2 for e in estimates))
    assert abs(s - 2 * np.sqrt(2)) < 4 * error
    assert s - 4 * error > 2


def test_the_four_products_of_mermins_test_are_certain():
    assert correlations(ghz(3), mermin()) == pytest.approx([1, -1, -1, -1])
    assert total(ghz(3), mermin()) == pytest.approx(4)


def test_no_table_of_hidden_instructions_fills_mermins_test():
    best = 0
    for code in range(64):
        told = {
            (who, axis): (-1) ** (code >> k & 1)
            for k, (who, axis) in enumerate(
                (w, a) for w in ("alice", "bob", "charlie") for a in "xy"
            )
        }
        m = sum(
            sign * np.prod([told[who, axis] for who, axis in directions.items()])
            for directions, sign in mermin()
        )
        best = max(best, m)
    assert best == 2


@pytest.mark.parametrize("wrong", [("0", 1), (None, 1), 3.0, None, (1j, 0)])
def test_angles_are_real_numbers(wrong):
    with pytest.raises(TypeError, match="bob"):
        chsh(bob=wrong)


def test_each_party_chooses_between_two_finite_angles():
    with pytest.raises(ValueError, match="two angles, not 3"):
        chsh((0, 1, 2))
    with pytest.raises(ValueError, match=r"alice\[1\] is NaN"):
        chsh((0, float("nan")))


@pytest.mark.parametrize("state", BELL_STATES)
def test_settings_tied_to_a_state_give_on_it_what_the_plain_ones_give_on_phi_plus(state):
    assert total(bell_pair(state), chsh(state=state)) == pytest.approx(2 * np.sqrt(2))
    rng = np.random.default_rng(20261125)
    for a0, a1, b0, b1 in rng.uniform(-np.pi, np.pi, size=(5, 4)):
        turned = correlations(bell_pair(state), chsh((a0, a1), (b0, b1), state=state))
        assert turned == pytest.approx(correlations(bell_pair(), chsh((a0, a1), (b0, b1))))


@pytest.mark.parametrize("state", BELL_STATES)
def test_the_plain_settings_are_those_of_phi_plus(state):
    assert chsh(state="phi+") == chsh()
    others = {name: total(bell_pair(name), chsh(state=state)) for name in BELL_STATES}
    assert sorted(round(value, 9) + 0 for value in others.values()) == pytest.approx(
        [-2 * np.sqrt(2), 0, 0, 2 * np.sqrt(2)]
    )


@pytest.mark.parametrize("state", BELL_STATES)
def test_three_products_tell_the_fidelity(state):
    for made in BELL_STATES:
        f = (1 + total(bell_pair(made), fidelity_settings(state))) / 4
        assert f == pytest.approx(float(made == state), abs=1e-9)


@pytest.mark.parametrize("build", [chsh, fidelity_settings])
def test_settings_of_no_bell_state_are_refused(build):
    for wrong in ("psi", "", None, 1):
        with pytest.raises(ValueError, match="no Bell state"):
            build(state=wrong)
