import numpy as np
import pytest

from qinet_edu.theory import concurrence, correlation, density, mermin
from qinet_edu.theory.states import density_matrices


def test_the_global_phase_is_gone_and_the_relative_one_stays():
    rng = np.random.default_rng(20261125)
    ket = rng.normal(size=4) + 1j * rng.normal(size=4)
    ket /= np.linalg.norm(ket)
    assert np.allclose(density(np.exp(0.7j) * ket), density(ket))
    assert not np.allclose(density(np.exp(1j * np.array([0, 0.7, 0, 0])) * ket), density(ket))


def test_many_kets_at_once_keep_their_shape():
    assert density(np.eye(8)).shape == (8, 8, 8)
    assert density([[[1, 0]] * 3] * 2).shape == (2, 3, 2, 2)


@pytest.mark.parametrize("wrong", [[1], [1, 0, 0], [], np.eye(6)])
def test_amplitudes_are_as_many_as_qubits_have(wrong):
    with pytest.raises(ValueError, match="2, 4, 8"):
        density(wrong)


@pytest.mark.parametrize("call", [concurrence, lambda rho: correlation(rho, "z", "x")])
@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ([1, 0], "four amplitudes"),
        ([1, 0, 0, 1], "length is 1.41421"),
        (np.eye(2) / 2, r"\(4, 4\), not \(2, 2\)"),
        (np.eye(4), "If these are four kets"),
        (np.diag([1.5, -0.5, 0, 0]), "negative probability"),
        (np.triu(np.ones((4, 4))) / 4, "not Hermitian"),
        (np.full((4, 4), np.nan), "NaN"),
        (np.ones((3, 4)) / 2, r"give density\(kets\)"),
    ],
)
def test_what_is_no_pair_is_refused(call, wrong, complaint):
    with pytest.raises(ValueError, match=complaint):
        call(wrong)


def test_text_is_no_state():
    with pytest.raises(TypeError, match="array of numbers"):
        concurrence("phi+")
    with pytest.raises(TypeError, match="array of numbers"):
        concurrence([True, False, False, False])


def test_three_qubits_are_not_two():
    with pytest.raises(ValueError, match="eight amplitudes"):
        mermin([1, 0, 0, 0])


def test_rounding_errors_are_forgiven_and_roots_cut_short_are_not():
    density_matrices([np.sqrt(0.5) + 1e-9, np.sqrt(0.5)], qubits=1)
    with pytest.raises(ValueError, match="not normalised"):
        density_matrices([0.7071, 0.7071], qubits=1)
