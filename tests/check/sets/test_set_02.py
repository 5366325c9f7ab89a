"""Each known misconception of exercises 02 fails with words of its own, through data."""

import json
from itertools import combinations
from math import cos, degrees, log, pi, sqrt

import numpy as np
import pytest
from qiskit import QuantumCircuit, QuantumRegister
from qiskit.quantum_info import Statevector, partial_trace

from qinet_edu import check, circuits, run, theory
from qinet_edu.check.sets import set_02, set_02_game, set_02_no_signal

HALF, QUARTER = pi / 2, pi / 4


def verdict(exercise, answer, *, student=None, secret="example"):
    """Send an answer the whole way: out as JSON, and in to the judge."""
    record = check.get(exercise)
    given = record.given(student, secret=secret)
    arrived = json.loads(json.dumps(check.export(record, answer, given)))
    return check.judge(record, arrived, given, example=record.given())


def judged(exercise, answer, **parameters):
    return check.get(exercise).judge(answer, check.Given(parameters))


def bell(*, letter="psi", sign="-", flip="x", phase="z", only=None, first=lambda circuit: None):
    """Prepare Bell states; the arguments say which letter and sign get which gate, and where."""

    def prepare(state):
        circuit = QuantumCircuit(2)
        first(circuit)
        circuit.h(0)
        circuit.cx(0, 1)
        for marked, gate in ((letter in state, flip), (sign in state, phase)):
            if marked and gate and only != gate:
                getattr(circuit, gate)(0)
        return circuit

    return prepare


def always(*gates):
    """Prepare the same state whatever is asked for, from gates such as ``("cx", 0, 1)``."""

    def prepare(state):
        circuit = QuantumCircuit(2)
        for name, *arguments in gates:
            getattr(circuit, name)(*arguments)
        return circuit

    return prepare


def other_way_round(state):
    circuit = QuantumCircuit(QuantumRegister(1, "alice"), QuantumRegister(1, "bob"))
    if "-" in state:
        circuit.x(1)
    if "psi" in state:
        circuit.x(0)
    circuit.h(1)
    circuit.cx(1, 0)
    circuit.global_phase = 1.3
    circuit.barrier()
    return circuit


def by_rotations(state):
    circuit = QuantumCircuit(2)
    circuit.ry(pi / 2 if "+" in state else -pi / 2, 0)
    circuit.rx(3 * pi if "psi" in state else 0.0, 1)
    circuit.cx(0, 1)
    return circuit


@pytest.mark.parametrize("answer", [bell(), circuits.bell_pair, other_way_round, by_rotations])
def test_02_1_any_circuit_that_prepares_them_passes(answer):
    assert verdict("02.1", answer).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (bell(phase=""), "The signs are missing"),
        (bell(flip=""), "The Ψ states are missing"),
        (bell(letter="phi"), "Φ and Ψ are exchanged"),
        (bell(sign="+"), "All signs are exchanged"),
        (bell(flip="z", phase="x"), "X and Z are exchanged"),
        (bell(flip="", phase=""), "the same for all four names"),
        (bell(phase="s"), "differ by a phase other than + or −"),
        (bell(phase="h"), "is there a turn too many"),
        (bell(first=lambda circuit: circuit.ry(0.4, 0)), "partly entangled, with concurrence 0.92"),
        (always(("h", 0)), "know nothing of each other (00: 0.50, 01: 0.50, 10: 0.00, 11: 0.00)"),
        (always(("cx", 0, 1), ("h", 0)), "know nothing of each other"),
        (always(("h", 0), ("cx", 1, 0)), "know nothing of each other"),
        (always(("h", 0), ("cx", 0, 1), ("measure_all",)), "Leave the measurement out"),
        (always(("rx", float("inf"), 0)), "is infinite"),
        (lambda state: circuits.bell_pair("psi+" if state == "psi-" else state), "A Z on one half"),
        (lambda state: circuits.bell_pair("psi-" if state == "phi-" else state), "An X on one"),
        (
            lambda state: circuits.bell_pair("psi-" if state == "phi+" else state),
            "(bits differ). A Z on one half",
        ),
        (lambda state: Statevector(circuits.bell_pair(state)), "asks for a QuantumCircuit"),
        (lambda state: circuits.ghz(3), "3 qubits; the exercise asks for 2"),
        (lambda state: circuits.bell_pair() if state == "phi+" else None, "it returned nothing"),
        (lambda: circuits.bell_pair(), "TypeError"),
        (circuits.bell_pair(), "asks for a function"),
    ],
)
def test_02_1_misconceptions(answer, words):
    said = verdict("02.1", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def test_02_1_names_the_state_that_fails():
    message = verdict("02.1", bell(phase="")).message
    assert 'For "phi-" your circuit prepares Φ+, expected Φ−.' in message


def test_02_1_an_endless_global_phase_is_refused():
    def endless(state):
        circuit = circuits.bell_pair(state)
        circuit.global_phase = float("nan")
        return circuit

    assert verdict("02.1", endless).status == "wrong"


BEST_ANGLES = {
    "phi+": (0, HALF, QUARTER, -QUARTER),
    "phi-": (0, HALF, -QUARTER, QUARTER),
    "psi+": (0, HALF, pi - QUARTER, pi + QUARTER),
    "psi-": (0, HALF, pi + QUARTER, pi - QUARTER),
}


def turned(pair, angle):
    """Turn Alice's analysers, and Bob's so that they stay matched."""
    a0, a1, b0, b1 = BEST_ANGLES[pair]
    bob = angle if pair in ("phi+", "psi-") else -angle
    return a0 + angle, a1 + angle, b0 + bob, b1 + bob


@pytest.mark.parametrize("angle", [0.0, 0.7, -2.0, 9.0])
@pytest.mark.parametrize("pair", ["phi-", "psi+", "psi-"])
def test_02_2_every_best_choice_of_angles_passes(pair, angle):
    said = judged("02.2", turned(pair, angle), pair=pair)
    assert said.status == "right"
    assert "0.8536" in said.message


@pytest.mark.parametrize("pair", ["phi-", "psi+", "psi-"])
def test_02_2_angles_to_two_decimals_pass(pair):
    assert judged("02.2", np.round(BEST_ANGLES[pair], 2), pair=pair).status == "right"


@pytest.mark.parametrize("pair", ["phi-", "psi+", "psi-"])
@pytest.mark.parametrize("other", BEST_ANGLES)
def test_02_2_angles_for_another_pair_lose_and_are_recognised(pair, other):
    if pair == other:
        return
    said = judged("02.2", BEST_ANGLES[other], pair=pair)
    symbols = set_02.BELL_SYMBOLS
    assert said.status == "wrong"
    assert f"best angles for {symbols[other]}, whose halves" in said.message
    assert f"Those of {symbols[pair]} " in said.message


def test_02_2_the_angles_of_the_notebook_lose_as_often_as_one_can_on_the_singlet():
    said = judged("02.2", BEST_ANGLES["phi+"], pair="psi-")
    assert "S = -2.828: the team wins 0.146" in said.message
    assert "lose as often as one can" in said.message
    assert "S = 0.000" in judged("02.2", BEST_ANGLES["phi+"], pair="psi+").message.replace(
        "-0", "0"
    )


PSI_PLUS = np.array(BEST_ANGLES["psi+"])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([degrees(angle) for angle in PSI_PLUS], "degrees"),
        ((0, 90, 45, -45), "degrees"),
        (PSI_PLUS / 2, "Twice these angles would win"),
        (PSI_PLUS[[0, 2, 1, 3]], "another order"),
        (PSI_PLUS[[2, 0, 3, 1]], "another order"),
        ((0, HALF, pi, pi), "A plan without a pair does as well"),
        ((0, HALF, 2.0, 3.6), "there is more"),
        ((0, 0, 0, 0), "the last as far below zero"),
        ((0, HALF, QUARTER), "asks for 4 numbers"),
        (2.83, "asks for 4 numbers"),
        ((0, HALF, "x", 0), "asks for 4 numbers"),
        ((0, HALF, float("nan"), 0), "not a number"),
        ((1e300, -1e300, 1e299, 0), "S = "),
    ],
)
def test_02_2_misconceptions(answer, words):
    said = verdict("02.2", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("pair", BEST_ANGLES)
def test_02_2_the_judge_says_how_the_halves_agree(pair):
    ket = theory.bell_state(pair)
    agree = ["agree" if theory.correlation(ket, axis, axis) > 0 else "differ" for axis in "zx"]
    assert set_02_game.HALVES[pair] == f"{agree[0]} along Z and {agree[1]} along X"


def test_02_2_the_hints_lead_there():
    """Z takes Bob's angle b to −b, X to π − b, both to π + b."""
    a0, a1, *bob = BEST_ANGLES["phi+"]
    moves = {"phi-": lambda b: -b, "psi+": lambda b: pi - b, "psi-": lambda b: pi + b}
    for pair, move in moves.items():
        assert judged("02.2", (a0, a1, *map(move, bob)), pair=pair).status == "right"


def needed(s):
    return (1 + 3 * s / (2 * sqrt(2))) / 4


ALL_S = [2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7]


@pytest.mark.parametrize("s", ALL_S)
def test_02_3_four_decimals_are_enough_and_three_are_not(s):
    assert theory.chsh_max(theory.werner(needed(s))) == pytest.approx(s)
    for right in (needed(s), round(needed(s), 4), round(needed(s), 5)):
        assert judged("02.3", right, s=s).status == "right"
    for off in (needed(s) + 3e-4, needed(s) - 3e-4):
        assert "four decimals" in judged("02.3", off, s=s).message


@pytest.mark.parametrize("s", ALL_S)
@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (lambda s: s / sqrt(8), "weight of Φ+"),
        (lambda s: 1 - s / sqrt(8), "weight of the noise"),
        (lambda s: (1 + s / sqrt(8)) / 2, "half of the noise"),
        (lambda s: 0.5, "entangled"),
        (lambda s: 0.5 + s / 8, "game is won"),
        (lambda s: 100 * needed(s), "per cent"),
        (lambda s: 1 - needed(s), "infidelity"),
        (lambda s: needed(s) ** 2, "F squared"),
        (lambda s: sqrt(needed(s)), "root of F"),
        (lambda s: (1 + 3 * s / 4) / 4, "it is 2√2"),
        (lambda s: 0.3, "best settings give S ="),
    ],
)
def test_02_3_misconceptions(slip, words, s):
    said = judged("02.3", slip(s), s=s)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("answer", [0.78, 0.7803, needed(2)])
def test_02_3_the_number_of_the_notebook_is_for_another_s(answer):
    for student in [None, *(check.Student("c", str(i)) for i in range(20))]:
        said = verdict("02.3", answer, student=student)
        assert said.status == "wrong"
        assert "what S = 2 needs" in said.message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (-1, "do not give S"),
        (1e300, "do not give S"),
        ("0.78", "not a number"),
        (float("nan"), "not a number"),
        ([0.78], "asks for one number"),
    ],
)
def test_02_3_odd_numbers_are_refused(answer, words):
    if answer == "0.78":
        assert verdict("02.3", answer).status == "wrong"  # text that reads as a number is one
        return
    said = verdict("02.3", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def seen(read, *, alice="z", bob=None, shots=4000):
    """Measure both halves, and read the result in some way."""

    def alice_zero(pair, direction):
        directions = {"alice": alice or direction, "bob": bob or direction}
        return read(run(circuits.measure(pair, directions), shots=shots, seed=7))

    return alice_zero


def zero(result):
    return result.probability(alice="0")


def given_bob(bit):
    return lambda result: (
        float(result.probability(alice=0, bob=bit)) / float(result.probability(bob=bit))
    )


def exactly(pair, direction):
    return theory.born(theory.reduced(Statevector(pair).data))


@pytest.mark.parametrize("secret", ["example", "one", "two", "three"])
@pytest.mark.parametrize(
    "answer",
    [seen(zero), seen(lambda r: r.counts("alice")["0"] / 4000), seen(zero, bob="x"), exactly],
)
def test_02_4_every_way_to_alices_probability_passes(answer, secret):
    said = verdict("02.4", answer, secret=secret)
    assert said.status == "right"
    assert "no signal" in said.message


@pytest.mark.parametrize("secret", ["example", "another"])
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (seen(given_bob(0)), "only the rounds in which Bob got 0"),
        (seen(given_bob(1)), "only the rounds in which Bob got 1"),
        (seen(lambda r: r.probability(alice=0, bob=0)), "both get 0"),
        (seen(lambda r: r.probability(alice=0, bob=1)), "Alice gets 0 and Bob 1"),
        (seen(lambda r: r.probability(bob=0)), "Bob's probability of 0"),
        (seen(lambda r: r.probability(alice=1)), "probability of 1, not of 0"),
        (seen(lambda r: (1 + float(r.expectation())) / 2), "both get the same bit"),
        (seen(lambda r: r.expectation()), "That is the correlation"),
        (seen(lambda r: r.expectation("alice")), "(1 + mean)/2"),
        (seen(zero, alice=None), "Alice was measured along Bob's direction"),
        (seen(zero, shots=120), "did you use 4000 shots"),
        (lambda pair, direction: 0.5, "not every pair is one"),
        (lambda pair, direction: 12.0, 'hint("02.4")'),
        (seen(lambda r: r.counts("alice")), "asks for one number"),
        (seen(lambda r: r.probability(charlie=0)), "There is no register 'charlie'"),
        (lambda pair: 0.5, "TypeError"),
        (0.5, "asks for a function"),
    ],
)
def test_02_4_misconceptions(answer, words, secret):
    said = verdict("02.4", answer, secret=secret)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def test_02_4_names_the_input_that_fails():
    message = verdict("02.4", seen(given_bob(0))).message
    assert "For pair 1, Bob along (" in message
    assert "expected 0.500 ± 0.046" in message


def test_02_4_fails_right_answers_less_than_once_in_a_million():
    """Hoeffding's bound at the tolerance, over all calls, and a sample well inside it."""
    n, t = set_02_no_signal.SHOTS_ASKED, set_02_no_signal.zero_tolerance()
    assert 9 * 2 * np.exp(-2 * n * t**2) <= 1.0001e-6
    assert t == pytest.approx(sqrt(log(18e6) / 8000))
    shares = np.random.default_rng(7).binomial(n, 0.5, 100_000) / n
    assert np.abs(shares - 0.5).max() < t


def test_02_4_hidden_pairs_tell_every_misconception_from_the_truth_and_from_each_other():
    apart = 2 * set_02_no_signal.zero_tolerance()
    for secret in map(str, range(30)):
        calls = check.get("02.4").given(secret=secret).arguments
        assert len({direction for _, direction in calls}) == len(calls) == 9
        read = np.array([set_02_no_signal.readings(*call) for call in calls])
        assert np.abs(read[3:, 1:] - read[3:, :1]).min() > apart
        for one, other in combinations(read.T, 2):
            assert np.abs(one - other).max() > apart


def test_02_4_readings_are_what_runs_show():
    pair, direction = check.get("02.4").given(secret="r").arguments[-1]
    result = run(circuits.measure(pair, {"alice": "z", "bob": direction}), shots=100_000, seed=3)
    along = run(circuits.measure(pair, direction), shots=100_000, seed=4)
    found = [
        zero(result),
        given_bob(0)(result),
        given_bob(1)(result),
        result.probability(alice=0, bob=0),
        result.probability(alice=0, bob=1),
        result.probability(bob=0),
        result.probability(alice=1),
        (1 + float(result.expectation())) / 2,
        result.expectation(),
        result.expectation("alice"),
        zero(along),
    ]
    known = set_02_no_signal.readings(pair, direction)
    for estimate, value in zip(found, known, strict=True):
        assert float(estimate) == pytest.approx(value, abs=0.015)


@pytest.mark.parametrize("n", [5, 6, 7, 8, 9, 10])
def test_02_5_what_is_left_of_w_and_ghz(n):
    lost = [*range(2, n)]
    left = [
        float(theory.concurrence(partial_trace(Statevector(state(n)), lost).data))
        for state in (circuits.w_state, circuits.ghz)
    ]
    assert left == pytest.approx([2 / n, 0], abs=1e-9)
    assert judged("02.5", tuple(left), n=n).status == "right"
    assert judged("02.5", (round(2 / n, 3), 0.0), n=n).status == "right"


@pytest.mark.parametrize("n", [5, 6, 7, 8, 9, 10])
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda n: (1 / n, 0), "either of the two may have it"),
        (lambda n: (1 - 1 / n, 0), "not lost"),
        (lambda n: (2 / (n - 1), 0), "W of n − 1"),
        (lambda n: (1 - 2 / n, 0), "neither of the two"),
        (lambda n: (2 / n**2, 0), "multiplied 2/n by 1/n"),
        (lambda n: (4 / n**2, 0), "the square of the concurrence"),
        (lambda n: (1, 0), "would be a Bell pair"),
        (lambda n: (0, 0), "W is not GHZ"),
        (lambda n: (0, 2 / n), "exchanged"),
        (lambda n: (2 / n, 1), "two copies of one coin"),
        (lambda n: (2 / n, 0.5), "such a mixture is classical"),
        (lambda n: (2 / n, 2 / n), "That is W's"),
        (lambda n: (2 / n, 0.77), "number for GHZ is wrong"),
        (lambda n: (0.77, 0), "number for W is wrong"),
    ],
)
def test_02_5_misconceptions(answer, words, n):
    said = judged("02.5", answer(n), n=n)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (0.4, "asks for 2 numbers"),
        ((0.4, 0, 0), "asks for 2 numbers"),
        ((0.4, float("inf")), "infinite"),
        ("W", "asks for 2 numbers"),
    ],
)
def test_02_5_other_kinds_are_refused(answer, words):
    said = verdict("02.5", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize(("exercise", "kinds"), [("02.2", 3), ("02.3", 5), ("02.5", 5)])
def test_students_of_a_course_get_numbers_of_their_own(exercise, kinds):
    record = check.get(exercise)
    drawn = {
        json.dumps(dict(record.given(check.Student("c", f"student {i}")).parameters))
        for i in range(40)
    }
    assert len(drawn) >= kinds


def test_the_answer_of_the_example_is_recognised_in_a_course():
    other = next(
        student
        for student in (check.Student("c", str(i)) for i in range(40))
        if check.get("02.2").given(student).parameters["pair"] != "psi+"
    )
    for exercise, answer in (("02.2", PSI_PLUS), ("02.3", needed(2.4)), ("02.5", (0.4, 0))):
        said = verdict(exercise, answer, student=other)
        assert said.status == "wrong"
        assert "right for the numbers of the example" in said.message


@pytest.mark.parametrize("name", ["ada", "grace", "barbara"])
def test_the_same_methods_are_right_for_every_student(name):
    student = check.Student("qinet", name)
    given = {k: check.get(k).given(student).parameters for k in ("02.2", "02.3", "02.5")}
    assert verdict("02.2", BEST_ANGLES[given["02.2"]["pair"]], student=student).status == "right"
    assert verdict("02.3", needed(given["02.3"]["s"]), student=student).status == "right"
    assert verdict("02.5", (2 / given["02.5"]["n"], 0), student=student).status == "right"
    assert cos(pi / 8) ** 2 == pytest.approx(0.8536, abs=1e-4)
