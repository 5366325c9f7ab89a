import pytest

from qinet_edu import draw, explore


def test_both_times_sent_at_once_are_taken_whichever_comes_first():
    view = explore.bloch_ball(t1_us=200, t2_us=300)
    for t1_us, t2_us in ((50, 100), (400, 800), (20, 10)):
        view.set_state({"t1_us": t1_us, "t2_us": t2_us})
        assert (view.t1_us, view.t2_us) == (t1_us, t2_us)
    assert view.picture() == draw.bloch_ball(t1_us=20, t2_us=10)


def test_who_sets_t2_first_is_told_to_raise_t1():
    view = explore.bloch_ball(t1_us=100, t2_us=150)
    with pytest.raises(ValueError, match="Raise t1_us first"):
        view.t2_us = 300
    view.t1_us = 200
    view.t2_us = 300
    assert view.t2_us == 300


def test_a_cloner_keeps_its_arrow_when_the_machine_changes():
    view = explore.cloner(1.0, 2.0)
    view.machine = "cnot"
    assert view.picture() == draw.cloner(1.0, 2.0, machine="cnot")
