"""Each known misconception of exercises 07 fails with words of its own, through data."""

import itertools
import json
import time
from math import exp, log, log2, log10

import numpy as np
import pytest

from qinet_edu import check, circuits, network, run, theory
from qinet_edu.check.sets import (
    set_07,
    set_07_bound,
    set_07_distance,
    set_07_flips,
    set_07_relay,
    set_07_singles,
    set_07_trust,
)

RECORDS = {record.id: record for record in set_07.EXERCISES}
VARYING = ("07.1", "07.3", "07.4")
CLASS = [check.Student("c", str(number)) for number in range(40)]


def verdict(exercise, answer, *, student=None, secret="example"):
    """Send an answer the whole way: out as JSON, and in to the judge."""
    record = RECORDS[exercise]
    given = record.given(student, secret=secret)
    arrived = json.loads(json.dumps(check.export(record, answer, given)))
    return check.judge(record, arrived, given, example=record.given())


def test_unanswered_exercises_say_so():
    assert [*RECORDS] == [f"07.{number}" for number in range(1, 7)]
    for exercise in RECORDS:
        assert verdict(exercise, None).status == "not answered yet"
        assert len(RECORDS[exercise].hints) == 3
    for exercise in ("07.2", "07.5"):
        assert verdict(exercise, lambda *_: None).status == "not answered yet"


@pytest.mark.parametrize("exercise", RECORDS)
def test_students_of_a_course_get_numbers_of_their_own(exercise):
    record = RECORDS[exercise]
    assert (record.vary is not None) == (exercise in VARYING)
    if exercise in VARYING:
        drawn = [dict(record.given(student).parameters) for student in CLASS]
        assert len({json.dumps(one) for one in drawn}) >= 10
        assert dict(record.example) not in drawn


@pytest.mark.parametrize("exercise", RECORDS)
def test_what_nobody_knows_the_reason_of_points_to_the_hints(exercise):
    answers = {
        "07.1": (7, 7, 7),
        "07.2": lambda *_: (7, 7),
        "07.3": (777, 777),
        "07.4": "0" * 16,
        "07.5": lambda basis, announced: announced == "phi-",
    }
    if exercise in answers:
        said = verdict(exercise, answers[exercise])
        assert (said.status, said.slip) == ("wrong", "")
        assert f'Stuck? Ask hint("{exercise}").' in said.message


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("07.1", (1, 2)),
        ("07.1", (1, 2, float("inf"))),
        ("07.2", 3),
        ("07.3", 142),
        ("07.4", "0101"),
        ("07.4", 101),
        ("07.5", True),
        ("07.6", {"everybody"}),
        ("07.6", 3),
    ],
)
def test_another_kind_is_refused(exercise, answer):
    said = verdict(exercise, answer)
    assert (said.status, said.score, said.slip) == ("wrong", 0, "another kind of answer")


# 07.1 ------------------------------------------------------------------------------------------

LOSS, NEAR_KM, FAR_KM = (
    RECORDS["07.1"].example[name] for name in ("loss_db_per_km", "near_km", "far_km")
)
ETA, FAR_ETA = (10 ** (-LOSS * km / 10) for km in (NEAR_KM, FAR_KM))
NEAR, FAR = -log2(1 - ETA), FAR_ETA / log(2)
YEAR = FAR * 1e9 * 365.25 * 86_400


@pytest.mark.parametrize(
    "answer",
    [
        (NEAR, FAR, YEAR),
        np.array([NEAR, FAR, YEAR]),
        (0.352, 1.40e-18, 0.0443),
        (theory.plob(ETA), theory.plob(FAR_ETA), FAR * 1e9 * 365 * 86_400),
    ],
)
def test_07_1_three_digits_pass(answer):
    assert verdict("07.1", answer).status == "right"


@pytest.mark.parametrize(
    ("answer", "slip", "score"),
    [
        ((ETA, FAR, YEAR), "share for bound", 2 / 3),
        ((NEAR * log(2), FAR, YEAR), "natural logarithm", 2 / 3),
        ((-log10(1 - ETA), FAR, YEAR), "log10 for log2", 2 / 3),
        ((-log2(ETA), FAR, YEAR), "log of what arrives", 2 / 3),
        ((-NEAR, FAR, YEAR), "sign forgotten", 2 / 3),
        ((-log2(1 - ETA**0.5), FAR, YEAR), "20 for 10 in decibels", 2 / 3),
        ((-log2(1 - 10 ** (-0.02 * NEAR_KM)), FAR, YEAR), "usual fibre", 2 / 3),
        ((100 * NEAR, FAR, YEAR), "per cent", 2 / 3),
        ((1.02 * NEAR, FAR, YEAR), "too few digits", 2 / 3),
        ((NEAR, 0.0, 0.0), "rounded away", 1 / 3),
        ((NEAR, -log2(1 - FAR_ETA), YEAR), "rounded away", 2 / 3),
        ((NEAR, FAR, 0.0), "nothing in a year", 2 / 3),
        ((NEAR, FAR_ETA, YEAR), "share or nats for bits", 2 / 3),
        ((NEAR, FAR_ETA, FAR_ETA * 1e9 * 365.25 * 86_400), "share or nats for bits", 2 / 3),
        ((NEAR, FAR * log10(2), YEAR), "log10 for log2, far", 2 / 3),
        ((NEAR, FAR_ETA**0.5 / log(2), YEAR), "20 for 10 in decibels, far", 2 / 3),
        ((NEAR, 10 ** (-0.02 * FAR_KM) / log(2), YEAR), "usual fibre, far", 2 / 3),
        ((NEAR, FAR, FAR * 1e9), "a second for a year", 2 / 3),
        ((NEAR, FAR, FAR * 1e9 * 86_400), "a day for a year", 2 / 3),
        ((NEAR, FAR, FAR * 365.25 * 86_400), "one pulse a second", 2 / 3),
        ((NEAR, FAR, YEAR * log(2)), "photons for bits", 2 / 3),
        ((-7, -1e300, 1e300), "sign forgotten", 0),
    ],
)
def test_07_1_misconceptions(answer, slip, score):
    said = verdict("07.1", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(score)


def test_07_1_slips_are_told_apart_for_everybody():
    for student in [None, *CLASS]:
        p = RECORDS["07.1"].given(student).parameters
        assert 10 ** (-p["loss_db_per_km"] * p["far_km"] / 10) < 1e-16
        for slips in (
            set_07_bound.near_slips(p),
            set_07_bound.far_slips(p),
            set_07_bound.year_slips(),
        ):
            for one, other in itertools.combinations([1.0, *slips], 2):
                assert abs(log(one / other)) > 2.5 * set_07_bound.WITHIN
        right = set_07_bound.bounds(p)
        assert verdict("07.1", right, student=student).status == "right"


# 07.2 ------------------------------------------------------------------------------------------


def bounds(mu, nu, signal, decoy, vacuum, **other):
    sent, seen, wrong = decoy
    rates = {
        "gain_mu": signal[1] / signal[0],
        "gain_nu": seen / sent,
        "qber_nu": wrong / seen,
        "dark_count": vacuum[1] / vacuum[0],
    }
    return theory.decoy_bounds(mu, nu, **(rates | other))


def by_formula(
    mu, nu, signal, decoy, vacuum, *, growth=exp, power=2, least_dark=1, wrong_dark=0.5, of=None
):
    q_mu, q_nu = signal[1] / signal[0], decoy[1] / decoy[0]
    y0 = vacuum[1] / vacuum[0]
    bracket = q_nu * growth(nu) - (nu / mu) ** power * q_mu * growth(mu)
    bracket -= least_dark * (mu**2 - nu**2) / mu**2 * y0
    y1 = mu / (mu * nu - nu**2) * bracket
    e_nu = decoy[2] / (of or decoy[1])
    truth = bounds(mu, nu, signal, decoy, vacuum)[0]
    return y1, (e_nu * q_nu * exp(nu) - wrong_dark * y0) / (truth * nu)


def without_dark(mu, nu, signal, decoy, vacuum):
    sent, seen, wrong = decoy
    return theory.decoy_bounds(
        mu, nu, gain_mu=signal[1] / signal[0], gain_nu=seen / sent, qber_nu=wrong / seen
    )


def only(place, slip):
    """Return the right bounds, with a slip in one of them."""

    def answer(*counts):
        made = list(map(float, bounds(*counts)))
        made[place] = slip(*counts)
        return made

    return answer


@pytest.mark.parametrize("secret", ["example", "one", "two", "three"])
@pytest.mark.parametrize("answer", [bounds, by_formula])
def test_07_2_any_way_of_writing_it_passes(answer, secret):
    assert verdict("07.2", answer, secret=secret).status == "right"


CASES = [
    (without_dark, "dark count of the library", 0),
    (only(0, lambda *c: by_formula(*c, growth=lambda _: 1)[0]), "gains as they are", 1 / 3),
    (only(0, lambda *c: by_formula(*c, least_dark=0)[0]), "dark counts kept", 1 / 3),
    (only(0, lambda *c: by_formula(*c, power=1)[0]), "square forgotten", 1 / 3),
    (only(0, lambda mu, nu, s, d, v: d[1] / d[0]), "gain for yield", 1 / 3),
    (only(0, lambda mu, nu, s, d, v: s[1] / s[0]), "signals' gain for yield", 1 / 3),
    (
        only(0, lambda mu, nu, s, d, v: (d[1] / d[0] * exp(nu) - v[1] / v[0]) / nu),
        "pairs not taken off",
        1 / 3,
    ),
    (only(0, lambda *c: bounds(*c)[0] * c[1] * exp(-c[1])), "share of all decoys", 1 / 3),
    (only(0, lambda *c: bounds(*c)[0] * c[0] * exp(-c[0])), "share of all signals", 1 / 3),
    (
        only(1, lambda mu, nu, s, d, v: without_dark(mu, nu, s, d, v)[1]),
        "dark count of the library in e₁",
        2 / 3,
    ),
    (only(1, lambda mu, nu, s, d, v: d[2] / d[1]), "decoys' QBER for e₁", 2 / 3),
    (
        only(1, lambda *c: by_formula(*c, wrong_dark=0)[1]),
        "errors of dark counts kept",
        2 / 3,
    ),
    (only(1, lambda *c: by_formula(*c, wrong_dark=1)[1]), "all dark counts wrong", 2 / 3),
    (
        only(
            1,
            lambda mu, nu, s, d, v: (
                (d[2] / d[0] - v[1] / v[0] / 2) / (bounds(mu, nu, s, d, v)[0] * nu)
            ),
        ),
        "growth left out of e₁",
        2 / 3,
    ),
    (
        only(1, lambda *c: bounds(*c, qber_nu=c[3][2] / c[3][0])[1]),
        "wrong ones of those sent",
        2 / 3,
    ),
    (only(1, lambda *c: 100 * bounds(*c)[1]), "per cent", 2 / 3),
    (lambda *c: bounds(*c)[::-1], "numbers exchanged", 0),
    (lambda *c: bounds(*c)[0], "function fails", 0),
    (lambda *c: 1 / 0, "function fails", 0),
    (lambda *c: (-1e300, 3), "", 0),
]


@pytest.mark.parametrize("secret", ["example", "another"])
@pytest.mark.parametrize(("answer", "slip", "score"), CASES)
def test_07_2_misconceptions(answer, slip, score, secret):
    said = verdict("07.2", answer, secret=secret)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(score)


def test_07_2_an_error_that_follows_from_a_wrong_yield_counts():
    def followed(mu, nu, signal, decoy, vacuum):
        least = by_formula(mu, nu, signal, decoy, vacuum, least_dark=0)[0]
        right = bounds(mu, nu, signal, decoy, vacuum)
        return least, right[1] * right[0] / least

    said = verdict("07.2", followed)
    assert (said.slip, said.score) == ("dark counts kept", pytest.approx(1 / 3))


def test_07_2_nothing_is_cut_off_and_the_bounds_hold():
    for secret in map(str, range(30)):
        given = RECORDS["07.2"].given(secret=secret)
        for arguments in given.arguments:
            least, most = set_07_singles.right_bounds(set_07_singles.measured(arguments))
            assert 0 < least < 0.05
            assert 0.005 < most < 0.2
            assert f"mu = {arguments[0]:g}" in set_07_singles.describe_counts(*arguments)


# 07.3 ------------------------------------------------------------------------------------------


def longest(dark_count, efficiency, misalignment, loss_db_per_km, **other):
    lengths = np.arange(0, 600, 0.05)
    eta = efficiency * theory.fibre_transmittance(lengths, loss_db_per_km=loss_db_per_km)
    line = {"dark_count": dark_count, "misalignment": misalignment}
    return lengths[theory.decoy_rate(0.48, eta, **line, **other) > 0].max()


def both(p, **changed):
    p = {**p, **changed}
    return longest(**p), longest(**{**p, "dark_count": p["dark_count"] / 10})


@pytest.mark.parametrize("student", [None, *CLASS[:5]])
def test_07_3_a_search_in_small_steps_passes(student):
    p = RECORDS["07.3"].given(student).parameters
    assert verdict("07.3", both(p), student=student).status == "right"
    assert verdict("07.3", np.round(both(p), 1), student=student).status == "right"


P = RECORDS["07.3"].example
NOW, THEN = both(P)
DEFAULT_DARK, DEFAULT_WRONG = 1.7e-6, 0.033


@pytest.mark.parametrize(
    ("answer", "slip", "score"),
    [
        (both(P, efficiency=1), "detector forgotten", 0),
        (both(P, loss_db_per_km=0.2), "usual fibre", 0),
        (both(P, dark_count=DEFAULT_DARK), "dark count of the library", 0),
        (both(P, misalignment=DEFAULT_WRONG), "misalignment of the library", 0),
        (
            both(P, dark_count=DEFAULT_DARK, misalignment=DEFAULT_WRONG),
            "defaults of the library",
            0,
        ),
        ((longest(**P, f_ec=1), THEN), "perfect error correction", 1 / 2),
        ((NOW / 2, THEN), "there and back", 1 / 2),
        ((longest(**{**P, "dark_count": 10 * P["dark_count"]}), THEN), "ten times more dark counts",
         1 / 2),
        ((0, THEN), "no key at all", 1 / 2),
        ((NOW + 1, THEN), "nearly", 1 / 2),
        ((NOW, NOW), "nothing gained", 1 / 2),
        ((NOW, 10 * NOW), "distance in proportion", 1 / 2),
        ((NOW, longest(**{**P, "dark_count": 10 * P["dark_count"]})), "more for fewer", 1 / 2),
        ((NOW, both(P, efficiency=1)[1]), "detector forgotten, again", 1 / 2),
        ((NOW, both(P, misalignment=DEFAULT_WRONG)[1]), "misalignment left at default", 1 / 2),
        ((NOW, both(P, dark_count=DEFAULT_DARK)[1]), "a tenth of the default", 1 / 2),
        ((-1e300, 1e300), "", 0),
    ],
)  # fmt: skip
def test_07_3_misconceptions(answer, slip, score):
    said = verdict("07.3", answer)
    assert (said.status, said.slip, said.score) == ("wrong", slip, score)


def test_07_3_slips_miss_what_is_right_for_everybody():
    for student in [None, *CLASS[:12]]:
        p = RECORDS["07.3"].given(student).parameters
        now, then = set_07_distance.reaches(p)
        assert then - now == pytest.approx(10 / p["loss_db_per_km"], abs=0.1)
        for slip in set_07_distance.first_slips(p):
            assert abs(slip - now) > 2 * set_07_distance.WITHIN_KM
        for slip in set_07_distance.second_slips(p):
            assert abs(slip - then) > 2 * set_07_distance.WITHIN_KM


# 07.4 ------------------------------------------------------------------------------------------


def xor(*keys):
    return "".join(str(sum(map(int, column)) % 2) for column in zip(*keys, strict=True))


@pytest.mark.parametrize("student", [None, *CLASS[:10]])
def test_07_4_the_first_links_key_passes_and_each_slip_has_its_name(student):
    given = RECORDS["07.4"].given(student).parameters
    far, (one, two, three) = given["far_key"], given["published"].values()
    right = xor(far, one, two, three)
    for key in (right, f"{right[:8]} {right[8:]}"):
        assert verdict("07.4", key, student=student).status == "right"
    slips = {
        "nothing taken off": [far],
        "own key forgotten": [xor(one, two, three)],
        "one step back": [xor(far, three)],
        "two steps back": [xor(far, three, two)],
        "first sum alone": [xor(far, one)],
        "0 and 1 exchanged": [xor(right, "1" * 16)],
        "OR for XOR": [f"{int(far, 2) | int(one, 2) | int(two, 2) | int(three, 2):016b}"],
        "AND for XOR": [f"{int(far, 2) & int(one, 2) & int(two, 2) & int(three, 2):016b}"],
        "written backwards": [right[::-1]],
        "published sum for key": [one, two, three],
        "a bit or two wrong": [xor(right, "0" * 14 + "01")],
    }
    for slip, answers in slips.items():
        for answer in answers:
            said = verdict("07.4", answer, student=student)
            assert (said.status, said.slip) == ("wrong", slip)


def test_07_4_the_library_relays_the_same_way():
    course = network.Network.of_the_course()
    towns = set_07_relay.TOWNS
    done = network.relay(network.LinkKeys.random(course, seed=3), towns[0], towns[-1], bits=16)
    assert done.ways == (towns,)
    far = network.LinkKeys.random(course, seed=3).take(*towns[-2:], 16)
    text = {name: "".join(map(str, bits)) for name, bits in done.published.items()}
    given = {"far_key": "".join(map(str, far)), "published": text}
    assert set_07_relay.relayed(given) == "".join(map(str, done.key))
    assert done.trusted == set(towns[1:-1])


# 07.5 ------------------------------------------------------------------------------------------


def flips(basis, announced):
    return announced.startswith("psi") if basis == "z" else announced.endswith("-")


def rule(z="", x=""):
    names = {"p": "phi+", "m": "phi-", "P": "psi+", "M": "psi-"}
    return lambda basis, announced: announced in [names[one] for one in {"z": z, "x": x}[basis]]


@pytest.mark.parametrize(
    "answer",
    [
        flips,
        rule("PM", "mM"),
        lambda *given: int(flips(*given)),
        lambda *given: np.bool_(flips(*given)),
    ],
)
def test_07_5_any_way_of_writing_it_passes(answer):
    assert verdict("07.5", answer).status == "right"


def fails_for_phi(basis, announced):
    return {"psi+": basis == "z", "psi-": True}[announced]


@pytest.mark.parametrize(
    ("answer", "slip", "score"),
    [
        (rule("PM", "PM"), "rule of Z in both", 1 / 2),
        (rule("mM", "mM"), "rule of X in both", 1 / 2),
        (rule("mM", "PM"), "bases exchanged", 0),
        (rule("pm", "pP"), "flips when equal", 0),
        (rule("M", "M"), "flips on Ψ− alone", 1 / 2),
        (rule("PM", "M"), "Φ forgotten in X", 3 / 4),
        (rule("PM", "mP"), "sign of Ψ exchanged in X", 1 / 2),
        (lambda *_: True, "always flips", 0),
        (lambda *_: False, "never flips", 0),
        (lambda *_: "flip", "neither True nor False", 0),
        (lambda *_: [True], "neither True nor False", 0),
        (lambda *_: {"a": 1}, "neither True nor False", 0),
        (fails_for_phi, "function fails", 0),
        (lambda basis: True, "function fails", 0),
        (rule("PM", "mMp"), "", 3 / 4),
    ],
)
def test_07_5_misconceptions(answer, slip, score):
    said = verdict("07.5", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(score)
    assert slip or "Stuck?" in said.message


def test_07_5_the_rule_is_what_the_station_announces():
    for basis in "zx":
        for bits in itertools.product((0, 1), repeat=2):
            station = circuits.mdi_bell_measurement(*bits, alice_basis=basis, bob_basis=basis)
            found = run(station, shots=200, seed=1).counts("alice", "bob")
            for pair in found:
                state = circuits.bell_outcome(*map(int, pair.split()))
                assert set_07_flips.RIGHT[basis, state] == (bits[0] != bits[1])


# 07.6 ------------------------------------------------------------------------------------------

TRUSTED = {"relay", "satellite", "Bob's detectors", "MDI sender"}
OTHERS = {"relay on one of two ways", "fibre", "public line", "MDI station", "twin-field station"}


@pytest.mark.parametrize("answer", [TRUSTED, sorted(TRUSTED), tuple(TRUSTED), frozenset(TRUSTED)])
def test_07_6_the_four_pass(answer):
    assert verdict("07.6", answer).status == "right"
    assert set(set_07_trust.WORDS) == TRUSTED | OTHERS


@pytest.mark.parametrize("word", sorted(TRUSTED | OTHERS))
def test_07_6_each_word_too_many_or_missing_has_its_own_words(word):
    said = verdict("07.6", TRUSTED ^ {word})
    slips = {verdict("07.6", TRUSTED ^ {other}).slip for other in set_07_trust.WORDS}
    assert said.status == "wrong"
    assert said.slip == set_07_trust.WORDS[word][1].split(" | ")[0]
    assert said.score == pytest.approx(3 / 4)
    assert len(slips) == len(set_07_trust.WORDS)


def test_07_6_none_and_all_earn_nothing():
    assert verdict("07.6", set()).score == 0
    assert verdict("07.6", TRUSTED | OTHERS).score == 0
    assert verdict("07.6", "relay").score == pytest.approx(1 / 4)


def test_judging_is_quick():
    before = time.perf_counter()
    verdict("07.1", (NEAR, FAR, YEAR))
    verdict("07.2", bounds, secret="quick")
    verdict("07.3", (1, 2), student=CLASS[0])
    assert time.perf_counter() - before < 2
