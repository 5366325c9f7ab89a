"""Results of one circuit side by side: where they come from is never left to guess."""

import re
from dataclasses import replace

import pytest

from qinet_edu import draw
from qinet_edu.draw.bars import limit
from qinet_edu.execution import Estimate, Result

IDEAL = Result({"0 0": 512, "1 1": 512}, {"alice": 1, "bob": 1}, 1024, "aer", "ideal", 1)
FAKE = replace(
    IDEAL,
    joint={"0 0": 480, "1 1": 500, "0 1": 44},
    backend="fake:kingston",
    noise="noise model of fake_kingston (2026-04-15)",
)
PAID = replace(
    FAKE,
    backend="ibm:ibm_kingston",
    noise="the device's own",
    source="hardware",
    job_id="d0made0up",
    qpu_s=3.24,
)
KEPT = replace(PAID, source="recorded", details={"recorded": "2026-11-20"})
EVERY = [IDEAL, FAKE, PAID, KEPT]


def test_shares_and_error_bars_are_those_of_the_results():
    picture = draw.side_by_side(EVERY, "alice", "bob")
    assert [*picture.numbers] == [
        "1 aer", "2 fake:kingston", "3 ibm:ibm_kingston", "4 ibm:ibm_kingston"
    ]  # fmt: skip
    for result, shares in zip(EVERY, picture.numbers.values(), strict=True):
        for outcome, estimate in result.probabilities("alice", "bob").items():
            assert shares[outcome] == float(estimate)
            assert f"“{outcome}” {estimate}" in picture.alt
    assert picture.numbers["1 aer"]["1 0"] == 0, "what one of them never saw has its place too"
    assert f"“1 0” {Estimate.of_probability(0, 1024)}" in picture.alt


def test_each_source_is_named_in_words():
    picture = draw.side_by_side(EVERY)
    for words in (
        "aer (simulated, ideal; 1024 shots)",
        "fake:kingston (simulated, noise model of fake_kingston (2026-04-15); 1024 shots)",
        "ibm:ibm_kingston (measured on hardware in 3.2 s of its time; 1024 shots)",
        "ibm:ibm_kingston (measured on hardware, recorded 2026-11-20; 1024 shots)",
    ):
        assert words in picture.alt
    for words in ("simulated, ideal", "in 3.2 s of its time", "recorded 2026-11-20"):
        assert f">{words}<" in picture.svg or f"{words}<" in picture.svg


def marks(result):
    """Count what fills the bars of a result, beside those of the ideal one."""
    svg = draw.side_by_side([IDEAL, result]).svg
    return {
        "full": len(re.findall(r"<rect class=\"f-measured\"", svg)),
        "stripes": len(re.findall(r"<line class=\"s-message\"", svg)),
        "dots": len(re.findall(r"<circle class=\"f-card\"", svg)),
    }


def test_each_source_has_a_mark_besides_its_colour():
    assert marks(replace(IDEAL, seed=2)) == {"full": 0, "stripes": 0, "dots": 0}
    assert marks(FAKE)["stripes"] > 20
    assert marks(FAKE)["full"] == 0, "a simulation never looks like a measurement"
    assert marks(PAID)["full"] == 4, "a sample and three outcomes"
    assert marks(PAID)["dots"] == marks(PAID)["stripes"] == 0
    assert marks(KEPT)["dots"] > 20


def test_what_was_changed_or_left_out_is_told():
    deferred = replace(
        FAKE, transformation=("measurements deferred to the end: the device has no if_else",)
    )
    chosen = replace(
        FAKE, transformation=("post-selected on 0 in every bit that decides something",), kept=0.25
    )
    alt = draw.side_by_side([deferred, chosen]).alt
    assert "; measurements deferred; 1024 shots" in alt
    assert "; post-selected; 1024 shots, kept of 4096" in alt


def test_many_outcomes_are_gathered_and_none_is_lost():
    many = replace(
        IDEAL,
        joint={f"{v:05b}": v + 1 for v in range(32)},
        registers={"q": 5},
        shots=sum(range(1, 33)),
    )
    for shares in draw.side_by_side([many, many]).numbers.values():
        assert len(shares) == 8
        assert "25 others" in shares
        assert sum(shares.values()) == pytest.approx(1)


def test_names_too_long_for_the_card_are_cut_there_and_whole_in_the_words():
    long = replace(FAKE, noise="noise " + "upon noise " * 12)
    picture = draw.side_by_side([IDEAL, long])
    assert "…" in picture.svg.split("</desc>")[1]
    assert long.noise in picture.alt


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([], "Two to 4 results.*not 0"),
        ([IDEAL], "Two to 4 results.*not 1"),
        ([IDEAL] * 5, "not 5"),
        (IDEAL, "Give a list of results"),
        ("aer", "Give a list of results"),
        ([IDEAL, {"0": 3}], "which say where they come from.*dict"),
        ([IDEAL, replace(IDEAL, joint={}, shots=0, kept=0.0)], "no shots to draw"),
    ],
)
def test_what_cannot_be_compared_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        draw.side_by_side(wrong)


def test_a_register_that_is_not_there_is_told():
    with pytest.raises(ValueError, match="no register 'eve'"):
        draw.side_by_side(EVERY, "eve")


def test_an_axis_ends_where_its_bars_fill_it():
    assert [limit(share) for share in (0.01, 0.09, 0.1, 0.35, 0.4, 1.0)] == [
        0.1, 0.1, 0.2, 0.4, 1.0, 1.0
    ]  # fmt: skip
