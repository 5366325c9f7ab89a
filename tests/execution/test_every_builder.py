"""Every circuit that the course builds runs on every kind of backend.

A builder that needs arguments has an entry in ``ARGUMENTS``; a new one without fails a test.
"""

import re
from dataclasses import replace
from inspect import Parameter, signature
from math import isclose

import numpy as np
import pytest
from qiskit import QuantumCircuit

from qinet_edu import circuits, noise, run
from qinet_edu.execution import NotRunnable
from qinet_edu.protocols.qkd import pair_session, session

SHOTS = 64
ARGUMENTS = {
    "bloch": (1.0, 0.5),
    "mach_zehnder": (1.0,),
    "ghz": (4,),
    "w_state": (3,),
    "graph_state": ([("alice", "bob"), ("bob", "charlie")],),
    "superdense": ("10",),
    "teleport_gate": ("t",),
    "wait": (circuits.bell_pair(), "bob", 20e-6),
    "fibre": (circuits.bell_pair(), "bob"),
    "measure": (circuits.bell_pair(), "x"),
    "mdi_bell_measurement": (0, 1),
    "qkd_round": (1, "y", "x"),
    "single_click": (0.1, 0.5),
    "double_click": (0.5,),
    "midpoint_source": (0.5,),
    "pair_round": ("y", "x"),
    "swap_chain": (3,),
}
NO_CIRCUIT = {
    "bell_outcome", "chsh", "fidelity_settings", "heralded", "kept", "mermin", "pair_plan",
    "party_name", "swap_frame",
}  # fmt: skip
COMPLETE = {
    "superdense", "measure", "mdi_bell_measurement", "qkd_coins", "qkd_round", "pair_round",
}  # fmt: skip
# Of the others stim must draw what Aer does.
NO_CLIFFORD = {
    "bloch": "ry(1)",
    "double_click": "cry(1.5708)",
    "mach_zehnder": "rz(1)",
    "midpoint_source": "cry(1.5708)",
    "phase_covariant_cloner": "cry(1.5708)",
    "qkd_coins": "t",
    "single_click": "ry(0.643501)",
    "teleport_gate": "t",
    "universal_cloner": "ry(1.10715)",
    "w_state": "cry(1.91063)",
}
PAULI_NOISE = noise.Noise(
    after={
        "h": noise.depolarising(0.02, convention="mixing"),
        "cx": noise.depolarising(0.03, convention="mixing"),
        "rx": noise.dephasing(0.02),
        "x": noise.depolarising(0.02, convention="pauli"),
        "delay": noise.dephasing(0.05),
        "fibre": noise.depolarising(0.1, convention="pauli"),
        "link": noise.depolarising(0.1, convention="pauli"),
        "wait": noise.dephasing(0.03),
    },
    readout=(0.02, 0.04),
)
EVES = [
    circuits.Eavesdropper(basis="breidbart"),
    circuits.Eavesdropper("clone"),
    circuits.Eavesdropper("clone", machine="phase-covariant"),
]


def builders():
    """Name every function of ``circuits`` that returns a circuit."""
    public = {name: getattr(circuits, name) for name in circuits.__all__}
    return sorted(
        name
        for name, made in public.items()
        if callable(made) and not isinstance(made, type) and name not in NO_CIRCUIT
    )


def built(name):
    """Build a circuit and measure what it leaves unmeasured."""
    circuit = getattr(circuits, name)(*ARGUMENTS.get(name, ()))
    assert isinstance(circuit, QuantumCircuit)
    measured = {step.name for step in circuit.data} >= {"measure"}
    return circuit if measured and name in COMPLETE else circuits.measure(circuit)


def spied():
    """Build rounds and coins with every kind of eavesdropper."""
    rounds = [circuits.qkd_round(1, "x", "x", eve=eve) for eve in EVES]
    some = [replace(eve, fraction=0.5) for eve in EVES]
    coins = [circuits.qkd_coins(eve=eve) for eve in [*some, circuits.Eavesdropper()]]
    return [*rounds, *coins, circuits.qkd_coins("six-state", eve=circuits.Eavesdropper())]


def excess(first, second):
    """Return by how many of its standard deviations chi² of two samples exceeds its mean."""
    pairs = np.array([(first.get(o, 0), second.get(o, 0)) for o in {*first, *second}], dtype=float)
    rare = pairs.sum(axis=1) < 10
    pairs = np.array([*pairs[~rare], pairs[rare].sum(axis=0)])
    pairs = pairs[pairs.sum(axis=1) > 0]
    freedom = max(len(pairs) - 1, 1)
    chi2 = ((pairs[:, 0] - pairs[:, 1]) ** 2 / pairs.sum(axis=1)).sum()
    return (chi2 - freedom) / (2 * freedom) ** 0.5


@pytest.mark.parametrize("name", builders())
def test_a_builder_that_needs_arguments_has_some_here(name):
    needed = [
        parameter
        for parameter in signature(getattr(circuits, name)).parameters.values()
        if parameter.default is Parameter.empty
    ]
    assert len(ARGUMENTS.get(name, ())) >= len(needed), f"add {name} to ARGUMENTS"


@pytest.mark.parametrize("backend", ["aer", "fake:kingston"])
@pytest.mark.parametrize("name", builders())
def test_it_runs(name, backend):
    circuit = built(name)
    result = run(circuit, backend=backend, shots=SHOTS, seed=1)
    assert sum(result.counts().values()) == result.shots == SHOTS
    assert result.registers == {register.name: register.size for register in circuit.cregs}
    assert result.backend == backend
    assert isclose(sum(map(float, result.probabilities(circuit.cregs[0].name).values())), 1)


@pytest.mark.parametrize("backend", ["aer", "fake:kingston"])
def test_they_run_as_one_job(backend):
    results = run([built(name) for name in builders()], backend=backend, shots=SHOTS, seed=2)
    assert [result.shots for result in results] == [SHOTS] * len(builders())


@pytest.mark.parametrize("noisy", [None, PAULI_NOISE], ids=["ideal", "noisy"])
@pytest.mark.parametrize("name", [name for name in builders() if name not in NO_CLIFFORD])
def test_stim_has_the_distribution_that_aer_has(name, noisy):
    circuit = built(name)
    shots = 4000
    ours = run(circuit, backend="clifford", shots=shots, seed=3, noise=noisy)
    aers = run(circuit, shots=shots, seed=4, noise=noisy, options={"defer": False})
    assert (ours.backend, aers.backend) == ("clifford", "aer")
    assert ours.registers == aers.registers
    assert excess(ours.counts(), aers.counts()) < 4


@pytest.mark.parametrize("name", NO_CLIFFORD)
def test_what_is_not_clifford_is_refused_by_name(name):
    with pytest.raises(NotRunnable, match=rf"{re.escape(NO_CLIFFORD[name])} is no Clifford gate"):
        run(built(name), backend="clifford")


@pytest.mark.parametrize("wire", ["executor", "sampler"])
def test_they_run_on_hardware_as_one_job(course, wire):
    """On the loopback, that is: in both forms in which IBM's client sends them."""
    names = builders()
    made = [built(name) for name in names]
    results = course.run(made, shots=SHOTS, max_qpu_s=60, options={"wire": wire})
    for name, circuit, result in zip(names, made, results, strict=True):
        assert sum(result.counts().values()) == result.shots == SHOTS, name
        assert result.registers == {register.name: register.size for register in circuit.cregs}
    assert len(course.server.ledger.jobs) == 1


@pytest.mark.parametrize("backend", ["aer", "fake:kingston"])
def test_eavesdroppers_run(backend):
    for circuit, result in zip(spied(), run(spied(), backend=backend, shots=SHOTS), strict=True):
        assert sum(result.counts("photon", "eve").values()) == SHOTS, circuit.name


def test_eavesdroppers_run_on_hardware(course):
    for result in course.run(spied(), shots=SHOTS, max_qpu_s=60):
        assert sum(result.counts("photon", "eve").values()) == SHOTS


@pytest.mark.parametrize("coins", [False, True])
def test_a_session_of_qkd_is_one_job_on_hardware(course, coins):
    raw = session(400, eve=EVES[0], backend="ibm", seed=1, max_qpu_s=60, coins=coins)
    assert len(course.server.ledger.jobs) == 1
    assert len({result.job_id for result in raw.results}) == 1
    assert raw.detected.all()
    assert 0.1 < raw.qber() < 0.4


def test_a_session_of_pairs_is_one_job_on_hardware(course):
    pairs = pair_session(
        900, protocol="e91", source="psi-", backend="ibm", seed=1, max_qpu_s=60
    )  # fmt: skip
    assert len(course.server.ledger.jobs) == 1
    assert len({result.job_id for result in pairs.results}) == 1
    assert len(pairs.results) == 9
    assert pairs.bell_test().s < -2


def test_a_session_on_hardware_spends_nothing_unasked(course):
    with pytest.raises(ValueError, match="max_qpu_s"):
        session(400, backend="ibm", seed=1)
    assert not course.server.ledger.jobs


@pytest.mark.parametrize("name", ["ghz", "superdense", "teleport", "universal_cloner"])
def test_it_runs_on_hardware(course, name):
    result = course.run(built(name), shots=SHOTS)
    assert sum(result.counts().values()) == result.shots == SHOTS
