import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit.quantum_info import Kraus, SuperOp
from qiskit_aer.noise import (
    amplitude_damping_error,
    depolarizing_error,
    phase_damping_error,
    thermal_relaxation_error,
)

from qinet_edu import noise
from qinet_edu.theory import density

probabilities = st.floats(0, 1)


def superoperator(kraus):
    return SuperOp(Kraus([*kraus])).data


def same(kraus, aer):
    return np.allclose(superoperator(kraus), SuperOp(aer).data, atol=1e-12)


def random_state():
    rng = np.random.default_rng(20261123)
    ket = rng.normal(size=2) + 1j * rng.normal(size=2)
    return density(ket / np.linalg.norm(ket))


CHANNELS = {
    "amplitude_damping": noise.amplitude_damping,
    "dephasing": noise.dephasing,
    "mixing": lambda p: noise.depolarising(p, convention="mixing"),
    "pauli": lambda p: noise.depolarising(p, convention="pauli"),
}


@pytest.mark.parametrize("p", [0, 0.1, 0.5, 0.9, 1])
def test_our_channels_are_those_of_aer(p):
    assert same(noise.amplitude_damping(p), amplitude_damping_error(p))
    assert same(noise.depolarising(p, convention="mixing"), depolarizing_error(p, 1))
    assert same(noise.dephasing((1 - np.sqrt(1 - p)) / 2), phase_damping_error(p))


@pytest.mark.parametrize(
    ("t1", "t2", "time"),
    [
        (200e-6, 150e-6, 100e-6),
        (100e-6, 150e-6, 40e-6),  # T2 > T1, where Aer's short form does not hold
        (100e-6, 200e-6, 70e-6),  # T2 = 2 T1: nothing but decay
        (50e-6, 10e-6, 500e-6),
        (50e-6, 10e-6, 0.0),
    ],
)
def test_waiting_is_the_thermal_relaxation_of_aer(t1, t2, time):
    ours = noise.thermal_relaxation(time, t1_s=t1, t2_s=t2)
    assert same(ours, thermal_relaxation_error(t1, t2, time))


@given(st.floats(1e-6, 1), st.floats(0.001, 2), st.floats(0, 10))
@settings(max_examples=60, deadline=None)
def test_a_waiting_pair_has_the_fidelity_of_the_closed_form(t1, ratio, units):
    t2, time = ratio * t1, units * t1
    found = noise.entanglement_fidelity(noise.thermal_relaxation(time, t1_s=t1, t2_s=t2))
    expected = (1 + np.exp(-time / t1) + 2 * np.exp(-time / t2)) / 4
    assert found == pytest.approx(expected, abs=1e-12)


def test_published_values_of_waiting():
    waited = noise.thermal_relaxation(100e-6, t1_s=200e-6, t2_s=150e-6)
    assert noise.entanglement_fidelity(waited) == pytest.approx(0.6583412244, abs=5e-11)
    assert noise.average_fidelity(waited) == pytest.approx(0.7722274830, abs=5e-11)


def test_pure_dephasing_leaves_half_of_one_plus_the_coherence():
    waited = noise.thermal_relaxation(0.3, t1_s=np.inf, t2_s=0.5)
    assert noise.entanglement_fidelity(waited) == pytest.approx((1 + np.exp(-0.6)) / 2)


def test_published_values_of_both_depolarising_conventions():
    mixing = noise.depolarising(0.1, convention="mixing")
    pauli = noise.depolarising(0.1, convention="pauli")
    assert noise.entanglement_fidelity(mixing) == pytest.approx(0.925)
    assert noise.average_fidelity(mixing) == pytest.approx(0.95)
    assert noise.entanglement_fidelity(pauli) == pytest.approx(0.9)
    assert noise.average_fidelity(pauli) == pytest.approx(0.93333, abs=5e-6)


def test_the_convention_of_depolarising_has_to_be_said():
    """The mistake everybody makes: 10 % is not 10 %."""
    with pytest.raises(TypeError, match="convention"):
        noise.depolarising(0.1)
    with pytest.raises(ValueError, match=r"'mixing'.*'pauli'"):
        noise.depolarising(0.1, convention="aer")
    mixing, pauli = (noise.depolarising(0.1, convention=c) for c in ("mixing", "pauli"))
    assert not np.allclose(superoperator(mixing), superoperator(pauli))
    converted = noise.depolarising(0.1 * 3 / 4, convention="pauli")
    assert np.allclose(superoperator(mixing), superoperator(converted))


def test_mixing_replaces_the_state_by_a_coin():
    rho = random_state()
    mixed = noise.apply(noise.depolarising(0.3, convention="mixing"), rho)
    assert np.allclose(mixed, 0.7 * rho + 0.3 * np.eye(2) / 2)


def test_populations_decay_with_t1_and_coherence_with_t2():
    rho, t1, t2, time = random_state(), 3.0, 4.0, 2.0
    waited = noise.apply(noise.thermal_relaxation(time, t1_s=t1, t2_s=t2), rho)
    assert waited[1, 1] == pytest.approx(rho[1, 1] * np.exp(-time / t1))
    assert waited[0, 1] == pytest.approx(rho[0, 1] * np.exp(-time / t2))


def test_two_short_waits_are_one_long_wait():
    def wait(time):
        return noise.thermal_relaxation(time, t1_s=1.0, t2_s=1.5)

    twice = noise.apply(wait(0.4), noise.apply(wait(0.3), random_state()))
    assert np.allclose(twice, noise.apply(wait(0.7), random_state()))


def test_qubits_left_alone_end_in_0():
    waited = noise.apply(noise.thermal_relaxation(1e6, t1_s=1.0, t2_s=2.0), random_state())
    assert np.allclose(waited, [[1, 0], [0, 0]])


def test_dephasing_time_leaves_out_what_decay_explains():
    assert noise.dephasing_time(t1_s=200e-6, t2_s=150e-6) == pytest.approx(240e-6)
    assert noise.dephasing_time(t1_s=1.0, t2_s=2.0) == np.inf
    assert noise.dephasing_time(t1_s=np.inf, t2_s=2.0) == 2


def test_the_share_of_t1_is_not_counted_twice():
    """The mistake everybody makes: 1/Tφ = 1/T2 − 1/T1 would be negative for T2 > T1."""
    t1, t2 = 1.0, 1.5
    rate = 1 / noise.dephasing_time(t1_s=t1, t2_s=t2)
    assert rate == pytest.approx(1 / t2 - 1 / (2 * t1))
    assert rate > 0 > 1 / t2 - 1 / t1


@pytest.mark.parametrize("call", [noise.thermal_relaxation, noise.dephasing_time])
def test_coherence_cannot_outlive_twice_the_decay(call):
    time = () if call is noise.dephasing_time else (1e-6,)
    with pytest.raises(ValueError, match="which nature does not allow"):
        call(*time, t1_s=100e-6, t2_s=201e-6)
    with pytest.raises(ValueError, match="nature"):
        call(*time, t1_s=[1.0, 1.0], t2_s=[1.0, 3.0])
    call(*time, t1_s=0.1 + 0.2, t2_s=0.6)  # equal but for a rounding error


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_probabilities_broadcast(channel):
    several = channel(np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]))
    assert several.shape[:2] == (2, 3)
    assert np.allclose(several[1, 2], channel(0.6))


def test_times_broadcast():
    waits = noise.thermal_relaxation([[0.1], [0.2]], t1_s=1.0, t2_s=[0.5, 1.0, 2.0])
    assert waits.shape == (2, 3, 3, 2, 2)
    assert np.allclose(waits[1, 0], noise.thermal_relaxation(0.2, t1_s=1.0, t2_s=0.5))


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
@given(p=probabilities)
@settings(max_examples=25, deadline=None)
def test_total_probability_stays_1(channel, p):
    assert np.trace(noise.apply(channel(p), random_state())) == pytest.approx(1)


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_impossible_probabilities_are_refused(channel):
    for wrong in (-0.1, 1.1, np.nan):
        with pytest.raises(ValueError, match="probability"):
            channel(wrong)
    with pytest.raises(TypeError, match="probability must be a real number"):
        channel("0.1")


@pytest.mark.parametrize(
    ("times", "complaint"),
    [
        ({"time_s": -1, "t1_s": 1, "t2_s": 1}, "time_s must be at least 0"),
        ({"time_s": np.nan, "t1_s": 1, "t2_s": 1}, "time_s is NaN"),
        ({"time_s": np.inf, "t1_s": 1, "t2_s": 1}, "time_s is infinite"),
        ({"time_s": 1, "t1_s": 0, "t2_s": 1}, "t1_s must be above 0"),
        ({"time_s": 1, "t1_s": 1, "t2_s": -1}, "t2_s must be at least 0"),
        ({"time_s": 1, "t1_s": 1, "t2_s": np.inf}, "nature"),
    ],
)
def test_impossible_times_are_refused(times, complaint):
    time = times.pop("time_s")
    with pytest.raises(ValueError, match=complaint):
        noise.thermal_relaxation(time, **times)
