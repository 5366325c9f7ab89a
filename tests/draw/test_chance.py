from math import cos, nan, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu import draw
from qinet_edu.execution import Estimate


def test_error_bars_shrink_with_the_root_of_the_shots():
    errors = [draw.shot_noise((n // 4, n), 0.25).numbers["standard_error"] for n in (100, 10_000)]
    assert errors[0] == pytest.approx(sqrt(0.25 * 0.75 / 100))
    assert errors[0] / errors[1] == pytest.approx(10)


def test_both_ways_of_giving_counts_say_the_same():
    one, other = draw.shot_noise({"0": 28, "1": 72}, 0.25), draw.shot_noise((28, 100), 0.25)
    assert one == other
    assert "28 times" in one.alt
    assert "±0.043" in one.alt


def test_a_sure_outcome_has_no_error_bar():
    picture = draw.shot_noise({"0": 100}, 1.0)
    assert picture.numbers["standard_error"] == picture.numbers["off_by"] == 0


@pytest.mark.parametrize(
    ("counts", "probability", "said"),
    [
        ((0, 0), 0.5, "at least one shot"),
        ((5, 4), 0.5, "cannot be"),
        ((0.5, 4), 0.5, "whole number"),
        ((-1, 4), 0.5, "whole number"),
        ({"00": 1, "11": 2}, 0.5, "Read one register"),
        ((1, 4), 1.5, "between 0 and 1"),
        ((1, 4), nan, "between 0 and 1"),
        ((1, 4), "half", "between 0 and 1"),
    ],
)
def test_counts_that_cannot_be_are_refused(counts, probability, said):
    with pytest.raises(ValueError, match=said):
        draw.shot_noise(counts, probability)


@given(st.dictionaries(st.text("01 ", min_size=1, max_size=8), st.integers(0, 10**6), min_size=1))
def test_shares_add_up_whatever_was_counted(table):
    if not sum(table.values()):
        return
    picture = draw.counts(table)
    assert sum(picture.numbers.values()) == pytest.approx(1)
    assert len(picture.numbers) <= 16


def test_error_bars_are_those_of_a_result_and_never_missing():
    """The mistake everybody makes: 1000 of 1000 taken for certainty, √(p(1 − p)/n) being 0."""
    sure = draw.counts({"0": 1000})
    assert f"“0” 1000 times ({Estimate.of_probability(1000, 1000)})" in sure.alt
    assert sure.svg.count('class="s-ink"') == 3, "a bar and its two ends"
    assert str(Estimate.of_probability(480, 1000)) in draw.counts({"0": 480, "1": 520}).alt
    assert draw.counts({"0": 0, "1": 5}).svg.count('class="s-ink"') == 6


class Result:
    def counts(self, *registers):
        return {"0 1": 3} if registers == ("alice", "bob") else {"1 0": 3}


def test_a_result_is_read_by_the_registers_named():
    assert draw.counts(Result(), "alice", "bob").numbers == {"0 1": 1.0}
    assert draw.counts(Result()).numbers == {"1 0": 1.0}


@pytest.mark.parametrize("wrong", [{}, {"0": 0}, {"0": -1}, {"0": 0.5}, 3, "01", None])
def test_what_was_not_counted_is_refused(wrong):
    with pytest.raises(ValueError, match=r"no shots|whole number|Give a result"):
        draw.counts(wrong)


@given(st.floats(-50, 50))
def test_the_fringe_is_that_of_the_interferometer(phi):
    numbers = draw.fringe(phi).numbers
    assert numbers["p0"] == pytest.approx(cos(phi / 2) ** 2, abs=1e-12)
    assert 378 <= numbers["mark_x"] <= 612


def test_each_path_is_told_by_its_state_and_each_detector_by_its_number():
    picture = draw.fringe(1.0)
    for said in (">path |0⟩<", ">path |1⟩<", ">detector 0<", ">detector 1<", "P(detector 0)"):
        assert said in picture.svg
    assert "delayed by φ, the qubit’s |1⟩" in picture.alt
    assert "P(0)" not in picture.svg


def test_a_whole_turn_stands_at_the_right_end():
    assert draw.fringe(2 * pi).numbers["mark_x"] == 612
    assert "probability 1.00" in draw.fringe(2 * pi).alt


def test_a_phase_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="radians"):
        draw.fringe(nan)


def test_the_card_of_bit_order_has_qiskits_order():
    from qiskit import QuantumCircuit
    from qiskit.quantum_info import Statevector

    circuit = QuantumCircuit(3)
    circuit.x([1, 2])
    (outcome,) = Statevector(circuit).probabilities_dict()
    assert draw.bit_order().numbers["outcome"] == outcome
    assert "right-most" in draw.bit_order().alt


def test_no_outcome_is_called_a_key():
    """In a course about secret keys, a key of a dict would be taken for one of those."""
    picture = draw.bit_order()
    assert "key" not in picture.svg + picture.alt + " ".join(picture.numbers)
