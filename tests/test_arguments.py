import numpy as np
import pytest

from qinet_edu.arguments import direction_angles, one_real, real


@pytest.mark.parametrize("wrong", ["0.5", True, 1j, None, [[1], [1, 2]], object(), [0.5, "1"]])
def test_what_is_no_real_number_is_refused_by_name(wrong):
    with pytest.raises(TypeError, match="loss must be a real number"):
        real(wrong, "loss")


@pytest.mark.parametrize("wrong", [np.nan, [0, np.nan]])
def test_nan_does_not_travel(wrong):
    with pytest.raises(ValueError, match="loss is NaN"):
        real(wrong, "loss")


def test_infinity_is_a_number_only_where_it_makes_sense():
    assert real(np.inf, "t1_s", endless=True) == np.inf
    with pytest.raises(ValueError, match="infinite"):
        real(np.inf, "length_km")


def test_a_bound_is_said():
    with pytest.raises(ValueError, match="loss must be at least 0, not -1"):
        real(-1, "loss", low=0)
    with pytest.raises(ValueError, match="loss must be at most 1, not 2"):
        real(2, "loss", high=1)
    with pytest.raises(ValueError, match="loss must be between 0 and 1, not 3"):
        real([0.5, 3], "loss", low=0, high=1)


def test_a_long_value_is_not_poured_over_the_reader():
    with pytest.raises(TypeError) as refusal:
        real("x" * 1000, "loss")
    assert len(str(refusal.value)) < 120


def test_one_number_is_one_number():
    assert one_real(np.float64(0.5), "theta") == 0.5
    with pytest.raises(TypeError, match="one number, not 2"):
        one_real([1, 2], "theta")


@pytest.mark.parametrize("wrong", ["w", "X", "", 1, (1,), (1, 2, 3), {"x"}, None, {"x": 1, "y": 2}])
def test_a_direction_is_an_axis_or_two_angles(wrong):
    with pytest.raises(ValueError, match="pair of angles"):
        direction_angles(wrong)


def test_the_angles_of_a_direction_are_numbers():
    with pytest.raises(TypeError, match="theta must be a real number"):
        direction_angles(("x", "y"))
    with pytest.raises(ValueError, match="phi is NaN"):
        direction_angles((0, np.nan))
