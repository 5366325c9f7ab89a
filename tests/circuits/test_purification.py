"""Purification circuits, held to the maps of theory, to matrices and to the usual mistakes."""

from itertools import product
from math import pi

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import DensityMatrix, Operator, partial_trace, random_density_matrix

from qinet_edu import noise, run, theory
from qinet_edu.circuits import (
    bbpssw,
    dejmps,
    double_selection,
    fidelity_settings,
    kept,
    link_pair,
    measure,
    pumping,
)
from qinet_edu.circuits.purification_steps import TWIRLS, twirl
from qinet_edu.execution import NotRunnable, bell_fidelity, post_select

BUILDERS = [bbpssw, dejmps, pumping, double_selection]
FORMS = ["post-selected", "dynamic"]
WERNER = np.array([0.8, 0.2 / 3, 0.2 / 3, 0.2 / 3])


def vectors(count, seed):
    return np.random.default_rng(seed).dirichlet(np.ones(4), size=count)


def link(vector):
    return {"link": noise.pair_errors(vector)}


def by_theory(builder, vector, rounds=1):
    """What theory says of a vector after some rounds: the vector, and the chance of all of it."""
    chance = 1.0
    if builder is pumping:
        ends, chances = theory.pump(vector, vector, rounds)
        return ends[-1], chances.prod()
    for level in range(rounds):
        if builder is bbpssw:
            vector, p = theory.dejmps(vector, turn=False)
        elif builder is dejmps:
            vector, p = theory.dejmps(vector)
        else:
            vector, p = theory.double_selection(vector)
        pairs = 3 if builder is double_selection else 2
        chance *= p ** (pairs ** (rounds - 1 - level))
    return vector, chance


def sampled(circuit, after=None, *, shots=20_000, given=None, readout=0.0, **how):
    test = fidelity_settings()
    results = run(
        [measure(circuit, setting.directions) for setting in test],
        noise=noise.Noise(after=after or {}, readout=readout),
        shots=shots,
        seed=20261125,
        **how,
    )
    return bell_fidelity(test, results, given=given or kept(circuit))


def within(estimate, expected, sigmas=4):
    return abs(estimate - expected) < sigmas * estimate.standard_error + 1e-9


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("builder", BUILDERS)
def test_a_step_does_to_a_vector_what_theory_says(builder, form, exactly):
    circuit = builder(form=form)
    for vector in vectors(3, seed=1):
        rho, chance = exactly(circuit, after=link(vector), given=kept(circuit))
        expected, probability = by_theory(builder, vector)
        assert np.allclose(rho, theory.bell_diagonal(expected), atol=1e-12)
        assert chance == pytest.approx(probability, abs=1e-12)


@pytest.mark.parametrize("form", FORMS)
def test_two_rounds_of_pumping_do_what_theory_says(form, exactly):
    circuit = pumping(2, form=form)
    vector = vectors(1, seed=2)[0]
    rho, chance = exactly(circuit, after=link(vector), given=kept(circuit))
    expected, probability = by_theory(pumping, vector, 2)
    assert np.allclose(rho, theory.bell_diagonal(expected), atol=1e-12)
    assert chance == pytest.approx(probability, abs=1e-12)


@pytest.mark.parametrize("builder", [bbpssw, dejmps])
def test_two_rounds_of_a_tournament_do_what_theory_says(builder, exactly):
    circuit = builder(2, form="dynamic")
    vector = vectors(1, seed=3)[0]
    rho, chance = exactly(circuit, after=link(vector), given=kept(circuit))
    expected, probability = by_theory(builder, vector, 2)
    assert np.allclose(rho, theory.bell_diagonal(expected), atol=1e-12)
    assert chance == pytest.approx(probability, abs=1e-12)


@pytest.mark.parametrize(
    ("circuit", "fidelity", "probability"),
    [
        (bbpssw(), 0.8381503, 0.7688889),
        (dejmps(), 0.8381503, 0.7688889),
        (pumping(2), 0.887417, None),
        (double_selection(), 0.8874172, 0.5816296),
    ],
)
def test_published_values_of_one_pair_of_eight_tenths(circuit, fidelity, probability, exactly):
    rho, chance = exactly(circuit, after=link(0.8), given=kept(circuit))
    assert theory.fidelity(rho) == pytest.approx(fidelity, abs=5e-7)
    if probability is not None:
        assert chance == pytest.approx(probability, abs=5e-8)


@pytest.mark.parametrize(
    ("before", "after", "probability"),
    [
        (0.6, 0.62043796, 0.60888889),
        (0.7, 0.73529412, 0.68),
        (0.8, 0.83815029, 0.76888889),
        (0.9, 0.92639594, 0.87555556),
        (0.95, 0.96496437, 0.93555556),
    ],
)
def test_published_values_of_bbpssw(before, after, probability, exactly):
    rho, chance = exactly(bbpssw(), after=link(before), given=kept(bbpssw()))
    assert theory.fidelity(rho) == pytest.approx(after, abs=5e-9)
    assert chance == pytest.approx(probability, abs=5e-9)


def rounds_of(builder, f, rounds, exactly):
    """Feed what a round's circuit leaves into the next round's: fidelities and chances."""
    vector, fidelities, chances = theory.twirled([f, 1 - f, 0, 0]), [], []
    for _ in range(rounds):
        rho, chance = exactly(builder(), after=link(vector), given=kept(builder()))
        bells = [theory.fidelity(rho, name) for name in ("phi+", "psi-", "psi+", "phi-")]
        vector = np.clip(bells, 0, 1) / np.sum(bells)
        if builder is bbpssw:
            vector = theory.twirled(vector)
        fidelities.append(bells[0])
        chances.append(chance)
    return np.array(fidelities), np.array(chances)


@pytest.mark.parametrize(
    ("builder", "f", "fidelities", "probabilities"),
    [
        (bbpssw, 0.8, [0.8381503, 0.8735845, 0.9045402], [0.7688889, 0.8074851, 0.8456512]),
        (dejmps, 0.8, [0.8381503, 0.9436392, 0.9879736], [0.7688889, 0.7445955, 0.9013131]),
        (dejmps, 0.7, [0.7352941, 0.8459459, 0.9343947], [0.68, 0.6401384, 0.7662527]),
        (dejmps, 0.9, [0.9263959, 0.9887635, 0.9990701], [0.8755556, 0.8679688, 0.9785635]),
    ],
)
def test_published_values_of_three_rounds(builder, f, fidelities, probabilities, exactly):
    found, chances = rounds_of(builder, f, 3, exactly)
    assert found == pytest.approx(fidelities, abs=5e-8)
    assert chances == pytest.approx(probabilities, abs=5e-8)


@pytest.mark.parametrize(
    ("builder", "rounds", "cost", "digits"), [(bbpssw, 10, 2916.86, 2), (dejmps, 4, 31.6665, 4)]
)
def test_published_costs_of_ninety_nine_hundredths(builder, rounds, cost, digits, exactly):
    fidelities, chances = rounds_of(builder, 0.8, rounds, exactly)
    assert fidelities[-2] < 0.99 <= fidelities[-1]
    assert np.prod(2 / chances) == pytest.approx(cost, abs=0.5 * 10**-digits)


def test_published_values_of_pumping(exactly):
    """Each step a circuit of its own, with the pair that the one before left."""
    circuit = pumping(resource=(link_pair("pumped"), link_pair("fuel")))
    vector, found = WERNER, []
    for _ in range(40):
        after = {"pumped": noise.pair_errors(vector), "fuel": noise.pair_errors(0.8)}
        rho, _ = exactly(circuit, after=after, given=kept(circuit))
        bells = [theory.fidelity(rho, name) for name in ("phi+", "psi-", "psi+", "phi-")]
        vector = np.clip(bells, 0, 1) / np.sum(bells)
        found.append(bells[0])
    assert found[:5] == pytest.approx([0.83815, 0.887417, 0.895439, 0.900517, 0.901615], abs=6e-7)
    assert found[-1] == pytest.approx(0.90234, abs=5e-6)


def test_published_vector_after_a_round_of_dejmps(exactly):
    rho, _ = exactly(dejmps(), after=link(0.8), given=kept(dejmps()))
    expected = [0.8381503, 0.0115607, 0.0115607, 0.1387283]
    found = [theory.fidelity(rho, name) for name in ("phi+", "psi-", "psi+", "phi-")]
    assert found == pytest.approx(expected, abs=5e-8)


def test_published_values_of_nine_tenths_by_double_selection(exactly):
    rho, chance = exactly(double_selection(), after=link(0.9), given=kept(double_selection()))
    assert theory.fidelity(rho) == pytest.approx(0.9565217, abs=5e-8)
    assert chance == pytest.approx(0.7632593, abs=5e-8)


@pytest.mark.parametrize(
    ("builder", "rounds"),
    [(dejmps, 2), (dejmps, 3), (dejmps, 4), (pumping, 3), (pumping, 5), (double_selection, 2)],
)
def test_many_rounds_do_what_theory_says(builder, rounds):
    circuit = builder(rounds)
    found = sampled(circuit, link(0.8), shots=15_000)
    expected, probability = by_theory(builder, WERNER, rounds)
    assert within(found, expected[0])
    assert within(found.probability, probability)


@pytest.mark.parametrize("builder", BUILDERS)
def test_the_dynamic_form_does_what_the_post_selected_one_does(builder):
    slow = sampled(builder(2, form="dynamic"), link(0.8), shots=1500)
    expected, probability = by_theory(builder, WERNER, 2)
    assert within(slow, expected[0])
    assert within(slow.probability, probability)


def by_matrices(first, second, turn, *, equal=True, signs=(1, -1)):
    """A step on any two pairs, written out as matrices on four qubits: a, b, a2, b2."""
    state = DensityMatrix(np.kron(second, first))
    step = QuantumCircuit(4)
    if turn:
        step.rx(signs[0] * pi / 2, [0, 2])
        step.rx(signs[1] * pi / 2, [1, 3])
    step.cx(0, 2)
    step.cx(1, 3)
    state = state.evolve(step)
    total = np.zeros((16, 16), dtype=complex)
    for bits in product((0, 1), repeat=2):
        if (bits[0] == bits[1]) == equal:
            seen = np.diag([float((k >> 2 & 1, k >> 3 & 1) == bits) for k in range(16)])
            total = total + seen @ state.data @ seen
    chance = np.trace(total).real
    return partial_trace(DensityMatrix(total), [2, 3]).data / chance, chance


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("builder", "turn"), [(bbpssw, False), (dejmps, True), (pumping, True)])
def test_any_two_pairs_are_purified_as_matrices_say(builder, turn, form, exactly):
    """Random complex states, so that no sign and no order can hide."""
    for seed in range(2):
        pairs = tuple(random_density_matrix(4, rank=1, seed=100 * seed + k).data for k in range(2))
        circuit = builder(form=form, resource=pairs)
        rho, chance = exactly(circuit, given=kept(circuit))
        expected, probability = by_matrices(*pairs, turn)
        assert np.allclose(rho, expected, atol=1e-12)
        assert chance == pytest.approx(probability, abs=1e-12)


def test_a_mixed_pair_is_purified_as_a_matrix_and_as_a_noisy_link(exactly):
    vector = vectors(1, seed=5)[0]
    as_matrix = dejmps(resource=theory.bell_diagonal(vector))
    assert [r.name for r in as_matrix.qregs][-1] == "environment"
    found = sampled(as_matrix, shots=40_000)
    rho, chance = exactly(dejmps(), after=link(vector), given=kept(dejmps()))
    assert within(found, theory.fidelity(rho))
    assert within(found.probability, chance)


def test_links_of_different_quality_have_labels_of_their_own(exactly):
    a, b = vectors(2, seed=6)
    circuit = dejmps(resource=(link_pair("near"), link_pair("far")))
    after = {"near": noise.pair_errors(a), "far": noise.pair_errors(b)}
    rho, chance = exactly(circuit, after=after, given=kept(circuit))
    expected, probability = theory.dejmps(a, b)
    assert np.allclose(rho, theory.bell_diagonal(expected), atol=1e-12)
    assert chance == pytest.approx(probability, abs=1e-12)


# Mistakes that people make.


def test_keeping_when_the_bits_differ_makes_it_worse(exactly):
    wrong, chance = exactly(dejmps(), after=link(0.8), given={"step1": ("01", "10")})
    right, _ = exactly(dejmps(), after=link(0.8), given=kept(dejmps()))
    assert theory.fidelity(wrong) < 0.5 < 0.8 < theory.fidelity(right)
    assert chance == pytest.approx(1 - 0.7688889, abs=1e-6)


def test_without_turn_and_without_twirl_every_further_round_makes_it_worse():
    for rounds, expected in ((1, 0.83815), (2, 0.755888), (3, 0.631391)):
        assert within(sampled(bbpssw(rounds), link(0.8), shots=40_000), expected)


def test_turning_both_sides_by_the_same_sign_makes_it_worse(exactly):
    pair = theory.werner(0.8)
    wrong, _ = by_matrices(pair, pair, True, signs=(1, 1))
    right, _ = by_matrices(pair, pair, True)
    rho, _ = exactly(dejmps(), after=link(0.8), given=kept(dejmps()))
    assert np.allclose(rho, right, atol=1e-12)
    assert theory.fidelity(wrong) < 0.5 < theory.fidelity(right)


def test_a_fidelity_that_ignores_the_bits_gains_nothing(exactly):
    everything, chance = exactly(dejmps(), after=link(0.8))
    assert chance == pytest.approx(1)
    assert theory.fidelity(everything) < 0.8


def test_a_pair_of_which_all_errors_are_alike_in_the_wrong_way_gets_worse(exactly):
    rho, _ = exactly(dejmps(), after=link([0.8, 0.2, 0, 0]), given=kept(dejmps()))
    assert theory.fidelity(rho) == pytest.approx(0.68, abs=1e-12)


def test_bell_diagonal_is_not_werner():
    """Carrying F alone from round to round predicts 0.8736 where 0.9436 comes out."""
    found = sampled(dejmps(2), link(0.8), shots=40_000)
    assert within(found, 0.9436, sigmas=5)
    assert abs(found - 0.8736) > 20 * found.standard_error


# The twirl.


def test_the_twelve_twirls_make_any_pair_a_werner_pair():
    for seed in range(3):
        rho = random_density_matrix(4, seed=seed)
        mean = np.zeros((4, 4), dtype=complex)
        for number in range(TWIRLS):
            circuit = QuantumCircuit(2)
            twirl(circuit, tuple(circuit.qubits), number)
            mean += rho.evolve(Operator(circuit)).data / TWIRLS
        assert np.allclose(mean, theory.werner(theory.fidelity(rho.data)), atol=1e-12)


def test_two_rounds_with_a_twirl_between_are_bbpssw():
    """Of the twelve three are enough for pairs that are Bell-diagonal; nine choices for two."""
    gained = kept_shots = 0.0
    for first, second in product((0, 4, 8), repeat=2):
        found = sampled(bbpssw(2, twirls=[0, 0, 0, 0, first, second]), link(0.8))
        gained += float(found) * float(found.probability)
        kept_shots += float(found.probability)
    once, p1 = theory.bbpssw(0.8)
    twice, p2 = theory.bbpssw(once)
    assert gained / kept_shots == pytest.approx(twice, abs=0.006)
    assert kept_shots / 9 == pytest.approx(p1**2 * p2, abs=0.005)


# Noise goes where its label is.


def test_noise_of_cnots_meets_the_parties_gates_and_not_the_source(exactly):
    after = {"cx": noise.depolarising(0.1, convention="mixing")}
    pair, _ = exactly(link_pair(), after=after)
    assert theory.fidelity(pair) == pytest.approx(1)
    rho, chance = exactly(dejmps(), after=after, given=kept(dejmps()))
    # The kept pair loses w = 0.9² of its correlation, and so does the measured one.
    weight = 0.9**2
    assert theory.fidelity(rho) == pytest.approx((1 + 3 * weight) / 4)
    assert chance == pytest.approx((1 + weight) / 2)


def test_both_halves_of_the_kept_pair_wait_for_the_answer(exactly):
    after = {"wait": noise.dephasing(0.1)}
    for rounds in (1, 2):
        rho, _ = exactly(pumping(rounds), after=after, given=kept(pumping(rounds)))
        if rounds == 1:
            assert theory.fidelity(rho) == pytest.approx(0.9**2 + 0.1**2)
    waits = [step for step in dejmps(2).data if step.label == "wait"]
    assert len(waits) == 4 + 2  # two kept pairs after round 1, one after round 2


@pytest.mark.parametrize("form", FORMS)
def test_waits_between_rounds_are_those_of_theory(form, exactly):
    memory = {"t1_s": 4e-3, "t2_s": 3e-3}
    half = theory.waited([1, 0, 0, 0], 5e-4, halves=1, **memory)
    circuit = pumping(2, form=form)
    after = {**link(0.85), "wait": noise.pair_errors(half)}
    rho, chance = exactly(circuit, after=after, given=kept(circuit))
    raw = theory.twirled([0.85, 0.15, 0, 0])
    once, first = theory.dejmps(raw)
    twice, second = theory.dejmps(theory.waited(once, 5e-4, **memory), raw)
    expected = theory.waited(twice, 5e-4, **memory)
    assert np.allclose(rho, theory.bell_diagonal(expected), atol=1e-12)
    assert chance == pytest.approx(first * second)


def test_reading_out_wrongly_discards_good_pairs_and_keeps_bad_ones():
    found = sampled(dejmps(), link(0.8), readout=0.03)
    assert found.probability < 0.7688889 - 4 * found.probability.standard_error


# Discarding.


def test_a_discarded_pair_is_reset_and_flagged():
    result = run(
        measure(dejmps(form="dynamic")),
        noise=noise.Noise(after=link(0.6)),
        shots=2000,
        seed=1,
        options={"memory": True},
    )
    dropped = post_select(result, {"keep": "0"})
    assert 0.2 < dropped.kept < 0.7
    assert dropped.counts("alice", "bob") == {"0 0": dropped.shots}
    assert dropped.probability(step1="00") == dropped.probability(step1="11") == 0


def test_once_discarded_nothing_more_is_done():
    result = run(
        measure(pumping(2, form="dynamic")), noise=noise.Noise(after=link(0.6)), shots=2000, seed=1
    )
    first_failed = post_select(result, {"step1": ("01", "10")})
    assert first_failed.counts("keep", "step2") == {"0 00": first_failed.shots}


def test_the_dynamic_form_needs_a_simulator_that_resets_on_condition():
    with pytest.raises(NotRunnable, match="does not run on the clifford backend"):
        run(measure(dejmps(form="dynamic")), backend="clifford", shots=10, seed=1)


def test_memories_are_used_again():
    assert [dejmps(n, form="dynamic").num_qubits for n in (1, 2, 3)] == [4, 6, 8]
    assert [dejmps(n).num_qubits for n in (1, 2, 3)] == [4, 8, 16]
    assert {pumping(n, form="dynamic").num_qubits for n in (1, 2, 9)} == {4}
    assert double_selection(2, form="dynamic").num_qubits == 10


# Bad input.


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize(
    ("how", "error", "words"),
    [
        ({"rounds": 0}, ValueError, "at least 1"),
        ({"rounds": -1}, ValueError, "at least 1"),
        ({"rounds": 1.5}, TypeError, "whole number"),
        ({"rounds": True}, TypeError, "whole number"),
        ({"form": "deferred"}, ValueError, "'post-selected' or 'dynamic'"),
        ({"form": None}, ValueError, "'post-selected' or 'dynamic'"),
        ({"resource": np.eye(2) / 2}, ValueError, r"shape \(4, 4\)"),
        ({"resource": 2 * theory.werner(0.8)}, ValueError, "trace"),
        ({"resource": "bell"}, ValueError, "no Bell state"),
        ({"resource": QuantumCircuit(1)}, ValueError, "2 qubits"),
        ({"resource": 0.8}, ValueError, "shape"),
        ({"resource": (None,) * 5}, ValueError, "5 resources"),
    ],
)
def test_bad_input_is_told_what_to_do(builder, how, error, words):
    with pytest.raises(error, match=words):
        builder(**how)


@pytest.mark.parametrize(
    ("twirls", "error", "words"),
    [
        ([0], ValueError, "2 pairs enter"),
        ([0, 12], ValueError, "12 twirls"),
        (["x", 0], TypeError, "whole number"),
    ],
)
def test_bad_twirls_are_refused(twirls, error, words):
    with pytest.raises(error, match=words):
        bbpssw(twirls=twirls)


def test_nothing_is_kept_where_nothing_is_purified():
    with pytest.raises(ValueError, match="Nothing is purified"):
        kept(link_pair())


@pytest.mark.parametrize(("label", "error"), [("", TypeError), (3, TypeError)])
def test_a_link_has_a_label(label, error):
    with pytest.raises(error, match="label"):
        link_pair(label)
