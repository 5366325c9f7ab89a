from math import cos, inf, nan, pi, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu import draw
from qinet_edu.draw import geometry, sphere

thetas = st.floats(0, pi)
phis = st.floats(-10, 10)


@given(thetas, phis)
def test_probabilities_are_those_of_the_amplitudes(theta, phi):
    zero, one = cos(theta / 2), sin(theta / 2) * (cos(phi) + 1j * sin(phi))
    numbers = sphere.bloch_numbers(theta, phi)
    assert numbers["p0"] == pytest.approx(abs(zero) ** 2, abs=1e-12)
    assert numbers["x0"] == pytest.approx(abs(zero + one) ** 2 / 2, abs=1e-12)
    assert numbers["y0"] == pytest.approx(abs(zero - 1j * one) ** 2 / 2, abs=1e-12)
    for axis in "pxy":
        assert numbers[f"{axis}0"] + numbers[f"{axis}1"] == pytest.approx(1)


@given(thetas, phis)
def test_no_arrow_leaves_the_ball(theta, phi):
    x, y = sphere.BLOCH.point(geometry.vector(theta, phi))
    reach = sqrt((x - sphere.BLOCH.cx) ** 2 + (y - sphere.BLOCH.cy) ** 2)
    depth = geometry.depth(geometry.vector(theta, phi)) * sphere.BLOCH.radius
    assert sqrt(reach**2 + depth**2) == pytest.approx(sphere.BLOCH.radius)


@given(st.floats(0.01, pi - 0.01), st.floats(0, 2 * pi - 1e-6))
def test_angles_are_found_again_from_the_vector(theta, phi):
    found = geometry.angles(geometry.vector(theta, phi))
    assert found[0] == pytest.approx(theta, abs=1e-6)
    assert cos(found[1] - phi) == pytest.approx(1)


def test_zero_is_above_one_and_plus_is_in_front():
    up, down = sphere.BLOCH.point((0, 0, 1)), sphere.BLOCH.point((0, 0, -1))
    assert up[1] < down[1]
    assert geometry.depth((1, 0, 0)) > 0 > geometry.depth((-1, 0, 0))


def test_the_words_say_the_numbers():
    alt = draw.bloch(pi / 3, pi / 2).alt
    for said in ("θ = 60°", "φ = 90°", "P(0) = 0.75", "P(+) = 0.50", "P(+i) = 0.93"):
        assert said in alt


def formula(theta, phi):
    return [span.content for span in sphere.state_formula(theta, phi)]


def test_only_the_second_amplitude_is_turned():
    """The mistake everybody makes: a phase on the whole state, which nothing could show."""
    assert formula(pi / 3, pi / 4) == ["0.87 |0⟩ + 0.50 e", "i·45°", " |1⟩"]
    assert formula(pi / 3, -pi / 4) == ["0.87 |0⟩ + 0.50 e", "−i·45°", " |1⟩"]
    assert formula(pi / 3, 0.0) == ["0.87 |0⟩ + 0.50", "", " |1⟩"]
    alt = draw.bloch(pi / 3, pi / 4).alt
    assert "0.87 |0⟩ + 0.50 |1⟩, the second amplitude turned by 45°." in alt
    assert "turned" not in draw.bloch(pi / 3, 0.0).alt


def test_what_follows_a_power_stands_on_the_line_again():
    for phi in (0.0, 1.0):
        shifts = [span.dy or 0 for span in sphere.state_formula(1.0, phi) if span.content]
        assert sum(shifts) == 0


def test_an_arrow_behind_the_page_is_hollow_and_dashed():
    assert 'fill-opacity="0.15"' in draw.bloch(pi / 2, pi).svg
    assert 'fill-opacity="0.15"' not in draw.bloch(pi / 2, 0).svg


def test_the_bit_is_at_an_end_never_between():
    heights = {draw.bit_vs_qubit(bit).numbers["bit_y"] for bit in (0, 1)}
    assert heights == set(sphere.BIT_ENDS)
    assert "it is at 1" in draw.bit_vs_qubit(1).alt


@pytest.mark.parametrize("bit", [2, -1, 0.5, "1", True, None])
def test_what_is_no_bit_is_refused(bit):
    with pytest.raises(ValueError, match="A bit is 0 or 1"):
        draw.bit_vs_qubit(bit)


@pytest.mark.parametrize("theta", [nan, inf, "1", None, True, 1j])
def test_what_is_no_angle_is_refused(theta):
    with pytest.raises(ValueError, match="finite number of radians"):
        draw.bloch(theta)


@pytest.mark.parametrize("theta", [-0.1, 3.2, 60, 180])
def test_degrees_given_for_radians_are_noticed(theta):
    with pytest.raises(ValueError, match="measured in radians"):
        draw.bloch(theta)
