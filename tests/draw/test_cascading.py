from itertools import pairwise
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw
from qinet_edu.draw.cascade_trace import (
    ALICE,
    BITS,
    BLOCKS,
    KEY,
    NODES,
    ORDERS,
    Node,
    parity,
    trace,
)

PLACES = st.lists(st.integers(0, BITS - 1), unique=True, max_size=BITS)


def kinds(moments):
    return [moment.kind for moment in moments]


def test_one_error_costs_the_blocks_and_one_halving():
    moments = trace([5])
    assert [
        (moment.node.first, moment.node.size) for moment in moments if moment.kind == "half"
    ] == [(0, 4), (4, 2), (4, 1)]
    assert moments[-1].asked == 4 + 2 + log2(BLOCKS[0])


def test_two_errors_in_one_block_hide_until_the_second_pass_parts_them():
    moments = trace([3, 4])
    assert "fix" not in kinds(moments)[: kinds(moments).index("fix") - 1]
    first = next(moment for moment in moments if moment.kind == "fix")
    assert first.node.turn == 1
    after = moments[moments.index(first) + 1]
    assert (after.kind, after.node) == ("again", Node(0, 0, 8)), "the cascade runs back"
    assert after.asked == first.asked, "and asks nobody what it knows already"
    assert moments[-1].bob == ALICE


def test_two_errors_that_no_shuffle_has_parted_stay_and_it_says_so():
    picture = draw.cascade(99, errors=[8, 12])
    assert picture.numbers["left"] == 2
    assert "2 errors are left" in picture.alt
    assert "even number" in picture.alt


@settings(deadline=None)
@given(PLACES)
def test_whatever_is_wrong_the_count_is_true_and_nothing_right_is_spoilt(errors):
    moments = trace(errors)
    left = moments[-1].bob ^ ALICE
    assert left & ~sum(1 << place for place in errors) == 0, "a right bit was turned"
    for node in NODES:
        if node.mask in moments[-1].known:
            assert parity(node.mask, left) == 0, "a block known to be odd was left alone"
    for before, after in pairwise(moments):
        assert after.asked - before.asked == (after.kind in ("block", "half"))
    fixed = len(errors) - left.bit_count()
    assert kinds(moments).count("fix") == fixed


@settings(deadline=None)
@given(PLACES)
def test_what_bob_says_he_knows_follows_from_what_was_asked(errors):
    """Two bits of a block say nothing about its other half unless the whole is known."""
    last = trace(errors)[-1]
    for node in NODES:
        if node.size > 1 and any(half.mask in last.known for half in node.halves):
            known = sum(half.mask in last.known for half in node.halves)
            assert known == 2 or node.halves[0].size == 1
    assert set(last.known) <= {node.mask for node in NODES}


def test_the_second_pass_shuffles_every_bit_once():
    assert sorted(ORDERS[1]) == list(range(BITS))
    assert ALICE.bit_count() not in (0, BITS)


def test_no_errors_cost_the_six_blocks_all_the_same():
    numbers = draw.cascade(99, errors=[]).numbers
    assert (numbers["asked"], numbers["limit"], numbers["left"]) == (6, 0, 0)


def test_a_step_beyond_the_last_is_the_last():
    assert draw.cascade(10_000).svg == draw.cascade(draw.cascade().numbers["steps"]).svg


def test_three_errors_cost_more_than_shannon_asks():
    numbers = draw.cascade(99).numbers
    share = 3 / 32
    assert numbers["limit"] == pytest.approx(
        -32 * (share * log2(share) + (1 - share) * log2(1 - share))
    )
    assert numbers["asked"] > numbers["limit"]
    assert "Parities asked: 16. Errors put right: 3 of 3." in draw.cascade(99).alt


@pytest.mark.parametrize("step", [-1, 1.5, "2", None, True])
def test_a_step_is_counted(step):
    with pytest.raises(ValueError, match="counted"):
        draw.cascade(step)


@pytest.mark.parametrize("errors", [[32], [-1], ["3"], [1.0], [True], [4, 4], "3", None, {3: 4}])
def test_errors_are_places_of_the_key(errors):
    with pytest.raises(ValueError, match=r"place|once"):
        draw.cascade(errors=errors)


@pytest.mark.parametrize("place", range(8))
def test_a_block_is_halved_as_the_protocol_halves_it(place):
    from qinet_edu.protocols.qkd.cascade import binary

    ours = [KEY[bit] for bit in range(8)]
    theirs = [bit ^ (spot == place) for spot, bit in enumerate(ours)]
    asked = [(one.start, one.end, one.alice, one.bob) for one in binary(ours, theirs).asked]
    moments = trace([place])
    until = next(n for n, moment in enumerate(moments) if moment.kind == "fix")
    drawn = []
    for moment in moments[1:until]:
        node = moment.node
        hers, his = (parity(node.mask, key) for key in (ALICE, moment.bob))
        drawn.append((node.first, node.first + node.size, hers, his))
    assert drawn == asked
