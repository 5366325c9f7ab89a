import numpy as np
import pytest

from qinet_edu import theory
from qinet_edu.noise import FIBRE_SPEED_KM_S, fibre_delay_s
from qinet_edu.protocols import Act, swap

LINKS = [85, 115, 132]
BACKBONE = [85, 115, 132, 84, 154, 80, 157, 141]


def acts(done, party):
    return [e.words for e in done.transcript.events if isinstance(e, Act) and e.party == party]


def said(done):
    return [m for m in done.transcript.messages if m.channel == "classical"]


@pytest.mark.parametrize("frame", [True, False])
@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_a_perfect_chain_agrees_in_every_run(axis, frame):
    for seed in range(15):
        done = swap(LINKS, frame=frame, measure=axis, seed=seed)
        alike = done.outcomes["alice"] == done.outcomes["bob"]
        assert alike == (axis != "y")  # XX = ZZ = +1 and YY = −1 on Φ+


def test_the_frame_is_the_sum_of_the_nodes_bits():
    frames = set()
    for seed in range(30):
        done = swap(LINKS, seed=seed)
        z, x = (sum(both[place] for both in done.bits.values()) % 2 for place in (0, 1))
        assert done.frame == f"{x}{z}"
        frames.add(done.frame)
        gates = [gate for gate, bit in zip("XZ", done.frame, strict=True) if bit == "1"]
        expected = f"applies {' and '.join(gates)}" if gates else "has nothing to correct"
        assert acts(done, "bob") == [expected]
    assert frames == {"00", "01", "10", "11"}


def test_every_node_tells_bob_two_bits_and_waits_for_nobody():
    done = swap(LINKS, seed=1)
    assert [(m.sender, m.receiver, m.size) for m in said(done)] == [
        ("node1", "bob", 2), ("node2", "bob", 2),
    ]  # fmt: skip
    halves = {
        name: max(m.arrives_s for m in done.transcript.messages if m.receiver == name)
        for name in ("node1", "node2")
    }
    for message, rest_km in zip(said(done), (115 + 132, 132), strict=True):
        assert message.sent_s == pytest.approx(halves[message.sender])
        assert message.arrives_s - message.sent_s == pytest.approx(rest_km / FIBRE_SPEED_KM_S)
        z, x = done.bits[message.sender]
        assert message.what == f"bits: Z {z}, X {x}"


def test_corrections_are_made_when_the_last_bit_is_there():
    done = swap(BACKBONE, seed=1)
    assert done.ready_s == pytest.approx(max(m.arrives_s for m in said(done)))
    assert done.ready_s == pytest.approx(4.5e-3, abs=5e-5)
    late = [e.at_s for e in done.transcript.events if isinstance(e, Act) and e.party == "bob"]
    assert late == [pytest.approx(done.ready_s)]


def test_without_memory_loss_the_pair_is_what_theory_says():
    vector = [0.9, 0.03, 0.02, 0.05]
    assert swap([50] * 4, pair=0.95, seed=1).fidelity == pytest.approx(0.8191259, abs=5e-8)
    done = swap([50, 50], pair=vector, seed=1)
    assert np.allclose(done.vector, theory.swap_bell_diagonal(vector, vector))
    assert swap([50, 50], pair=[0.9, 0.8], seed=1).fidelity == pytest.approx(0.7266667, abs=5e-8)


def test_both_ends_decay_until_the_frame_is_there():
    """Two equal links: nodes do not wait, the ends wait for one link's length."""
    done = swap([100, 100], t2_s=0.01, seed=1)
    expected = theory.waited([1, 0, 0, 0], float(fibre_delay_s(100)), t1_s=np.inf, t2_s=0.01)
    assert np.allclose(done.vector, expected)
    shorter = theory.waited([1, 0, 0, 0], float(fibre_delay_s(100)), t1_s=np.inf, t2_s=0.01,
                            halves=1)  # fmt: skip
    assert done.fidelity < shorter[0]  # forgetting Alice's half promises too much


def test_a_half_waits_at_a_node_for_the_longer_link():
    done = swap([20, 100], frame=True, measure="z", t2_s=0.01, seed=1)
    at_node = float(fibre_delay_s(80)) / 2
    expected = theory.waited([1, 0, 0, 0], at_node, t1_s=np.inf, t2_s=0.01, halves=1)
    assert np.allclose(done.vector, expected)


def test_a_frame_spares_the_wait_of_those_who_only_measure():
    in_frame = swap(LINKS, frame=True, measure="x", t2_s=0.01, seed=1)
    corrected = swap(LINKS, measure="x", t2_s=0.01, seed=1)
    assert in_frame.fidelity > corrected.fidelity
    assert in_frame.ready_s < corrected.ready_s
    assert (
        acts(in_frame, "bob")[-1] == f"reads his outcome in the frame: {in_frame.outcomes['bob']}"
    )
    kept = swap(LINKS, frame=True, t2_s=0.01, seed=1)  # a pair to keep needs its frame first
    assert kept.fidelity == pytest.approx(corrected.fidelity)


def test_outcomes_agree_as_often_as_the_fidelity_says():
    """Of Werner links: ⟨XX⟩ = (4F − 1)/3."""
    runs = [swap([50, 50], pair=0.8, frame=True, measure="x", seed=seed) for seed in range(400)]
    alike = np.mean([one.outcomes["alice"] == one.outcomes["bob"] for one in runs])
    expected = (1 + (4 * runs[0].fidelity - 1) / 3) / 2
    assert abs(alike - expected) < 4 * np.sqrt(expected * (1 - expected) / 400)


def test_a_chain_of_one_is_a_plain_pair():
    done = swap([85], pair=0.9, measure="z", seed=1)
    assert done.transcript.classical_bits == 0
    assert (done.frame, done.bits) == ("00", {})
    assert done.fidelity == pytest.approx(0.9)
    assert done.ready_s == pytest.approx(float(fibre_delay_s(85)) / 2)


def test_links_without_length_take_no_time():
    assert swap([0, 0], t2_s=1e-6, seed=1).fidelity == pytest.approx(1)
    assert swap([0, 0], seed=1).ready_s == 0


def test_a_seed_repeats_a_run():
    assert swap(LINKS, seed=4).transcript == swap(LINKS, seed=4).transcript


@pytest.mark.parametrize(
    ("how", "error", "words"),
    [
        ({"lengths_km": []}, ValueError, "at least one link"),
        ({"lengths_km": 85}, TypeError, "list"),
        ({"lengths_km": [85, -1]}, ValueError, "lengths_km"),
        ({"lengths_km": ["a"]}, TypeError, "lengths_km"),
        ({"pair": [0.9] * 5}, ValueError, "one pair for all 3 links"),
        ({"pair": 1.5}, ValueError, "pair"),
        ({"pair": [0.9, 0.9, 0.0, 0.0]}, ValueError, "add up"),
        ({"measure": "w"}, ValueError, "'x', 'y' or 'z'"),
        ({"measure": (0.0, 1.0)}, ValueError, "'x', 'y' or 'z'"),
        ({"t1_s": 1.0, "t2_s": 3.0}, ValueError, "T2"),
    ],
)
def test_bad_input_is_told_what_to_do(how, error, words):
    with pytest.raises(error, match=words):
        swap(**{"lengths_km": LINKS, "seed": 1, **how})
