import re
from math import inf, nan, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu import circuits, draw, theory
from qinet_edu.draw import cloning

thetas = st.floats(0, pi)
phis = st.floats(-10, 10)
MACHINES = ("cnot", "universal", "phase-covariant")
CIRCUITS = {
    "cnot": circuits.cnot_copier,
    "universal": circuits.universal_cloner,
    "phase-covariant": circuits.phase_covariant_cloner,
}


def numbers(theta, phi=0.0, machine="universal"):
    return cloning.cloner_numbers(theta, phi, machine=machine)


@given(thetas, phis)
def test_the_universal_cloner_serves_all_alike(theta, phi):
    found = numbers(theta, phi)
    assert found["fidelity"] == pytest.approx(5 / 6)
    assert found["length"] == pytest.approx(2 / 3)
    for axis in "xyz":
        assert found[f"clone_{axis}"] == pytest.approx(2 / 3 * found[axis])


@given(thetas, phis)
def test_copying_as_bits_are_copied_leaves_the_shadow_on_the_axis(theta, phi):
    found = numbers(theta, phi, "cnot")
    arrow = [found[f"clone_{axis}"] for axis in "xyz"]
    assert arrow == pytest.approx([0, 0, np.cos(theta)])
    assert found["fidelity"] == pytest.approx((1 + np.cos(theta) ** 2) / 2)


@given(phis)
def test_on_the_equator_the_phase_covariant_machine_is_the_best(phi):
    found = {machine: numbers(pi / 2, phi, machine)["fidelity"] for machine in MACHINES}
    assert found["phase-covariant"] == pytest.approx(1 / 2 + 1 / sqrt(8))
    assert found["phase-covariant"] > found["universal"] > found["cnot"]


@given(st.sampled_from(MACHINES), thetas, phis)
def test_no_machine_does_better_for_all_than_the_universal_one(machine, theta, phi):
    found = numbers(theta, phi, machine)
    assert found["worst"] <= found["fidelity"] + 1e-12
    assert found["worst"] <= 5 / 6 + 1e-12
    assert found["average"] <= 5 / 6 + 1e-12


@pytest.mark.parametrize(
    ("machine", "average", "worst"),
    [("cnot", 2 / 3, 1 / 2), ("universal", 5 / 6, 5 / 6), ("phase-covariant", 0.8190356, 1 / 2)],
)
def test_what_is_said_of_all_originals_holds_over_the_sphere(machine, average, worst):
    found = numbers(1.0, 1.0, machine)
    assert (found["average"], found["worst"]) == pytest.approx((average, worst))
    heights = np.linspace(-1, 1, 20_001)  # equal areas of a sphere lie between equal heights
    over = [numbers(theta, 0.3, machine)["fidelity"] for theta in np.arccos(heights[::100])]
    assert np.mean(over) == pytest.approx(average, abs=0.01)
    assert min(over) == pytest.approx(worst, abs=1e-3)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_circuits_of_the_course_make_these_clones(machine):
    from qiskit.quantum_info import DensityMatrix, partial_trace

    random = np.random.default_rng(5)
    for theta, phi in zip(random.uniform(0, pi, 5), random.uniform(0, 2 * pi, 5), strict=True):
        state = DensityMatrix(CIRCUITS[machine]((theta, phi)))
        found = numbers(theta, phi, machine)
        for clone in (0, 1):
            others = [qubit for qubit in range(state.num_qubits) if qubit != clone]
            arrow = theory.bloch_vector(partial_trace(state, others).data)
            assert arrow == pytest.approx([found[f"clone_{axis}"] for axis in "xyz"], abs=1e-9)


@given(st.sampled_from(MACHINES), thetas, phis)
def test_the_clone_lies_on_the_shape_and_the_mark_on_the_curve(machine, theta, phi):
    found = numbers(theta, phi, machine)
    assert hypot_in(found) <= 1 + 1e-9
    left, right = cloning.PLOT["left"], cloning.PLOT["right"]
    top, bottom = cloning.PLOT["top"], cloning.PLOT["bottom"]
    assert left <= found["mark_x"] <= right
    assert top - 1e-9 <= found["mark_y"] <= bottom + 1e-9


def hypot_in(found):
    across = (found["clone_tip_x"] - found["rim_x"]) / max(found["rim_rx"], 1e-6)
    up = (found["clone_tip_y"] - found["rim_y"]) / max(found["rim_ry"], 1e-6)
    return np.hypot(across, up)


def test_the_words_say_the_numbers():
    alt = draw.cloner(pi / 2, machine="cnot").alt
    for said in ("θ = 90°, φ = 0°", "“CNOT copier”, of length 0.00", "fidelity 0.500",
                 "0.667 on average, 0.500 at worst", "0.833 = 5/6"):  # fmt: skip
        assert said in alt


def test_the_best_on_the_equator_is_marked_whatever_the_machine():
    for machine in MACHINES:
        svg = draw.cloner(1.0, machine=machine).svg
        assert ">0.854<" in svg
        assert "along the original’s arrow" in svg
        assert "r·r′" not in svg


def test_each_machine_has_its_own_dash_and_keeps_it_when_chosen():
    dashes = {name: machine["dash"] for name, machine in cloning.machines().items()}
    assert len({*dashes.values()}) == 3
    for name, dash in dashes.items():
        svg = draw.cloner(1.0, machine=name).svg
        curves = re.findall(rf'<path[^>]* d="{re.escape(cloning.curve(name))}"[^>]*>', svg)
        assert len(curves) == 2
        assert all(f'stroke-dasharray="{dash}"' in one for one in curves)


@pytest.mark.parametrize("machine", MACHINES)
def test_no_name_on_the_right_globe_touches_a_ball(machine):
    svg = draw.cloner(1.0, machine=machine).svg
    shape = numbers(1.0, 0.0, machine)
    globe = {"rim_x": cloning.CLONE.cx, "rim_y": cloning.CLONE.cy, "rim_rx": cloning.CLONE.radius,
             "rim_ry": cloning.CLONE.radius}  # fmt: skip
    names = re.findall(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>\|[+−]⟩<', svg)[2:]
    assert len(names) == 2
    for x, y in names:
        corners = np.array([[float(x) + dx, float(y) + dy] for dx in (-10, 10) for dy in (-10, 3)])
        assert all(reach(corner, globe) < 1 for corner in corners)
        assert all(reach(corner, shape) > 1 for corner in corners)


def reach(at, rim):
    """Say how far out a point lies, where 1 is on the rim."""
    across = (at[0] - rim["rim_x"]) / max(rim["rim_rx"], 1e-6)
    return np.hypot(across, (at[1] - rim["rim_y"]) / max(rim["rim_ry"], 1e-6))


def test_the_table_of_machines_is_that_of_theory():
    assert {*cloning.machines()} == {*theory.cloning.MACHINES}


@pytest.mark.parametrize("machine", ["amplifier", "", "CNOT", None, 3])
def test_what_is_no_machine_is_refused(machine):
    with pytest.raises(ValueError, match="There is no machine"):
        draw.cloner(1.0, machine=machine)


@pytest.mark.parametrize(("theta", "phi"), [(nan, 0), (inf, 0), ("1", 0), (60, 0), (1, nan)])
def test_what_is_no_angle_is_refused(theta, phi):
    with pytest.raises(ValueError, match="radians"):
        draw.cloner(theta, phi)
