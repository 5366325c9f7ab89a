from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, theory
from qinet_edu.draw import generations, repeating
from qinet_edu.draw.repeating_plot import MAP, PLOT, across, height, spot

HARDWARE = {"coupling": 0.5, "gate_error": 1e-3, "t2_s": 1.0, "modes": 100, "fidelity": 0.99}
REPEATERS = tuple(repeating.LEVELS)


def numbers(length_km=948.0, **given):
    return draw.repeater_rates(length_km, **given).numbers


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(REPEATERS), st.floats(12, 1200), st.floats(0.1, 1), st.floats(1e-5, 0.1),
    st.integers(1, 10_000),
)  # fmt: skip
def test_with_memories_that_keep_it_is_the_first_generation(name, length, coupling, error, modes):
    found = repeating.delivered(
        name, length, coupling=coupling, gate_error=error, t2_s=1e15, modes=modes, fidelity=0.98
    )
    rate = theory.first_generation(
        length, levels=repeating.LEVELS[name], fidelity=0.98, coupling=coupling, gate_error=error,
        modes=modes,
    )  # fmt: skip
    assert found.pairs_hz == pytest.approx(rate.rate_hz)
    assert found.fidelity == pytest.approx(rate.fidelity, abs=1e-6)


@pytest.mark.parametrize("name", REPEATERS)
def test_waiting_for_each_other_costs_more_than_answers_do(name):
    found = repeating.delivered(name, 600.0, **HARDWARE)
    rate = theory.first_generation(600.0, levels=repeating.LEVELS[name], **HARDWARE)
    assert found.pairs_hz == pytest.approx(rate.rate_hz)
    assert found.fidelity < rate.fidelity - 1e-3


def test_pairs_wait_as_two_links_do_in_the_closed_form():
    """One repeater: the mean of x^|ΔN| multiplies what agrees in X."""
    length, t2 = 300.0, 1.0
    found = repeating.delivered("one", length, **HARDWARE)
    round_s = length / 2 / repeating.SPEED_KM_S
    p = float(repeating.heralded_chance(length / 2, coupling=0.5, modes=100))
    weight = ((4 * 0.99 - 1) / 3) ** 2 * (1 - 1e-3)
    kept = theory.waiting_weight(p, np.exp(-2 * round_s / t2))
    coherent = weight * kept * np.exp(-4 * length / repeating.SPEED_KM_S / t2)
    assert found.fidelity == pytest.approx((1 + weight + 2 * coherent) / 4)


def test_the_key_is_that_of_the_state():
    found = repeating.delivered("seven", 948.0, **HARDWARE)
    agreed = ((4 * 0.99 - 1) / 3) ** 8 * 0.999**7
    coherent = (4 * found.fidelity - 1 - agreed) / 2
    wrong_z, wrong_x = (1 - agreed) / 2, (1 - coherent) / 2
    phase = wrong_x - wrong_z / 2
    rho = theory.bell_diagonal([found.fidelity, wrong_z / 2, wrong_z / 2, phase])
    assert found.secret == pytest.approx(float(theory.bbm92_rate(rho)))


def test_a_direct_line_gives_a_bit_in_two_centuries_and_repeaters_several_a_second():
    found = numbers()
    assert 1 / found["plob_hz"] / (365.25 * 86_400) == pytest.approx(200, abs=1)
    assert found["seven_hz"] == pytest.approx(6.73, abs=0.01)
    assert found["one_hz"] == found["three_hz"] == 0.0
    assert "7 repeaters: 6.73 secret bits/s" in draw.repeater_rates().alt
    assert "one bit in 200 years" in draw.repeater_rates().alt


def test_no_direct_line_passes_its_bound():
    for length in (12, 100, 600, 1200):
        for coupling in (0.1, 1.0):
            found = numbers(length, coupling=coupling)
            assert found["direct_hz"] < found["plob_hz"]


@pytest.mark.parametrize("name", ["three", "seven"])
def test_repeaters_pass_direct_lines_where_the_curves_cross(name):
    first = numbers()[f"{name}_from"]
    before, after = (numbers(first + step) for step in (-1.0, 1.0))
    assert before[f"{name}_hz"] < before["plob_hz"]
    assert after[f"{name}_hz"] > after["plob_hz"]


@pytest.mark.parametrize("name", REPEATERS)
def test_key_ends_where_it_says(name):
    last = numbers()[f"{name}_to"]
    before, after = (numbers(last + step) for step in (-3.0, 3.0))
    assert before[f"{name}_hz"] > 0 == after[f"{name}_hz"]


def test_more_repeaters_help_only_while_gates_allow_it():
    good, bad = (numbers(600, gate_error=error, t2_s=1000.0) for error in (1e-3, 2e-2))
    assert good["seven_hz"] > good["three_hz"] > good["one_hz"] > 0
    assert bad["seven_hz"] == 0 < bad["three_hz"]


def test_short_memories_end_a_key_that_long_ones_give():
    long, short = (numbers(400, t2_s=t2) for t2 in (10.0, 1e-2))
    assert long["seven_hz"] > 0 == short["seven_hz"]
    assert short["seven_to"] < 400 < long["seven_to"]


def test_a_line_that_gives_no_key_anywhere_says_so():
    picture = draw.repeater_rates(100, gate_error=0.1, fidelity=0.9)
    assert "none of these repeaters leaves a key" in picture.alt
    assert all(picture.numbers[f"{name}_to"] == 0 for name in REPEATERS)
    assert 'd="" ' in picture.svg


def test_near_by_a_direct_line_is_better():
    assert "a direct line still gives more" in draw.repeater_rates(50).alt


def test_the_tables_are_what_the_generations_compute():
    """Some cells again: the whole maps take minutes."""
    for kind, coupling, error in (
        ("swaps", 0.9, 1e-5), ("swaps", 0.5, 1e-3), ("coded", 0.7, 1e-2), ("purified", 0.8, 1e-2),
        ("one-way", 1.0, 1e-5), ("one-way", 0.6, 1e-4),
    ):  # fmt: skip
        column, row = generations.COUPLINGS.index(coupling), round(4 * (np.log10(error) + 5))
        found = generations.most(kind, coupling, generations.ERRORS[row])
        for per, value in zip(generations.PER, found, strict=True):
            kept = generations.BITS[per][kind][row][column]
            assert kept == pytest.approx(value, rel=6e-3, abs=1e-12), (kind, per)


@pytest.mark.parametrize("per", generations.PER)
def test_better_hardware_never_gives_less(per):
    for kind in generations.KINDS:
        rows = np.array(generations.BITS[per][kind])
        assert rows.shape == (len(generations.ERRORS), len(generations.COUPLINGS))
        assert (rows >= 0).all()
        assert (np.diff(rows, axis=1) >= -6e-3 * rows[:, 1:]).all(), "coupling helps"
        assert (np.diff(rows, axis=0) <= 6e-3 * rows[:-1]).all(), "errors harm"


def test_which_generation_is_best_depends_on_what_is_counted():
    assert numbers(coupling=1.0, gate_error=1e-5)["best"] == "one-way"
    assert numbers(gate_error=1e-2)["best"] == "purified"
    assert numbers(gate_error=0.1)["best"] == "none"
    here = {"coupling": 0.5, "gate_error": 1e-4}
    assert numbers(**here)["best"] == "coded"
    assert numbers(**here, per="memory qubit")["best"] == "swaps"


def test_places_on_the_page():
    assert (across(0), across(1200)) == (PLOT["left"], PLOT["right"])
    assert (height(1e9), height(1e-4), height(0.0)) == (PLOT["top"], PLOT["bottom"], PLOT["bottom"])
    low = MAP["top"] + MAP["high"] * 16.5
    assert spot(0.1, 1e-5) == pytest.approx((MAP["left"] + MAP["wide"] / 2, low))
    assert spot(1.0, 0.1) == pytest.approx((MAP["left"] + 18.5 * MAP["wide"], MAP["top"] + 5.5))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"length_km": 0}, ValueError),
        ({"length_km": 1201}, ValueError),
        ({"length_km": "far"}, TypeError),
        ({"coupling": 0}, ValueError),
        ({"coupling": 1.1}, ValueError),
        ({"gate_error": nan}, ValueError),
        ({"gate_error": 0.2}, ValueError),
        ({"t2_s": 0}, ValueError),
        ({"t2_s": inf}, ValueError),
        ({"modes": 0}, ValueError),
        ({"modes": 1.5}, TypeError),
        ({"fidelity": 0.5}, ValueError),
        ({"per": "euro"}, ValueError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.repeater_rates(**wrong)
