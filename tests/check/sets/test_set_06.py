"""Each known misconception of exercises 06 fails with words of its own, through data."""

import json

import numpy as np
import pytest

from qinet_edu import check, theory
from qinet_edu.check.explaining import named
from qinet_edu.check.sets import (
    set_06_binary,
    set_06_efficiency,
    set_06_finite,
    set_06_tag,
    set_06_toeplitz,
)
from qinet_edu.protocols import qkd

STUDENTS = [check.Student("c", f"student {n}") for n in range(40)]


def verdict(exercise, answer, *, student=None, secret="example", example=True):
    """Send an answer the whole way: out as JSON, and in to the judge."""
    record = check.get(exercise)
    given = record.given(student, secret=secret)
    arrived = json.loads(json.dumps(check.export(record, answer, given)))
    return check.judge(record, arrived, given, example=record.given() if example else None)


def by_the_library(alice, bob):
    done = qkd.binary(alice, bob)
    (place,) = np.flatnonzero(done.bits != bob)
    return [(one.start, one.end) for one in done.asked], place


@pytest.mark.parametrize("secret", ["example", "one", "two"])
@pytest.mark.parametrize("answer", [by_the_library, set_06_binary.halve])
def test_06_1_any_way_of_writing_it_passes(answer, secret):
    assert verdict("06.1", answer, secret=secret).status == "right"


@pytest.mark.parametrize("secret", ["example", "one", "two"])
@pytest.mark.parametrize(("slip", "words"), set_06_binary.SLIPS)
def test_06_1_each_wrong_way_to_search_is_named(slip, words, secret):
    said = verdict("06.1", slip, secret=secret)
    assert said.status == "wrong"
    assert named(words)[0] == said.slips[0]
    assert named(words)[1] in said.message


@pytest.mark.parametrize(("slip", "words"), set_06_binary.PLACES)
def test_06_1_each_wrong_place_is_named_and_the_stretches_count(slip, words):
    said = verdict("06.1", lambda a, b: (set_06_binary.halve(a, b)[0], slip(a, b)))
    assert said.slips == (named(words)[0],)
    assert said.score == pytest.approx(2 / 3)


def test_06_1_another_order_of_halving_finds_an_error_all_the_same():
    said = verdict("06.1", lambda a, b: set_06_binary.halve(a, b, longer="right"))
    assert said.score == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda a, b: [(0, 8)], "Return two things"),
        (lambda a, b: [(0, 8), (0, 4)], "Return two things"),
        (lambda a, b: ([(0, 8, 1)], 5), "Return two things"),
        (lambda a, b: ([(0, "8")], 5), "Return two things"),
        (lambda a, b: ([(0, 8.5)], 5), "Return two things"),
        (lambda a, b: ([0, 8], 5), "Return two things"),
        (lambda a, b: ([(0, 8)], True), "Return two things"),
        (lambda a, b: {"asked": [], "place": 1}, "Return two things"),
        (lambda a, b: 5, "Return two things"),
        (lambda a, b: ([(0, len(a))], 0), "you ask for"),
        (lambda a, b: a[99], "IndexError"),
        ([(0, 8)], "asks for a function"),
    ],
)
def test_06_1_other_answers_are_refused_in_words(answer, words):
    said = verdict("06.1", answer)
    assert said.status == "wrong"
    assert words in said.message


def right_numbers(exercise, student=None):
    p = check.get(exercise).given(student).parameters
    if exercise == "06.2":
        least = p["bits"] * theory.binary_entropy(p["errors"] / p["bits"])
        return p["parities"] / least, p["bits"] - p["parities"] - p["hash_bits"]
    if exercise == "06.4":
        n = p["sifted"] - p["compared"]
        length, mu = theory.finite_key_length(n, p["compared"], p["qber"], f_ec=p["f_ec"])
        return mu, length
    prime, (m, m2), (t, t2) = p["p"], p["messages"], p["tags"]
    point = next(r for r in range(prime) if (m * r - t - m2 * r + t2) % prime == 0)
    value = np.polyval([*p["message"], p["pad"]], p["point"])
    return int(value) % prime, len(p["message"]) / prime, point


TABLES = {
    "06.2": (set_06_efficiency.efficiency_slips, set_06_efficiency.left_slips),
    "06.4": (set_06_finite.margin_slips, set_06_finite.length_slips),
    "06.5": (set_06_tag.tag_slips, set_06_tag.chance_slips, set_06_tag.point_slips),
}


def tables(exercise, student):
    p = check.get(exercise).given(student).parameters
    return [table(p) if exercise == "06.5" else table(**p) for table in TABLES[exercise]]


@pytest.mark.parametrize("exercise", TABLES)
def test_the_right_numbers_pass_for_every_student_and_each_slip_is_named(exercise):
    for student in [None, *STUDENTS]:
        right = right_numbers(exercise, student)
        assert verdict(exercise, right, student=student).status == "right"
        for place, (value, slips) in enumerate(tables(exercise, student)):
            assert value == pytest.approx(float(right[place]), rel=1e-9)
            for slip, words in slips.items():
                answer = list(right)
                answer[place] = slip
                said = verdict(exercise, answer, student=student, example=False)
                assert said.status == "wrong", words
                assert said.slips, words
                if student is None:
                    assert said.slip == named(words)[0]
                    assert named(words)[1] in said.message


@pytest.mark.parametrize("exercise", TABLES)
@pytest.mark.parametrize("wrong", [-77.7, 777.7, 1e9])
def test_numbers_that_nobody_can_explain_lead_to_the_hints(exercise, wrong):
    right = right_numbers(exercise)
    said = verdict(exercise, [wrong] * len(right))
    assert said.status == "wrong"
    assert said.score == 0
    assert "Stuck?" in said.message


@pytest.mark.parametrize("exercise", TABLES)
@pytest.mark.parametrize(
    ("answer", "words"), [(1.0, "asks for"), ([1.0], "asks for"), ("two", "asks for")]
)
def test_other_kinds_are_refused(exercise, answer, words):
    assert words in verdict(exercise, answer).message


@pytest.mark.parametrize("exercise", ["06.2", "06.4"])
def test_exchanged_numbers_are_named(exercise):
    assert "exchanged" in verdict(exercise, right_numbers(exercise)[::-1]).message


def test_06_4_a_length_that_follows_from_a_wrong_margin_counts():
    p = dict(check.get("06.4").given().parameters)
    for margin, words in set_06_finite.margin_slips(**p)[1].items():
        said = verdict("06.4", (margin, set_06_finite.key_length(margin, **p)))
        assert said.score == 1 / 2, words


def test_06_5_a_number_not_reduced_is_named():
    tag, chance, point = right_numbers("06.5")
    said = verdict("06.5", (tag - 109, chance, point + 109))
    assert said.slips == ("not reduced",)


def test_06_3_the_library_agrees_for_every_student():
    for student in [None, *STUDENTS]:
        p = check.get("06.3").given(student).parameters
        right = "".join(map(str, qkd.toeplitz_hash(p["key"], p["seed"])))
        assert verdict("06.3", right, student=student).status == "right"
        slips = set_06_toeplitz.hash_slips(**p)
        assert len(slips) == len(set_06_toeplitz.WORDS)
        for bits, words in slips.items():
            said = verdict("06.3", bits, student=student, example=False)
            assert said.slip == named(words)[0]
            assert named(words)[1] in said.message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("0011", "4 bits, expected 5"),
        ("0101010010", "as long as the key"),
        ("00112", "each 0 or 1"),
        (np.array([0, 1]), "quotation marks"),
    ],
)
def test_06_3_other_lengths_and_kinds(answer, words):
    assert words in verdict("06.3", answer).message


def test_06_3_bits_that_nobody_can_explain_point_to_a_row():
    p = check.get("06.3").given().parameters
    known = {set_06_toeplitz.right_hash(**p), *set_06_toeplitz.hash_slips(**p)}
    unknown = next(f"{n:05b}" for n in range(32) if f"{n:05b}" not in known)
    assert "Look at row" in verdict("06.3", unknown).message


@pytest.mark.parametrize("exercise", ["06.2", "06.3", "06.4", "06.5"])
def test_students_of_a_course_get_numbers_of_their_own(exercise):
    record = check.get(exercise)
    seen = {json.dumps(dict(record.given(student).parameters)) for student in STUDENTS}
    assert len(seen) >= 20
    assert json.dumps(dict(record.example)) not in seen


def test_unanswered_exercises_say_so():
    for exercise in ("06.1", "06.2", "06.3", "06.4", "06.5"):
        assert verdict(exercise, None).status == "not answered yet"
    assert verdict("06.1", lambda alice, bob: None).status == "not answered yet"
