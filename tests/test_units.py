import pytest

from qinet_edu.units import three_digits, time_unit, time_words


@pytest.mark.parametrize(
    ("time_s", "words"),
    [
        (0.0, "0 s"), (2.4483e-9, "2.45 ns"), (4.8967e-6, "4.9 µs"), (48.967e-6, "49 µs"),
        (0.00048967, "490 µs"), (0.0048967, "4.9 ms"), (0.048967, "49 ms"), (61.0, "61 s"),
        (0.9996e-3, "1 ms"), (1e-12, "0.001 ns"), (86400.0, "86400 s"),
    ],
)  # fmt: skip
def test_a_time_is_written_in_the_unit_that_suits_it(time_s, words):
    assert time_words(time_s) == words


def test_a_number_never_has_an_exponent():
    for power in range(-9, 10):
        assert "e" not in three_digits(3.21 * 10.0**power)
    assert three_digits(-0.5) == "−0.5"
    assert three_digits(-1e-15) == "0"


def test_the_unit_makes_a_number_from_1_to_1000():
    for power in range(-9, 0):
        time_s = 3.21 * 10.0**power
        assert 1 <= time_s / time_unit(time_s)[0] < 1000
