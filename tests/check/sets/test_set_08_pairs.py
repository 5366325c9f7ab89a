"""Exercise 08.3: each known misconception fails with words of its own."""

import numpy as np
import pytest
from sending import verdict

from qinet_edu import check, theory
from qinet_edu.check.sets import set_08_pairs


def distil(rounds, *, flips="zx", keep=lambda same, tested, _: same and not tested):
    """Return what the exercise asks for; other arguments make slips of it."""
    read = [
        (a, b ^ (his in flips), hers == his, tested, hers) for hers, a, his, b, tested in rounds
    ]
    key = [(a, b) for a, b, same, tested, basis in read if keep(same, tested, basis)]
    wrong = [a != b for a, b, same, tested, _ in read if same and tested]
    return [a for a, _ in key], [b for _, b in key], sum(wrong) / len(wrong)


def with_arrays(rounds):
    hers, a, his, b, tested = map(np.array, zip(*rounds, strict=True))
    same = hers == his
    key = same & ~tested
    compared = same & tested
    return a[key], 1 - b[key], (a == b)[compared].mean()


def as_texts(rounds):
    alice, bob, qber = distil(rounds)
    return "".join(map(str, alice)), " ".join(map(str, bob)), qber


def as_booleans(rounds):
    alice, bob, qber = distil(rounds)
    return [*map(bool, alice)], [*map(float, bob)], qber


@pytest.mark.parametrize("secret", ["example", "one", "two"])
@pytest.mark.parametrize("answer", [distil, with_arrays, as_texts, as_booleans])
def test_any_way_of_writing_it_passes(answer, secret):
    assert verdict("08.3", answer, secret=secret).status == "right"


def test_the_example_of_the_statement():
    rounds = [("z", 0, "z", 1, False), ("x", 1, "z", 1, False), ("x", 1, "x", 0, True),
              ("x", 0, "x", 0, True), ("z", 1, "x", 1, True), ("x", 1, "x", 0, False)]  # fmt: skip
    assert distil(rounds) == ([0, 1], [0, 1], 0.5)
    assert set_08_pairs.distilled(rounds) == ("01", "01", 0.5)


def qber_of(count, total):
    """Return the right keys, and a QBER of other rounds."""

    def answer(rounds):
        alice, bob, _ = distil(rounds)
        wrong = [a == b for hers, a, his, b, tested in rounds if count(hers == his, tested)]
        return alice, bob, sum(wrong) / (total(rounds) if total else len(wrong))

    return answer


def compared(same, tested):
    return same and tested


def alice_flips(rounds):
    alice, bob, qber = distil(rounds)
    return [1 - a for a in alice], [1 - b for b in bob], qber


def bits_compared(rounds):
    kept = [(a, 1 - b) for _, a, _, b, tested in rounds if a != b and not tested]
    return [a for a, _ in kept], [b for _, b in kept], distil(rounds)[2]


def exchanged(rounds):
    kept = [(a, 1 - b) for hers, a, his, b, tested in rounds if hers == his and tested]
    alice, bob, _ = distil(rounds)
    wrong = [a != b for a, b in zip(alice, bob, strict=True)]
    return [a for a, _ in kept], [b for _, b in kept], sum(wrong) / len(wrong)


def unsifted(rounds):
    key = distil(rounds, keep=lambda same, tested, _: not tested)[:2]
    return *key, qber_of(lambda same, tested: tested, None)(rounds)[2]


def different(rounds):
    key = distil(rounds, keep=lambda same, tested, _: not same and not tested)[:2]
    return *key, qber_of(lambda same, tested: not same and tested, None)(rounds)[2]


def all_tested(rounds):
    return sum(one[4] for one in rounds)


def all_sifted(rounds):
    return sum(one[0] == one[2] for one in rounds)


CASES = [
    (lambda r: distil(r, flips=""), "no flip", 1 / 3),
    (lambda r: distil(r, flips="z"), "flip in Z alone", 1 / 3),
    (lambda r: distil(r, flips="x"), "flip in X alone", 1 / 3),
    (alice_flips, "Alice flips", 1 / 3),
    (lambda r: distil(r, keep=lambda same, *_: same), "test bits kept", 1 / 3),
    (unsifted, "bases not compared", 0),
    (different, "different bases kept", 0),
    (exchanged, "test and key exchanged", 0),
    (lambda r: distil(r, keep=lambda s, t, b: s and not t and b == "z"), "Z alone", 1 / 3),
    (bits_compared, "bits compared", 1 / 3),
    (lambda r: (distil(r)[1], distil(r)[0], distil(r)[2]), "keys exchanged", 1 / 3),
    (lambda r: (distil(r)[0], distil(r)[0], distil(r)[2]), "Alice's key for Bob's", 2 / 3),
    (qber_of(lambda same, _: same, None), "QBER of all sifted", 2 / 3),
    (qber_of(lambda _, tested: tested, None), "different bases tested", 2 / 3),
    (qber_of(compared, all_tested), "of all tested rounds", 2 / 3),
    (qber_of(compared, len), "of all rounds", 2 / 3),
    (qber_of(compared, all_sifted), "of all sifted rounds", 2 / 3),
    (qber_of(compared, lambda _: 1), "count for share", 2 / 3),
    (lambda r: (*distil(r)[:2], 100 * distil(r)[2]), "per cent", 2 / 3),
    (lambda r: (*distil(r)[:2], 1 - distil(r)[2]), "no flip", 2 / 3),
    (lambda r: 1 / 0, "function fails", 0),
    (lambda a, b: ([], [], 0), "function fails", 0),
]


@pytest.mark.parametrize("secret", ["example", "another"])
@pytest.mark.parametrize(("answer", "slip", "score"), CASES)
def test_misconceptions(answer, slip, score, secret):
    said = verdict("08.3", answer, secret=secret)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(score)
    assert len(said.slips) == 1


ODD = [
    0.5,
    "01",
    [[0], [0]],
    {"alice": [0]},
    [[0, 2], [0, 1], 0.1],
    [["a"], [0], 0.1],
    [[[0]], [0], 0.1],
    [3, 4, [5]],
    [[], [], True],
    [[], [], "0.1"],
    [[{}], [None], 0],
]


@pytest.mark.parametrize("returned", ODD)
def test_what_is_no_pair_of_keys_is_said_to_be_none(returned):
    said = verdict("08.3", lambda _: returned)
    assert (said.status, said.score) == ("wrong", 0)


def test_the_words_name_the_session_expected_and_got():
    said = verdict("08.3", lambda r: distil(r, keep=lambda same, *_: same))
    rounds = check.get("08.3").given().arguments[0][0]
    kept, sifted = len(distil(rounds)[0]), sum(one[0] == one[2] for one in rounds)
    assert f"In a session of {len(rounds)} rounds Alice's key has {sifted} bits" in said.message
    assert f"expected {kept}" in said.message
    assert "bit 1 of Bob's key is" in verdict("08.3", lambda r: distil(r, flips="")).message


def test_sessions_look_like_noisy_singlets_and_every_slip_shows():
    different = theory.correlation(theory.bell_state("psi-"), "x", "x")
    assert different == pytest.approx(-1)
    unlike, same = 0, 0
    for secret in map(str, range(20)):
        for (rounds,) in check.get("08.3").given(secret=secret).arguments:
            sifted = [one for one in rounds if one[0] == one[2]]
            same += len(sifted)
            unlike += sum(one[1] != one[3] for one in sifted)
            made = [slip(rounds) for slip, _ in set_08_pairs.SLIPS]
            assert len({set_08_pairs.distilled(rounds), *made}) == len(made) + 1
    assert 0.8 < unlike / same < 0.95
