"""Every circuit that the course builds runs on every kind of backend.

A builder that needs arguments has an entry in ``ARGUMENTS``; a new one without fails a test.
"""

from inspect import Parameter, signature
from math import isclose

import pytest
from qiskit import QuantumCircuit

from qinet_edu import circuits, run

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
}
NO_CIRCUIT = {"chsh", "mermin", "party_name"}


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
    complete = measured and name in ("superdense", "measure")
    return circuit if complete else circuits.measure(circuit)


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


@pytest.mark.parametrize("name", ["ghz", "superdense", "teleport", "universal_cloner"])
def test_it_runs_on_hardware(course, name):
    result = course.run(built(name), shots=SHOTS)
    assert sum(result.counts().values()) == result.shots == SHOTS
