import re
from math import exp, inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu import draw, noise, theory
from qinet_edu.draw import ball
from qinet_edu.draw.ellipsoid import STATES, Ellipsoid

times = st.floats(0, 2000)
lives = st.floats(5, 2000)
shares = st.floats(0.01, 2)
noises = st.floats(0, 1)


def numbers(time_us=100.0, **settings):
    return draw.bloch_ball(time_us, **settings).numbers


def channel(rho, time_us, *, t1_us, t2_us, depolarising):
    """Send states through the very channels that circuits are run with."""
    waiting = noise.thermal_relaxation(time_us * 1e-6, t1_s=t1_us * 1e-6, t2_s=t2_us * 1e-6)
    return noise.apply(noise.depolarising(depolarising, convention="mixing"),
                       noise.apply(waiting, rho))  # fmt: skip


SETTINGS = [
    (100.0, {"t1_us": 200.0, "t2_us": 150.0, "depolarising": 0.0}),
    (37.0, {"t1_us": 50.0, "t2_us": 100.0, "depolarising": 0.3}),
    (250.0, {"t1_us": 500.0, "t2_us": 60.0, "depolarising": 0.12}),
    (0.0, {"t1_us": 200.0, "t2_us": 150.0, "depolarising": 0.7}),
]


@pytest.mark.parametrize(("time_us", "settings"), SETTINGS)
def test_every_state_lands_on_the_ball_that_is_drawn(time_us, settings):
    found = numbers(time_us, **settings)
    shape = Ellipsoid(found["width"], found["height"], found["lift"])
    rng = np.random.default_rng(3)
    kets = rng.normal(size=(200, 2)) + 1j * rng.normal(size=(200, 2))
    before = theory.density(kets / np.linalg.norm(kets, axis=-1, keepdims=True))
    after = theory.bloch_vector(channel(before, time_us, **settings))
    drawn = [shape.image(tuple(arrow)) for arrow in theory.bloch_vector(before)]
    assert after == pytest.approx(np.array(drawn), abs=1e-12)


@pytest.mark.parametrize(("time_us", "settings"), SETTINGS)
def test_both_fidelities_are_those_of_the_channel(time_us, settings):
    found = numbers(time_us, **settings)
    waiting = noise.thermal_relaxation(
        time_us * 1e-6, t1_s=settings["t1_us"] * 1e-6, t2_s=settings["t2_us"] * 1e-6
    )
    after = noise.depolarising(settings["depolarising"], convention="mixing")
    both = np.einsum("aij,bjk->abik", after, waiting).reshape(-1, 2, 2)
    assert found["f_e"] == pytest.approx(noise.entanglement_fidelity(both), abs=1e-12)
    assert found["f_avg"] == pytest.approx(noise.average_fidelity(both), abs=1e-12)
    # The average over the six named states is that over all states.
    shape = Ellipsoid(found["width"], found["height"], found["lift"])
    six = np.mean([shape.fidelity(arrow) for arrow in STATES.values()])
    assert found["f_avg"] == pytest.approx(six, abs=1e-12)


def test_the_published_numbers_are_shown():
    found = numbers(100, t1_us=200, t2_us=150)
    assert found["f_e"] == pytest.approx(0.6583412244)
    assert found["f_avg"] == pytest.approx(0.7722274830)
    for p, f_e, f_avg in ((0.1, 0.925, 0.95), (0.4 / 3, 0.9, 0.9 + 0.1 / 3)):
        found = numbers(0, depolarising=p)
        assert (found["f_e"], found["f_avg"]) == pytest.approx((f_e, f_avg))


def test_the_same_noise_has_a_smaller_p_in_the_pauli_convention():
    """The mistake in half of all comparisons: 0.1 here is 0.075 there, not 0.1."""
    picture = draw.bloch_ball(0, depolarising=0.1)
    assert picture.numbers["pauli"] == pytest.approx(0.075)
    assert "p = 0.10 in the mixing convention, 0.075 in the Pauli convention" in picture.alt
    assert "(Aer’s)" in picture.svg


@given(times, lives, shares, noises)
def test_the_ball_never_leaves_the_ball(time_us, t1_us, share, p):
    found = ball.ball_numbers(time_us, t1_us=t1_us, t2_us=share * t1_us, depolarising=p)
    w, h, lift = found["width"], found["height"], found["lift"]
    angles = np.linspace(0, np.pi, 181)
    reach = np.hypot(w * np.sin(angles), lift + h * np.cos(angles))
    assert reach.max() <= 1 + 1e-12
    assert found["rim_ry"] <= ball.BALL.radius * (1 + 1e-12)


def test_what_is_marked_stands_by_itself():
    picture = draw.bloch_ball()
    for said in ("without a quantum link: 1/2", "without a quantum link: 2/3", "far side",
                 "replaced by a coin"):  # fmt: skip
        assert said in picture.svg
    assert "I/2" not in picture.svg


def test_everything_ends_at_zero_and_noise_at_the_centre():
    found = numbers(1e5, t1_us=200, t2_us=150)
    top = ball.BALL.point((0, 0, 1))
    for name in STATES:
        assert (found[f"{name}_x"], found[f"{name}_y"]) == pytest.approx(top, abs=1e-6)
    assert (found["f_e"], found["f_avg"]) == pytest.approx((0.25, 0.5))
    found = numbers(50, depolarising=1.0)
    assert (found["rim_x"], found["rim_y"]) == pytest.approx((ball.BALL.cx, ball.BALL.cy))


@pytest.mark.parametrize(
    ("settings", "shape"),
    [
        ({"time_us": 0}, "A ball, 1.00 wide and 1.00 high (before: 1), lifted by 0.00."),
        ({"t1_us": 100, "t2_us": 100}, "A ball, 0.37 wide and 0.37 high"),
        ({"t1_us": 200, "t2_us": 50}, "A cigar, 0.14 wide and 0.61 high"),
        ({"t1_us": 200, "t2_us": 400}, "A flattened ball, 0.78 wide and 0.61 high"),
        ({"depolarising": 1}, "A point, 0.00 wide and 0.00 high"),
    ],
)
def test_the_shape_is_said_in_words(settings, shape):
    picture = draw.bloch_ball(**settings)
    assert shape in picture.alt
    assert shape in picture.svg


def test_with_the_longest_t2_the_width_is_the_root_of_the_height():
    found = numbers(80, t1_us=120, t2_us=240)
    assert found["width"] ** 2 == pytest.approx(found["height"]) == exp(-80 / 120)
    assert "T2 = 240 µs = 2 T1" in draw.bloch_ball(80, t1_us=120, t2_us=240).alt


def test_the_outline_is_the_farthest_that_any_state_reaches_on_the_page():
    found = numbers(120, t1_us=300, t2_us=90, depolarising=0.2)
    shape = Ellipsoid(found["width"], found["height"], found["lift"])
    rng = np.random.default_rng(1)
    arrows = rng.normal(size=(4000, 3))
    arrows /= np.linalg.norm(arrows, axis=1, keepdims=True)
    places = np.array([ball.BALL.point(shape.image(tuple(arrow))) for arrow in arrows])
    centre, radii = (
        np.array([found[f"rim_{axis}"] for axis in pair]) for pair in (("x", "y"), ("rx", "ry"))
    )
    reach = np.hypot(*((places - centre) / radii).T)
    assert reach.max() <= 1 + 1e-12
    assert reach.max() > 0.99


def test_a_state_that_hardly_moved_has_no_arrow():
    assert ball.shift((0, 0), (10, 0), share=1 / 3) == ("M0 0", "M0 0")
    assert ball.shift((0, 0), (60, 0), share=1 / 3) == ("M5 0L54 0", "M16 4L24 0L16 -4Z")


@pytest.mark.parametrize("t2_us", [50.0, 150.0, 400.0])
@pytest.mark.parametrize("time_us", [30.0, 60.0, 100.0, 150.0, 300.0])
def test_no_arrowhead_lies_on_the_dot_of_another_state(time_us, t2_us):
    """With its head at the end, the arrow of |+i⟩ seemed to go on from the dot of |−⟩."""
    found = numbers(time_us, t2_us=t2_us)
    for name, start in STATES.items():
        end = found[f"{name}_x"], found[f"{name}_y"]
        _, path = ball.shift(ball.BALL.point(start), end, share=ball.head_share(start))
        if "L" not in path:
            continue
        head = np.mean([[float(part) for part in point.split()]
                        for point in path.strip("MZ").split("L")], axis=0)  # fmt: skip
        for other, begun in STATES.items():
            if other != name:
                assert np.hypot(*(head - ball.BALL.point(begun))) > 12, (name, other)
                # As all of them meet at |0⟩, heads come to lie near where others end.
                ended = found[f"{other}_x"], found[f"{other}_y"]
                assert time_us > 100 or np.hypot(*(head - ended)) > 8, (name, other)


def test_what_starts_on_the_far_side_is_dashed_and_hollow():
    svg = draw.bloch_ball().svg
    dashed = {
        name: "stroke-dasharray" in re.search(rf'<path[^>]*data-part="shift-{name}"[^>]*>', svg)[0]
        for name in STATES
    }
    assert {name for name, told in dashed.items() if told} == {"minus", "minus_i", "one"}
    assert len(re.findall(r'class="f-panel s-muted"', svg)) == 3
    assert "Large dot: after the wait." in svg


def test_a_ball_that_became_a_point_is_still_drawn():
    (rx, ry) = re.search(r'<ellipse[^>]* rx="([\d.]+)" ry="([\d.]+)"',
                         draw.bloch_ball(depolarising=1).svg).groups()  # fmt: skip
    assert min(float(rx), float(ry)) > 0


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"t1_us": 100, "t2_us": 201}, ValueError, "T2 is at most 2 T1"),
        ({"time_us": -1}, ValueError, "time_us must be"),
        ({"time_us": nan}, ValueError, "time_us is NaN"),
        ({"time_us": inf}, ValueError, "infinite"),
        ({"time_us": "100"}, TypeError, "real number"),
        ({"t1_us": 0}, ValueError, "above 0"),
        ({"t2_us": 0}, ValueError, "above 0"),
        ({"t2_us": None}, TypeError, "real number"),
        ({"t1_us": [100, 200]}, TypeError, "one number"),
        ({"depolarising": 1.01}, ValueError, "depolarising must be"),
        ({"depolarising": -0.01}, ValueError, "depolarising must be"),
        ({"depolarising": True}, TypeError, "real number"),
    ],
)
def test_what_no_memory_can_be_is_refused(settings, error, words):
    with pytest.raises(error, match=words):
        draw.bloch_ball(**settings)
