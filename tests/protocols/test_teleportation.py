from math import inf, nan, pi

import numpy as np
import pytest
from qiskit.quantum_info import random_density_matrix, random_statevector

from qinet_edu import theory
from qinet_edu.noise import FIBRE_SPEED_KM_S, fibre_delay_s
from qinet_edu.protocols import Act, Message, superdense, teleport
from qinet_edu.protocols.pairs import SOURCES

RANDOM = [random_statevector(2, seed=20261125 + k).data for k in range(5)]
MEMORY = {"t1_s": 4e-3, "t2_s": 3e-3}


def angles(ket):
    x, y, z = theory.bloch_vector(ket)
    return float(np.arccos(np.clip(z, -1, 1))), float(np.arctan2(y, x))


def acts(done, party):
    return [e.words for e in done.transcript.events if isinstance(e, Act) and e.party == party]


@pytest.mark.parametrize("ket", RANDOM)
def test_any_state_arrives_whatever_alice_finds(ket):
    """Along ψ itself Bob finds 0 with certainty, so every single run must give it."""
    runs = [teleport(ket, length_km=50, seed=k, measure=angles(ket)) for k in range(30)]
    assert {done.outcome for done in runs} == {0}
    assert len({(done.bits["message"], done.bits["alice"]) for done in runs}) == 4
    assert all(done.fidelity == pytest.approx(1) for done in runs)


@pytest.mark.parametrize("corrections", ["xz", "x", "z", ""])
def test_bob_applies_what_the_bits_that_reach_him_say_and_no_more(corrections):
    for seed in range(12):
        done = teleport((1.0, 2.0), length_km=10, corrections=corrections, seed=seed)
        expected = [
            f"applies {gate.upper()}"
            for name, gate in (("alice", "x"), ("message", "z"))
            if done.bits[name] and gate in corrections
        ]
        assert acts(done, "bob") == (expected or ["has nothing to correct"])
        lost = {m.what[:-3] for m in done.transcript.messages if m.lost}
        assert lost == {
            name
            for name, gate in (("bit for X", "x"), ("bit for Z", "z"))
            if gate not in corrections
        }


def test_the_transcript_tells_the_bits_that_came_out():
    for seed in range(8):
        done = teleport((1.0, 2.0), length_km=10, seed=seed)
        told = [m.what for m in done.transcript.messages if m.channel == "classical"]
        assert told == [
            f"bit for Z: {done.bits['message']}",
            f"bit for X: {done.bits['alice']}",
        ]
        found = f"message ({done.bits['message']}) and half ({done.bits['alice']})"
        assert found in acts(done, "alice")[-1]


def test_a_lost_bit_does_harm_only_when_it_was_1():
    """Without the Z bit, |+⟩ arrives as it was where the bit is 0, and as |−⟩ where it is 1."""
    plus = (pi / 2, 0.0)
    runs = [
        teleport(plus, length_km=10, corrections="x", seed=seed, measure="x") for seed in range(20)
    ]
    assert all(done.outcome == done.bits["message"] for done in runs)
    assert {done.outcome for done in runs} == {0, 1}
    assert runs[0].fidelity == pytest.approx(2 / 3)


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_arrives_before_light_can(source):
    """Alice at 0, Bob at the far end, the source where it says: no message beats the fibre."""
    length_km = 120.0
    places = {"alice": 0.0, "bob": length_km, "source": length_km / 2}
    for done in (
        teleport((1.0, 2.0), length_km=length_km, source=source, seed=1, **MEMORY),
        superdense("11", length_km=length_km, source=source, seed=1),
    ):
        for message in done.transcript.messages:
            way_km = abs(places[message.sender] - places[message.receiver])
            took_s = message.arrives_s - message.sent_s
            assert took_s == pytest.approx(way_km / FIBRE_SPEED_KM_S, rel=1e-12)


@pytest.mark.parametrize("source", SOURCES)
def test_a_cause_comes_before_its_effect(source):
    done = teleport((1.0, 2.0), length_km=100, source=source, seed=4)
    events = done.transcript.events
    measured = next(e for e in events if isinstance(e, Act) and "measures" in e.words)
    halves = [e for e in events if isinstance(e, Message) and e.channel == "quantum"]
    told = [e for e in events if isinstance(e, Message) and e.channel == "classical"]
    assert measured.at_s >= max(half.arrives_s for half in halves)
    assert all(bit.sent_s >= measured.at_s for bit in told)
    last = [e.at_s for e in events if isinstance(e, Act) and e.party == "bob"][-1]
    assert last == max(bit.arrives_s for bit in told) == pytest.approx(done.transcript.duration_s)


def test_teleportation_takes_two_bits_and_a_pair_superdense_coding_one_qubit_and_a_pair():
    sent = teleport((1.0, 2.0), length_km=10, source="alice", seed=1).transcript
    assert (sent.classical_bits, sent.qubits_sent) == (2, 1)
    told = superdense("01", length_km=10, source="bob", seed=1).transcript
    assert (told.classical_bits, told.qubits_sent) == (0, 2)


@pytest.mark.parametrize(("source", "halves"), [("middle", 1), ("alice", 2)])
def test_the_pair_ages_as_long_as_the_bits_travel(source, halves):
    """From the middle only Bob's half waits; made by Alice, hers has waited just as long."""
    done = teleport((1.0, 2.0), length_km=100, source=source, seed=1, **MEMORY)
    f_e = theory.stored_pair_fidelity(fibre_delay_s(100), halves=halves, **MEMORY)
    assert theory.fidelity(done.pair) == pytest.approx(f_e)
    assert done.fidelity == pytest.approx((2 * f_e + 1) / 3)


def test_made_by_bob_a_half_waits_there_and_back():
    done = teleport((1.0, 2.0), length_km=100, source="bob", seed=1, **MEMORY)
    f_e = theory.stored_pair_fidelity(2 * fibre_delay_s(100), **MEMORY)
    assert theory.fidelity(done.pair) == pytest.approx(f_e)


@pytest.mark.parametrize("source", SOURCES)
def test_the_circuit_that_is_run_waits_as_long_as_the_closed_form_says(source):
    """|+⟩ with T2 as long as the whole wait: found along X with (1 + e^{−wait/T2})/2."""
    waits = {"middle": 1, "alice": 2, "bob": 2}[source]
    delay_s = float(fibre_delay_s(100))
    runs = [
        teleport((pi / 2, 0.0), length_km=100, t2_s=delay_s, source=source, seed=k, measure="x")
        for k in range(300)
    ]
    found = np.mean([done.outcome for done in runs])
    expected = (1 - np.exp(-waits)) / 2
    assert abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / len(runs))


def test_next_door_nothing_ages():
    done = teleport((1.0, 2.0), length_km=0, seed=1, measure=(1.0, 2.0), **MEMORY)
    assert (done.outcome, done.transcript.duration_s) == (0, 0)
    assert done.fidelity == pytest.approx(1)


def test_a_given_pair_counts():
    rho = np.asarray(random_density_matrix(4, seed=5).data)
    done = teleport((1.0, 2.0), length_km=10, resource=rho, seed=1)
    assert np.allclose(done.pair, rho)
    assert done.fidelity == pytest.approx(theory.teleport_fidelity(rho))
    assert teleport((1.0, 2.0), length_km=1, resource="psi-", seed=1).fidelity == pytest.approx(
        1 / 3
    )


def test_the_same_seed_tells_the_same_story():
    one, other = (teleport((1.0, 2.0), length_km=10, seed=7) for _ in range(2))
    assert (one.transcript, one.bits) == (other.transcript, other.bits)
    drawn = teleport((1.0, 2.0), length_km=10)
    assert teleport((1.0, 2.0), length_km=10, seed=drawn.seed).transcript == drawn.transcript


@pytest.mark.parametrize("bits", ["00", "01", "10", "11"])
def test_two_bits_come_out_of_one_qubit(bits):
    done = superdense(bits, length_km=20, seed=3)
    assert done.received == done.bits == bits
    assert done.capacity_bits == 2
    assert acts(done, "bob") == [f"reads {bits} in the Bell basis"]


def test_a_noisy_pair_carries_less():
    done = superdense("01", length_km=20, resource=theory.werner(0.9), seed=3)
    assert done.capacity_bits == pytest.approx(1.372508, abs=1e-6)


def test_a_run_reads_as_its_transcript():
    assert repr(teleport((1.0, 2.0), length_km=100, seed=1, t2_s=0.01)).splitlines()[-1] == (
        "fidelity, on average over all messages: 0.9841"
    )
    assert repr(superdense("01", length_km=10, seed=1)).endswith("2.0000 bits")


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        (lambda: teleport(None, length_km=1), ValueError, "Say what to teleport"),
        (lambda: teleport((1.0, 2.0), length_km="1"), TypeError, "length_km"),
        (lambda: teleport((1.0, 2.0), length_km=-1), ValueError, "length_km"),
        (lambda: teleport((1.0, 2.0), length_km=inf), ValueError, "length_km"),
        (lambda: teleport((1.0, 2.0), length_km=1, corrections="zx"), ValueError, "'xz', 'x'"),
        (lambda: teleport((1.0, 2.0), length_km=1, source="eve"), ValueError, "'middle'"),
        (lambda: teleport((1.0, 2.0), length_km=1, t2_s=0), ValueError, "t2_s"),
        (lambda: teleport((1.0, 2.0), length_km=1, t1_s=1.0), ValueError, "2 T1"),
        (lambda: teleport((1.0, 2.0), length_km=1, t2_s=nan), ValueError, "NaN"),
        (lambda: teleport((1.0, 2.0), length_km=1, measure="w"), ValueError, "direction"),
        (lambda: superdense("2", length_km=1), ValueError, "two bits"),
        (lambda: superdense("01", length_km=nan), ValueError, "NaN"),
    ],
)
def test_what_cannot_be_run_is_refused(wrong, error, words):
    with pytest.raises(error, match=words):
        wrong()
