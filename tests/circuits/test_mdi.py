from itertools import product

import pytest
from qiskit.quantum_info import Statevector

from qinet_edu.circuits import bell_outcome, mdi_bell_measurement


def outcomes(circuit):
    """Return exact probabilities by Bell state."""
    bare = circuit.remove_final_measurements(inplace=False)
    found = Statevector(bare).probabilities_dict(decimals=12)
    return {bell_outcome(int(key[1]), int(key[0])): p for key, p in found.items() if p > 1e-9}


@pytest.mark.parametrize(("a", "b"), [*product((0, 1), repeat=2)])
def test_rules_of_the_two_bell_states_that_linear_optics_finds(a, b):
    """Ψ− says different in every basis; Ψ+ says different in Z, and the same in X and Y."""
    for basis in "zxy":
        found = outcomes(mdi_bell_measurement(a, b, alice_basis=basis, bob_basis=basis))
        assert ("psi-" in found) == (a != b)
        assert ("psi+" in found) == ((a != b) if basis == "z" else (a == b))


def test_half_of_all_rounds_are_announced():
    announced = 0.0
    for a, b, basis in product((0, 1), (0, 1), "zx"):
        found = outcomes(mdi_bell_measurement(a, b, alice_basis=basis, bob_basis=basis))
        announced += (found.get("psi-", 0) + found.get("psi+", 0)) / 8
    assert announced == pytest.approx(0.5)


def test_different_bases_tell_nothing():
    for a, b in product((0, 1), repeat=2):
        found = outcomes(mdi_bell_measurement(a, b, alice_basis="z", bob_basis="x"))
        assert found == pytest.approx(dict.fromkeys(["phi+", "phi-", "psi+", "psi-"], 0.25))


def test_linear_optics_cannot_tell_the_phi():
    seen = [bell_outcome(a, b, linear_optics=True) for a, b in product((0, 1), repeat=2)]
    assert seen == [None, "psi+", None, "psi-"]


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: mdi_bell_measurement(2, 0), "alice_bit is 0 or 1"),
        (lambda: mdi_bell_measurement(0, "1"), "bob_bit is 0 or 1"),
        (lambda: mdi_bell_measurement(0, 0, alice_basis="w"), "alice_basis is"),
        (lambda: mdi_bell_measurement(0, 0, bob_basis=None), "bob_basis is"),
        (lambda: bell_outcome(2, 0), "bits"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
