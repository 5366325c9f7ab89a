"""Each known misconception of exercises 03 fails with words of its own, through data."""

import json
from itertools import pairwise
from math import cos, exp, log, pi, sqrt

import numpy as np
import pytest
from qiskit.quantum_info import Kraus, Pauli, Statevector, average_gate_fidelity, process_fidelity
from scipy.optimize import curve_fit

from qinet_edu import check, circuits, noise, theory
from qinet_edu.check.sets import set_03, set_03_clones, set_03_decay, set_03_reach

STUDENTS = [check.Student("qinet", f"student {i}") for i in range(40)]
NAMED = [None, *STUDENTS[:6]]


def verdict(exercise, answer, *, student=None, secret="example"):
    """Send an answer the whole way: out as JSON, and in to the judge."""
    record = check.get(exercise)
    given = record.given(student, secret=secret)
    arrived = json.loads(json.dumps(check.export(record, answer, given)))
    return check.judge(record, arrived, given, example=record.given())


def parameters(exercise, student=None):
    return check.get(exercise).given(student).parameters


def apart(values, within):
    return all(high - low > within for low, high in pairwise(sorted(values)))


# 03.1


def cloned(theta=None, *, copies=None, universal=5 / 6):
    """Answer 03.1 for the example, with a part of one's own."""
    copies = 7 / 9 if copies is None else copies
    return universal, copies, (1 + cos(pi / 3) ** 2) / 2 if theta is None else theta


@pytest.mark.parametrize("student", NAMED)
def test_03_1_formula_library_and_circuit_agree_and_pass(student):
    copies, theta = parameters("03.1", student).values()
    by_hand = 5 / 6, (2 * copies + 1) / (3 * copies), (1 + cos(theta) ** 2) / 2
    assert verdict("03.1", by_hand, student=student).status == "right"
    assert verdict("03.1", np.round(by_hand, 3), student=student).status == "right"
    arrow = theory.bloch_vector(theory.bloch_state(theta, 0))
    found = []
    for machine in (circuits.universal_cloner, circuits.cnot_copier):
        after = Statevector(machine((theta, 0)))
        clone = [after.expectation_value(Pauli(axis), [1]).real for axis in "XYZ"]
        found.append((1 + clone @ arrow) / 2)
    answer = [found[0], theory.clone_fidelity(copies), found[1]]
    assert verdict("03.1", answer, student=student).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (cloned(universal=2 / 3), "how far the arrow shrinks"),
        (cloned(universal=3 / 4), "at even odds"),
        (cloned(universal=1 / 2), "knows nothing"),
        (cloned(universal=1), "that is the theorem"),
        (cloned(universal=25 / 36), "not both at once"),
        (cloned(universal=sqrt(5 / 6)), "not an amplitude"),
        (cloned(universal=0.853553), "states of the equator only"),
        (cloned(universal=1 / 6), "fails the test"),
        (cloned(universal=0.9), "Right already: (b) and (c). (a) 0.9 is not it."),
        (cloned(copies=5 / 9), "how far the arrow shrinks"),
        (cloned(copies=5 / 6), "more of them are worse"),
        (cloned(copies=2 / 3), "endlessly many"),
        (cloned(copies=1 / 3), "not shared out"),
        (cloned(copies=3 / 4), "one too many"),
        (cloned(copies=7 / 5), "N and M are exchanged"),
        (cloned(copies=25 / 36), "again and again"),
        (cloned(1 / 4), "two shadows"),
        (cloned(3 / 4), "original's own axis, not along Z"),
        (cloned(1), "nothing else"),
        (cloned(1 / 2), "arrows on the equator"),
        (cloned(5 / 6), "universal cloner"),
        (cloned(sqrt(0.625)), "not an amplitude"),
        (cloned(0.375), "fails the test"),
        (cloned(1.3), "between 0 and 1"),
        ((2 / 3, 5 / 9, 1 / 4), "(a) 0.6667 is not it."),
        ((5 / 6, 7 / 9), "asks for 3 numbers"),
        (5 / 6, "asks for 3 numbers"),
        ((5 / 6, 7 / 9, float("nan")), "not a number"),
    ],
)
def test_03_1_misconceptions(answer, words):
    said = verdict("03.1", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("student", [None, *STUDENTS])
def test_03_1_no_slip_is_right_for_any_student(student):
    right, slips = set_03_clones.clone_slips(**parameters("03.1", student))
    for value, mistakes in zip(right, slips, strict=True):
        assert min(abs(slip - value) for slip in mistakes) > 3 * set_03_clones.WITHIN


# 03.2


@pytest.mark.parametrize("student", NAMED)
def test_03_2_what_the_cloner_does_along_both_axes_is_right_for_every_student(student):
    share = parameters("03.2", student)["share"]
    along_z = Statevector(circuits.universal_cloner((0, 0))).probabilities([0])[1]
    plus = circuits.universal_cloner((pi / 2, 0))
    plus.h(0)
    along_x = Statevector(plus).probabilities([0])[1]
    assert along_x == pytest.approx(along_z)
    assert verdict("03.2", share * along_z, student=student).status == "right"
    assert verdict("03.2", round(share / 6, 3), student=student).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (0.15, "sending on what she found"),
        (0.2, "how much the arrow shrinks"),
        (0.3, "random qubits"),
        (1 / 6, "She takes only some"),
        (5 / 6, "how often Bob is right with one"),
        (0.5, "right all the same"),
        (0.9, "how often Bob is right."),
        (0.05, "Halved once too often"),
        (0.4 / 6, "not the one that she lets pass"),
        (10, "per cent"),
        (0.6, "how often Eve takes a qubit."),
        (-0.1, "between 0 and 1"),
        (0.123, "0.123 is not how often Bob is wrong. Stuck?"),
        ("a tenth", "asks for one number"),
    ],
)
def test_03_2_misconceptions(answer, words):
    said = verdict("03.2", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("student", [None, *STUDENTS])
def test_03_2_every_slip_is_told_apart_for_every_student(student):
    right, mistakes = set_03.eve_slips(**parameters("03.2", student))
    assert len(mistakes) == 11
    assert apart([right, *mistakes], 2 * set_03_clones.WITHIN)


# 03.3


def seen(student=None):
    given = parameters("03.3", student)
    return np.array(given["times_us"]), np.array(given["zeros"]) / given["shots"]


def through_one(t, t2):
    return (1 + np.exp(-t / t2)) / 2


def free_start(t, start, t2):
    return 0.5 + start * np.exp(-t / t2)


def free_ends(t, start, end, t2):
    return end + start * np.exp(-t / t2)


def line(times, values, weights=None):
    return -1 / np.polyfit(times, np.log(values), 1, w=weights)[0]


def sound_ways(times, shares):
    coherence = 2 * shares - 1
    yield line(times, coherence)
    yield line(times, coherence, coherence)
    yield line(times, shares - 0.5)  # the start is left free
    yield -np.sum(times**2) / np.sum(times * np.log(coherence))
    for curve, start in ((through_one, (50,)), (free_start, (0.5, 50))):
        yield curve_fit(curve, times, shares, p0=start)[0][-1]
    yield curve_fit(free_ends, times, shares, p0=(0.5, 0.5, 50), maxfev=9999)[0][-1]
    yield np.interp(-exp(-1), -coherence, times)  # read off where 1/e is left


def test_03_3_gives_counts_of_zeros_out_of_the_shots():
    given = parameters("03.3")
    assert given["shots"] == 100_000
    assert len(given["zeros"]) == len(given["times_us"]) == 12
    assert all(isinstance(count, int) and 50_000 < count < 100_000 for count in given["zeros"])


@pytest.mark.parametrize("student", [None, *STUDENTS])
def test_03_3_every_sound_way_to_read_the_data_is_right_for_every_student(student):
    for t2_us in sound_ways(*seen(student)):
        assert verdict("03.3", t2_us, student=student).status == "right"


def test_03_3_the_fit_that_judges_is_that_of_least_squares():
    for seed in range(200):
        given = set_03_decay.draw_decay(np.random.default_rng(seed))
        times, shares = np.array(given["times_us"]), np.array(given["zeros"]) / given["shots"]
        best = set_03_decay.decay_fits(2 * shares - 1)[0]
        assert best == pytest.approx(curve_fit(through_one, times, shares, p0=50)[0][0], rel=1e-5)
        assert 59 < best < 101


TIMES, SHARES = seen()
T2 = float(curve_fit(through_one, TIMES, SHARES, p0=50)[0][0])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (T2 * log(2), "half of the coherence"),
        (2 * T2, "Twice too long"),
        (T2 / 2, "Half of it"),
        (T2 * 1e-6, "seconds; give microseconds"),
        (T2 * 1e-3, "milliseconds; give"),
        (T2 * 1e3, "nanoseconds; give"),
        (1 / T2, "the rate 1/T2. Turn"),
        (1e6 / T2, "per second"),
        (-1 / np.polyfit(TIMES, np.log10(2 * SHARES - 1), 1)[0], "log10"),
        (line(TIMES, SHARES), "fitted the zeros, or P(0)"),
        (line(TIMES, 100_000 * SHARES), "fitted the zeros"),
        (line(TIMES, 200_000 * SHARES - 1), "fitted the zeros"),
        (curve_fit(lambda t, t2: np.exp(-t / t2), TIMES, SHARES, p0=90)[0][0], "or P(0)"),
        (curve_fit(lambda t, a, t2: a * np.exp(-t / t2), TIMES, SHARES, p0=(1, 90))[0][1], "to 0"),
        (-np.sum(TIMES**2) / np.sum(TIMES * np.log(SHARES - 0.5)), "begins at 1/2, not at 1"),
        (curve_fit(lambda t, t2: np.exp(-t / t2), TIMES, SHARES - 0.5, p0=50)[0][0], "double it"),
        (-T2, "−1 divided by the slope"),
        (0, "0 µs is no time"),
        (1.1 * T2, "measured was"),
        (0.9 * T2, "would leave P(0) = "),
        (5e-324, "would leave P(0) = 0.500"),
        (1e300, "would leave P(0) = 1.000"),
        (float("nan"), "not a number"),
        ([T2], "asks for one number"),
    ],
)
def test_03_3_misconceptions(answer, words):
    said = verdict("03.3", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("student", STUDENTS)
def test_03_3_the_usual_slips_keep_their_words_for_every_student(student):
    times, shares = seen(student)
    t2_us = line(times, 2 * shares - 1, 2 * shares - 1)
    for answer, words in (
        (t2_us * log(2), "half of the coherence"),
        (2 * t2_us, "Twice too long"),
        (1 / t2_us, "the rate 1/T2. Turn"),
        (t2_us * log(10), "log10"),
        (line(times, shares), "fitted the zeros, or P(0)"),
    ):
        assert words in verdict("03.3", answer, student=student).message


# 03.4


def fidelities(f_e, average=lambda f: (2 * f + 1) / 3):
    def two_fidelities(p, convention):
        found = f_e(p, convention)
        return found, average(found)

    return two_fidelities


def right_pair(p, convention):
    return 1 - 0.75 * p if convention == "mixing" else 1 - p


def with_kraus(p, convention):
    operators = noise.depolarising(p, convention=convention)
    channel = Kraus(list(operators))
    return process_fidelity(channel), average_gate_fidelity(channel)


def with_library(p, convention):
    f_e = theory.depolarising_fidelity(p, convention=convention)
    return np.array([f_e, theory.average_fidelity(f_e)])


@pytest.mark.parametrize("answer", [fidelities(right_pair), with_kraus, with_library])
@pytest.mark.parametrize("secret", ["example", "one", "two", "three"])
def test_03_4_formula_channel_and_library_pass(answer, secret):
    assert verdict("03.4", answer, secret=secret).status == "right"


def test_03_4_published_values():
    assert set_03.two_fidelities(0.1, "mixing") == pytest.approx((0.925, 0.95))
    assert set_03.two_fidelities(0.1, "pauli") == pytest.approx((0.9, 0.9333333333))


def other(convention):
    return "pauli" if convention == "mixing" else "mixing"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (fidelities(lambda p, c: right_pair(p, other(c))), "conventions are exchanged"),
        (fidelities(lambda p, c: 1 - 0.75 * p), 'every p as "mixing"'),
        (fidelities(lambda p, c: 1 - p), 'every p as "pauli"'),
        (lambda p, c: fidelities(right_pair)(p, c)[::-1], "wrong order"),
        (fidelities(right_pair, lambda f: f), "that makes F_avg larger"),
        (fidelities(right_pair, lambda f: (f + 1) / 2), "one of three, not one of two"),
        (fidelities(right_pair, lambda f: (3 * f - 1) / 2), "the way back"),
        (fidelities(right_pair, lambda f: (4 * f + 1) / 5), "for two qubits"),
        (lambda p, c: 2 * (fidelities(right_pair)(p, c)[1],), "a pair, which notices every"),
        (fidelities(lambda p, c: (2 * right_pair(p, c) + 1) / 3), "averaged twice"),
        (
            lambda p, c: ((4 * right_pair(p, c) - 1) / 3, fidelities(right_pair)(p, c)[1]),
            "F_avg is right. Your F_e is the length",
        ),
        (fidelities(lambda p, c: (4 * right_pair(p, c) - 1) / 3), "Your F_e is the length"),
        (lambda p, c: tuple(1 - f for f in fidelities(right_pair)(p, c)), "Those are the errors"),
        (
            fidelities(lambda p, c: 1 - (15 / 16 if c == "mixing" else 1) * p),
            "15/16 is for two qubits",
        ),
        (
            fidelities(lambda p, c: 1 - 0.75 * p if c == "mixing" else 1 - p / 2),
            'Right already: "mixing"',
        ),
        (
            fidelities(lambda p, c: 1 - 0.6 * p if c == "mixing" else 1 - p),
            'Right already: "pauli"',
        ),
        (lambda p, c: (0.1, 0.2), "you found (F_e, F_avg) = (0.1000, 0.2000), expected ("),
        (lambda p, c: right_pair(p, c), "asks for 2 numbers"),
        (lambda p, c: fidelities(right_pair)(p, c) if c == "pauli" else None, "returned nothing"),
        (lambda p: (p, p), "TypeError"),
        ((0.925, 0.95), "asks for a function"),
    ],
)
def test_03_4_misconceptions(answer, words):
    said = verdict("03.4", answer, secret="another")
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def test_03_4_names_the_input_that_fails():
    said = verdict("03.4", fidelities(right_pair, lambda f: f))
    assert said.message.startswith("For p = 0.")
    assert 'in the convention "mixing" you found' in said.message


def test_03_4_hidden_arguments_tell_every_slip_apart():
    for secret in map(str, range(50)):
        arguments = check.get("03.4").given(secret=secret).arguments
        assert {convention for _, convention in arguments} == {"mixing", "pauli"}
        assert len({p for p, _ in arguments}) == len(arguments)
        slips = [np.ravel([slip for slip, _ in set_03._slips(*given)]) for given in arguments]
        right = np.array([set_03.two_fidelities(*given) for given in arguments])
        table = np.array(slips).reshape(len(arguments), -1, 2).swapaxes(0, 1)
        everything = np.concatenate([right[None], table])
        for one in range(len(everything)):
            for two in range(one):
                assert np.max(np.abs(everything[one] - everything[two])) > 3 * set_03_clones.WITHIN


# 03.5


def reach(t2_ms, halves, wanted=0.9, *, speed=noise.FIBRE_SPEED_KM_S):
    return t2_ms / 1000 / halves * log(1 / (2 * wanted - 1)) * speed


@pytest.mark.parametrize("student", [None, *STUDENTS])
def test_03_5_the_formula_and_a_search_with_the_library_pass(student):
    t2_ms, halves = parameters("03.5", student).values()
    assert verdict("03.5", reach(t2_ms, halves), student=student).status == "right"
    assert verdict("03.5", reach(t2_ms, halves, speed=204_218), student=student).status == "right"
    lengths = np.arange(0, 2000, 0.1)
    f = theory.stored_pair_fidelity(
        noise.fibre_delay_s(lengths), t1_s=np.inf, t2_s=t2_ms / 1e3, halves=halves
    )
    longest = lengths[f >= 0.9].max()
    assert verdict("03.5", longest, student=student).status == "right"


EXAMPLE = reach(10, 2)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reach(10, 1), "both halves wait"),
        (EXAMPLE / 2, "one way"),
        (reach(10, 2, speed=299_792.458), "in vacuum"),
        (reach(10, 2, speed=3e5), "in vacuum"),
        (reach(10, 2, speed=2e5), "rule of thumb"),
        (5e-3 * log(1 / 0.9) * noise.FIBRE_SPEED_KM_S, "set the coherence itself to 0.9"),
        (1e-2 * log(1 / 0.9) * noise.FIBRE_SPEED_KM_S, "coherence of one half to 0.9"),
        (5e-3 * log(3 / 2.6) * noise.FIBRE_SPEED_KM_S, "let the memory depolarise"),
        (reach(10, 2, wanted=0.85), "F_avg = 0.9"),
        (5e-3 * 0.2 * noise.FIBRE_SPEED_KM_S, "in proportion"),
        (EXAMPLE / log(10), "log10"),
        (1e-2 * noise.FIBRE_SPEED_KM_S, "all of T2"),
        (1000 * EXAMPLE, "metres for kilometres"),
        (EXAMPLE / 1000, "seconds for milliseconds"),
        (EXAMPLE / noise.FIBRE_SPEED_KM_S, "wait in seconds"),
        (1000 * EXAMPLE / noise.FIBRE_SPEED_KM_S, "wait in milliseconds"),
        (-EXAMPLE, "is no length"),
        (0, "is no length"),
        (250, "After 250 km F is 0.8914, expected 0.9. Stuck?"),
        (1e300, "F is 0.5000"),
        (5e-324, "F is 1.0000"),
        (float("inf"), "infinite"),
        ("far", "asks for one number"),
    ],
)
def test_03_5_misconceptions(answer, words):
    said = verdict("03.5", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize(
    ("by", "words"), [(2, "one half waits"), (1 / 2, "only one half decays"), (0.4481, "A tenth")]
)
def test_03_5_with_one_half_in_memory_the_same_factors_have_other_words(by, words):
    student = next(s for s in STUDENTS if parameters("03.5", s)["halves"] == 1)
    t2_ms = parameters("03.5", student)["t2_ms"]
    assert words in verdict("03.5", by * reach(t2_ms, 1), student=student).message


@pytest.mark.parametrize("halves", [1, 2])
def test_03_5_every_slip_is_told_apart(halves):
    factors = [1, *dict(set_03_reach.reach_slips(halves))]
    assert apart(np.log(factors), 1e-2)


# All


@pytest.mark.parametrize("exercise", ["03.1", "03.2", "03.3", "03.5"])
def test_students_of_a_course_get_numbers_of_their_own(exercise):
    found = {json.dumps(dict(parameters(exercise, student))) for student in STUDENTS}
    assert len(found) >= 5
    assert json.dumps(dict(parameters(exercise))) not in found


def test_the_answer_of_the_example_is_recognised_in_a_course():
    student = next(s for s in STUDENTS if parameters("03.5", s)["t2_ms"] != 10)
    for exercise, answer in (("03.1", cloned()), ("03.2", 0.1), ("03.5", EXAMPLE)):
        said = verdict(exercise, answer, student=student)
        assert "right for the numbers of the example" in said.message
