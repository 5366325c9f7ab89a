from itertools import combinations
from math import ceil, log2

import numpy as np
import pytest
from qiskit.quantum_info import (
    DensityMatrix,
    Pauli,
    Statevector,
    concurrence,
    entropy,
    partial_trace,
)

from qinet_edu.circuits import BELL_STATES, PARTIES, bell_pair, ghz, graph_state, w_state

# Written out by hand, Alice right-most; every entry over √2.
BY_HAND = {
    "phi+": [1, 0, 0, 1],
    "phi-": [1, 0, 0, -1],
    "psi+": [0, 1, 1, 0],
    "psi-": [0, 1, -1, 0],
}


@pytest.mark.parametrize("state", BELL_STATES)
def test_each_bell_state_is_the_one_its_name_says(state):
    assert Statevector(bell_pair(state)).equiv(Statevector(BY_HAND[state]) / np.sqrt(2))


@pytest.mark.parametrize("state", BELL_STATES)
def test_each_half_of_a_bell_pair_alone_is_a_fair_coin(state):
    pair = DensityMatrix(bell_pair(state))
    for lost in (0, 1):
        assert np.allclose(partial_trace(pair, [lost]).data, np.eye(2) / 2)
        assert entropy(partial_trace(pair, [lost])) == pytest.approx(1)


@pytest.mark.parametrize("shape", ["line", "tree"])
@pytest.mark.parametrize("n", [2, 3, 5, 8, 9])
def test_a_ghz_state_has_all_parties_agree_and_both_answers_interfere(n, shape):
    state = Statevector(ghz(n, shape)).data
    expected = np.zeros(2**n)
    expected[[0, -1]] = np.sqrt(1 / 2)
    assert np.allclose(state, expected)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 7, 8, 9, 16, 17, 33])
def test_a_tree_takes_the_logarithm_of_the_steps_a_line_takes(n):
    def steps(shape):
        return ghz(n, shape).depth(lambda step: len(step.qubits) == 2)

    assert steps("line") == n - 1
    assert steps("tree") == ceil(log2(n))


def test_a_line_joins_only_neighbours():
    line = ghz(6)
    for step in line.data:
        places = [line.find_bit(qubit).index for qubit in step.qubits]
        assert len(places) == 1 or places[1] - places[0] == 1


@pytest.mark.parametrize("n", [2, 3, 4, 5, 8])
def test_a_w_state_shares_one_excitation_evenly_and_in_phase(n):
    expected = np.zeros(2**n)
    expected[[2**k for k in range(n)]] = 1 / np.sqrt(n)
    assert np.allclose(Statevector(w_state(n)).data, expected)


@pytest.mark.parametrize("n", [3, 4, 5])
def test_losing_others_leaves_a_w_pair_entangled_and_a_ghz_pair_not(n):
    for kept in combinations(range(n), 2):
        lost = [k for k in range(n) if k not in kept]
        assert concurrence(partial_trace(Statevector(w_state(n)), lost)) == pytest.approx(2 / n)
        assert concurrence(partial_trace(Statevector(ghz(n)), lost)) == pytest.approx(0, abs=1e-7)


def test_a_graph_state_is_left_alone_by_x_at_a_node_with_z_around_it():
    links = [(0, 1), (1, 2), (2, 3), (3, 0), (1, 3)]
    state = Statevector(graph_state(links))
    for node in range(4):
        around = {b if a == node else a for a, b in links if node in (a, b)}
        letters = ["X" if k == node else "Z" if k in around else "I" for k in range(4)]
        assert state.expectation_value(Pauli("".join(reversed(letters)))) == pytest.approx(1)


def test_nodes_are_named_or_numbered():
    named = graph_state([("sydney", "brisbane"), ("brisbane", "auckland")])
    assert [r.name for r in named.qregs] == ["sydney", "brisbane", "auckland"]
    numbered = graph_state([(2, 1), (np.int64(0), 1)])
    assert [r.name for r in numbered.qregs] == ["alice", "bob", "charlie"]
    assert Statevector(numbered).equiv(
        Statevector(graph_state([("alice", "bob"), ("bob", "charlie")]))
    )


def test_registers_are_named_for_who_holds_the_qubit():
    assert [r.name for r in bell_pair().qregs] == ["alice", "bob"]
    for build in (ghz, w_state):
        assert [r.name for r in build(9).qregs] == [*PARTIES, "party9"]
        assert not build(3).cregs


@pytest.mark.parametrize("wrong", ["bell", "PHI+", "", None, 0, ["phi+"]])
def test_an_unknown_bell_state_is_refused_with_the_choices(wrong):
    with pytest.raises(ValueError, match=r"phi\+, phi-, psi\+, psi-"):
        bell_pair(wrong)


@pytest.mark.parametrize("build", [ghz, w_state])
def test_one_party_shares_nothing(build):
    for wrong in (1, 0, -2):
        with pytest.raises(ValueError, match=f"at least 2 parties, not {wrong}"):
            build(wrong)
    for wrong in ("3", 3.0, None, True):
        with pytest.raises(TypeError, match="n must be a whole number"):
            build(wrong)


def test_another_shape_of_ghz_circuit_is_refused():
    with pytest.raises(ValueError, match="'line' or 'tree'"):
        ghz(3, "star")


def test_a_link_given_twice_would_undo_itself():
    with pytest.raises(ValueError, match=r"stands there twice.*leave one out"):
        graph_state([(0, 1), (1, 0)])


def test_a_graph_that_is_none_is_refused():
    with pytest.raises(ValueError, match="joins a node to itself"):
        graph_state([("alice", "alice")])
    with pytest.raises(ValueError, match="no links"):
        graph_state([])
    with pytest.raises(ValueError, match="at least 0"):
        graph_state([(0, -1)])
    for wrong in ("alice", 3, None):
        with pytest.raises(TypeError, match="list of links"):
            graph_state(wrong)
    for wrong in (["ab"], [(0, 1, 2)], [0]):
        with pytest.raises(TypeError, match="pair of nodes"):
            graph_state(wrong)
    with pytest.raises(TypeError, match="not some of each"):
        graph_state([("alice", 1)])
    with pytest.raises(TypeError, match="whole number"):
        graph_state([(0.5, 1)])
