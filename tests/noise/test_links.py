import numpy as np
import pytest

from qinet_edu import theory
from qinet_edu.noise import entanglement_fidelity, pair_errors
from qinet_edu.noise.pairs import aged

PHI = np.outer([1, 0, 0, 1], [1, 0, 0, 1]) / 2


@pytest.mark.parametrize("vector", np.random.default_rng(1).dirichlet(np.ones(4), size=5))
@pytest.mark.parametrize("half", ["alice", "bob"])
def test_either_half_of_a_bell_pair_makes_the_pair_asked_for(vector, half):
    pair = aged(PHI, pair_errors(vector), **{half: 1})
    assert np.allclose(pair, theory.bell_diagonal(vector), atol=1e-12)


@pytest.mark.parametrize("f", [0, 0.25, 0.8, 1])
def test_one_number_is_the_fidelity_of_a_werner_pair(f):
    pair = aged(PHI, pair_errors(f), bob=1)
    assert np.allclose(pair, theory.werner(f), atol=1e-12)
    assert entanglement_fidelity(pair_errors(f)) == pytest.approx(f)


@pytest.mark.parametrize(
    ("pair", "error", "words"),
    [
        (1.2, ValueError, "pair"),
        (-0.1, ValueError, "pair"),
        (np.nan, ValueError, "pair"),
        ("0.8", TypeError, "pair"),
        ([0.8, 0.2], ValueError, "four probabilities"),
        ([0.8, 0.1, 0.1, 0.1], ValueError, "add up to 1.1"),
        ([[0.7, 0.1, 0.1, 0.1]], ValueError, "Give one pair"),
    ],
)
def test_what_is_no_pair_is_refused(pair, error, words):
    with pytest.raises(error, match=words):
        pair_errors(pair)
