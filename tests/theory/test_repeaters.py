"""T42, and what three generations deliver over the course's backbone."""

import itertools

import numpy as np
import pytest

from qinet_edu import noise
from qinet_edu.theory import (
    expected_slowest,
    fibre_transmittance,
    first_generation,
    nested_chain,
    parity_code_success,
    plob,
    second_generation,
    smallest_parity_code,
    swap,
    third_generation,
    waited,
)
from qinet_edu.theory.repeaters import SPEED_KM_S

BACKBONE_KM = 948


def by_enumeration(blocks, per_block, eta):
    """Every pattern of lost photons: each block keeps one at least, and one block keeps all."""
    total = 0.0
    # Of a block matters how many photons arrive; patterns of one count are alike.
    for pattern in itertools.product(range(per_block + 1), repeat=blocks):
        if min(pattern) > 0 and max(pattern) == per_block:
            chance = 1.0
            for there in pattern:
                ways = np.prod([(per_block - k) / (k + 1) for k in range(there)])
                chance *= ways * eta**there * (1 - eta) ** (per_block - there)
            total += chance
    return total


@pytest.mark.parametrize(
    ("blocks", "per_block", "eta", "expected", "digit"),
    [
        (2, 2, 0.9, 0.9477, 5e-5),
        (3, 3, 0.9, 0.977319999, 5e-10),
        (13, 6, 0.9, 0.9999345286, 5e-11),
        (3, 3, 0.5, 0.2480469, 5e-8),
    ],
)
def test_t42_published_values(blocks, per_block, eta, expected, digit):
    assert parity_code_success(blocks, per_block, eta) == pytest.approx(expected, abs=digit)


@pytest.mark.parametrize("blocks", [1, 2, 3, 4])
@pytest.mark.parametrize("per_block", [1, 2, 3, 5])
def test_t42_by_enumeration(blocks, per_block):
    for eta in (0.0, 0.3, 0.5, 0.9, 1.0):
        found = parity_code_success(blocks, per_block, eta)
        assert found == pytest.approx(by_enumeration(blocks, per_block, eta), abs=1e-9)


def test_t42_drawn():
    rng = np.random.default_rng(20261125)
    there = rng.random((20_000, 13, 6)) < 0.8
    passed = there.any(axis=2).all(axis=1) & there.all(axis=2).any(axis=1)
    chance = parity_code_success(13, 6, 0.8)
    assert abs(passed.mean() - chance) < 4 * np.sqrt(chance * (1 - chance) / passed.size)


def test_no_code_makes_half_of_the_photons_enough():
    """The mistake everybody makes: more photons for any loss. Those lost would do as well."""
    n, m = np.arange(1, 3000)[:, None], np.arange(1, 14)
    assert parity_code_success(n, m, 0.5).max() <= 0.5 + 1e-12
    assert parity_code_success(n, m, 0.45).max() < 0.45 + 1e-12
    assert parity_code_success(n, m, 0.6).max() > 0.9


def test_the_smallest_code_is_found_by_search():
    assert smallest_parity_code(0.99, 0.9) == (4, 3)
    assert parity_code_success(4, 3, 0.9) == pytest.approx(0.990692, abs=5e-7)
    smaller = [(n, m) for n in range(1, 12) for m in range(1, 12) if n * m < 12]
    assert all(parity_code_success(n, m, 0.9) <= 0.99 for n, m in smaller)
    assert smallest_parity_code(0.5, 1.0) == (1, 1)


def test_the_speed_of_light_in_fibre_is_the_course_s():
    assert pytest.approx(noise.FIBRE_SPEED_KM_S, rel=1e-12) == SPEED_KM_S


def test_first_generation_is_its_parts():
    rate = first_generation(BACKBONE_KM, levels=3, fidelity=0.98, coupling=0.7, modes=20)
    spacing = BACKBONE_KM / 8
    each = 0.49 * fibre_transmittance(spacing) / 2
    p = 1 - (1 - each) ** 20
    round_s = noise.fibre_delay_s(spacing)
    assert rate.rate_hz == pytest.approx(1 / (expected_slowest(p, 8) * round_s))
    assert rate.fidelity == pytest.approx(swap(*[0.98] * 8))
    assert rate.spacing_km == pytest.approx(118.5)


def test_first_generation_purifies_as_a_nested_chain():
    settings = {"rounds": (1, 0, 1, 0), "gate_error": 0.005, "readout_error": 0.01}
    rate = first_generation(BACKBONE_KM, levels=3, fidelity=0.95, **settings)
    assert rate.fidelity == pytest.approx(nested_chain(0.95, 3, **settings).fidelity)
    assert rate.rate_hz < first_generation(BACKBONE_KM, levels=3, fidelity=0.95).rate_hz


def test_answers_cost_time_and_memory():
    """The mistake everybody makes: to purify as if "keep" were known at once."""
    p_sure = {"levels": 0, "fidelity": 0.9, "loss_db_per_km": 0.0}
    length = 100.0
    trip = noise.fibre_delay_s(length)
    plain = first_generation(length, **p_sure)
    assert 1 / plain.rate_hz == pytest.approx(2 * trip)  # p = 1/2 for two clicks without loss
    once = first_generation(length, **p_sure, rounds=1)
    slower = expected_slowest(0.5, 2)
    kept = 0.87555556
    assert 1 / once.rate_hz == pytest.approx((slower + 1) / kept * trip, rel=1e-7)
    aged = first_generation(length, **p_sure, t1_s=np.inf, t2_s=0.01)
    fresh = [0.9, *[0.1 / 3] * 3]
    assert aged.fidelity == pytest.approx(waited(fresh, trip, t1_s=np.inf, t2_s=0.01)[0])


def test_the_frame_of_sure_swaps_reaches_the_ends_once():
    length, t2 = 400.0, 0.05
    rate = first_generation(length, levels=2, fidelity=0.99, t2_s=t2)
    # Four heralds of L/4, and the frame over L: both halves of all of them.
    trip = noise.fibre_delay_s(length)
    factor = np.exp(-2 * (4 * trip / 4 + trip) / t2)
    weight = (4 * 0.99 - 1) / 3
    zz, xx = weight**4, weight**4 * factor
    assert rate.fidelity == pytest.approx((1 + zz + 2 * xx) / 4)


def test_swaps_of_photons_fail_half_of_the_time_and_wait_to_know():
    sure = first_generation(BACKBONE_KM, levels=2, fidelity=0.98)
    half = first_generation(BACKBONE_KM, levels=2, fidelity=0.98, swap_success=0.5)
    assert half.rate_hz < sure.rate_hz / 3
    assert half.fidelity == pytest.approx(sure.fidelity)  # into the rate, not the fidelity


def test_second_generation_is_its_parts():
    rate = second_generation(BACKBONE_KM, segments=32, copies=7, logical_error=1e-3, modes=10)
    p = 1 - (1 - fibre_transmittance(BACKBONE_KM / 32) / 2) ** 10
    round_s = noise.fibre_delay_s(BACKBONE_KM / 32)
    assert rate.rate_hz == pytest.approx(1 / (expected_slowest(p, 224) * round_s))
    assert rate.fidelity == pytest.approx(swap(*[1 - 1e-3] * 32))


def test_third_generation_is_its_parts():
    rate = third_generation(
        BACKBONE_KM, segments=474, blocks=13, per_block=6, source_hz=1e6, coupling=0.95
    )
    hop = parity_code_success(13, 6, 0.95 * fibre_transmittance(2))
    assert rate.rate_hz == pytest.approx(1e6 * hop**474)
    assert (rate.fidelity, rate.spacing_km) == (1, 2)


def test_without_repeaters_the_backbone_is_dark_and_each_generation_lights_it():
    direct = 10e9 * plob(fibre_transmittance(BACKBONE_KM))
    rates = [
        first_generation(BACKBONE_KM, levels=3, fidelity=0.98).rate_hz,
        second_generation(BACKBONE_KM, segments=32).rate_hz,
        third_generation(
            BACKBONE_KM, segments=474, blocks=13, per_block=6, source_hz=1e6, coupling=0.95
        ).rate_hz,
    ]
    assert direct < 1e-7 < 1 < rates[0] < rates[1] < rates[2]


def test_a_chain_of_one():
    for rate in (
        first_generation(50, levels=0, fidelity=0.9),
        second_generation(50, segments=1, copies=1, logical_error=0.1),
    ):
        p = fibre_transmittance(50) / 2
        assert rate.rate_hz == pytest.approx(p / noise.fibre_delay_s(50))
        assert rate.fidelity == pytest.approx(0.9)
    one = third_generation(50, segments=1, blocks=1, per_block=1, source_hz=100)
    assert one.rate_hz == pytest.approx(10)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: parity_code_success(0, 3, 0.9), "blocks must be between 1"),
        (lambda: parity_code_success(3, 2.5, 0.9), "whole numbers"),
        (lambda: parity_code_success(3, 3, 1.1), "transmittance must be between"),
        (lambda: smallest_parity_code(0.99, 0.5), "closer together"),
        (lambda: smallest_parity_code(1.0, 0.9), "No parity code"),
        (lambda: first_generation(0, levels=3, fidelity=0.9), "above 0"),
        (lambda: first_generation(-1, levels=3, fidelity=0.9), "at least 0"),
        (lambda: first_generation(100, levels=3, fidelity=1.1), "between 0 and 1"),
        (lambda: first_generation(100, levels=3, fidelity=0.9, rounds=(1, 1)), "4 of them"),
        (lambda: first_generation(100, levels=3, fidelity=0.9, coupling=0), "coupling above 0"),
        (lambda: first_generation(1e6, levels=3, fidelity=0.9), "more segments"),
        (lambda: first_generation(100, levels=1, fidelity=0.9, swap_success=0), "never ends"),
        (lambda: first_generation(100, levels=1, fidelity=0.9, t1_s=1, t2_s=3), "2 T1"),
        (lambda: second_generation(100, segments=0), "segments must be between"),
        (lambda: second_generation(100, segments=4096), "segments × copies"),
        (lambda: second_generation(0, segments=2), "above 0"),
        (lambda: second_generation(100, segments=2, logical_error=2), "logical_error must be"),
        (
            lambda: third_generation(100, segments=2, blocks=2, per_block=2, source_hz=-1),
            "source_hz must be",
        ),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
