"""Each known misconception of exercises 04 fails with words of its own, through data."""

import json
import time
from math import exp

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.circuit.classical import expr

from qinet_edu import check, circuits, noise, theory
from qinet_edu.check.sets import set_04, set_04_average, set_04_corrections, set_04_encoding


def verdict(exercise, answer, *, student=None, secret="example"):
    """Send an answer the whole way: out as JSON, and in to the judge."""
    record = check.get(exercise)
    given = record.given(student, secret=secret)
    arrived = json.loads(json.dumps(check.export(record, answer, given)))
    return check.judge(record, arrived, given, example=record.given())


def corrected(*steps):
    """Return Alice's part with gates for Bob: ("x", "alice", 1) acts when that bit is 1."""
    circuit = circuits.teleport(corrections="")
    bits = {register.name: register[0] for register in circuit.cregs}
    for gate, bit, *value in steps:
        if bit is None:
            getattr(circuit, gate)(2)
        else:
            with circuit.if_test((bits[bit], *(value or (1,)))):
                getattr(circuit, gate)(2)
    return circuit


def on_a_register():
    circuit = circuits.teleport(corrections="")
    for register, gate in zip(circuit.cregs, "zx", strict=True):
        with circuit.if_test((register, 1)):
            getattr(circuit, gate)(2)
    return circuit


def with_an_else():
    """Undo the flip first, then leave it where there was none."""
    circuit = circuits.teleport(corrections="")
    message, alice = circuit.clbits
    with circuit.if_test((alice, 0)) as flipped:
        circuit.barrier()
    with flipped:
        circuit.x(2)
    with circuit.if_test((message, 1)):
        circuit.rz(np.pi, 2)  # Z up to a phase
    return circuit


def nested():
    circuit = circuits.teleport(corrections="")
    message, alice = circuit.clbits
    with circuit.if_test((message, 1)) as sign:
        with circuit.if_test((alice, 1)) as flip:
            circuit.y(2)
        with flip:
            circuit.z(2)
    with sign, circuit.if_test((alice, 1)):
        circuit.x(2)
    return circuit


def from_scratch(*, measured=True, deferred=False, corrections="xz", spare=0):
    """Build it on plain qubits and bits, without any names."""
    circuit = QuantumCircuit(3, 2 + spare)
    circuit.h(1)
    circuit.cx(1, 2)
    circuit.cx(0, 1)
    circuit.h(0)
    if deferred and "x" in corrections:
        circuit.cx(1, 2)
    if deferred and "z" in corrections:
        circuit.cz(0, 2)
    if measured:
        circuit.measure([0, 1], [0, 1])
    if not deferred:
        with circuit.if_test((circuit.clbits[1], 1)):
            circuit.x(2)
        with circuit.if_test((circuit.clbits[0], 1)):
            circuit.z(2)
    return circuit


RIGHT_CIRCUITS = {
    "x then z": corrected(("x", "alice"), ("z", "message")),
    "z then x": corrected(("z", "message"), ("x", "alice")),
    "the course's own": circuits.teleport(),
    "deferred": circuits.teleport(form="deferred"),
    "conditions on registers": on_a_register(),
    "an else, and a turn about z": with_an_else(),
    "nested": nested(),
    "from scratch": from_scratch(),
    "from scratch, deferred": from_scratch(deferred=True),
    "deferred, not measured": from_scratch(deferred=True, measured=False),
    "with bits to spare": from_scratch(spare=3),
}


@pytest.mark.parametrize("circuit", RIGHT_CIRCUITS.values(), ids=RIGHT_CIRCUITS.keys())
def test_04_1_whatever_teleports_passes(circuit):
    assert verdict("04.1", circuit).status == "right"


def with_a_python_if(*, truth):
    """Decide while the circuit is written, when no bit is known yet."""
    circuit = circuits.teleport(corrections="")
    message, alice = circuit.clbits
    if bool(alice) if truth else alice == 1:
        circuit.x(2)
    if bool(message) if truth else message == 1:
        circuit.z(2)
    return circuit


def again(*gates):
    """Add two-qubit gates on Bob's qubit to what has been measured already."""
    circuit = circuits.teleport(corrections="")
    for gate, qubit in gates:
        getattr(circuit, gate)(qubit, 2)
    return circuit


def on_the_wrong_qubit():
    circuit = circuits.teleport(corrections="")
    message, alice = circuit.clbits
    with circuit.if_test((alice, 1)):
        circuit.x(1)
    with circuit.if_test((message, 1)):
        circuit.z(0)
    return circuit


def on_both_bits():
    circuit = circuits.teleport(corrections="")
    message, alice = circuit.clbits
    with circuit.if_test((message, 1)), circuit.if_test((alice, 1)):
        circuit.x(2)
        circuit.z(2)
    return circuit


def swapped(*, by="swap"):
    """Carry the message over by gates, and call it teleportation."""
    circuit = QuantumCircuit(3, 2)
    if by == "swap":
        circuit.swap(0, 2)
    else:
        circuit.cx(0, 2)
        circuit.cx(2, 0)
    circuit.measure([0, 1], [0, 1])
    return circuit


def swapped_after_meeting_alice():
    circuit = QuantumCircuit(3, 2)
    circuit.swap(0, 1)
    circuit.swap(1, 2)
    circuit.measure([0, 1], [0, 1])
    return circuit


def measured(circuit):
    circuit = circuit.copy()
    circuit.add_register(reg := circuits.measure(QuantumCircuit(1)).cregs[0])
    circuit.measure(2, reg[0])
    return circuit


def on_an_expression():
    circuit = circuits.teleport(corrections="")
    message, alice = circuit.clbits
    with circuit.if_test(expr.logic_and(message, alice)):
        circuit.y(2)
    return circuit


def tossing(bits):
    circuit = QuantumCircuit(3, bits)
    for bit in range(bits):
        circuit.h(0)
        circuit.measure(0, bit)
    return circuit


X, Z = ("x", "alice"), ("z", "message")


def test_04_1_three_times_is_once():
    assert verdict("04.1", corrected(X, Z, X, Z, X, Z)).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (corrected(("x", "message"), ("z", "alice")), "X and Z are exchanged"),
        (corrected(("z", "alice"), ("x", "message")), "X and Z are exchanged"),
        (corrected(X), "X is right; the sign is still missing"),
        (corrected(Z), "Z is right; the flip is still missing"),
        (corrected(), "Nothing has happened to Bob's qubit"),
        (from_scratch(deferred=True, corrections=""), "Nothing has happened"),
        (from_scratch(deferred=True, corrections="x", measured=False), "the sign is still missing"),
        (on_the_wrong_qubit(), "The corrections must act on `bob`"),
        (with_a_python_if(truth=False), "not known yet while you write the circuit, so use if_te"),
        (with_a_python_if(truth=True), "A Python `if` decides before any bit is known"),
        (corrected(X, Z, X, Z), "Your corrections are there twice. Run the cell that makes `sent`"),
        (corrected(Z, X, Z, X), "expected |ψ⟩, the message. Your corrections are there twice."),
        (corrected(X, X, Z), "are there twice"),
        (corrected(("h", "alice"), ("x", "message"), ("h", "alice")), "are there twice"),
        (again(("cx", 1), ("cz", 0), ("cx", 1), ("cz", 0)), "are there twice"),
        (corrected(("x", "message"), ("z", "alice"), X, Z), "There are 4 corrections, and two"),
        (corrected(("x", "alice", 0), X, Z), "There are 3 corrections, and two"),
        (corrected(("x", "alice", 0), ("z", "message", 0)), "when the bits are 0"),
        (corrected(("x", "alice", 0), Z), "X acts when its bit is 0"),
        (corrected(X, ("z", "message", 0)), "Z acts when its bit is 0"),
        (corrected(("x", None), ("z", None)), "put each gate into an if_test"),
        (corrected(("x", None), Z), "X always acts"),
        (corrected(X, ("z", None)), "Z always acts"),
        (corrected(("x", "alice"), ("z", "alice")), "Both gates follow the bit of alice"),
        (corrected(("x", "message"), ("z", "message")), "Both gates follow the bit of the message"),
        (on_both_bits(), "only when both bits are 1"),
        (measured(corrected(X, Z)), "You measured Bob's qubit"),
        (corrected(("h", "alice"), Z), "agrees with it to"),
        (circuits.teleport((1.0, 2.0)), "the message open"),
        (swapped(), "Nothing but her two bits may cross"),
        (swapped(by="cx"), "Nothing but her two bits may cross"),
        (swapped_after_meeting_alice(), "Nothing but her two bits may cross"),
        (on_an_expression(), "Write each condition as (bit, value)"),
        (tossing(5), "Measure less"),
        (QuantumCircuit(3), "agrees with it to 0.67"),
        (QuantumCircuit(4), "4 qubits; the exercise asks for 3"),
        ("xz", "asks for a QuantumCircuit"),
    ],
)
def test_04_1_misconceptions(answer, words):
    said = verdict("04.1", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def test_04_1_names_the_outcome_and_what_bob_holds_there():
    said = verdict("04.1", corrected(X))
    assert "For message = 1, alice = 0 Bob holds Z|ψ⟩, expected |ψ⟩" in said.message


def test_04_1_an_exchange_would_pass_with_messages_on_the_y_axis_and_fails_all_the_same():
    """Exchanged corrections leave Y, which changes no state along Y and real ones only in sign."""
    found = set_04_corrections.held_by_bob(corrected(("x", "message"), ("z", "alice")))
    left = {outcome: theory.fidelity(pair, "psi-") for outcome, pair in found.items()}
    assert left == pytest.approx({(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0})


def test_04_1_any_bits_and_registers_are_judged_without_a_crash():
    odd = QuantumCircuit(3)
    assert verdict("04.1", odd).status == "wrong"
    halves = circuits.teleport(corrections="")
    halves.reset(2)
    assert "agrees with it to 0.50" in verdict("04.1", halves).message


def test_04_1_is_quick_for_the_longest_circuit_there_may_be():
    circuit = QuantumCircuit(3, 4)
    for bit in range(4):
        circuit.h(0)
        circuit.measure(0, bit)
    for turn in range(1900):
        circuit.ry(0.1 * turn, turn % 3)
    begun = time.perf_counter()
    assert verdict("04.1", circuit).status == "wrong"
    assert time.perf_counter() - begun < 3, (
        "it takes half a second, and several times that on a busy computer"
    )


def lost(f, *, bits=1):
    cases = {1: [f, (1 - f) / 3], 2: [f] + [(1 - f) / 3] * 3}[bits]
    return (2 * np.mean(cases) + 1) / 3


F = 0.86
BOTH_BITS = (2 * F + 1) / 3
ONE = lost(F)


@pytest.mark.parametrize("answer", [(ONE, 0.5), [round(ONE, 3), 0.5], np.array([ONE, 1 / 2])])
def test_04_2_three_decimals_pass(answer):
    assert verdict("04.2", answer).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((2 / 3, 0.5), "for a perfect pair"),
        ((0.5, 0.5), "One bit still arrives"),
        ((0.75, 0.5), "only 1/3 is left"),
        (((BOTH_BITS + 1 / 2) / 2, 0.5), "worse than a guess"),
        (((BOTH_BITS + 1 / 3) / 2, 0.5), "some of them undo the wrong one"),
        ((BOTH_BITS / 2, 0.5), "counted as 0, or this is the fidelity of a pair"),
        ((F / 2, 0.5), "Half of F"),
        ((F, 0.5), "the pair's own fidelity"),
        ((BOTH_BITS, 0.5), "when both bits arrive"),
        ((ONE * 2 - BOTH_BITS, 0.5), "The other half needs none"),
        ((2 * F / 3, 0.5), "in proportion to F"),
        ((BOTH_BITS * 2 / 3, 0.5), "does not shrink in proportion"),
        ((2 * F / 3 + (1 - F) / 2, 0.5), "the noise holds Φ+ as well"),
        ((100 * ONE, 50), "not in per cent"),
        ((0, 0), "more often than never"),
        ((1, 1), "needs the bit that does not come"),
        ((0.5, ONE), "exchanged"),
        ((0.58, 0.5), "With one bit lost it is not 0.58"),
        ((ONE, 0), "more often than never"),
        ((ONE, 0.25), "the fidelity of a pair"),
        ((ONE, F / 4), "three outcomes of four as 0"),
        ((ONE, BOTH_BITS / 4), "three outcomes of four as 0"),
        ((ONE, 1 / 3), "one wrong correction leaves"),
        ((ONE, (BOTH_BITS + 1) / 4), "some of them undo the wrong one"),
        ((ONE, BOTH_BITS / 2), "You halved it"),
        ((ONE, ONE), "the average with one bit"),
        ((ONE, ONE**2), "Chances multiply"),
        ((ONE, ONE / 2), "does not halve it"),
        ((ONE, 50), "not in per cent"),
        ((ONE, 0.6), "With both lost it is not 0.6"),
        (ONE, "asks for 2 numbers"),
        ((ONE, float("nan")), "not a number"),
    ],
)
def test_04_2_misconceptions(answer, words):
    said = verdict("04.2", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("bit", ["message", "alice"])
@pytest.mark.parametrize("f", [0.82, 0.84, 0.85, 0.86, 0.88, 0.91, 0.92, 0.93])
def test_04_2_only_the_right_numbers_pass_for_each_student(f, bit):
    given = check.Given({"lost": bit, "fidelity": f})
    judge = check.get("04.2").judge
    assert judge((lost(f), lost(f, bits=2)), given).status == "right"
    for one in np.arange(0.6, 0.7, 0.0023):
        assert (judge((one, 0.5), given).status == "right") == (abs(one - lost(f)) < 1e-3)
    for words, slip in {
        "perfect pair": 2 / 3,
        "some of them undo": ((2 * f + 1) / 3 + 1 / 3) / 2,
        "holds Φ+ as well": 2 * f / 3 + (1 - f) / 2,
    }.items():
        assert words in judge((slip, 0.5), given).message


def phi(unnormalised=False):
    return np.array([1, 0, 0, 1]) / (1 if unnormalised else np.sqrt(2))


def overlap(rho, ket=None):
    ket = phi() if ket is None else ket
    return ket @ rho @ ket


def bell(rho):
    kets = [theory.bell_state(name) for name in ("phi+", "psi-", "psi+", "phi-")]
    return [overlap(rho, ket).real for ket in kets]


def by_correlations(rho, *, sign_of_yy=-1):
    xx, yy, zz = np.diag(theory.correlation_matrix(rho))
    return (1 + xx + sign_of_yy * yy + zz) / 4


@pytest.mark.parametrize("secret", ["example", "one", "two", "three"])
@pytest.mark.parametrize(
    "answer",
    [
        lambda rho: (2 * by_correlations(rho) + 1) / 3,
        lambda rho: (2 * overlap(rho).real + 1) / 3,
        lambda rho: (2 * overlap(rho) + 1) / 3,
        lambda rho: (2 * np.trace(np.outer(phi(), phi()) @ rho) + 1) / 3,
        lambda rho: (rho[0, 0] + rho[0, 3] + rho[3, 0] + rho[3, 3] + 1).real / 3,
        theory.teleport_fidelity,
        lambda rho: theory.average_fidelity(theory.fidelity(rho)),
        lambda rho: round(float(theory.teleport_fidelity(rho)), 4),
    ],
)
def test_04_3_any_way_of_writing_it_passes(answer, secret):
    assert verdict("04.3", answer, secret=secret).status == "right"


def average(f):
    return lambda rho: (2 * f(rho) + 1) / 3


MISTAKEN = [
    (lambda rho: overlap(rho).real, "That is F"),
    (average(lambda rho: max(bell(rho))), "the Bell state that the pair resembles most"),
    (average(lambda rho: bell(rho)[1]), "You compared with Ψ−"),
    (average(lambda rho: bell(rho)[2]), "You compared with Ψ+"),
    (average(lambda rho: bell(rho)[3]), "You compared with Φ−"),
    (average(lambda rho: np.sqrt(bell(rho)[0])), "You took a root"),
    (average(lambda rho: bell(rho)[0] ** 2), "You squared F"),
    (average(lambda rho: (rho[0, 0] + rho[3, 3]).real / 2), "on the diagonal alone. What"),
    (average(lambda rho: (rho[0, 0] + rho[3, 3]).real), "did not halve them"),
    (average(lambda rho: by_correlations(rho, sign_of_yy=1)), "A minus sign is missing"),
    (
        average(lambda rho: (rho[0, 0] + rho[3, 3]).real / 2 + abs(rho[0, 3])),
        "the size of ρ[0, 3]",
    ),
    (average(lambda rho: (rho[0, 0] + rho[3, 3] + rho[0, 3]).real / 2), "left out a corner"),
    (average(lambda rho: overlap(rho, phi(True)).real), "You took 2F for F"),
    (average(lambda rho: 2 * bell(rho)[0]), "half the sum of the four corners"),
    (lambda rho: (3 * bell(rho)[0] - 1) / 2, "the other way"),
    (lambda rho: (4 * bell(rho)[0] - 1) / 3, "weight of Φ+"),
    (lambda rho: (4 * bell(rho)[0] + 1) / 5, "d is 2 here"),
    (lambda rho: (bell(rho)[0] + 1) / 2, "one axis of three"),
    (average(lambda rho: np.trace(rho @ rho).real), "purity"),
    (lambda rho: 0.7, "you found 0.7000, expected"),
    (lambda rho: np.diag(rho), "asks for one number"),
    (lambda rho: 0.5 + 0.1j, "asks for one number, not (0.5+0.1j)"),
    (lambda rho: rho[4, 4], "IndexError"),
    (0.9, "asks for a function"),
]


@pytest.mark.parametrize("secret", ["example", "another"])
@pytest.mark.parametrize(("answer", "words"), MISTAKEN)
def test_04_3_misconceptions(answer, words, secret):
    said = verdict("04.3", answer, secret=secret)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def test_04_3_names_the_pair_that_fails():
    said = verdict("04.3", average(lambda rho: max(bell(rho))))
    assert "you found" in said.message
    assert "bell_diagonal((" in said.message or "Ψ−" in said.message


def test_04_3_pairs_are_valid_and_tell_every_slip_apart_from_what_is_right():
    for secret in map(str, range(30)):
        pairs = [pair for (pair,) in check.get("04.3").given(secret=secret).arguments]
        right = theory.teleport_fidelity(np.array(pairs))
        for slip, words in set_04_average.SLIPS:
            made = [slip(pair, float(theory.fidelity(pair))) for pair in pairs]
            assert np.abs(made - right).max() > 0.02, words


def test_04_3_describes_each_kind_of_pair():
    said = [set_04_average.describe_pair(*a) for a in check.get("04.3").given().arguments]
    assert said[0].startswith("werner(0.")
    assert said[1].startswith("bell_diagonal((0.")
    assert said[2] == "Ψ−"
    assert all("with diagonal (" in words for words in said[3:])


def encoding(table, *, qubits=1):
    def encode(bits):
        circuit = QuantumCircuit(qubits)
        for gate in table[bits]:
            getattr(circuit, gate)(0)
        return circuit

    return encode


@pytest.mark.parametrize(
    "table",
    [
        {"00": "", "01": "x", "10": "z", "11": "xz"},
        {"00": "", "01": "x", "10": "z", "11": "zx"},
        {"00": "", "01": "x", "10": "z", "11": "y"},
        {"00": ["id"], "01": "x", "10": "ss", "11": ["y", "z", "z"]},
        {"00": "zz", "01": ["h", "z", "h"], "10": ["sdg", "sdg"], "11": "zx"},
    ],
)
def test_04_4_any_gates_that_bob_decodes_pass(table):
    assert verdict("04.4", encoding(table)).status == "right"


def comparing_with_numbers(bits):
    circuit = QuantumCircuit(1)
    if bits[1] == 1:
        circuit.x(0)
    if bits[0] == 1:
        circuit.z(0)
    return circuit


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (encoding({"00": "", "01": "z", "10": "x", "11": "xz"}), "The bits are exchanged"),
        (encoding({"00": "", "01": "x", "10": "z", "11": "x"}), "the X alone is not enough"),
        (encoding({"00": "", "01": "x", "10": "z", "11": "z"}), "the Z alone is not enough"),
        (encoding({"00": "", "01": "x", "10": "z", "11": ""}), "For '11' nothing happens"),
        (comparing_with_numbers, "They come as text"),
        (encoding({"00": "", "01": "x", "10": "", "11": "x"}), "as if the qubit were a bit"),
        (encoding({"00": "", "01": "", "10": "x", "11": "x"}), "X belongs to the second"),
        (encoding({"00": "", "01": "", "10": "z", "11": "z"}), "The second bit does nothing yet"),
        (encoding({"00": "", "01": "z", "10": "", "11": "z"}), "Z belongs to the first"),
        (encoding({"00": "xz", "01": "z", "10": "x", "11": ""}), "act when a bit is 0"),
        (encoding({"00": "x", "01": "y", "10": "z", "11": ""}), "Alice need not do anything"),
        (encoding({"00": "", "01": "x", "10": "h", "11": "xh"}), "a Hadamard does not"),
        (encoding({"00": "", "01": "x", "10": "s", "11": "xs"}), "For '10' Bob reads '00' (0.50)"),
        (encoding({"00": "", "01": "y", "10": "z", "11": "x"}), "For '01' Bob reads '11'"),
        (encoding(dict.fromkeys(set_04_encoding.MESSAGES, ""), qubits=2), "2 qubits"),
        (lambda bits: bits, "asks for a QuantumCircuit"),
        (lambda bits: circuits.superdense(bits), "2 qubits"),
        (lambda bits: circuits.measure(QuantumCircuit(1)), "Leave the measurement out"),
        (QuantumCircuit(1), "asks for a function"),
    ],
)
def test_04_4_misconceptions(answer, words):
    said = verdict("04.4", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def test_04_4_nothing_returned_is_not_answered_yet():
    assert verdict("04.4", lambda bits: None).status == "not answered yet"


def test_04_4_bob_reads_what_the_course_sends():
    """The judge's decoder keeps the convention of the library: first bit Z, second X."""
    from qinet_edu import run

    for bits in set_04_encoding.MESSAGES:
        (sent,) = run(circuits.superdense(bits), shots=1, seed=1).counts("alice", "bob")
        assert sent.replace(" ", "") == bits


T2 = 20
FIBRE = 1e3 * 948 / 204_218
READY = 0.24 + FIBRE
KEPT = exp(-READY / T2)
AVERAGE = (2 + KEPT) / 3


def test_04_5_the_formula_of_the_library_agrees():
    pair = theory.stored_pair_fidelity(READY / 1e3, t1_s=np.inf, t2_s=T2 / 1e3)
    assert pytest.approx(theory.average_fidelity(pair)) == AVERAGE
    assert pytest.approx(float(noise.fibre_delay_s(948)) * 1e3, rel=1e-5) == FIBRE


@pytest.mark.parametrize(
    "answer", [(READY, AVERAGE), (round(READY, 2), round(AVERAGE, 3)), np.array([READY, AVERAGE])]
)
def test_04_5_three_digits_pass(answer):
    assert verdict("04.5", answer).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((READY / 1e3, AVERAGE), "in seconds"),
        ((READY * 1e3, AVERAGE), "in microseconds; asked"),
        ((0.24 + 948 / 299.792458, AVERAGE), "light in vacuum"),
        ((0.24 + 2 * FIBRE, AVERAGE), "round trip"),
        ((0.24 + 948 / 200, AVERAGE), "rule of thumb"),
        ((FIBRE, AVERAGE), "the fibre alone"),
        ((FIBRE + 0.04, AVERAGE), "Alice's measurement takes time"),
        ((FIBRE + 0.2, AVERAGE), "Bob's correction takes time"),
        ((0.24, AVERAGE), "must still cross"),
        ((FIBRE + 240, AVERAGE), "1000 of them make one millisecond"),
        ((FIBRE + 0.00024, AVERAGE), "fibre alone"),
        ((AVERAGE, READY), "exchanged"),
        ((3, AVERAGE), "The qubit is not ready after 3 ms"),
        ((READY, (1 + KEPT) / 2), "fidelity of the stored pair"),
        ((READY, (2 + KEPT**2) / 3), "both halves waiting"),
        ((READY, (1 + KEPT**2) / 2), "a pair whose both halves wait"),
        ((READY, KEPT), "the coherence alone"),
        ((READY, (2 * KEPT + 1) / 3), "the coherence for the pair's fidelity"),
        ((READY, (2 + exp(-READY / 2 / T2)) / 3), "twice the T2"),
        ((READY, (2 + exp(-FIBRE / T2)) / 3), "not only while the bits are in the fibre"),
        ((READY, (2 + exp(-(READY - 0.2) / T2)) / 3), "while Alice measures and"),
        ((READY, (2 + exp(-READY / 1e3 / T2)) / 3), "in the same unit"),
        ((READY, 2 / 3), "in the same unit"),
        ((READY, 100 * AVERAGE), "not in per cent"),
        ((READY, 0.5), "Right already: the time. The average fidelity is not 0.5"),
        (READY, "asks for 2 numbers"),
        ((READY, float("inf")), "infinite"),
    ],
)
def test_04_5_misconceptions(answer, words):
    said = verdict("04.5", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def test_04_5_forgetting_either_local_time_shows_for_every_student():
    judge = check.get("04.5").judge
    for name in map(str, range(60)):
        given = check.get("04.5").given(check.Student("c", name))
        p = given.parameters
        measuring, correcting = p["measuring_us"] / 1e3, p["correcting_us"] / 1e3
        fibre = 1e3 * float(noise.fibre_delay_s(p["length_km"]))
        ready = measuring + fibre + correcting
        kept = exp(-ready / p["t2_ms"])
        good = (2 + kept) / 3
        assert judge((ready, good), given).status == "right"
        assert "correction takes" in judge((measuring + fibre, good), given).message
        assert "measurement takes" in judge((fibre + correcting, good), given).message
        assert "rule of thumb" in judge((ready - fibre + p["length_km"] / 200, good), given).message
        assert "stored pair" in judge((ready, (1 + kept) / 2), given).message
        assert "both halves waiting" in judge((ready, (2 + kept**2) / 3), given).message


@pytest.mark.parametrize("exercise", ["04.2", "04.5"])
def test_students_of_a_course_get_numbers_of_their_own(exercise):
    record = check.get(exercise)
    seen = {
        json.dumps(dict(record.given(check.Student("c", f"student {i}")).parameters))
        for i in range(40)
    }
    assert len(seen) >= 10


def test_the_answer_of_the_example_is_recognised_in_a_course():
    ada = check.Student("c", "ada")
    for exercise, answer in (("04.2", (ONE, 0.5)), ("04.5", (READY, AVERAGE))):
        said = verdict(exercise, answer, student=ada)
        assert said.status == "wrong"
        assert "right for the numbers of the example" in said.message


def test_no_student_gets_the_numbers_of_the_example():
    for exercise in ("04.2", "04.5"):
        record = check.get(exercise)
        for name in map(str, range(100)):
            drawn = record.given(check.Student("c", name)).parameters
            assert dict(drawn) != dict(record.example)


def test_towns_lie_on_the_backbone():
    lengths = [set_04.describe_link(town, 1, 1, 1)["length_km"] for town in set_04.TOWNS]
    assert lengths == sorted(lengths)
    assert lengths[-1] == 948


def test_unanswered_exercises_say_so():
    for exercise in ("04.1", "04.2", "04.3", "04.4", "04.5"):
        assert verdict(exercise, None).status == "not answered yet"
