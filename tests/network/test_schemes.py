from dataclasses import replace
from math import exp, inf, nan

import numpy as np
import pytest

from qinet_edu import theory
from qinet_edu.network import DoubleClick, EndNode, Hardware, MidpointSource, Scheme, SingleClick
from qinet_edu.noise import fibre_delay_s
from qinet_edu.protocols.pairs import density_of
from qinet_edu.protocols.transcript import Message

PERFECT = Hardware()
CLICKS = [SingleClick, DoubleClick]
ALL = [SingleClick, DoubleClick, MidpointSource, EndNode]


def two_clicks(length_km, **settings):
    return EndNode(length_km, clicks=2, **settings)


def crossing_s(length_km):
    return float(fibre_delay_s(length_km))


# What light meets, once each


@pytest.mark.parametrize("kind", ALL)
def test_every_part_takes_its_photons_once(kind):
    made = Hardware(emission=0.5, detector=0.8, intake=0.7)
    alice, bob = kind(100, hardware=made).transmittances
    if kind is EndNode:  # all of the fibre for Alice, none for Bob
        assert (alice, bob) == pytest.approx((0.5 * 0.8 * 0.01, 0.5 * 0.8))
    else:
        end = 0.7 if kind is MidpointSource else 0.8
        assert alice == bob == pytest.approx(0.5 * end * 0.1)


def test_halves_measured_on_arrival_meet_a_detector_and_no_memory():
    made = Hardware(detector=0.8, intake=0.7)
    assert MidpointSource(0, memory=False, hardware=made).transmittances == (0.8, 0.8)


def test_one_click_falls_with_the_root_of_the_line_and_two_with_the_line():
    for kind, per_100_km in ((SingleClick, 0.1), (DoubleClick, 0.01), (MidpointSource, 0.01)):
        near, far = (kind(length, hardware=PERFECT).success for length in (300, 400))
        assert far / near == pytest.approx(per_100_km, rel=1e-2)
    near, far = (EndNode(length, hardware=PERFECT).success for length in (300, 400))
    assert far / near == pytest.approx(0.01, rel=1e-2)


def test_the_numbers_of_the_course_for_single_click():
    """Oracles of α = 0.1 with arms of 0.5: 97.5 of 1000 attempts, F = 0.923."""
    link = SingleClick(0, alpha=0.1, hardware=Hardware(detector=0.5))
    assert link.success == pytest.approx(0.0975)
    assert link.fidelity == pytest.approx(0.9 / (1 - 0.1 * 0.5 / 2))


def test_a_link_of_no_length_is_the_right_limit():
    assert SingleClick(0, alpha=0.1, hardware=PERFECT).success == pytest.approx(0.19)
    assert DoubleClick(0, hardware=PERFECT).success == pytest.approx(0.5)
    assert MidpointSource(0, hardware=PERFECT).success == pytest.approx(1)
    for kind in ALL:
        link = kind(0, hardware=Hardware(cycle_s=1e-5, t1_s=1, t2_s=1))
        assert link.attempt_s == pytest.approx(1e-5)
        assert link.waits_s == (0, 0)
        assert link.fidelity == pytest.approx(float(theory.fidelity(link.fresh)))
        assert kind(0, hardware=PERFECT).rate_hz == inf
        assert len(kind(0, hardware=PERFECT).sample(3, seed=1)) == 3


def test_bobs_light_does_not_outshine_alices():
    link = EndNode(100, alpha=0.1, hardware=PERFECT)
    glaring = EndNode(100, alpha=0.1, other_alpha=0.1, hardware=PERFECT)
    alice, bob = link.transmittances
    his = link.bob_alpha
    lone = (link.alpha * (1 - his) * alice, his * (1 - link.alpha) * bob)
    assert lone[0] == pytest.approx(lone[1])
    assert link.fidelity > 0.9
    assert glaring.fidelity < 0.65
    assert glaring.bob_alpha == 0.1
    assert replace(link, length_km=50) == EndNode(50, alpha=0.1, hardware=PERFECT)
    assert replace(link, length_km=50).bob_alpha > 5 * link.bob_alpha


# Times: every trip


@pytest.mark.parametrize("length", [0, 10, 85, 157])
def test_attempts_wait_for_their_herald(length):
    """Light half-way and the news half-way back: L/c. At an end: 2 L/c. To each other: 1.5 L/c."""
    made = Hardware(cycle_s=1e-5)
    whole = crossing_s(length)
    for kind in CLICKS:
        assert kind(length, hardware=made).attempt_s == pytest.approx(1e-5 + whole)
        assert kind(length, hardware=made).waits_s == pytest.approx((whole, whole))
    end = EndNode(length, hardware=made)
    assert end.attempt_s == pytest.approx(1e-5 + 2 * whole)
    assert end.waits_s == pytest.approx((2 * whole, whole))
    middle = MidpointSource(length, hardware=made)
    assert middle.attempt_s == pytest.approx(1e-5 + 1.5 * whole)
    assert middle.waits_s == pytest.approx((whole, whole))
    at_once = MidpointSource(length, memory=False, hardware=made)
    assert at_once.attempt_s == 1 / made.source_hz
    assert at_once.waits_s == (0, 0)


@pytest.mark.parametrize("kind", [*ALL, two_clicks])
def test_times_are_those_of_the_messages(kind):
    """Read off the conversation: forget one trip, and period or wait is too short."""
    link = kind(85, hardware=Hardware(cycle_s=1e-5))
    first, second = (link.timeline(n, seed=1).events for n in (1, 2))
    messages = [event for event in first if isinstance(event, Message)]
    light = [one for one in messages if one.channel == "quantum"]
    knows = {"alice": 0.0, "bob": 0.0}
    for one in messages:
        if one.channel == "classical" and one.receiver in knows:
            knows[one.receiver] = one.arrives_s
    both_know = max(knows.values())
    for party, wait in zip(knows, link.waits_s, strict=True):
        own = [one for one in light if party in (one.sender, one.receiver)]
        # A spin waits from when its light leaves; a memory from when light is in it, and the
        # spin beside the detectors from when it meets what comes.
        begins = min(one.sent_s if one.sender == party else one.arrives_s for one in own)
        assert both_know - begins == pytest.approx(wait)
    assert both_know == pytest.approx(link.attempt_s)
    begun = [one.sent_s for one in second if isinstance(one, Message) and one.channel == "quantum"]
    assert max(begun) - min(begun) == pytest.approx(link.attempt_s)


# Waiting costs


def test_both_halves_wait_and_lose_coherence_twice_as_fast():
    link = DoubleClick(157, hardware=Hardware(t2_s=5e-3))
    both = float(theory.stored_pair_fidelity(crossing_s(157), t1_s=inf, t2_s=5e-3, halves=2))
    one = float(theory.stored_pair_fidelity(crossing_s(157), t1_s=inf, t2_s=5e-3))
    assert link.fidelity == pytest.approx(both)
    assert both < one - 0.05
    assert theory.fidelity(link.fresh) == pytest.approx(1)


def test_a_pair_from_the_middle_decays_as_stored_pairs_do():
    link = MidpointSource(100, hardware=Hardware(t1_s=2e-3, t2_s=1e-3))
    stored = theory.stored_pair_fidelity(crossing_s(100), t1_s=2e-3, t2_s=1e-3, halves=2)
    assert link.fidelity == pytest.approx(float(stored))
    at_once = MidpointSource(100, memory=False, hardware=Hardware(t1_s=2e-3, t2_s=1e-3))
    assert at_once.fidelity == pytest.approx(1)


def test_spins_decay_as_they_are_and_not_as_they_will_be_corrected():
    """Of ↑↓ + ↓↑ one spin is excited: both in the ground state is no pair. F = e^(−t/T1)."""
    link = DoubleClick(100, hardware=Hardware(t1_s=1e-3, t2_s=2e-3))
    assert link.fidelity == pytest.approx(exp(-crossing_s(100) / 1e-3))
    corrected_first = theory.stored_pair_fidelity(crossing_s(100), t1_s=1e-3, t2_s=2e-3, halves=2)
    assert abs(link.fidelity - float(corrected_first)) > 0.01


def test_at_an_end_alices_half_waits_twice_as_long_as_bobs():
    link = two_clicks(100, hardware=Hardware(t2_s=5e-3))
    assert link.fidelity == pytest.approx((1 + exp(-3 * crossing_s(100) / 5e-3)) / 2)


@pytest.mark.parametrize("kind", [*ALL, two_clicks])
def test_what_is_delivered_is_a_pair_that_fits_where_one_is_asked_for(kind):
    link = kind(50)
    rho = link.state
    assert np.trace(rho) == pytest.approx(1)
    assert np.allclose(rho, rho.conj().T)
    assert np.linalg.eigvalsh(rho).min() > -1e-12
    assert density_of(rho) == pytest.approx(rho)


# What is no link


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    ("length", "problem", "words"),
    [(-1, ValueError, "length_km"), (nan, ValueError, "NaN"), (inf, ValueError, "infinite"),
     ("10", TypeError, "length_km"), ([1, 2], TypeError, "one number"), (True, TypeError, "real")],
)  # fmt: skip
def test_a_length_is_one_number_from_0_up(kind, length, problem, words):
    with pytest.raises(problem, match=words):
        kind(length)


@pytest.mark.parametrize(
    ("make", "problem", "words"),
    [
        (lambda: SingleClick(1, alpha=1.1), ValueError, "alpha"),
        (lambda: SingleClick(1, alpha="0.1"), TypeError, "alpha"),
        (lambda: EndNode(1, other_alpha=-0.1), ValueError, "other_alpha"),
        (lambda: EndNode(1, clicks=3), ValueError, "1 click or 2"),
        (lambda: EndNode(1, clicks=True), ValueError, "1 click or 2"),
        (lambda: MidpointSource(1, memory="yes"), TypeError, "True or False"),
        (lambda: SingleClick(1, hardware="link-2026"), TypeError, "network.Hardware"),
        (lambda: SingleClick(1).sample(0, seed=1), ValueError, "pairs must be 1"),
        (lambda: SingleClick(1).sample(1.5, seed=1), TypeError, "whole number"),
        (lambda: SingleClick(1).attempt(0, seed=1), ValueError, "attempts must be 1"),
        (lambda: SingleClick(1).timeline(True, seed=1), TypeError, "whole number"),
    ],
)
def test_what_is_no_link_is_refused_in_words(make, problem, words):
    with pytest.raises(problem, match=words):
        make()


@pytest.mark.parametrize(
    "link",
    [
        SingleClick(10, alpha=0, hardware=PERFECT),
        DoubleClick(10, hardware=Hardware(emission=0)),
        MidpointSource(10, hardware=Hardware(pair=0)),
        EndNode(10, hardware=Hardware(detector=0)),
    ],
    ids=lambda link: link.name,
)
def test_of_nothing_it_is_said_that_it_will_never_arrive(link):
    assert link.success == 0
    assert link.rate_hz == 0
    assert 0 <= link.fidelity <= 1
    with pytest.raises(ValueError, match="Nothing will ever arrive"):
        link.sample(1, seed=1)


def test_two_bright_spins_are_no_pair_however_often_a_click_is_seen():
    link = SingleClick(10, alpha=1, hardware=PERFECT)
    assert link.success > 0
    assert link.fidelity == pytest.approx(0)
    assert EndNode(10, alpha=1, hardware=PERFECT).fidelity == pytest.approx(0)


def test_a_scheme_by_itself_makes_no_pairs():
    with pytest.raises(TypeError, match="abstract"):
        Scheme(10)
