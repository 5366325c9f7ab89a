"""Exercise 11.2: frames agree with circuits, and each known misconception fails with its words."""

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, reference, theory
from qinet_edu.check.sets import set_11_frame

P = check.get("11.2").example
PAIRS = P["pairs"]
PAULIS = {"x": [[0, 1], [1, 0]], "y": [[0, -1j], [1j, 0]], "z": [[1, 0], [0, -1]]}


def added(place, how=lambda bits: sum(bits) % 2):
    return "".join(str(int(how([int(town[place]) for town in pair["towns"]]))) for pair in PAIRS)


X, Z = added(1), added(0)
FLIPS = {"z": lambda x, z: x, "x": lambda x, z: z, "y": lambda x, z: x ^ z}


def turned(x=X, z=Z, *, y=FLIPS["y"]):
    flips = {**FLIPS, "y": y}
    return "".join(
        str(pair["bit"] ^ flips[pair["basis"]](int(one), int(two)))
        for pair, one, two in zip(PAIRS, x, z, strict=True)
    )


READ = turned()


@pytest.mark.parametrize("answer", [X + Z + READ, f"{X} {Z}\n{READ}", " ".join(X + Z + READ)])
def test_three_strings_pass_with_or_without_spaces(answer):
    assert verdict("11.2", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:8]])
def test_paulis_on_a_qubit_turn_results_over_as_the_answer_says(student):
    pairs = check.get("11.2").given(student).parameters["pairs"]
    x, z, read = set_11_frame.answer({"pairs": pairs})
    for n, pair in enumerate(pairs):
        matrix = np.eye(2)
        for z_bit, x_bit in pair["towns"]:
            matrix = matrix @ np.linalg.matrix_power(PAULIS["z"], int(z_bit))
            matrix = matrix @ np.linalg.matrix_power(PAULIS["x"], int(x_bit))
        _, kets = np.linalg.eigh(PAULIS[pair["basis"]])
        kets = kets.T[::-1]  # 0 is the eigenvalue +1
        after = np.abs([ket.conj() @ matrix @ kets[pair["bit"]] for ket in kets]) ** 2
        assert int(np.argmax(after)) == int(read[n])
        frame = matrix @ np.linalg.matrix_power(PAULIS["x"], int(x[n]))
        frame = frame @ np.linalg.matrix_power(PAULIS["z"], int(z[n]))
        assert theory.fidelity(
            np.kron(frame, np.eye(2)) @ theory.bell_state("phi+")
        ) == pytest.approx(1)


@pytest.mark.parametrize(
    ("x", "z", "slip"),
    [
        (Z, X, "X and Z exchanged"),
        (added(1, max), added(0, max), "OR for XOR"),
        (added(1, min), added(0, min), "AND for XOR"),
        (
            added(1, lambda bits: sum(bits) > 3.5),
            added(0, lambda bits: sum(bits) > 3.5),
            "majority for XOR",
        ),
        (added(1, lambda bits: bits[-1]), added(0, lambda bits: bits[-1]), "last town alone"),
        (added(1, lambda bits: bits[0]), added(0, lambda bits: bits[0]), "first town alone"),
        (
            added(1, lambda bits: 1 - sum(bits) % 2),
            added(0, lambda bits: 1 - sum(bits) % 2),
            "even for odd",
        ),
        (
            added(1, lambda bits: sum(bits[:-1]) % 2),
            added(0, lambda bits: sum(bits[:-1]) % 2),
            "last town left out",
        ),
        (
            added(1, lambda bits: sum(bits[1:]) % 2),
            added(0, lambda bits: sum(bits[1:]) % 2),
            "first town left out",
        ),
    ],
)
def test_wrong_sums_are_named_once_and_the_results_follow(x, z, slip):
    said = verdict("11.2", x + z + turned(x, z))
    assert (said.status, said.slips) == ("wrong", (slip,))
    assert said.score == pytest.approx(1 / 3)
    assert said.message.count(said.parts[0].message) == 1


def test_one_sum_for_both_is_told():
    both = "".join(str(int(a) ^ int(b)) for a, b in zip(X, Z, strict=True))
    assert verdict("11.2", both + both + READ).slips == ("one sum for both",)


@pytest.mark.parametrize(
    ("read", "slip"),
    [
        ("".join(str(pair["bit"]) for pair in PAIRS), "results as they were"),
        (turned(Z, X), "Z turns Z"),
        (turned(y=lambda x, z: 0), "Y never turned"),
        (turned(y=lambda x, z: x | z), "Y turned by either"),
        (turned(y=lambda x, z: x & z), "Y turned by both"),
        (turned(y=lambda x, z: x), "Y turned by X alone"),
        (turned(y=lambda x, z: z), "Y turned by Z alone"),
    ],
)
def test_wrong_results(read, slip):
    said = verdict("11.2", X + Z + read)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(2 / 3)


def test_results_turned_whatever_the_basis():
    read = "".join(str(pair["bit"] ^ int(x)) for pair, x in zip(PAIRS, X, strict=True))
    assert verdict("11.2", X + Z + read).slip == "X turns all"
    read = "".join(
        str(pair["bit"] ^ int(x) ^ int(z)) for pair, x, z in zip(PAIRS, X, Z, strict=True)
    )
    assert verdict("11.2", X + Z + read).slip == "either turns all"


def test_the_first_pair_that_is_wrong_is_named():
    other = X[:4] + str(1 - int(X[4])) + X[5:]
    said = verdict("11.2", other + Z + READ)
    assert f"for pair 5 it is {other[4]}, expected {X[4]}" in said.message
    assert 'hint("11.2")' in said.message


def test_there_are_seven_towns_and_three_pairs_in_each_basis():
    towns = [link.b.name for link in reference.backbone()][:-1]
    assert list(set_11_frame.TOWNS) == towns
    for student in CLASS[:10]:
        pairs = check.get("11.2").given(student).parameters["pairs"]
        assert sorted(pair["basis"] for pair in pairs) == list("xxxyyyzzz")
        assert {len(pair["towns"]) for pair in pairs} == {len(towns)} == {7}
