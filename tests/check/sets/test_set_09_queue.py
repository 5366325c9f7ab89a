"""Exercise 09.4: each known misconception fails with words of its own."""

import numpy as np
import pytest
from sending import verdict

from qinet_edu import check
from qinet_edu.check.sets import set_09_queue


def serve(came, requests, cutoff, *, last=-1, again=False):
    """Keep a stack: put on top what comes, take off the bottom what is too old."""
    stack, used, old = [], [], []
    moments = sorted([(t, 0, n) for n, t in enumerate(came)] + [(t, 1, 0) for t in requests])
    for now, asks, number in moments:
        if now > requests[-1]:
            break
        while stack and now - came[stack[0]] > cutoff:
            old.append(stack.pop(0))
        if not asks:
            stack.append(number)
        elif stack:
            used.append(stack[last] if again else stack.pop(last))
        else:
            used.append(-1)
    return used, old


def with_arrays(came, requests, cutoff):
    used, old = serve(came, requests, cutoff)
    return np.array(used), np.array(old[::-1])


def as_floats(*asked):
    return [[float(n) for n in one] for one in serve(*asked)]


@pytest.mark.parametrize("secret", ["example", "one", "two", "three"])
@pytest.mark.parametrize("answer", [serve, with_arrays, as_floats])
def test_any_way_of_writing_it_passes(answer, secret):
    assert verdict("09.4", answer, secret=secret).status == "right"


def test_the_example_of_the_statement():
    asked = [1, 2, 9], [3, 4, 5, 10], 2
    assert serve(*asked) == set_09_queue.serve(*asked) == ([1, -1, -1, 2], [0])


def strict(came, requests, cutoff):
    return serve(came, requests, cutoff - 1)


def forgotten(came, requests, cutoff):
    return serve(came, requests, 10**9)


def twice(came, requests, cutoff):
    used, _ = serve(came, requests, cutoff, again=True)
    end = requests[-1]
    return used, [n for n, t in enumerate(came) if end - t > cutoff and n not in used]


def not_there_yet(came, requests, cutoff):
    used = []
    for now in requests:
        fresh = [n for n, t in enumerate(came) if now - t <= cutoff and n not in used]
        used.append(max(fresh, default=-1))
    return used, left(came, requests, cutoff, used)


def left(came, requests, cutoff, used):
    return [n for n, t in enumerate(came) if requests[-1] - t > cutoff and n not in used]


def same_round(came, requests, cutoff):
    used = []
    for now in requests:
        fresh = [n for n, t in enumerate(came) if 0 < now - t <= cutoff and n not in used]
        used.append(max(fresh, default=-1))
    return used, left(came, requests, cutoff, used)


def requests_wait(came, requests, cutoff):
    used, waiting, stack = [-1] * len(requests), [], []
    moments = [(t, 0, n) for n, t in enumerate(came)] + [(t, 1, k) for k, t in enumerate(requests)]
    for now, asks, number in sorted(moments):
        stack = [n for n in stack if now - came[n] <= cutoff]
        if asks:
            waiting.append(number)
        else:
            stack.append(number)
        if waiting and stack:
            used[waiting.pop(0)] = stack.pop()
    return used, left(came, requests, cutoff, used)


def lost_left_out(*asked):
    used, old = serve(*asked)
    return [n for n in used if n >= 0], old


def from_one(*asked):
    used, old = serve(*asked)
    return [n + 1 if n >= 0 else n for n in used], [n + 1 for n in old]


def rounds(came, *asked):
    used, old = serve(came, *asked)
    return [came[n] if n >= 0 else n for n in used], [came[n] for n in old]


def all_left(came, *asked):
    used, _ = serve(came, *asked)
    return used, [n for n in range(len(came)) if n not in used]


def used_expire(came, requests, cutoff):
    return serve(came, requests, cutoff)[0], left(came, requests, cutoff, [])


def strict_at_the_end(came, requests, cutoff):
    used, _ = serve(came, requests, cutoff)
    return used, left(came, requests, cutoff - 1, used)


CASES = [
    (lambda *asked: serve(*asked, last=0), "oldest first", 1 / 2),
    (forgotten, "cut-off forgotten", 0),
    (strict, "age of the cut-off", 0),
    (twice, "used twice", 1 / 2),
    (not_there_yet, "not there yet", 1 / 2),
    (same_round, "same round", 1 / 2),
    (requests_wait, "requests wait", 1 / 2),
    (lost_left_out, "lost requests left out", 1 / 2),
    (from_one, "numbers from 1", 0),
    (rounds, "rounds for numbers", 0),
    (lambda *asked: serve(*asked)[::-1], "exchanged", 0),
    (all_left, "all that are left", 1 / 2),
    (used_expire, "used ones expired", 1 / 2),
    (strict_at_the_end, "age of the cut-off, at the end", 1 / 2),
    (lambda *asked: (serve(*asked)[0], []), "none expired", 1 / 2),
    (lambda *_: 1 / 0, "function fails", 0),
    (lambda came: ([], []), "function fails", 0),
]


@pytest.mark.parametrize("secret", ["example", "another"])
@pytest.mark.parametrize(("answer", "slip", "score"), CASES)
def test_misconceptions(answer, slip, score, secret):
    said = verdict("09.4", answer, secret=secret)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(score)
    assert len(said.slips) == 1


ODD = [7, "01", [1], [[0], "a"], [["0"], [0]], {"used": [0]}, [[], []], [[True], [0.5]], [[1e300]]]


@pytest.mark.parametrize("returned", ODD)
def test_what_is_no_pair_of_lists_earns_nothing(returned):
    said = verdict("09.4", lambda *_: returned)
    assert (said.status, said.score) == ("wrong", 0)


def test_the_words_name_the_list_expected_and_got():
    said = verdict("09.4", lambda *asked: serve(*asked, last=0))
    came, requests, cutoff = check.get("09.4").given().arguments[0]
    right, wrong = serve(came, requests, cutoff)[0], serve(came, requests, cutoff, last=0)[0]
    first = next(n for n, (a, b) in enumerate(zip(right, wrong, strict=True)) if a != b)
    assert f"{len(came)} pairs, {len(requests)} requests and a cut-off of {cutoff}" in said.message
    assert f"request {first + 1} gets {wrong[first]}, expected {right[first]}" in said.message


def mean_fidelity(came, requests, used):
    ages = [now - came[n] for now, n in zip(requests, used, strict=True) if n >= 0]
    return np.mean((1 + 3 * np.exp(-np.array(ages) / 20)) / 4)


def test_youngest_first_beats_oldest_first_on_every_list_and_every_slip_shows():
    for secret in map(str, range(10)):
        lists = check.get("09.4").given(secret=secret).arguments
        for came, requests, cutoff in lists:
            right, oldest = serve(came, requests, cutoff), serve(came, requests, cutoff, last=0)
            young, old = (mean_fidelity(came, requests, one[0]) for one in (right, oldest))
            assert young > old
            assert came == sorted(set(came))
            assert requests == sorted(set(requests))
            assert right == set_09_queue.serve(came, requests, cutoff)
        for slip, words in set_09_queue.SLIPS:
            shows = [slip(*one) != serve(*one) for one in lists]
            assert any(shows), words
            assert all(shows) or "at the end" in words
