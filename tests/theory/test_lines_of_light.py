"""Lines without repeaters, stations in the middle and satellites: what they could give at most."""

from itertools import product

import numpy as np
import pytest

from qinet_edu.theory import (
    fibre_transmittance,
    mdi_heralds,
    mdi_rate,
    pass_transmittance,
    plob,
    repeater_capacity,
    satellite_pass,
    satellite_transmittance,
    twin_field_scaling,
    years_per_photon,
)


def test_t34_plob():
    near = plob(fibre_transmittance([50, 100]))
    assert near == pytest.approx([0.1520030934, 0.0144995697], abs=5e-11)
    far = plob(fibre_transmittance([200, 500, 1000]))
    assert far == pytest.approx([1.442767e-4, 1.442695e-10, 1.442695e-20], rel=5e-7)
    assert plob([0, 1]).tolist() == [0, np.inf]


def test_t34_without_log1p_the_last_one_would_be_zero():
    eta = fibre_transmittance(1000)
    assert -np.log2(1 - eta) == 0
    assert plob(eta) > 0


def test_t35_ideal_repeaters():
    found = repeater_capacity(fibre_transmittance(500), links=5)
    assert found == pytest.approx(0.0144996, abs=5e-8)
    assert found == pytest.approx(plob(fibre_transmittance(100)), rel=1e-12)


def test_t36_years_per_photon():
    assert years_per_photon(fibre_transmittance(1000)) == pytest.approx(316.9, abs=0.05)


def enumerated(a, b, dark, e_d):
    """Announcements and errors in Z, photon by photon and detector by detector."""
    announced = wrong = 0.0
    for bits in product((0, 1), repeat=2):
        for there in product((0, 1), repeat=2):
            arrive = np.prod([eta if t else 1 - eta for eta, t in zip((a, b), there, strict=True)])
            for flip, chance in ((0, 1 - e_d), (1, e_d)):
                seen = (bits[0] ^ flip, bits[1])
                if all(there):
                    # Alike they leave by one door together; different ones each by a random door.
                    doors = [(d, d) for d in (0, 1)] if seen[0] == seen[1] else [
                        *product((0, 1), repeat=2)
                    ]  # fmt: skip
                else:
                    doors = [*product((0, 1), repeat=2)]
                for way in doors:
                    lit = {(way[i], seen[i]) for i in (0, 1) if there[i]}
                    for noise in product((0, 1), repeat=4):
                        clicks = set(lit)
                        weight = 1.0
                        for detector, on in zip(product((0, 1), repeat=2), noise, strict=True):
                            weight *= dark if on else 1 - dark
                            if on:
                                clicks.add(detector)
                        if len(clicks) == 2 and len({pol for _, pol in clicks}) == 2:
                            p = arrive * chance * weight / len(doors) / 4
                            announced += p
                            wrong += p * (bits[0] == bits[1])
    return announced, wrong / announced


@pytest.mark.parametrize("a", [1.0, 0.3])
@pytest.mark.parametrize("b", [0.7, 0.01])
@pytest.mark.parametrize("dark", [0.0, 0.01])
@pytest.mark.parametrize("e_d", [0.0, 0.015])
def test_mdi_heralds_are_those_of_the_detectors(a, b, dark, e_d):
    announced, z, _ = mdi_heralds(a, b, dark_count=dark, misalignment=e_d)
    assert (announced, z) == pytest.approx(enumerated(a, b, dark, e_d), abs=1e-12)


def test_mdi_finds_half_of_the_bell_states_and_scales_like_the_whole_line():
    assert mdi_heralds(1.0, dark_count=0, misalignment=0) == (0.5, 0, 0)
    half_ways = fibre_transmittance([10, 20, 30])
    rates = mdi_rate(half_ways, dark_count=0)
    assert np.diff(np.log10(rates)) == pytest.approx([-0.4, -0.4])
    assert mdi_rate(1e-4) == 0
    assert np.all(rates < plob(half_ways**2))


def test_errors_far_away_are_a_coin():
    _, z, x = mdi_heralds(0.0, dark_count=1e-6)
    assert z == pytest.approx(0.5)
    assert x == pytest.approx(0.5)


def test_twin_fields_halve_the_decibels_and_cross_the_bound():
    eta = fibre_transmittance([100, 200, 300])
    assert np.diff(np.log10(twin_field_scaling(eta))) == pytest.approx([-1, -1])
    ahead = twin_field_scaling(eta) > plob(eta)
    assert ahead.tolist() == [False, True, True]


def test_light_in_space_thins_with_the_square():
    near, far = satellite_transmittance([500, 1000], zenith_loss_db=0)
    assert near / far == pytest.approx(4)
    assert near == pytest.approx((1 / 5) ** 2)
    assert satellite_transmittance(1, zenith_loss_db=0) == 1
    assert satellite_transmittance(500, fixed_loss_db=10, zenith_loss_db=0) == pytest.approx(0.004)


def test_air_is_crossed_on_a_slant():
    up, low = satellite_transmittance(500, elevation_rad=[np.pi / 2, np.pi / 6], zenith_loss_db=3)
    assert up / low == pytest.approx(10**0.3)


def test_a_pass_by_vectors():
    """Both ends as points in space, the orbit tilted against the telescope."""
    radius, orbit = 6371.0, 6371.0 + 500
    times = np.linspace(-300, 300, 13)
    for top in np.radians([20, 45, 90]):
        tilt = np.arccos(radius * np.cos(top) / orbit) - top
        angle = np.sqrt(398_600.4418 / orbit**3) * times
        where = orbit * np.stack(
            [np.cos(angle) * np.cos(tilt), np.sin(angle), np.cos(angle) * np.sin(tilt)], axis=-1
        )
        sight = where - [radius, 0, 0]
        distance = np.linalg.norm(sight, axis=-1)
        elevation = np.arcsin(sight[:, 0] / distance)
        found = satellite_pass(times, culmination_rad=top)
        assert found[0] == pytest.approx(elevation, abs=1e-9)
        assert found[1] == pytest.approx(distance, rel=1e-9)
        assert found[0][6] == pytest.approx(top)


def test_outside_the_pass_nothing_arrives():
    times = np.arange(-400, 401)
    share = pass_transmittance(times)
    elevation, distance = satellite_pass(times)
    seen = elevation >= np.radians(10)
    assert seen.sum() == pytest.approx(443, abs=2)
    assert np.all((share > 0) == seen)
    assert share[400] == satellite_transmittance(distance[400])
    assert share.argmax() == 400


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: plob(1.1), "between 0 and 1"),
        (lambda: repeater_capacity(0.5, links=1.5), "whole numbers"),
        (lambda: years_per_photon(0), "never ends"),
        (lambda: mdi_rate(2), "transmittance"),
        (lambda: mdi_rate(0, dark_count=0), "never announces"),
        (lambda: twin_field_scaling(0.1, efficiency=2), "efficiency"),
        (lambda: satellite_transmittance(0), "distance_km must be above 0"),
        (lambda: satellite_transmittance(500, elevation_rad=0), "sets"),
        (lambda: satellite_pass(0, culmination_rad=2), "culmination_rad"),
        (lambda: satellite_pass(np.nan), "NaN"),
        (lambda: pass_transmittance(0, lowest_rad=0), "lowest_rad must be above 0"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


@pytest.mark.parametrize("call", [plob, mdi_rate, satellite_transmittance, satellite_pass])
def test_text_is_no_number(call):
    with pytest.raises(TypeError, match="real number"):
        call("500")
