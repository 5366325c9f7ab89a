import numpy as np
import pytest
from qiskit import QuantumCircuit

from qinet_edu import noise, theory
from qinet_edu.circuits import BELL_STATES
from qinet_edu.protocols import verified_delivery
from qinet_edu.protocols.delivery import fidelity_margin


def random_state(rng):
    part = rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4))
    rho = part @ part.conj().T
    return rho / np.trace(rho)


@pytest.mark.parametrize("state", BELL_STATES)
def test_a_perfect_pair_passes_as_itself_and_as_nothing_else(state):
    for made in BELL_STATES:
        done = verified_delivery(made, 5000, tests=2000, state=state, seed=1)
        if made == state:
            assert float(done.fidelity) == 1
            assert done
            assert done.accepted
        else:
            assert abs(done.fidelity) < 4 * done.fidelity.standard_error
            assert not done
            assert done.bound == 0


def test_the_sample_tells_the_fidelity_of_any_state():
    rng = np.random.default_rng(2)
    for seed in range(8):
        rho, state = random_state(rng), [*BELL_STATES][seed % 4]
        done = verified_delivery(rho, 10_000, tests=5000, state=state, seed=seed)
        assert abs(done.fidelity - theory.fidelity(rho, state)) < 4 * done.fidelity.standard_error


def test_what_is_left_is_what_was_not_tested():
    done = verified_delivery("phi+", 1000, tests=300, seed=3)
    assert len(done) == done.kept.size == 700
    assert len({*done.kept.tolist()}) == 700
    assert done.kept.min() >= 0
    assert done.kept.max() < 1000
    other = verified_delivery("phi+", 1000, tests=300, seed=4)
    assert not np.array_equal(done.kept, other.kept)
    again = verified_delivery("phi+", 1000, tests=300, seed=3)
    assert np.array_equal(done.kept, again.kept)
    assert again.fidelity == done.fidelity


def test_the_sample_is_drawn_evenly():
    """Whoever is told nothing cannot know which pairs to spoil."""
    hit = np.zeros(200)
    for seed in range(300):
        hit[verified_delivery("phi+", 200, tests=100, seed=seed).kept] += 1
    assert abs(hit / 300 - 0.5).max() < 5 * 0.5 / np.sqrt(300)


def test_the_bound_holds_more_often_than_promised_and_is_not_the_estimate():
    f, below, wrong = 0.9, 0, 0
    for seed in range(300):
        done = verified_delivery(theory.werner(f), 2000, tests=500, confidence=0.8, seed=seed)
        below += done.fidelity > f
        wrong += done.bound > f
    assert 100 < below < 200
    assert wrong <= 0.2 * 300


def test_the_bound_survives_a_source_whose_pairs_are_not_alike():
    """Spoilt pairs hide in the rest: by chance alone, and the margin has room for it."""
    rng = np.random.default_rng(5)
    pairs, tests, eps, wrong = 2000, 400, 0.05, 0
    spoilt = np.zeros(pairs, dtype=bool)
    spoilt[:100] = True  # F = 0 for these, 1 for all others; each fails with 2/3
    for _ in range(2000):
        sample = np.zeros(pairs, dtype=bool)
        sample[rng.choice(pairs, tests, replace=False)] = True
        failed = (rng.random(pairs) < 2 / 3) & spoilt
        bound = 1 - 1.5 * failed[sample].mean() - fidelity_margin(pairs - tests, tests, eps=eps)
        wrong += bound > 1 - spoilt[~sample].mean()
    assert wrong <= eps * 2000


def test_more_tests_tell_more():
    margins = [fidelity_margin(10_000 - k, k, eps=0.01) for k in (100, 1000, 5000)]
    assert margins == sorted(margins, reverse=True)
    assert fidelity_margin(10**9, 10**8, eps=0.01) < 0.001


def test_the_demand_decides():
    source = theory.werner(0.95)
    assert verified_delivery(source, 100_000, tests=20_000, least=0.9, seed=6)
    refused = verified_delivery(source, 100_000, tests=20_000, least=0.95, seed=6)
    assert not refused
    assert "refused" in repr(refused)
    assert refused.transcript.events[-1].words == "refuses"
    assert verified_delivery(theory.werner(0.4), 1000, tests=300, least=0, seed=6)
    assert not verified_delivery("phi+", 1000, tests=300, least=1, seed=6)
    assert not verified_delivery(theory.werner(0.5), 10**6, tests=10**5, seed=6)


def test_noise_while_measuring_counts_against_the_pairs():
    line = noise.Noise(after={"fibre": noise.depolarising(0.05, convention="mixing")})
    noisy = verified_delivery("phi+", 20_000, tests=10_000, noise=line, seed=7)
    assert abs(noisy.fidelity - (1 + 3 * 0.95**2) / 4) < 4 * noisy.fidelity.standard_error


def test_who_tells_whom_and_when_both_know():
    """Four crossings of the fibre: half a one for the pairs, then three for what is said."""
    done = verified_delivery("phi+", 1000, tests=300, length_km=100, seed=8)
    crossing = 100 / 204_218
    assert done.ready_s == pytest.approx(3.5 * crossing, rel=1e-4)
    assert done.transcript.duration_s == pytest.approx(done.ready_s)
    assert done.transcript.qubits_sent == 2000
    asked, read, told = (m for m in done.transcript.messages if m.channel == "classical")
    assert asked.size == 64 + 2 * 300
    assert read.size == 300
    # Nobody says which are tested before all have arrived.
    arrived = max(m.arrives_s for m in done.transcript.messages if m.channel == "quantum")
    assert asked.sent_s >= arrived
    assert told.arrives_s == done.ready_s


def test_it_is_one_job_of_three_circuits():
    assert len(verified_delivery("phi+", 1000, tests=300, seed=9).results) == 3
    fake = verified_delivery("phi+", 1000, tests=600, backend="fake:kingston", seed=9)
    assert {one.backend for one in fake.results} == {"fake:kingston"}
    assert 0.85 < fake.fidelity < 1.01


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"pairs": 0}, "at least 2"),
        ({"pairs": 1}, "at least 2"),
        ({"tests": 0}, "at least 1"),
        ({"tests": 100}, "used up"),
        ({"tests": 101}, "used up"),
        ({"least": 1.1}, "least"),
        ({"least": -0.1}, "least"),
        ({"least": float("nan")}, "NaN"),
        ({"confidence": 1}, "strictly between"),
        ({"confidence": 0}, "strictly between"),
        ({"state": "chi"}, "no Bell state"),
        ({"source": "chi"}, "no Bell state"),
        ({"source": np.eye(2) / 2}, r"shape \(4, 4\)"),
        ({"source": QuantumCircuit(3)}, "2 qubits"),
        ({"length_km": -1}, "length_km"),
        ({"seed": -1}, "seed"),
    ],
)
def test_bad_input_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        verified_delivery(**{"source": "phi+", "pairs": 100, "tests": 10, **given})


@pytest.mark.parametrize(
    "given", [{"pairs": 1e3}, {"tests": "10"}, {"least": "0.9"}, {"source": object()}]
)
def test_what_is_of_another_kind_is_refused(given):
    with pytest.raises(TypeError):
        verified_delivery(**{"source": "phi+", "pairs": 100, "tests": 10, **given})
