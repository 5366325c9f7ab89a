import re
from itertools import product
from math import inf, nan, pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qiskit.quantum_info import DensityMatrix, Statevector, partial_trace

from qinet_edu import circuits, draw, theory
from qinet_edu.noise import fibre_delay_s

AXES = [(0.0, 0.0), (pi, 0.0), *((pi / 2, k * pi / 2) for k in range(4))]
OUTCOMES = [*product((0, 1), repeat=2)]
LOSSES = [*product((False, True), repeat=2)]
COMPLEX = {"theta": 1.1, "phi": 2.3}  # a state that no Pauli leaves alone


def numbers(step, **settings):
    return draw.teleport(step, **{**COMPLEX, **settings}).numbers


def arrow(found, name):
    return np.array([found[f"{name}_{axis}"] for axis in "xyz"])


def bob_in_the_circuit(theta, phi, m_message, m_alice):
    """Bob's state given what Alice found, from the circuit that students run."""
    circuit = circuits.teleport((theta, phi), form="deferred", corrections="")
    state = Statevector(circuit.remove_final_measurements(inplace=False))
    whole = state.data.reshape(2, 2, 2)[:, m_alice, m_message]  # Bob, Alice's half, message
    return theory.bloch_vector(whole / np.linalg.norm(whole))


@given(st.floats(0, pi), st.floats(0, 2 * pi), st.sampled_from(OUTCOMES))
def test_bobs_arrow_is_that_of_the_circuit(theta, phi, outcome):
    m_message, m_alice = outcome
    drawn = draw.teleport(2, theta=theta, phi=phi, m_message=m_message, m_alice=m_alice).numbers
    assert arrow(drawn, "bob") == pytest.approx(
        bob_in_the_circuit(theta, phi, m_message, m_alice), abs=1e-9
    )


@pytest.mark.parametrize(("m_message", "m_alice"), OUTCOMES)
def test_with_both_bits_and_a_good_memory_bob_holds_the_message(m_message, m_alice):
    found = numbers(5, m_message=m_message, m_alice=m_alice, t2_ms=1e6)
    assert found["fidelity"] == pytest.approx(1, abs=1e-6)
    assert arrow(found, "known") == pytest.approx(arrow(found, "bob"))
    assert arrow(found, "bob") == pytest.approx(arrow(found, "message"), abs=1e-5)


@pytest.mark.parametrize(("drop_x", "drop_z"), LOSSES)
@pytest.mark.parametrize("t2_ms", [1.0, 20.0, 1e6])
def test_the_average_is_that_over_all_messages_and_outcomes(drop_x, drop_z, t2_ms):
    """A fidelity is quadratic in the state, so six states stand for the whole sphere."""
    runs = [
        draw.teleport(
            5, theta=theta, phi=phi, m_message=m, m_alice=a, drop_x=drop_x, drop_z=drop_z,
            t2_ms=t2_ms, length_km=948.0,
        ).numbers
        for (theta, phi), (m, a) in product(AXES, OUTCOMES)
    ]  # fmt: skip
    mean = np.mean([run["fidelity"] for run in runs])
    assert [run["average"] for run in runs] == pytest.approx([mean] * len(runs))
    assert np.mean([run["known_fidelity"] for run in runs]) == pytest.approx(mean)


def test_a_perfect_pair_and_lost_bits_give_the_textbook_averages():
    for drop, expected in ((0, 1), (1, 2 / 3), (2, 1 / 2)):
        found = numbers(5, drop_z=drop > 0, drop_x=drop > 1, t2_ms=1e6)
        assert found["average"] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("step", [4, 5])
@pytest.mark.parametrize(("drop_x", "drop_z"), LOSSES)
def test_the_ring_is_the_mean_over_what_bob_cannot_know(step, drop_x, drop_z):
    found = numbers(step, drop_x=drop_x, drop_z=drop_z)
    cases = [
        arrow(numbers(step, drop_x=drop_x, drop_z=drop_z, m_message=m, m_alice=a), "bob")
        for m in ((0, 1) if drop_z else (1,))
        for a in ((0, 1) if drop_x else (0,))
    ]
    assert arrow(found, "known") == pytest.approx(np.mean(cases, axis=0))


@pytest.mark.parametrize("step", range(4))
def test_before_the_bits_arrive_bob_can_know_nothing(step):
    """The reduced state of his half is I/2, whatever Alice has done and found."""
    for m_message, m_alice in OUTCOMES:
        found = numbers(step, m_message=m_message, m_alice=m_alice, progress=0.99)
        assert np.array_equal(arrow(found, "known"), [0, 0, 0])
        assert found["known_fidelity"] == 0.5
    circuit = circuits.teleport((1.1, 2.3), form="deferred", corrections="")
    whole = DensityMatrix(circuit.remove_final_measurements(inplace=False))
    assert np.allclose(partial_trace(whole, [0, 1]).data, np.eye(2) / 2)


def test_a_lost_bit_that_is_0_does_no_harm():
    whole = numbers(5, m_message=0, m_alice=1)
    lucky = numbers(5, m_message=0, m_alice=1, drop_z=True)
    assert lucky["fidelity"] == pytest.approx(whole["fidelity"])
    assert lucky["average"] < 0.67
    assert "nothing is missing: luck" in draw.teleport(5, m_message=0, drop_z=True).alt
    assert "luck" not in draw.teleport(5, m_message=1, drop_z=True).alt


@pytest.mark.parametrize(
    ("settings", "heading", "words"),
    [
        ({"step": 3, "drop_x": True, "drop_z": True}, "both bits are lost", "Both bits are lost;"),
        ({"step": 3, "drop_x": True}, "one bit is lost, one on its way", "The bit for X is lost"),
        ({"step": 3, "drop_x": True, "progress": 0.4}, "two bits are on", "bits have travelled"),
        ({"step": 4, "drop_x": True, "drop_z": True}, "nothing arrives", "Neither bit arrives"),
        ({"step": 4, "drop_z": True}, "what arrives tells Bob", "average of those possible"),
        ({"step": 5, "drop_z": True}, "done what he could", "lost bit was 1: a Z is missing. Bob"),
        ({"step": 5, "drop_x": True}, "done what he could", "bit was 0, so nothing is missing"),
        ({"step": 5, "drop_x": True, "drop_z": True}, "done nothing", "1 for Z and 0 for X: a Z"),
        ({"step": 5, "drop_x": True, "drop_z": True, "m_alice": 1}, "nothing", "a Z and an X are"),
    ],
)
def test_a_loss_is_told_as_it_is(settings, heading, words):
    picture = draw.teleport(**{"progress": 0.6, **settings})
    first, second = re.findall(r'data-part="(?:heading|words-0|words-1)"[^>]*>([^<]*)<',
                               picture.svg)[:2]  # fmt: skip
    assert heading in first
    assert words in picture.alt
    assert second in picture.alt


@pytest.mark.parametrize(
    ("bits", "told"),
    [
        ((0, 0), "the message already, but"),
        ((1, 0), "the message, turned by Z, but"),
        ((0, 1), "the message, turned by X, but"),
        ((1, 1), "the message, turned by Z and then by X, but"),
    ],
)
def test_the_message_is_called_so_and_by_no_letter(bits, told):
    m_message, m_alice = bits
    assert told in draw.teleport(2, m_message=m_message, m_alice=m_alice).alt
    for step in range(6):
        picture = draw.teleport(step, m_message=m_message, m_alice=m_alice)
        assert "ψ" not in picture.svg + picture.alt
        assert "message" in picture.alt


@pytest.mark.parametrize("step", range(6))
def test_where_it_is_yet_to_be_predicted_nothing_is_judged(step):
    """The first walk must not answer what is asked later: losses, the average, decay."""
    judged, plain = (draw.teleport(step, judged=told) for told in (True, False))
    assert {*judged.numbers} - {*plain.numbers} == {"fidelity", "known_fidelity", "average"}
    shared = {name: judged.numbers[name] for name in plain.numbers if name != "judged"}
    assert shared == {name: one for name, one in plain.numbers.items() if name != "judged"}
    for told in ("idelity", "2/3", "0.667", "average at", "T2", "coherence", "decay", "lost"):
        assert told not in plain.alt
    assert "idelity" not in plain.svg
    assert "idelity" in judged.svg


def test_x_follows_the_bit_of_the_half_and_z_that_of_the_message():
    """The mistake everybody makes is to swap them; states along the axes hide it."""
    for m_message, m_alice, harmful in ((1, 0, "z"), (0, 1, "x")):
        for gate in "xz":
            found = numbers(5, m_message=m_message, m_alice=m_alice, t2_ms=1e6,
                            **{f"drop_{gate}": True})  # fmt: skip
            assert (found["fidelity"] < 0.9) == (gate == harmful)


@given(st.floats(0, 20_000), st.floats(0.05, 1000), st.floats(0, 1))
def test_bobs_qubit_decays_while_light_is_on_its_way(length_km, t2_ms, progress):
    found = numbers(3, length_km=length_km, t2_ms=t2_ms, progress=progress)
    assert found["delay_ms"] == pytest.approx(1000 * fibre_delay_s(length_km))
    assert found["time_ms"] == pytest.approx(progress * found["delay_ms"])
    assert found["coherence"] == pytest.approx(np.exp(-found["time_ms"] / t2_ms))
    psi, bob = arrow(found, "message"), arrow(found, "bob")
    assert np.hypot(bob[0], bob[1]) == pytest.approx(
        found["coherence"] * np.hypot(psi[0], psi[1]), abs=1e-12
    )
    assert abs(bob[2]) == pytest.approx(abs(psi[2]))


def test_a_backbone_away_a_memory_of_10_ms_gives_0_876():
    """948 km are 4.64 ms: (2F + 1)/3 with F = (1 + e^{−4.64/10})/2."""
    found = numbers(5, length_km=948.0)
    f_e = theory.stored_pair_fidelity(fibre_delay_s(948.0), t1_s=inf, t2_s=0.01)
    assert found["average"] == pytest.approx((2 * f_e + 1) / 3)
    assert round(found["average"], 3) == 0.876


def test_a_lost_packet_stops_half_way_and_says_so():
    whole, lost = numbers(4), numbers(4, drop_x=True)
    assert lost["packet_z"] == whole["packet_z"] == whole["packet_x"]
    start = numbers(2)["packet_x"]
    assert lost["packet_x"] - start == pytest.approx((whole["packet_x"] - start) / 2)
    assert "The bit for X is lost on the way." in draw.teleport(4, drop_x=True).alt
    svg = {late: draw.teleport(3, drop_x=True, progress=late).svg for late in (0.4, 0.6)}
    assert 'data-part="lost-x" opacity="0"' in svg[0.4]
    assert 'data-part="lost-x" opacity="1"' in svg[0.6]


def test_each_step_says_what_happens():
    said = [draw.teleport(step).alt for step in range(6)]
    assert len(set(said)) == 6
    assert all(f"Step {step} of 5" in alt for step, alt in enumerate(said))
    assert "Clock 245 µs of 490 µs" in said[3]
    assert "Fidelity of this run now 0.5" in said[0]
    assert "The bit for Z and that for X is" in draw.teleport(3, drop_x=True, drop_z=True).alt


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"step": 6}, ValueError, "steps 0 to 5"),
        ({"step": True}, ValueError, "steps 0 to 5"),
        ({"step": "3"}, ValueError, "steps 0 to 5"),
        ({"theta": 60}, ValueError, "radians"),
        ({"phi": nan}, ValueError, "finite"),
        ({"theta": "1"}, ValueError, "finite"),
        ({"length_km": -1}, ValueError, "length_km"),
        ({"length_km": 1e6}, ValueError, "length_km"),
        ({"length_km": "100"}, TypeError, "length_km"),
        ({"t2_ms": 0}, ValueError, "t2_ms"),
        ({"t2_ms": inf}, ValueError, "t2_ms"),
        ({"m_message": 2}, ValueError, "m_message is a bit"),
        ({"m_alice": "1"}, ValueError, "m_alice is a bit"),
        ({"m_alice": True}, ValueError, "m_alice is a bit"),
        ({"drop_x": 1}, ValueError, "drop_x says whether"),
        ({"judged": "no"}, ValueError, "judged says whether"),
        ({"progress": 1.5}, ValueError, "progress"),
        ({"progress": nan}, ValueError, "NaN"),
    ],
)
def test_what_cannot_be_shown_is_refused(settings, error, words):
    with pytest.raises(error, match=words):
        draw.teleport(**settings)
