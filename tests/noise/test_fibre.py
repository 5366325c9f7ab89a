import numpy as np
import pytest

from qinet_edu import noise


def test_published_time_of_light_in_fibre():
    assert round(noise.FIBRE_SPEED_KM_S) == 204_218
    assert noise.fibre_delay_s(100) == pytest.approx(0.48967e-3, abs=5e-9)


def test_delay_grows_with_length():
    assert np.allclose(noise.fibre_delay_s([0, 100, 200]), noise.fibre_delay_s(100) * np.arange(3))


def test_waiting_for_light_is_waiting_for_that_long():
    waited = noise.memory_wait(948, t1_s=1.0, t2_s=0.01)
    expected = noise.thermal_relaxation(noise.fibre_delay_s(948), t1_s=1.0, t2_s=0.01)
    assert np.array_equal(waited, expected)


def test_an_answer_takes_the_way_twice():
    there = noise.memory_wait(100, t1_s=np.inf, t2_s=0.01)
    there_and_back = noise.memory_wait(200, t1_s=np.inf, t2_s=0.01)
    rho = np.full((2, 2), 0.5)
    assert np.allclose(
        noise.apply(there_and_back, rho), noise.apply(there, noise.apply(there, rho))
    )


@pytest.mark.parametrize("wrong", [-1, np.nan, np.inf])
def test_impossible_lengths_are_refused(wrong):
    with pytest.raises(ValueError, match="length_km"):
        noise.fibre_delay_s(wrong)
    with pytest.raises(ValueError, match="length_km"):
        noise.memory_wait(wrong, t1_s=1.0, t2_s=1.0)


def test_a_length_is_a_number():
    with pytest.raises(TypeError, match="length_km must be a real number, not '100 km'"):
        noise.fibre_delay_s("100 km")
