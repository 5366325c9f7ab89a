"""Accounts of boxes: one for each, whichever program made it."""

import os
from contextlib import ExitStack

import pytest

from qinet_edu.grading import warm
from qinet_edu.grading.box import NoBox
from qinet_edu.grading.warm import WarmBoxes

FEW = range(90_003, 90_000, -1)  # so that tests of real boxes keep theirs

pytestmark = pytest.mark.usefixtures("root")


@pytest.fixture
def root(monkeypatch):
    if os.name != "posix":
        pytest.skip("there are no boxes here")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(warm, "ACCOUNTS", FEW)


def test_programs_that_grade_at_once_share_no_account():
    """The kernel counts processes by account: a fork bomb in one would starve the other."""
    one, other = WarmBoxes(), WarmBoxes()
    with one._account() as first, other._account() as second, one._account() as third:
        assert {first, second, third} == {*FEW}
    with other._account() as again:
        assert again in FEW


def test_where_all_accounts_are_taken_there_is_no_box_until_one_is_free():
    late = WarmBoxes()
    with ExitStack() as stack:
        for _ in FEW:
            stack.enter_context(WarmBoxes()._account())
        with pytest.raises(NoBox, match="More than 3 boxes at a time"), late._account():
            pass
    with late._account() as account:
        assert account in FEW
