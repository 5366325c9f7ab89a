"""Heralded links by closed form, by the state of the circuit, and by running it: all schemes."""

import numpy as np
import pytest
from qiskit.quantum_info import Statevector

from qinet_edu import bell_fidelity, circuits, run, theory

SHOTS = 20_000
SIGMAS = 4
PLACES = range(12)


def drawn(place):
    """Return α, α of the other, η, η of the other, V, darkness and phase of a random link.

    A third have equal ends, a quarter have perfect photons and a quarter dark detectors.
    """
    rng = np.random.default_rng([8, place])
    alpha, other_alpha = rng.uniform(0.05, 0.6, 2)
    eta, other = rng.uniform(0.2, 1, 2)
    if place % 3 == 0:
        other_alpha, other = alpha, eta
    visibility = 1.0 if place % 4 == 0 else rng.uniform(0, 1)
    dark = 0.0 if place % 4 == 1 else rng.uniform(0, 0.1)
    return tuple(map(float, (alpha, other_alpha, eta, other, visibility, dark, rng.uniform(0, 1))))


def single(place):
    alpha, other_alpha, eta, other, visibility, dark, sigma = drawn(place)
    keywords = {
        "other_alpha": other_alpha,
        "visibility": visibility,
        "dark_count": dark,
        "phase_std_rad": sigma if place % 2 else 0.0,
    }
    return "single-click", (alpha, eta, other), keywords


def double(place):
    _, _, eta, other, visibility, dark, _ = drawn(place)
    return "double-click", (eta, other), {"visibility": visibility, "dark_count": dark}


def midpoint(place):
    pair, _, eta, other, _, dark, _ = drawn(place)
    pair = 1.0 if place % 2 else pair
    return "midpoint-source", (eta, other), {"pair": pair, "dark_count": dark}


def end_node(place):
    """Detectors at Bob's: Alice's arm has all of the fibre, and his spin is the darker one."""
    alpha, *_, visibility, dark, _ = drawn(place)
    far = 0.7 * float(theory.fibre_transmittance(2.0 * place))
    keywords = {"visibility": visibility, "dark_count": dark}
    if place % 2:
        return "double-click", (far, 0.7), keywords
    return "single-click", (alpha, far, 0.7), {"other_alpha": alpha * far / 0.7, **keywords}


def heralded_pair(circuit, scheme):
    """Return the state of the pair where the herald was seen, and the chance of that, exactly."""
    bare = circuit.remove_final_measurements(inplace=False)
    place = {qubit: n for n, qubit in enumerate(bare.qubits)}
    held = {register.name: [place[qubit] for qubit in register] for register in bare.qregs}
    numbers = np.arange(2**bare.num_qubits)
    seen = np.ones(numbers.size, dtype=bool)
    for name, values in circuits.heralded(scheme).items():
        read = sum((numbers >> qubit & 1) << bit for bit, qubit in enumerate(held[name]))
        seen &= np.isin(read, [int(value, 2) for value in values])
    axes = np.where(seen, Statevector(bare).data, 0).reshape([2] * bare.num_qubits)
    last = bare.num_qubits - 1  # the axis of qubit 0
    pair = [last - held["bob"][0], last - held["alice"][0]]
    ours = np.moveaxis(axes, pair, [0, 1]).reshape(4, -1)
    rho = ours @ ours.conj().T
    chance = np.trace(rho).real
    return rho / chance, chance


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("link", [single, double, midpoint, end_node])
def test_three_ways(link, place):
    scheme, arguments, keywords = link(place)
    name = scheme.replace("-", "_")
    rho, probability = getattr(theory, name)(*arguments, **keywords)
    circuit = getattr(circuits, name)(*arguments, **keywords)
    exact, chance = heralded_pair(circuit, scheme)
    assert chance == pytest.approx(probability, abs=1e-9)
    assert exact == pytest.approx(rho, abs=1e-9)

    test = circuits.fidelity_settings()
    rounds = [circuits.measure(circuit, setting.directions) for setting in test]
    results = run(rounds, shots=SHOTS, seed=place)
    found = bell_fidelity(test, results, given=circuits.heralded(scheme))
    assert abs(found - theory.fidelity(rho)) < SIGMAS * found.standard_error
    assert abs(found.probability - probability) < SIGMAS * found.probability.standard_error
