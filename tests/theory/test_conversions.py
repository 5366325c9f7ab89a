import numpy as np
import pytest
from qiskit_aer.noise import depolarizing_error

from qinet_edu import noise
from qinet_edu.theory import (
    average_fidelity,
    convert_depolarising,
    depolarising_fidelity,
    entanglement_fidelity,
)


def test_t10_both_conventions():
    mixing = depolarising_fidelity(0.1, convention="mixing")
    assert (mixing, average_fidelity(mixing)) == (pytest.approx(0.925), pytest.approx(0.95))
    assert depolarising_fidelity(0.1, convention="mixing", qubits=2) == pytest.approx(0.90625)
    pauli = depolarising_fidelity(0.1, convention="pauli")
    assert (pauli, average_fidelity(pauli)) == (
        pytest.approx(0.9),
        pytest.approx(0.93333, abs=5e-6),
    )


@pytest.mark.parametrize("qubits", [1, 2])
@pytest.mark.parametrize("p", [0.0, 0.03, 0.1, 0.5, 1.0])
def test_mixing_is_what_aer_means(p, qubits):
    identity = depolarizing_error(p, qubits).to_quantumchannel()
    from qiskit.quantum_info import process_fidelity

    expected = process_fidelity(identity)
    found = depolarising_fidelity(p, convention="mixing", qubits=qubits)
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("convention", ["mixing", "pauli"])
def test_the_number_and_the_channel_agree(convention):
    p = np.linspace(0, 1, 11)
    channel = noise.depolarising(p, convention=convention)
    found = depolarising_fidelity(p, convention=convention)
    assert found == pytest.approx(noise.entanglement_fidelity(channel))
    assert average_fidelity(found) == pytest.approx(noise.average_fidelity(channel))


@pytest.mark.parametrize(("qubits", "factor"), [(1, 3 / 4), (2, 15 / 16)])
def test_the_conventions_differ_by_three_quarters_and_fifteen_sixteenths(qubits, factor):
    """The mistake everybody makes: to take Aer's 10 % for a Pauli error of 10 %."""
    there = convert_depolarising(0.1, source="mixing", to="pauli", qubits=qubits)
    assert there == pytest.approx(0.1 * factor)
    back = convert_depolarising(there, source="pauli", to="mixing", qubits=qubits)
    assert back == pytest.approx(0.1)
    assert convert_depolarising(0.2, source="pauli", to="pauli") == pytest.approx(0.2)


def test_both_fidelities_lead_into_each_other():
    f = np.linspace(0, 1, 11)
    for qubits in (1, 2):
        there = average_fidelity(f, qubits=qubits)
        assert entanglement_fidelity(there, qubits=qubits) == pytest.approx(f)
    assert average_fidelity(0.969, qubits=2) == pytest.approx(0.9752)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: average_fidelity(1.1), "between 0 and 1"),
        (lambda: entanglement_fidelity(0.2), "between 0.333333333333 and 1"),
        (lambda: depolarising_fidelity(0.1, convention="aer"), "'mixing'.*'pauli'"),
        (lambda: convert_depolarising(0.9, source="pauli", to="mixing"), "cannot say it"),
        (lambda: convert_depolarising(0.1, source="pauli", to="aer"), "'mixing'"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_text_is_refused():
    with pytest.raises(TypeError, match="f_e must be a real number"):
        average_fidelity("0.9")
