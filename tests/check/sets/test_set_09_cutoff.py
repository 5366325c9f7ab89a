"""Exercise 09.3: each known misconception fails with words of its own."""

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, theory
from qinet_edu.check.sets import set_09_cutoff

EXAMPLE = check.get("09.3").example
ROUNDS = np.append(np.arange(41), np.inf)


def answer(
    given=EXAMPLE,
    *,
    links=2,
    power=1,
    decays=1.0,
    bits=theory.bb84_rate,
    error=lambda f: 2 * (1 - f) / 3,
    per=lambda time: time,
    rounds=ROUNDS,
):
    p, fidelity, lifetime = given["p"], given["fidelity"], given["lifetime"]
    time, _ = theory.cutoff_two_links(p, ROUNDS, 1)
    _, weight = theory.cutoff_two_links(p, rounds, np.exp(-decays / lifetime))
    f = (1 + 3 * weight**power * ((4 * fidelity - 1) / 3) ** links) / 4
    *rates, without = bits(np.minimum(error(f), 0.5)) / per(time)
    return {"rates": rates, "best": int(np.argmax(rates)), "without": without}


RIGHT = answer()


def test_the_example_is_right_and_so_are_three_digits_and_a_neighbour():
    assert verdict("09.3", RIGHT).status == "right"
    rounded = [float(f"{rate:.3g}") for rate in RIGHT["rates"]]
    for best in (4, 5, 6, 5.0, np.int64(5)):
        made = {"rates": np.array(rounded), "best": best, "without": 0.00347}
        assert verdict("09.3", made).status == "right"
    assert RIGHT["best"] == 5


@pytest.mark.parametrize("student", [None, *CLASS[:4]])
def test_a_simulation_agrees_for_everybody(student):
    p = check.get("09.3").given(student).parameters
    right = answer(p)
    assert verdict("09.3", right, student=student).status == "right"
    numbers = np.random.default_rng(9)
    one, other = numbers.geometric(p["p"], (2, 1_000_000))
    ages, firsts = np.abs(one - other), np.minimum(one, other)
    kept = np.exp(-ages / p["lifetime"]) * ((4 * p["fidelity"] - 1) / 3) ** 2
    for m in (0, 3, right["best"], 20):
        used = ages <= m
        rounds = firsts + np.minimum(ages, m)  # a discarded try ends after m failed rounds
        rate = theory.bb84_rate((1 - kept[used].mean()) / 2) * used.sum() / rounds.sum()
        assert right["rates"][m] == pytest.approx(rate, rel=0.02)


def mean_of_rates():
    """Draw the ages, and average the rate over them."""
    ages = np.arange(4000)
    shares = np.where(ages == 0, 1, 2) * (1 - EXAMPLE["p"]) ** ages
    kept = np.exp(-ages / EXAMPLE["lifetime"]) * ((4 * EXAMPLE["fidelity"] - 1) / 3) ** 2
    rates = theory.bb84_rate((1 - kept) / 2)
    time, _ = theory.cutoff_two_links(EXAMPLE["p"], ROUNDS, 1)
    each = [np.average(rates[: n + 1], weights=shares[: n + 1]) for n in (*range(41), 3999)]
    *curve, without = each / time
    return {"rates": curve, "best": int(np.argmax(curve)), "without": without}


def weights():
    _, weight = theory.cutoff_two_links(0.1, ROUNDS, np.exp(-1 / 50))
    swapped = weight * ((4 * 0.98 - 1) / 3) ** 2
    return {"rates": swapped[:-1], "best": 5, "without": swapped[-1]}


def fidelity_decays():
    time, weight = theory.cutoff_two_links(0.1, ROUNDS, np.exp(-1 / 50))
    f = weight * (0.98**2 + 0.02**2 / 3)
    *rates, without = theory.bb84_rate(np.minimum(2 * (1 - f) / 3, 0.5)) / time
    return {"rates": rates, "best": 5, "without": without}


def h_once(q):
    return 1 - theory.binary_entropy(q)


CASES = [
    (mean_of_rates(), "mean of rates"),
    (answer(per=lambda time: 1), "time forgotten"),
    (answer(per=lambda time: time[-1]), "discarded tries free"),
    (answer(rounds=np.full(42, np.inf)), "old pairs kept"),
    (answer(links=1), "one link"),
    (answer(power=2), "both links wait"),
    (answer(decays=2), "halves counted twice"),
    (answer(decays=0.5), "half of the decay"),
    (fidelity_decays(), "fidelity for weight"),
    (answer(error=lambda f: 1 - f), "1 − F for QBER"),
    (answer(bits=h_once), "errors paid for once"),
    (answer(bits=theory.six_state_rate), "six states"),
    (answer(per=lambda time: 2 * time), "sifting counted"),
    (weights(), "weight for rate"),
    (answer(bits=np.ones_like), "pairs for key"),
]


@pytest.mark.parametrize(("made", "slip"), CASES)
def test_a_wrong_curve_is_named_and_what_follows_from_it_counts(made, slip):
    said = verdict("09.3", made)
    assert (said.status, said.slips) == ("wrong", (slip,))
    assert said.score == pytest.approx(2 / 3)


def test_a_curve_that_begins_at_1_is_named():
    time, weight = theory.cutoff_two_links(0.1, 41, np.exp(-1 / 50))
    last = theory.bb84_rate((1 - weight * ((4 * 0.98 - 1) / 3) ** 2) / 2) / time
    made = RIGHT | {"rates": [*RIGHT["rates"][1:], last]}
    said = verdict("09.3", made)
    assert said.slips == ("list begins at 1",)
    assert said.score == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("change", "slip"),
    [
        ({"best": 0}, "best pairs"),
        ({"best": 40}, "most pairs"),
        ({"best": 9}, ""),
        ({"best": None}, "another kind of answer"),
        ({"best": "5"}, ""),
        ({"best": True}, ""),
        ({"without": mean_of_rates()["without"]}, "mean of rates"),
        ({"without": 0}, ""),
        ({"without": "none"}, ""),
        ({"rates": RIGHT["rates"][:-1]}, ""),
        ({"rates": [*RIGHT["rates"][:-1], "a"]}, ""),
        ({"rates": 7}, ""),
        ({"rates": [[1]] * 41}, ""),
    ],
)
def test_one_part_that_is_wrong_costs_only_itself(change, slip):
    said = verdict("09.3", RIGHT | change)
    assert (said.status, said.slip) == ("wrong", slip)
    if slip != "another kind of answer":
        assert said.score == pytest.approx(2 / 3)


@pytest.mark.parametrize("odd", [7, "rates", [1, 2], {}, {"rates": []}, [[0.1] * 41, 5, 0.1]])
def test_what_is_no_such_dictionary_is_said_to_miss_its_parts(odd):
    said = verdict("09.3", odd)
    assert (said.status, said.score) == ("wrong", 0)
    assert "The curve is missing" in said.message


def test_a_cutoff_helps_everybody_and_slips_are_told_apart():
    for student in [None, *CLASS]:
        p = check.get("09.3").given(student).parameters
        right = answer(p)
        assert 4 <= right["best"] <= 12
        assert 0.1 < right["without"] / max(right["rates"]) < 0.7
        made = [right["rates"], *(slip(p)[:-1] for slip, _ in set_09_cutoff.SLIPS)]
        for place, one in enumerate(made):
            for other in made[:place]:
                assert not np.allclose(one, other, rtol=4e-3, atol=1e-9)
        assert verdict("09.3", right, student=student).status == "right"
