"""Exercise 08.2: each known misconception fails with words of its own."""

import numpy as np
import pytest
from sending import verdict

from qinet_edu import check, theory
from qinet_edu.check.sets import set_08_sign

SIGNS = {"phi+": (1, -1, 1), "phi-": (-1, 1, 1), "psi+": (1, 1, -1), "psi-": (-1, -1, -1)}


def right(state, xx, yy, zz):
    x, y, z = SIGNS[state]
    return (1 + x * xx + y * yy + z * zz) / 4


def from_parities(state, xx, yy, zz):
    """Average the four errors away: F = 1 − (e_x + e_y + e_z)/2."""
    errors = [(1 - s * e) / 2 for s, e in zip(SIGNS[state], (xx, yy, zz), strict=True)]
    return 1 - sum(errors) / 2


def clipped(*given):
    return np.clip(right(*given), 0, 1)


@pytest.mark.parametrize("secret", ["example", "one", "two"])
@pytest.mark.parametrize("answer", [right, from_parities, clipped, lambda *g: right(*g) + 0j])
def test_any_way_of_writing_it_passes(answer, secret):
    assert verdict("08.2", answer, secret=secret).status == "right"


def signs_of(**other):
    named = {"P": "phi+", "M": "phi-", "p": "psi+", "m": "psi-"}
    table = {named[one]: named[to] for one, to in other.items()}
    return lambda state, *found: right(table.get(state, state), *found)


def scaled(one, over):
    return lambda state, *found: (4 * right(state, *found) - 1 + one) / over


CASES = [
    (lambda _, xx, yy, zz: (1 + xx + yy + zz) / 4, "plus throughout", 0),
    (lambda _, *found: right("phi+", *found), "Φ+ for every state", 1 / 4),
    (lambda state, xx, yy, zz: right(state, xx, -yy, zz), "sign of YY", 0),
    (lambda _, *found: (1 + sum(map(abs, found))) / 4, "signs dropped", 0),
    (signs_of(M="p", p="M"), "letter and sign exchanged", 1 / 2),
    (signs_of(P="p", p="P", M="m", m="M"), "Φ and Ψ exchanged", 0),
    (signs_of(P="M", M="P", p="m", m="p"), "signs exchanged", 0),
    (lambda state, *found: right(state, *(-one for one in found)), "all signs reversed", 0),
    (scaled(0, 3), "mean of the three", 0),
    (scaled(1, 3), "3 for 4", 0),
    (scaled(1, 2), "2 for 4", 0),
    (scaled(0, 4), "1 forgotten", 0),
    (lambda state, xx, yy, zz: right(state, xx, 0, zz), "YY left out", 0),
    (lambda state, xx, yy, zz: (1 + SIGNS[state][2] * zz) / 2, "ZZ alone", 0),
    (lambda *given: 100 * right(*given), "per cent", 0),
    (lambda state: 1, "function fails", 0),
    (lambda *_: 1 / 0, "function fails", 0),
    (lambda *_: "0.5 or so", "function fails", 0),
    (lambda *_: float("nan"), "function fails", 0),
    (lambda *_: 1e300, "", 0),
]


@pytest.mark.parametrize("secret", ["example", "another"])
@pytest.mark.parametrize(("answer", "slip", "score"), CASES)
def test_misconceptions(answer, slip, score, secret):
    said = verdict("08.2", answer, secret=secret)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(score)
    assert len(said.slips) == (slip != "")


@pytest.mark.parametrize("state", SIGNS)
def test_one_state_that_is_wrong_or_fails_costs_only_itself(state):
    def fails(asked, *found):
        return {name: right(name, *found) for name in SIGNS if name != state}[asked]

    def plus(asked, xx, yy, zz):
        return (1 + xx + yy + zz) / 4 if asked == state else right(asked, xx, yy, zz)

    for answer, slip in ((fails, "function fails"), (plus, "plus throughout")):
        said = verdict("08.2", answer)
        assert (said.slip, said.score) == (slip, 3 / 4)


def test_two_slips_are_named_each_by_itself():
    def mixed(state, xx, yy, zz):
        if state == "psi-":
            return (1 + xx + yy + zz) / 3
        return right(state, xx, -yy, zz) if state == "phi+" else right(state, xx, yy, zz)

    said = verdict("08.2", mixed)
    assert said.score == 1 / 2
    assert said.slip == "plus throughout"


def test_the_words_name_the_pair_expected_and_got():
    said = verdict("08.2", lambda *_: 7)
    call = check.get("08.2").given().arguments[0]
    assert f'state = "phi+", xx = {call[1]:.3f}' in said.message
    assert f"F is not 7, expected {right(*call):.4f}" in said.message


def test_three_correlations_give_the_fidelity_of_any_pair_exactly():
    numbers = np.random.default_rng(8)
    for _ in range(50):
        root = numbers.normal(size=(4, 4)) + 1j * numbers.normal(size=(4, 4))
        rho = root @ root.conj().T / np.trace(root @ root.conj().T).real
        found = [float(theory.correlation(rho, axis, axis)) for axis in "xyz"]
        for state in SIGNS:
            assert set_08_sign.estimate(state, *found) == pytest.approx(
                float(theory.fidelity(rho, state)), abs=1e-12
            )


def test_every_slip_shows_on_every_state_it_concerns():
    for secret in map(str, range(20)):
        for call in check.get("08.2").given(secret=secret).arguments:
            values = [right(*call), *(slip(*call) for slip, _ in set_08_sign.SLIPS)]
            for value in values[1:]:
                assert value == pytest.approx(values[0], abs=1e-12) or abs(value - values[0]) > 1e-5
