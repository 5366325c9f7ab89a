"""Chains held to theory for any pairs, their corrections made or read as a frame."""

from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import random_density_matrix

from qinet_edu import noise, run, theory
from qinet_edu.circuits import (
    PauliFrame,
    dejmps,
    fidelity_settings,
    kept,
    link_pair,
    measure,
    swap_chain,
    swap_frame,
)
from qinet_edu.execution import bell_fidelity, frame_of, in_frame

TEST = fidelity_settings()


def link(pair):
    return {"link": noise.pair_errors(pair)}


def vectors(count, seed):
    return np.random.default_rng(seed).dirichlet(np.ones(4), size=count)


def sampled(circuit, after=None, *, shots=20_000, frame=None, given=None, **how):
    results = run(
        [measure(circuit, setting.directions) for setting in TEST],
        noise=noise.Noise(after=after or {}),
        shots=shots,
        seed=20261125,
        **how,
    )
    return bell_fidelity(TEST, results, frame=frame, given=given)


def within(estimate, expected, sigmas=4):
    return abs(estimate - expected) < sigmas * estimate.standard_error + 1e-9


def wrongly_corrected(circuit):
    """Exchange the bits that drive X and Z, the mistake of a released simulator."""
    other = {"x": "z", "z": "x"}
    wrong = circuit.copy_empty_like()
    for step in circuit.data:
        if step.name != "if_else":
            wrong.append(step)
            continue
        gate = other[step.operation.blocks[0].data[0].name]
        with wrong.if_test(step.operation.condition):
            getattr(wrong, gate)(step.qubits[0])
    return wrong


@pytest.mark.parametrize("links", [2, 3])
def test_any_pairs_are_joined_as_theory_says(links, exactly):
    """Random complex pairs: real or symmetric ones do not tell X from Z, nor left from right."""
    for seed in range(3):
        pairs = tuple(
            random_density_matrix(4, rank=1, seed=50 * seed + k).data for k in range(links)
        )
        rho, chance = exactly(swap_chain(links, resource=pairs))
        assert np.allclose(rho, reduce(theory.swap_states, pairs), atol=1e-12)
        assert chance == pytest.approx(1)


@pytest.mark.parametrize("links", [2, 3])
def test_bell_diagonal_pairs_are_joined_as_theory_says(links, exactly):
    for vector in vectors(3, seed=1):
        rho, _ = exactly(swap_chain(links), after=link(vector))
        joined = reduce(theory.swap_bell_diagonal, [vector] * links)
        assert np.allclose(rho, theory.bell_diagonal(joined), atol=1e-12)


@pytest.mark.parametrize(
    ("fidelities", "expected"),
    [((0.9, 0.9), 0.8133333), ((0.95, 0.95), 0.9033333), ((0.9, 0.8), 0.7266667),
     ((0.99, 0.99), 0.9801333)],
)  # fmt: skip
def test_published_values_of_two_links(fidelities, expected, exactly):
    circuit = swap_chain(2, resource=(link_pair("first"), link_pair("second")))
    after = dict(zip(("first", "second"), map(noise.pair_errors, fidelities), strict=True))
    rho, _ = exactly(circuit, after=after)
    assert theory.fidelity(rho) == pytest.approx(expected, abs=5e-8)


@pytest.mark.parametrize(("links", "expected"), [(2, 0.9033333), (4, 0.8191259), (8, 0.6818724),
                                                 (16, 0.4986851)])  # fmt: skip
@pytest.mark.parametrize("frame", [True, False])
def test_published_values_of_chains(links, expected, frame):
    found = sampled(
        swap_chain(links, frame=frame),
        link(0.95),
        shots=100_000 if links > 4 else 40_000,
        frame=swap_frame(links) if frame else None,
    )
    assert within(found, expected)
    assert found.standard_error < 0.003


def test_dephased_links_are_no_werner_links(exactly):
    """F₁F₂ + (1 − F₁)(1 − F₂) = 0.82, where the product of Werner links would be 0.813."""
    rho, _ = exactly(swap_chain(2), after=link([0.9, 0, 0, 0.1]))
    assert theory.fidelity(rho) == pytest.approx(0.82)
    assert theory.swap(0.9, 0.9) == pytest.approx(0.8133333, abs=5e-8)


def test_frame_corrections_and_deferral_agree_for_every_outcome():
    for links in (2, 3, 4):
        for circuit, frame in (
            (swap_chain(links), None),
            (swap_chain(links, frame=True), swap_frame(links)),
        ):
            assert float(sampled(circuit, shots=500, frame=frame)) == 1
        dynamic = sampled(swap_chain(links), shots=200, options={"defer": False, "memory": True})
        assert float(dynamic) == 1


def test_a_frame_has_all_four_values_alike():
    result = run(measure(swap_chain(5, frame=True)), shots=8000, seed=1)
    counts = frame_of(result, swap_frame(5))
    assert [*counts] == ["00", "01", "10", "11"]
    assert all(abs(times - 2000) < 4 * np.sqrt(8000 * 3 / 16) for times in counts.values())
    assert sum(counts.values()) == result.shots


def test_three_measurements_add_up_to_two_bits():
    """Made up outcomes, so that the order of bits and registers is told by hand."""
    result = run(measure(swap_chain(4, frame=True)), shots=1, seed=1)
    assert [*result.registers] == ["node1", "node2", "node3", "alice", "bob"]
    # bob alice node3 node2 node1; in a node's two characters X stands first, Z second.
    told = replace(result, joint={"0 1 10 01 10": 2, "1 1 10 01 11": 1}, shots=3)
    frame = swap_frame(4)
    assert frame_of(told, frame) == {"00": 1, "01": 2}
    assert in_frame(told, {"bob": "z"}, frame).joint == told.joint
    assert in_frame(told, {"bob": "x"}, frame).joint == {"1 1 10 01 10": 2, "1 1 10 01 11": 1}
    assert in_frame(told, {"bob": "y"}, frame).joint == {"1 1 10 01 10": 2, "1 1 10 01 11": 1}


def test_a_frame_turns_every_shot_that_was_kept():
    bare = run(measure(swap_chain(3, frame=True), "y"), shots=50, seed=1, options={"memory": True})
    read = in_frame(bare, {"bob": "y"}, swap_frame(3))
    for outcome in read.memory("alice", "bob"):
        assert outcome in ("0 1", "1 0")  # YY is −1 on Φ+
    assert sum(read.joint.values()) == bare.shots
    assert {*read.memory()} == {*read.joint}


# Mistakes that people make.


def test_without_the_frame_nothing_is_left_of_the_pair():
    assert within(sampled(swap_chain(2, frame=True)), 0.25, sigmas=5)


def test_exchanged_corrections_lose_half_of_all_pairs(exactly):
    right = swap_chain(2)
    assert theory.fidelity(exactly(right)[0]) == pytest.approx(1)
    assert theory.fidelity(exactly(wrongly_corrected(right))[0]) == pytest.approx(0.5)


def test_a_frame_with_its_bits_exchanged_loses_half_of_all_pairs():
    right = swap_frame(3)
    wrong = PauliFrame("bob", x=right.z, z=right.x)
    assert within(sampled(swap_chain(3, frame=True), frame=wrong), 0.5, sigmas=5)


def test_a_frame_that_forgets_a_node_is_worth_nothing():
    right = swap_frame(3)
    wrong = PauliFrame("bob", x=right.x[:1], z=right.z[:1])
    assert within(sampled(swap_chain(3, frame=True), frame=wrong), 0.25, sigmas=5)


# Purification before, between and after swaps.


def test_purified_before_it_is_swapped(exactly):
    vector = vectors(1, seed=7)[0]
    circuit = swap_chain(2, purify=1)
    rho, chance = exactly(circuit, after=link(vector), given=kept(circuit))
    pure, p = theory.dejmps(vector)
    expected = theory.swap_bell_diagonal(pure, pure)
    assert np.allclose(rho, theory.bell_diagonal(expected), atol=1e-12)
    assert chance == pytest.approx(p**2)


def test_swapped_before_it_is_purified(exactly):
    vector = vectors(1, seed=8)[0]
    circuit = swap_chain(2, purify=(0, 1))
    rho, chance = exactly(circuit, after=link(vector), given=kept(circuit))
    expected, p = theory.dejmps(theory.swap_bell_diagonal(vector, vector))
    assert np.allclose(rho, theory.bell_diagonal(expected), atol=1e-12)
    assert chance == pytest.approx(p)


@pytest.mark.parametrize("frame", [True, False])
@pytest.mark.parametrize("purify", [(1, 1), (0, 1), (2,), (0, 1, 1), (1, 0, 1), (0, 0, 1)])
def test_nested_chains_do_what_theory_says(purify, frame):
    links, vector = 4, np.array([0.9, 0.02, 0.03, 0.05])
    circuit = swap_chain(links, frame=frame, purify=purify)
    found = sampled(
        circuit,
        link(vector),
        given=kept(circuit),
        frame=swap_frame(links, purify=purify) if frame else None,
    )
    chance, copies = 1.0, 2 ** sum(purify)
    for level, rounds in enumerate(purify):
        if level:
            vector = theory.swap_bell_diagonal(vector, vector)
        for _ in range(rounds):
            vector, p = theory.dejmps(vector)
            copies //= 2
            chance *= p ** (copies * links // 2**level)
    for _ in range(2 - (len(purify) - 1)):
        vector = theory.swap_bell_diagonal(vector, vector)
    assert within(found, vector[0])
    assert within(found.probability, chance)


def test_a_swap_before_purification_is_corrected_and_the_last_is_left_to_the_frame():
    chain = swap_chain(4, frame=True, purify=(0, 1))
    assert [name for name, _ in swap_frame(4, purify=(0, 1)).x] == ["node2"]
    conditions = {step.operation.condition[0] for step in chain.data if step.name == "if_else"}
    told = {r.name for r in chain.cregs if not conditions.isdisjoint(r)}
    assert told == {"node1", "node3", "node1_2", "node3_2"}


def test_registers_are_named_for_nodes_memories_and_messages():
    chain = swap_chain(2, purify=1)
    assert [(r.name, r.size) for r in chain.qregs] == [
        ("alice", 1), ("alice_2", 1), ("node1", 2), ("node1_2", 2), ("bob", 1), ("bob_2", 1),
    ]  # fmt: skip
    assert [r.name for r in chain.cregs] == ["alice_node1_step1", "node1_bob_step1", "node1"]
    assert kept(chain) == {"alice_node1_step1": ("00", "11"), "node1_bob_step1": ("00", "11")}


# Noise and waiting.


def test_both_ends_wait_until_the_frame_arrives(exactly):
    for frame in (True, False):
        chain = swap_chain(3, frame=frame)
        waiting = [step.qubits[0] for step in chain.data if step.label == "wait"]
        assert [chain.find_bit(qubit).registers[0][0].name for qubit in waiting] == ["alice", "bob"]
    rho, _ = exactly(swap_chain(2), after={"wait": noise.dephasing(0.1)})
    assert theory.fidelity(rho) == pytest.approx(0.9**2 + 0.1**2)


def test_noise_of_the_nodes_cnots(exactly):
    rho, _ = exactly(swap_chain(2), after={"cx": noise.depolarising(0.1, convention="mixing")})
    # Each of the two bits is read after half of that noise: X in 5 % and Z in 5 % of the runs.
    assert theory.fidelity(rho) == pytest.approx(0.95**2)


# Limits and bad input.


def test_a_chain_of_one_is_a_plain_pair(exactly):
    for frame in (True, False):
        plain = swap_chain(1, frame=frame)
        assert [r.name for r in plain.qregs] == ["alice", "bob"]
        assert not plain.cregs
        assert np.allclose(exactly(plain, after=link(0.9))[0], theory.werner(0.9))
    assert swap_frame(1) == PauliFrame("bob", x=(), z=())
    once = swap_chain(1, purify=1)
    rho, chance = exactly(once, after=link(0.8), given=kept(once))
    expected, p = exactly(dejmps(), after=link(0.8), given=kept(dejmps()))
    assert np.allclose(rho, expected)
    assert chance == pytest.approx(p)
    assert float(sampled(plain, shots=100, frame=swap_frame(1))) == 1


@pytest.mark.parametrize("build", [swap_chain, swap_frame])
@pytest.mark.parametrize(
    ("links", "purify", "error", "words"),
    [
        (0, 0, ValueError, "at least 1"),
        (-2, 0, ValueError, "at least 1"),
        (2.5, 0, TypeError, "whole number"),
        ("2", 0, TypeError, "whole number"),
        (2, -1, ValueError, "at least 0"),
        (2, 0.5, TypeError, "whole number"),
        (2, "1", TypeError, "whole number"),
        (3, (0, 1), ValueError, "multiple of 2"),
        (2, (0, 0, 1), ValueError, "multiple of 4"),
    ],
)
def test_bad_input_is_told_what_to_do(build, links, purify, error, words):
    with pytest.raises(error, match=words):
        build(links, purify=purify)


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        (np.eye(4), "trace"),
        (np.eye(3) / 3, "shape"),
        ("bell", "no Bell state"),
        (QuantumCircuit(3), "2 qubits"),
        ((None,), "1 resources"),
    ],
)
def test_a_resource_that_is_no_pair_is_refused(resource, words):
    with pytest.raises(ValueError, match=words):
        swap_chain(2, resource=resource)


def test_a_frame_is_read_along_axes_only():
    bare = run(measure(swap_chain(2, frame=True)), shots=10, seed=1)
    for along in ({"bob": (1.0, 0.0)}, {"alice": "x"}, {"bob": "w"}):
        with pytest.raises(ValueError, match="along which axis 'bob'"):
            in_frame(bare, along, swap_frame(2))
    with pytest.raises(ValueError, match="no register 'node2'"):
        frame_of(bare, swap_frame(3))
