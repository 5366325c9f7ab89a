import pytest

from qinet_edu import bell_value, circuits, run
from qinet_edu.execution import Estimate


def test_errors_of_independent_runs_add_as_squares():
    total = Estimate.total([Estimate(1.0, 3.0), Estimate(0.5, 4.0)], signs=(1, -1))
    assert (float(total), total.standard_error) == (0.5, 5.0)


def test_a_bell_test_takes_one_result_for_each_setting():
    test = circuits.chsh()
    rounds = [circuits.measure(circuits.bell_pair(), setting.directions) for setting in test]
    results = run(rounds, shots=4000, seed=2)
    s = bell_value(test, results)
    assert abs(s - 2 * 2**0.5) < 4 * s.standard_error
    assert 0.015 < s.standard_error < 0.03
    with pytest.raises(ValueError, match="4 settings and 3 results"):
        bell_value(test, results[:3])
    with pytest.raises(ValueError, match="no register"):
        bell_value(circuits.mermin(), results)
