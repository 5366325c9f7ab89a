import numpy as np
import pytest
from qiskit.quantum_info import random_statevector

from qinet_edu import noise
from qinet_edu.theory import (
    average_fidelity,
    bell_state,
    bloch_vector,
    density,
    depolarised,
    fidelity,
    relaxed,
    stored_pair_fidelity,
)


def by_channel(time_s, *, t1_s, t2_s, halves):
    """The pair itself, with the channel on one half of it or on both."""
    rho = density(bell_state())
    kraus = noise.thermal_relaxation(time_s, t1_s=t1_s, t2_s=t2_s)
    for half in range(halves):
        sides = [(np.eye(2), k) if half == 0 else (k, np.eye(2)) for k in kraus]
        rho = sum(np.kron(*side) @ rho @ np.kron(*side).conj().T for side in sides)
    return fidelity(rho)


def test_t9_published_values():
    f = stored_pair_fidelity(100e-6, t1_s=200e-6, t2_s=150e-6)
    assert f == pytest.approx(0.6583412244, abs=5e-11)
    assert average_fidelity(f) == pytest.approx(0.7722274830, abs=5e-11)


def test_t9_without_decay_half_the_coherence_term_is_left():
    t = np.linspace(0, 5, 11)
    expected = (1 + np.exp(-t)) / 2
    assert stored_pair_fidelity(t, t1_s=np.inf, t2_s=1) == pytest.approx(expected)


@pytest.mark.parametrize("halves", [1, 2])
@pytest.mark.parametrize(
    ("t1", "t2"), [(np.inf, 1.0), (1.0, 2.0), (1.0, 1.0), (2.0, 0.3), (0.5, 0.9)]
)
@pytest.mark.parametrize("t", [0.0, 0.1, 0.7, 3.0])
def test_the_formula_is_the_channel_on_a_pair(t, t1, t2, halves):
    found = stored_pair_fidelity(t, t1_s=t1, t2_s=t2, halves=halves)
    assert found == pytest.approx(by_channel(t, t1_s=t1, t2_s=t2, halves=halves), abs=1e-12)


def test_both_halves_decay_and_the_pair_twice_as_fast():
    """The mistake everybody makes: to let only the older half wait."""
    both = stored_pair_fidelity(1.0, t1_s=np.inf, t2_s=1.0, halves=2)
    one = stored_pair_fidelity(2.0, t1_s=np.inf, t2_s=1.0, halves=1)
    assert both == pytest.approx(one)
    assert both < stored_pair_fidelity(1.0, t1_s=np.inf, t2_s=1.0)


@pytest.mark.parametrize("k", range(10))
def test_arrows_go_where_the_channels_take_them(k):
    state = density(random_statevector(2, seed=20261125 + k).data)
    waited = noise.apply(noise.thermal_relaxation(0.4, t1_s=1.0, t2_s=0.7), state)
    found = relaxed(bloch_vector(state), 0.4, t1_s=1.0, t2_s=0.7)
    assert found == pytest.approx(bloch_vector(waited), abs=1e-12)
    for convention in ("mixing", "pauli"):
        met = noise.apply(noise.depolarising(0.3, convention=convention), state)
        found = depolarised(bloch_vector(state), 0.3, convention=convention)
        assert found == pytest.approx(bloch_vector(met), abs=1e-12)


def test_in_the_end_every_arrow_is_that_of_zero():
    assert relaxed([0.6, 0, -0.8], 100, t1_s=1, t2_s=1) == pytest.approx([0, 0, 1])


def test_arrows_and_times_broadcast():
    arrows = np.zeros((5, 1, 3))
    assert relaxed(arrows, [0, 1, 2], t1_s=1, t2_s=1).shape == (5, 3, 3)
    assert depolarised(np.zeros((4, 3)), [0, 0.1, 0.2, 1], convention="pauli").shape == (4, 3)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: stored_pair_fidelity(1, t1_s=1, t2_s=2.1), "more than 2 T1"),
        (lambda: stored_pair_fidelity(-1, t1_s=1, t2_s=1), "at least 0"),
        (lambda: stored_pair_fidelity(1, t1_s=1, t2_s=0), "above 0"),
        (lambda: stored_pair_fidelity(1, t1_s=1, t2_s=1, halves=3), "one or two halves"),
        (lambda: relaxed([0, 0, 2], 1, t1_s=1, t2_s=1), "at most 1 long"),
        (lambda: depolarised([0, 0, 1], 2, convention="pauli"), "between 0 and 1"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
