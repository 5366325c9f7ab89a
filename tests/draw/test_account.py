from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, theory
from qinet_edu.draw import account


def test_the_key_is_the_one_of_the_published_bound():
    numbers = draw.leak_ledger(12_000, qber=0.01, test_fraction=1 / 6).numbers
    assert (numbers["tested"], numbers["key"]) == (2000, 3342)
    assert numbers["mu"] == pytest.approx(0.1210562, abs=5e-8)
    assert draw.leak_ledger(11_000_000, qber=0.05, test_fraction=1 / 11).numbers["key"] == 3597530


@settings(deadline=None)
@given(
    st.integers(100, 10**9), st.floats(0, 0.5), st.floats(1, 2), st.floats(0.01, 0.99),
    st.floats(1e-30, 0.5),
)  # fmt: skip
def test_the_account_adds_up_to_the_bit(sifted, qber, f_ec, share, eps):
    numbers = account.ledger_numbers(
        sifted, qber=qber, f_ec=f_ec, test_fraction=share, eps_sec=eps, eps_cor=1e-15
    )
    charges = [numbers[name] for name in account.CHARGES]
    assert all(charge >= 0 for charge in charges)
    if numbers["key"]:
        assert sifted - sum(charges) == numbers["key"]
        assert numbers["short"] == 0
    else:
        assert numbers["short"] == max(0, sum(charges) - sifted)
    bars = sum(numbers[f"{name}_width"] for name in account.CHARGES)
    assert bars + numbers["key_width"] <= account.PLACE["width"] + 1e-9


def test_what_finite_size_costs_shrinks_with_the_root_of_the_number():
    few, many = (draw.leak_ledger(n, qber=0.02).numbers for n in (10**6, 10**8))
    assert few["finite"] / few["sifted"] == pytest.approx(
        10 * many["finite"] / many["sifted"], rel=0.2
    )
    endless = float(theory.bb84_rate(0.02, f_ec=1.16))
    assert few["share"] < many["share"] < endless == many["endless"]


def test_the_tested_bits_are_no_key_and_the_margin_is_paid():
    numbers = draw.leak_ledger(10**6).numbers
    asymptotic = 10**6 * numbers["endless"]
    assert numbers["key"] < asymptotic - numbers["tested"] * numbers["endless"]
    assert numbers["margin"] == np.ceil(np.log2(2 / 1e-20))


def test_tags_use_up_what_the_protocol_says():
    from qinet_edu.protocols.qkd.authentication import TAG_BITS
    from qinet_edu.protocols.qkd.pipeline import TAGS

    assert (account.TAGS, account.TAG_BITS) == (2 * TAGS, TAG_BITS)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "A secret key of 41\u202f487 bits. 41.5 % of the sifted bits; an endless key would"),
        ({"sifted": 3000}, "No key: the charges are 307 bits more than there are. More sifted"),
        ({"sifted": 10**9, "qber": 0.11}, "No key. At this error rate no number of bits would do"),
        ({"sifted": 5200, "qber": 0.01}, "and a loss. Its tags used up 1024 bits of old key"),
    ],
)
def test_the_verdict_says_why(settings, said):
    assert said in draw.leak_ledger(**{"sifted": 100_000, **settings}).alt


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"sifted": 99}, ValueError),
        ({"sifted": 1e5}, ValueError),
        ({"sifted": "many"}, ValueError),
        ({"sifted": 10**9 + 1}, ValueError),
        ({"qber": 0.51}, ValueError),
        ({"qber": nan}, ValueError),
        ({"qber": "2 %"}, TypeError),
        ({"f_ec": 0.9}, ValueError),
        ({"test_fraction": 0}, ValueError),
        ({"test_fraction": 1}, ValueError),
        ({"eps_sec": 0}, ValueError),
        ({"eps_sec": 1}, ValueError),
        ({"eps_cor": True}, TypeError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.leak_ledger(**wrong)
