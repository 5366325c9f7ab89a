from math import nan, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, theory
from qinet_edu.draw import middle, middle_words

BASES = sorted(middle.EVES)
shares = st.floats(0, 1)
fidelities = st.floats(0.25, 1)


def total(seeds=range(100, 110), **given):
    """Add up the counts of 12 000 rounds, and the mean of S with its error."""
    drawn = [draw.pair_source(**given, seed=seed).numbers for seed in seeds]
    names = ("fakes", "z_rounds", "z_errors", "x_rounds", "x_errors", "bell_rounds")
    found = {name: sum(numbers[name] for numbers in drawn) for name in names}
    found["s"] = sum(numbers["s"] for numbers in drawn) / len(drawn)
    found["s_error"] = drawn[0]["s_error"] / sqrt(len(drawn))
    return found, drawn[0]


def near(hits, shots, probability):
    spread = sqrt(max(probability * (1 - probability), 1e-12) * shots)
    return abs(hits - probability * shots) <= 4 * spread + 1e-9


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize(("fidelity", "eve"), [(1.0, 1.0), (0.93, 0.4), (0.8, 0.0)])
def test_the_rounds_played_are_those_that_theory_expects(basis, fidelity, eve):
    seen, numbers = total(fidelity=fidelity, eve=eve, basis=basis)
    assert near(seen["fakes"], 12_000, eve)
    for name in "zx":
        assert near(seen[f"{name}_errors"], seen[f"{name}_rounds"], numbers[f"e_{name}"])
        assert near(seen[f"{name}_rounds"], 12_000, 1 / 8)
    assert near(seen["bell_rounds"], 12_000, 1 / 2)
    assert abs(seen["s"] - numbers["s_expected"]) < 4 * seen["s_error"]


@pytest.mark.parametrize(
    ("basis", "e_z", "e_x", "knows"),
    [("z", 0, 0.5, 1), ("x", 0.5, 0, 0), ("breidbart", 0.25, 0.25, 0.3991),
     ("random", 0.25, 0.25, 0.5)],
)  # fmt: skip
def test_what_she_hides_in_one_basis_shows_in_the_other_and_in_s(basis, e_z, e_x, knows):
    numbers = draw.pair_source(eve=1.0, basis=basis).numbers
    assert numbers["e_z"] == pytest.approx(e_z, abs=1e-9)
    assert numbers["e_x"] == pytest.approx(e_x, abs=1e-9)
    assert numbers["knows"] == pytest.approx(knows, abs=1e-4)
    assert numbers["s_expected"] == pytest.approx(sqrt(2))
    assert numbers["bbm92"] == numbers["device_independent"] == 0


def test_whoever_tests_the_key_basis_alone_takes_a_known_key_for_secret():
    """The mistake everybody makes: no errors, so no Eve."""
    picture = draw.pair_source(eve=1.0)
    assert picture.numbers["z_errors"] == 0
    assert picture.numbers["x_errors"] > 50
    assert picture.numbers["z_alone"] == picture.numbers["knows"] == 1
    assert "1.00 secret bits (✕ not secret)" in picture.alt
    assert "(✕ not secret)" not in draw.pair_source().alt


@settings(deadline=None)
@given(fidelities, shares, st.sampled_from(BASES))
def test_tests_in_two_bases_or_of_s_never_leave_her_a_bit_of_the_key(fidelity, eve, basis):
    """However many she fakes: key and what she knows fit into what the errors leave."""
    numbers = middle.source_numbers(fidelity, eve, basis, 0, 1)
    for rate in ("bbm92", "device_independent"):
        if numbers[rate] > 0:
            assert numbers[rate] <= 1 - numbers["costs"] - numbers["knows"] + 1e-9
    assert numbers["device_independent"] <= numbers["bbm92"] + 1e-9
    assert numbers["s_expected"] > 2 or numbers["device_independent"] == 0


@pytest.mark.parametrize(
    ("fidelity", "both", "by_s"), [(0.84, True, False), (0.83, False, False), (0.9, True, True)]
)
def test_trust_in_nothing_needs_better_pairs_than_trust_in_the_analysers(fidelity, both, by_s):
    """Key from F = 0.835 on with trusted analysers, from 0.893 on with none (Q = 7.149 %)."""
    numbers = draw.pair_source(fidelity).numbers
    assert (numbers["bbm92"] > 0) == both
    assert (numbers["device_independent"] > 0) == by_s


def test_the_numbers_are_those_of_the_mixed_state():
    rho = theory.eves_source(0.3, basis="random", f=0.95)
    numbers = draw.pair_source(0.95, 0.3, basis="random").numbers
    assert (numbers["e_z"], numbers["e_x"]) == pytest.approx(theory.pair_errors(rho))
    assert numbers["s_expected"] == pytest.approx(theory.chsh(rho))
    assert numbers["bbm92"] == pytest.approx(theory.bbm92_rate(rho))


@settings(deadline=None)
@given(st.integers(0, 1200), fidelities, shares, st.sampled_from(BASES))
def test_the_counts_add_up(step, fidelity, eve, basis):
    numbers = middle.source_numbers(fidelity, eve, basis, step, 1)
    assert numbers["z_errors"] <= numbers["z_rounds"]
    served = numbers["z_rounds"] + numbers["x_rounds"] + numbers["bell_rounds"]
    assert served <= step
    assert numbers["fakes"] <= step
    rows = [row for row in numbers["rows"].split(";") if row]
    assert len(rows) == min(step, 8)
    assert not rows or rows[-1].startswith(f"{step},")
    assert numbers["shows_fake"] + numbers["shows_honest"] == (step > 0)
    for name in ("z_x", "x_x", "s_x", "z_low", "s_high", "s_expected_x"):
        assert 150 <= numbers[name] <= 480


def test_a_row_says_what_its_settings_serve_for():
    kinds = set()
    for step in range(8, 1201, 8):
        for row in draw.pair_source(0.8, 0.5, basis="random", step=step).numbers["rows"].split(";"):
            _, sent, hers, one, his, other, fate = row.split(",")
            kinds.add(fate)
            assert sent in ("Φ+", "00 in Z", "11 in Z", "00 in X", "11 in X")
            assert fate.startswith("Bell") == (his in ("+45°", "−45°"))
            assert (fate == "dropped") == (his in ("Z", "X") and his != hers)
            assert fate.endswith(("wrong", "differ")) == (one != other and fate != "dropped")
            if sent[3:] == f"in {hers}":
                assert one == sent[0], "a half decided along Z is found so in Z"
    assert len(kinds) == 7


def test_a_larger_share_only_adds_fakes():
    fakes = [middle.play(1.0, eve, "z", 1)["fake"] for eve in (0.2, 0.6, 1.0)]
    assert not (fakes[0] & ~fakes[1]).any()
    assert fakes[2].all()


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ({}, "nobody had to ask whose source it is"),
        ({"fidelity": 0.8}, "too poor, though nobody fakes"),
        ({"eve": 0.2}, "She fakes few enough"),
        ({"eve": 1.0}, "Z alone looks well, but X gives her away"),
        ({"eve": 1.0, "basis": "x"}, "X looks well, but Z, which makes the key, gives her away"),
        ({"eve": 1.0, "basis": "random"}, "both Z and X give her away"),
    ],
)
def test_the_verdict_names_the_test_that_sees_her(given, first):
    assert first in draw.pair_source(**given).alt


def test_s_of_two_is_no_proof():
    numbers = {**draw.pair_source().numbers, "s_expected": 2 + 1e-12}
    assert "not above 2" in middle_words.verdict_words(numbers)[1]


def test_before_the_first_round_nothing_is_measured():
    picture = draw.pair_source(step=0)
    assert (picture.numbers["s"], picture.numbers["s_seen"]) == (0, 0)
    assert "Bell test, S: not seen yet, expected 2.83" in picture.alt
    assert "Round" not in picture.alt


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"fidelity": 0.2}, ValueError),
        ({"fidelity": nan}, ValueError),
        ({"fidelity": "0.9"}, TypeError),
        ({"eve": 1.01}, ValueError),
        ({"eve": True}, TypeError),
        ({"basis": "y"}, ValueError),
        ({"basis": None}, ValueError),
        ({"step": 1201}, ValueError),
        ({"step": 1.0}, ValueError),
        ({"seed": -1}, ValueError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.pair_source(**wrong)
