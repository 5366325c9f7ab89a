from math import cos, nan, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw
from qinet_edu.draw import rounds

BASES = sorted(rounds.EVES)


def total(basis, *, fraction=1.0, seeds=range(100, 125)):
    """Add up the counts of 10 000 rounds."""
    drawn = [draw.bb84(400, fraction=fraction, basis=basis, seed=seed).numbers for seed in seeds]
    names = ("sifted", "errors", "read", "guessed", "z_sifted", "z_errors", "x_sifted", "x_errors")
    return {name: sum(numbers[name] for numbers in drawn) for name in names}


def near(hits, shots, probability):
    spread = sqrt(max(probability * (1 - probability), 1e-12) * shots)
    return abs(hits - probability * shots) <= 4 * spread + 1e-9


@pytest.mark.parametrize(
    ("basis", "z", "x", "guess"),
    [
        ("z", 0.0, 0.5, 0.75),
        ("x", 0.5, 0.0, 0.75),
        ("either", 0.25, 0.25, 0.75),
        ("breidbart", 0.25, 0.25, cos(pi / 8) ** 2),
    ],
)
def test_what_eve_spoils_and_learns_is_what_theory_says(basis, z, x, guess):
    seen = total(basis)
    assert near(seen["z_errors"], seen["z_sifted"], z)
    assert near(seen["x_errors"], seen["x_sifted"], x)
    assert near(seen["guessed"], seen["read"], guess)
    numbers = draw.bb84(1, fraction=1.0, basis=basis).numbers
    assert numbers["expected"] == pytest.approx(0.25)
    assert numbers["guess"] == pytest.approx(guess)


def test_textbook_code_forgets_to_send_on_what_eve_found():
    """Sent on as bits in Alice's basis, Eve's finds in X give 3/8 and not 1/4."""
    seen = total("either")
    share, error = seen["errors"] / seen["sifted"], sqrt(0.25 * 0.75 / seen["sifted"])
    assert abs(share - 0.25) < 3 * error < abs(share - 0.378)


def test_half_of_her_reading_costs_an_eighth():
    seen = total("either", fraction=0.5)
    assert near(seen["errors"], seen["sifted"], 1 / 8)
    assert near(seen["read"], seen["sifted"], 1 / 2)


def test_without_eve_nothing_is_wrong_and_half_is_kept():
    seen = total("either", fraction=0.0)
    assert (seen["errors"], seen["read"], seen["guessed"]) == (0, 0, 0)
    assert near(seen["sifted"], 10_000, 0.5)
    assert "Eve leaves the line alone" in draw.bb84(400).alt
    assert "a shorter, secret key can be made" in draw.bb84(400).alt


@settings(deadline=None)
@given(st.integers(0, 400), st.floats(0, 1), st.sampled_from(BASES))
def test_the_counts_add_up(step, fraction, basis):
    numbers = rounds.bb84_numbers(step, fraction, basis, 1)
    for name in ("sifted", "errors"):
        assert numbers[name] == numbers[f"z_{name}"] + numbers[f"x_{name}"]
    assert numbers["guessed"] <= numbers["read"] <= numbers["touched"] <= step
    assert numbers["errors"] <= numbers["read"] <= numbers["sifted"] <= step
    rows = [row for row in numbers["rows"].split(";") if row]
    assert len(rows) == min(step, 10)
    assert not rows or rows[-1].startswith(f"{step},")


def test_a_larger_share_only_adds_to_the_qubits_she_touches():
    shares = [rounds.play(fraction, "z", 1)["eve_bit"] >= 0 for fraction in (0.2, 0.6, 1.0)]
    assert not np.any(shares[0] & ~shares[1])
    assert shares[2].all()


def test_a_kept_row_is_one_where_bases_agree():
    for row in draw.bb84(400, fraction=1.0).numbers["rows"].split(";"):
        cells = row.split(",")
        assert (cells[2] == cells[6]) == cells[8].startswith("kept")
        assert (cells[8] == "kept: wrong") == (cells[2] == cells[6] and cells[1] != cells[7])


@pytest.mark.parametrize(
    ("step", "fraction", "said"),
    [
        (0, 0.0, "No bit has been kept yet"),
        (10, 0.0, "Too few bits to tell on which side of 11.0 %"),
        (400, 1.0, "More than 11.0 %: they give up, and no key is made."),
    ],
)
def test_the_verdict_waits_for_enough_bits(step, fraction, said):
    assert said in draw.bb84(step, fraction=fraction).alt


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"step": 401}, ValueError),
        ({"step": -1}, ValueError),
        ({"step": 1.0}, ValueError),
        ({"fraction": 1.01}, ValueError),
        ({"fraction": nan}, ValueError),
        ({"fraction": "half"}, TypeError),
        ({"basis": "y"}, ValueError),
        ({"basis": None}, ValueError),
        ({"seed": -1}, ValueError),
        ({"seed": "1"}, ValueError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.bb84(**wrong)
