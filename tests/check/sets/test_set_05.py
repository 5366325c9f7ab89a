"""Each known misconception of exercises 05 fails with words of its own, through data."""

import itertools
import json
import time
from math import ceil, comb, cos, exp, floor, lgamma, log, pi, radians, sin, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from qiskit import QuantumCircuit

from qinet_edu import check, circuits, theory
from qinet_edu.check.sets import (
    set_05_abort,
    set_05_intercept,
    set_05_learning,
    set_05_sifting,
    set_05_six_states,
)
from qinet_edu.protocols import qkd

NUMBERS = ("05.2", "05.3")
VARYING = ("05.1", *NUMBERS)
CLASS = [check.Student("c", str(number)) for number in range(60)]


def verdict(exercise, answer, *, student=None, secret="example"):
    """Send an answer the whole way: out as JSON, and in to the judge."""
    record = check.get(exercise)
    given = record.given(student, secret=secret)
    arrived = json.loads(json.dumps(check.export(record, answer, given)))
    return check.judge(record, arrived, given, example=record.given())


def is_wrong(said, words):
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def test_unanswered_exercises_say_so():
    for number in range(1, 6):
        assert verdict(f"05.{number}", None).status == "not answered yet"
    for exercise in ("05.4", "05.5"):
        assert verdict(exercise, lambda *_: None).status == "not answered yet"


@pytest.mark.parametrize("exercise", VARYING)
def test_students_of_a_course_get_numbers_of_their_own(exercise):
    record = check.get(exercise)
    drawn = [dict(record.given(student).parameters) for student in CLASS]
    assert len({json.dumps(one) for one in drawn}) >= 10
    assert dict(record.example) not in drawn


# 05.1 ------------------------------------------------------------------------------------------


def rounds(rows):
    names = ("alice_bits", "bob_bits", "alice_bases", "bob_bases")
    return [*zip(*(rows[name] for name in names), strict=True)]


def kept(rows, keep, *, whose=0):
    return "".join(one[whose] for one in rounds(rows) if keep(*one))


def same_and_there(a, b, hers, his):
    return hers == his and b != "-"


SIFTED = {
    "lost photons kept": lambda r: kept(r, lambda a, b, hers, his: hers == his),
    "bits compared": lambda r: kept(r, lambda a, b, hers, his: a == b),
    "different bases kept": lambda r: kept(r, lambda a, b, hers, his: hers != his and b != "-"),
    "different bases kept, Bob's bits": lambda r: kept(
        r, lambda a, b, hers, his: hers != his and b != "-", whose=1
    ),
    "nothing dropped": lambda r: r["alice_bits"],
    "bases not compared, Alice's bits": lambda r: kept(r, lambda a, b, *_: b != "-"),
    "bases not compared, Bob's bits": lambda r: kept(r, lambda a, b, *_: b != "-", whose=1),
    "Z alone": lambda r: kept(r, lambda a, b, hers, his: b != "-" and hers == his == "z"),
    "X alone": lambda r: kept(r, lambda a, b, hers, his: b != "-" and hers == his == "x"),
    "written backwards": lambda r: kept(r, same_and_there)[::-1],
    "0 and 1 exchanged": lambda r: kept(r, same_and_there).translate({48: "1", 49: "0"}),
}


@pytest.mark.parametrize("student", [None, *CLASS[:20]])
def test_05_1_the_key_of_either_passes_and_each_slip_has_its_name(student):
    rows = check.get("05.1").given(student).parameters
    hers, his = (kept(rows, same_and_there, whose=who) for who in (0, 1))
    assert hers == his  # nobody listens and nothing goes wrong
    for key in (hers, " ".join(hers), f"{hers}\n"):
        assert verdict("05.1", key, student=student).status == "right"
    for name, slip in SIFTED.items():
        said = verdict("05.1", slip(rows), student=student)
        assert (said.status, said.slip) == ("wrong", name)


def test_05_1_the_library_sifts_the_same():
    rows = check.get("05.1").given().parameters
    read = [-1 if bit == "-" else int(bit) for bit in rows["bob_bits"]]
    here = np.array([hers == his for _, _, hers, his in rounds(rows)]) & (np.array(read) >= 0)
    assert "".join(str(read[place]) for place in np.flatnonzero(here)) == set_05_sifting.sifted(
        rows
    )
    sent = qkd.send(rows["alice_bits"], rows["alice_bases"], rows["bob_bases"], seed=1)
    same = np.array([a == b for a, b in zip(rows["alice_bases"], rows["bob_bases"], strict=True)])
    assert (sent.agreed == same).all()


def test_05_1_names_the_round_where_one_is_missing_too_many_or_wrong():
    rows = check.get("05.1").given().parameters
    key = set_05_sifting.sifted(rows)
    for place in range(len(key)):
        is_wrong(verdict("05.1", key[:place] + key[place + 1 :]), "there both used the same basis")
        flipped = key[:place] + str(1 - int(key[place])) + key[place + 1 :]
        is_wrong(verdict("05.1", flipped), f"Bit {place + 1} of yours is wrong")
    for number, (a, b, hers, his) in enumerate(rounds(rows)):
        if not same_and_there(a, b, hers, his):
            before = kept({k: v[:number] for k, v in rows.items()}, same_and_there)
            said = verdict("05.1", before + a + key[len(before) :])
            assert said.slip == "one round too many"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("", "Nothing is not the sifted key"),
        ("0101", "The key holds the rounds in which"),
        ("01-1", "asks for bits, each 0 or 1"),
        ("01" * 2000, "is not the sifted key"),
        (101, "quotation marks"),
        ([0, 1], "quotation marks"),
    ],
)
def test_05_1_anything_else_is_told_what_is_asked(answer, words):
    said = verdict("05.1", answer)
    assert said.status == "wrong"
    assert words in said.message


# 05.2 ------------------------------------------------------------------------------------------

F, N = 0.24, 10
Q = F / 4
SHOWS = 1 - (1 - Q) ** N
RIGHT = (0, F / 2, Q, SHOWS)


def attacked(z=0, x=F / 2, both=Q, chance=SHOWS):
    return (z, x, both, chance)


def test_05_2_the_example_is_what_these_tests_assume():
    assert dict(check.get("05.2").example) == {"eve_basis": "z", "share": F, "compared": N}


@pytest.mark.parametrize("answer", [RIGHT, [*map(float, RIGHT)], tuple(np.round(RIGHT, 3))])
def test_05_2_three_digits_pass(answer):
    assert verdict("05.2", answer).status == "right"


@pytest.mark.parametrize(
    ("answer", "slip", "score"),
    [
        (attacked(z=F / 4), "mean for one basis", 3 / 4),
        (attacked(z=F / 2), "coin in her own basis", 3 / 4),
        (attacked(z=F), "every touched bit wrong", 3 / 4),
        (attacked(z=1 / 4), "coin for an Eve who tosses", 3 / 4),
        (attacked(z=1 / 2), "all are coins", 3 / 4),
        (attacked(z=F / 2, x=0), "bases exchanged", 1 / 2),
        (attacked(x=F), "every touched bit wrong in the other", 3 / 4),
        (attacked(x=F / 4), "halved twice", 3 / 4),
        (attacked(x=F / 8), "halved three times", 3 / 4),
        (attacked(x=0), "unseen in the other", 3 / 4),
        (attacked(x=1 / 2), "share forgotten", 3 / 4),
        (attacked(x=1 / 4), "tosses and touches all", 3 / 4),
        (attacked(x=1 - F / 2), "the share of right bits", 3 / 4),
        (attacked(x=50 * F), "per cent", 3 / 4),
        (attacked(both=F / 2), "sum for mean", 3 / 4),
        (attacked(both=F), "share for QBER", 3 / 4),
        (attacked(both=3 * F / 8), "not sent on as found", 3 / 4),
        (attacked(both=F / 8), "halved too often", 3 / 4),
        (attacked(both=1 / 4), "share forgotten, together", 3 / 4),
        (attacked(both=0), "unseen together", 3 / 4),
        (attacked(both=F / 3), "six states", 3 / 4),
        (attacked(both=1 - Q), "the share of right bits, together", 3 / 4),
        (attacked(both=100 * Q), "per cent, together", 3 / 4),
        (attacked(chance=1 - SHOWS), "the chance to stay unseen", 3 / 4),
        (attacked(chance=1 - 0.75**N), "share forgotten in the chance", 3 / 4),
        (attacked(chance=0.75**N), "unseen, and share forgotten", 3 / 4),
        (attacked(chance=N * Q), "mean number of errors", 3 / 4),
        (attacked(chance=1 - (1 - F) ** N), "touched for wrong", 3 / 4),
        (attacked(chance=1 - (1 - F / 2) ** N), "one basis for both", 3 / 4),
        (attacked(chance=1 - (1 - Q) ** (2 * N)), "twice as many bits", 3 / 4),
        (attacked(chance=1 - (1 - Q) ** (N / 2)), "half as many bits", 3 / 4),
        (attacked(chance=Q**N), "all bits wrong", 3 / 4),
        (attacked(chance=1 - Q**N), "not all bits wrong", 3 / 4),
        (attacked(chance=Q), "chance with one bit", 3 / 4),
        (attacked(chance=N * Q * (1 - Q) ** (N - 1)), "exactly one error", 3 / 4),
        (attacked(chance=100 * SHOWS), "per cent in the chance", 3 / 4),
        (attacked(both=F / 2, chance=1 - (1 - F / 2) ** N), "sum for mean", 3 / 4),
        (attacked(both=0.07, chance=1 - 0.93**N), "", 1 / 2),
        (attacked(z=0.3), "", 3 / 4),
        (attacked(0.9, 0.9, 0.9, 0.9), "", 0),
    ],
)
def test_05_2_misconceptions(answer, slip, score):
    said = verdict("05.2", answer)
    assert said.slip == slip
    assert said.score == pytest.approx(score)
    is_wrong(said, "not")


@pytest.mark.parametrize("answer", [Q, (Q, Q), "0.06", (0, 0.12, 0.06, float("nan"))])
def test_05_2_another_kind_is_refused(answer):
    assert verdict("05.2", answer).slip == "another kind of answer"


def test_05_2_all_students_slips_are_told_apart():
    seen = {(p["share"], p["compared"]) for p in (check.get("05.2").given(s).parameters
                                                  for s in [None, *CLASS])}  # fmt: skip
    assert len(seen) > 10
    for share, compared in seen:
        q = share / 4
        tables = [
            (set_05_intercept.same_slips(share), 0, 6e-4),
            (set_05_intercept.other_slips(share), share / 2, 6e-4),
            (set_05_intercept.together_slips(share), q, 6e-4),
            (set_05_intercept.seen_slips(share, compared), 1 - (1 - q) ** compared, 1e-3),
        ]
        for slips, right, within in tables:
            for one, other in itertools.combinations([right, *slips], 2):
                assert abs(one - other) > 2 * within, (share, compared, one, other)


@pytest.mark.parametrize("eve_basis", ["z", "x"])
def test_05_2_sessions_agree(eve_basis):
    parameters = {"eve_basis": eve_basis, "share": 0.36, "compared": 5}
    eve = circuits.Eavesdropper(basis=eve_basis, fraction=0.36)
    raw = qkd.session(60_000, eve=eve, seed=5)
    for basis, rate in set_05_intercept.rates(parameters).items():
        assert raw.qber(basis) == pytest.approx(rate, abs=4 * sqrt(0.25 / 15_000))
    here = check.Given(parameters)
    numbers = set_05_intercept.rates(parameters)
    answer = (numbers["z"], numbers["x"], 0.09, 1 - 0.91**5)
    assert set_05_intercept.judge_intercept(answer, here).status == "right"
    exchanged = (numbers["x"], numbers["z"], 0.09, 1 - 0.91**5)
    assert set_05_intercept.judge_intercept(exchanged, here).slip == "bases exchanged"


# 05.3 ------------------------------------------------------------------------------------------

T = radians(35)
Z, X = (1 + cos(T)) / 2, (1 + sin(T)) / 2


def h(p):
    return float(theory.binary_entropy(p))


BITS = 1 - (h(Z) + h(X)) / 2


@pytest.mark.parametrize(
    "answer",
    [
        (Z, X, BITS),
        tuple(np.round((Z, X, BITS), 3)),
        (cos(T / 2) ** 2, cos((pi / 2 - T) / 2) ** 2, BITS),
        (*theory.eve_guess(T), theory.eve_information(T)),
    ],
)
def test_05_3_any_way_of_writing_it_passes(answer):
    assert verdict("05.3", answer).status == "right"


@pytest.mark.parametrize(
    ("answer", "slip", "score"),
    [
        ((cos(35 / 2) ** 2, X, BITS), "degrees for radians", 2 / 3),
        ((cos(T) ** 2, X, BITS), "half angle forgotten", 2 / 3),
        ((cos(T), X, BITS), "cosine for chance", 2 / 3),
        ((sin(T) ** 2 / 2, X, BITS), "error rate for guess", 2 / 3),
        ((1 - sin(T) ** 2 / 2, X, BITS), "Bob's chance for hers", 2 / 3),
        ((1 - Z, X, BITS), "worse than a coin in Z", 2 / 3),
        ((100 * Z, X, BITS), "per cent in Z", 2 / 3),
        (((Z + X) / 2, X, BITS), "mean for Z", 2 / 3),
        ((1, X, BITS), "certain in Z", 2 / 3),
        ((Z, sin(35 / 2) ** 2, BITS), "degrees for radians in X", 2 / 3),
        ((Z, sin(T) ** 2, BITS), "half angle forgotten in X", 2 / 3),
        ((Z, sin(T), BITS), "sine for chance", 2 / 3),
        ((Z, 1 - Z, BITS), "wrong in Z for right in X", 2 / 3),
        ((Z, cos(T) ** 2 / 2, BITS), "error rate for guess in X", 2 / 3),
        ((Z, 1 - cos(T) ** 2 / 2, BITS), "Bob's chance for hers in X", 2 / 3),
        ((Z, 1 - X, BITS), "worse than a coin in X", 2 / 3),
        ((Z, 100 * X, BITS), "per cent in X", 2 / 3),
        ((Z, (Z + X) / 2, BITS), "mean for X", 2 / 3),
        ((Z, 0.5, BITS), "a coin in X", 2 / 3),
        ((X, Z, BITS), "bases exchanged", 1 / 3),
        ((Z, X, 1 - BITS), "what she does not know", 2 / 3),
        ((Z, X, 1 - h((Z + X) / 2)), "entropy of the mean", 2 / 3),
        ((Z, X, 2 * BITS), "sum for mean", 2 / 3),
        ((Z, X, 1 - h(Z)), "Z alone", 2 / 3),
        ((Z, X, 1 - h(X)), "X alone", 2 / 3),
        ((Z, X, 1 - h(X) - h(Z)), "one minus both entropies", 2 / 3),
        ((Z, X, 1 - (1 - BITS) * log(2)), "natural logarithm", 2 / 3),
        ((Z, X, BITS * log(2)), "nats for bits", 2 / 3),
        ((Z, X, (Z + X) / 2), "chance for information", 2 / 3),
        ((Z, X, Z + X - 1), "advantage for information", 2 / 3),
        ((Z, X, 0.5), "in Z or X", 2 / 3),
        ((Z, X, 0.3991), "Breidbart for this angle", 2 / 3),
        ((Z, X, 100 * BITS), "per cent of a bit", 2 / 3),
        ((cos(T) ** 2, sin(T) ** 2, 1 - h(cos(T) ** 2)), "half angle forgotten", 1 / 3),
        ((1, 0.5, 0.5), "certain in Z", 0),
        ((0.7, 0.7, 1 - h(0.7)), "", 0),
        ((-3, 40, 1e300), "", 0),
    ],
)
def test_05_3_misconceptions(answer, slip, score):
    said = verdict("05.3", answer)
    assert said.slip == slip
    assert said.score == pytest.approx(score)
    is_wrong(said, "not")


@pytest.mark.parametrize("answer", [BITS, (Z, X), None.__class__, (Z, X, float("inf"))])
def test_05_3_another_kind_is_refused(answer):
    assert verdict("05.3", answer).slip == "another kind of answer"


def test_05_3_all_students_slips_are_told_apart_from_each_other_and_from_what_is_right():
    for angle in {check.get("05.3").given(s).parameters["angle_deg"] for s in [None, *CLASS]}:
        theta = radians(angle)
        z, x = map(float, theory.eve_guess(theta))
        for_z, for_x = set_05_learning.guess_slips(theta)
        bits = float(theory.eve_information(theta))
        tables = [(for_z, z), (for_x, x), (set_05_learning.information_slips(theta), bits)]
        for slips, right in tables:
            for one, other in itertools.combinations([right, *slips], 2):
                assert abs(one - other) > 1.2e-3, (angle, one, other)
        assert abs(z - x) > 0.01


# 05.4 ------------------------------------------------------------------------------------------

GATES = {"z": "", "x": ["h"], "y": ["h", "s"]}


def preparing(gates=GATES, *, flip="x", after=False, of=lambda bit: bit, qubits=1):
    def prepare(bit, basis):
        circuit = QuantumCircuit(qubits)
        steps = [flip] * of(bit)
        for gate in [*gates[basis], *steps] if after else [*steps, *gates[basis]]:
            getattr(circuit, gate)(0)
        return circuit

    return prepare


def by_rotations(bit, basis):
    circuit = QuantumCircuit(1, global_phase=0.7)
    turned = {"z": [], "x": [("ry", pi / 2)], "y": [("rx", -pi / 2)]}
    circuit.rx(pi * bit, 0)
    for gate, angle in turned[basis]:
        getattr(circuit, gate)(angle, 0)
    return circuit


def by_table(bit, basis):
    circuit = QuantumCircuit(1)
    theta = {"z": pi * bit, "x": pi / 2, "y": pi / 2}[basis]
    circuit.u(theta, {"z": 0, "x": pi * bit, "y": pi / 2 + pi * bit}[basis], 0, 0)
    return circuit


def signs_after(bit, basis):
    circuit = preparing()(0, basis)
    if bit:
        (circuit.x if basis == "z" else circuit.z)(0)
    return circuit


@pytest.mark.parametrize("answer", [preparing(), by_rotations, by_table, signs_after])
def test_05_4_any_gates_that_send_the_six_states_pass(answer):
    assert verdict("05.4", answer).status == "right"


def test_05_4_bob_reads_what_was_sent_when_he_measures_as_the_library_does():
    for bit, basis in set_05_six_states.SENT:
        sent = circuits.qkd_round(bit, basis, basis)
        assert [i.operation.name for i in sent.data][: bit + len(GATES[basis])] == [
            *["x"] * bit,
            *GATES[basis],
        ]


def raising_for_y(bit, basis):
    return {"z": preparing(), "x": preparing()}[basis](bit, basis)


def nothing_for_y(bit, basis):
    return None if basis == "y" else preparing()(bit, basis)


CASES = [
    (preparing(of=lambda bit: bit == "1"), "bit does nothing", 2 / 5),
    (preparing(dict.fromkeys("zxy", "")), "basis does nothing", 1 / 5),
    (preparing(of=lambda bit: 1 - bit), "bits exchanged", 0),
    (preparing(flip="z", after=True), "Z for the bit", 4 / 5),
    (preparing({**GATES, "x": ["h", "s"], "y": ["h"]}), "x and y exchanged", 1 / 5),
    (preparing({**GATES, "z": ["h"], "x": ""}), "z and x exchanged", 1 / 5),
    (preparing(after=True), "X after the basis change", 4 / 5),
    (preparing({**GATES, "x": ""}), "H missing in x", 3 / 5),
    (preparing({**GATES, "y": ["s"]}), "H missing in y", 3 / 5),
    (preparing({**GATES, "y": ""}), "H missing in y", 3 / 5),
    (preparing({**GATES, "y": ["h"]}), "S missing or too early", 3 / 5),
    (preparing({**GATES, "y": ["s", "h"]}), "S missing or too early", 3 / 5),
    (preparing({**GATES, "y": ["sdg", "h"]}), "S missing or too early", 3 / 5),
    (preparing({**GATES, "y": ["h", "sdg"]}), "S dagger for S", 3 / 5),
    (preparing({**GATES, "x": ["x", "h"]}), "bits exchanged in x", 3 / 5),
    (preparing({**GATES, "z": ["x"]}), "bits exchanged in z", 3 / 5),
    (preparing({**GATES, "z": ["h"]}), "H in z", 3 / 5),
    (preparing({**GATES, "x": ["h", "s"]}), "S in x", 3 / 5),
    (preparing({**GATES, "y": ["h", "t"]}), "", 3 / 5),
    (raising_for_y, "function fails", 3 / 5),
    (nothing_for_y, "function fails", 3 / 5),
    (lambda bit, basis: QuantumCircuit(1), "nothing done", 0),
]


@pytest.mark.parametrize(("answer", "slip", "score"), CASES)
def test_05_4_misconceptions(answer, slip, score):
    said = verdict("05.4", answer)
    assert said.slip == slip
    assert said.score == pytest.approx(score)
    assert said.status == "wrong"
    assert slip or "Stuck?" in said.message


def test_05_4_the_bit_put_in_between_h_and_s_is_named_for_y():
    def between(bit, basis):
        circuit = QuantumCircuit(1)
        if basis != "z":
            circuit.h(0)
        if bit:
            circuit.x(0)
        if basis == "y":
            circuit.s(0)
        return circuit

    assert verdict("05.4", between).slips == ("X after the basis change", "bit between H and S")
    assert verdict("05.4", preparing({**GATES, "z": ["reset"]})).status == "wrong"


def test_05_4_says_where_the_arrow_of_no_known_state_points():
    said = verdict("05.4", preparing({**GATES, "y": ["h", "t"]}))
    assert "For bit 0 in y you send a state with the arrow (0.71, 0.71, 0)" in said.message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (preparing(qubits=2), "2 qubits"),
        (lambda *_: circuits.measure(QuantumCircuit(1)), "Leave the measurement out"),
        (lambda *_: "|+⟩", "asks for a QuantumCircuit"),
        (lambda bit: QuantumCircuit(1), "TypeError"),
        (QuantumCircuit(1), "asks for a function"),
    ],
)
def test_05_4_another_kind_is_refused(answer, words):
    said = verdict("05.4", answer)
    assert (said.status, said.score) == ("wrong", 0)
    assert words in said.message


# 05.5 ------------------------------------------------------------------------------------------


def exactly(e, n, q):
    return comb(n, e) * q**e * (1 - q) ** (n - e)


def first(holds):
    return next(k for k in itertools.count() if holds(k))


def lower(k, n, q):
    return sum(exactly(e, n, q) for e in range(k + 1))


def tail(k, n, q):
    return sum(exactly(e, n, q) for e in range(k + 1, n + 1))


def limit(n, qber, alarm):
    return first(lambda k: 1 - lower(k, n, qber) <= alarm)


def by_tail(n, qber, alarm):
    return first(lambda k: tail(k, n, qber) <= alarm)


def by_steps(n, qber, alarm):
    k, chance = 0, (1 - qber) ** n
    accepted = chance
    while accepted < 1 - alarm:
        chance *= (n - k) / (k + 1) * qber / (1 - qber)
        k += 1
        accepted += chance
    return np.int64(k)


def by_array(n, qber, alarm):
    chances = np.array([exactly(e, n, qber) for e in range(n + 1)])
    return float(np.searchsorted(np.cumsum(chances), 1 - alarm))


def bell_curve(rounding, *, sides=1, shift=0.0):
    def found(n, qber, alarm):
        beyond = NormalDist().inv_cdf(1 - alarm / sides)
        return rounding(n * qber + beyond * sqrt(n * qber * (1 - qber)) + shift)

    return found


@pytest.mark.parametrize("secret", ["example", "one", "two", "three"])
@pytest.mark.parametrize("answer", [limit, by_tail, by_steps, by_array])
def test_05_5_any_way_of_writing_it_passes(answer, secret):
    assert verdict("05.5", answer, secret=secret).status == "right"


MISTAKEN = [
    (lambda n, q, a: n * q, "mean instead of tail"),
    (lambda n, q, a: round(n * q), "mean instead of tail"),
    (lambda n, q, a: ceil(n * q), "mean instead of tail"),
    (lambda n, q, a: limit(n, q, a) + 1, "first number to stop at"),
    (lambda n, q, a: first(lambda k: 1 - lower(k - 1, n, q) <= a), "first number to stop at"),
    (lambda n, q, a: limit(n, q, a) - 1, "one too few"),
    (lambda n, q, a: max(limit(n, q, a) - 1, 0), "one too few"),
    (lambda n, q, a: first(lambda k: lower(k, n, q) >= a), "lower tail"),
    (lambda n, q, a: first(lambda k: lower(k, n, q) > a) - 1, "lower tail"),
    (lambda n, q, a: limit(n, q, a / 2), "two tails"),
    (
        lambda n, q, a: first(lambda k: k >= n * q and exactly(k, n, q) <= a),
        "exactly k for more than k",
    ),
    (lambda n, q, a: first(lambda k: exactly(k, n, q) <= a), "exactly k, from 0 on"),
    (lambda n, q, a: limit(n, q, a) / n, "share for number"),
    (lambda n, q, a: int(0.11 * n), "limit of the key"),
    (lambda n, q, a: n, "accepts everything"),
    (lambda n, q, a: 0, "accepts nothing"),
    (lambda n, q, a: limit(n, q, 1 - a), "lower tail"),
    (
        lambda n, q, a: first(lambda k: 1 - sum(poisson(e, n * q) for e in range(k + 1)) <= a),
        "Poisson for binomial",
    ),
    (bell_curve(float), "bell curve"),
    (bell_curve(floor), "bell curve"),
    (bell_curve(round), "bell curve"),
    (bell_curve(lambda v: ceil(v - 0.5)), "bell curve"),
    (bell_curve(floor, sides=2), "bell curve, two tails"),
    (lambda n, q, a: limit(n, q, a) + 0.5, "no whole number"),
    (lambda n, q, a: 7, ""),
    (lambda n, q, a: -1e300, ""),
    (lambda n, q, a: [limit(n, q, a)], "function fails"),
    (lambda n, q, a: comb(n, 2.5), "function fails"),
]


def poisson(e, mean):
    return exp(e * log(mean) - mean - lgamma(e + 1))


@pytest.mark.parametrize("secret", ["example", "another"])
@pytest.mark.parametrize(("answer", "slip"), MISTAKEN)
def test_05_5_misconceptions(answer, slip, secret):
    said = verdict("05.5", answer, secret=secret)
    assert (said.status, said.slip) == ("wrong", slip)
    assert slip or "Stuck?" in said.message


def test_05_5_the_bell_curve_within_one_everywhere_earns_half():
    scores = set()
    for secret in map(str, range(10)):
        tests = check.get("05.5").given(secret=secret).arguments
        for answer in (bell_curve(ceil), bell_curve(round), bell_curve(floor, shift=-0.5)):
            off = max(abs(answer(*test) - limit(*test)) for test in tests)
            said = verdict("05.5", answer, secret=secret)
            assert said.score == (0.5 if off <= 1 else 0)
            scores.add(said.score)
    assert 0.5 in scores
    assert verdict("05.5", lambda n, q, a: limit(n, q, a) + 1).score == 0


def test_05_5_names_the_test_that_fails_and_the_chances_on_both_sides():
    said = verdict("05.5", lambda n, q, a: limit(n, q, a) + 1)
    n, q, alarm = check.get("05.5").given().arguments[0]
    k = limit(n, q, alarm)
    assert f"For n = {n}, qber = {q:g}, alarm = {alarm:g} you found {k + 1}, expected {k}:" in (
        said.message
    )
    assert f"more than {k - 1} with {tail(k - 1, n, q):.2g}" in said.message


def test_05_5_tests_are_decided_by_no_rounding_and_tell_every_slip_apart():
    for secret in map(str, range(20)):
        tests = check.get("05.5").given(secret=secret).arguments
        assert all(n <= 1000 for n, *_ in tests)
        for n, q, alarm in tests:
            k = set_05_abort.right_limit(n, q, alarm)
            assert tail(k, n, q) * 1.01 < alarm
            assert k == 0 or tail(k - 1, n, q) > alarm * 1.01
        for answer, _ in MISTAKEN[:-2]:
            assert any(answer(*test) != limit(*test) for test in tests)


def test_05_5_the_example_of_the_statement():
    assert set_05_abort.right_limit(100, 0.03, 0.01) == limit(100, 0.03, 0.01) == 8
    assert set_05_abort.right_limit(1000, 0.03, 0.01) == 43


def test_judging_is_quick():
    for exercise, answer in (("05.4", preparing()), ("05.5", by_steps)):
        before = time.perf_counter()
        verdict(exercise, answer, secret="quick")
        assert time.perf_counter() - before < 1
