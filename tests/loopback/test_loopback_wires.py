"""What is posted runs on Aer, in both forms that IBM's client posts in, and fails as it would."""

import time
from math import cos, pi, sqrt

import numpy as np
import pytest
from loopback.asking import WIRES, compiled, sampler, teleported
from loopback.running import NotRunnable, check
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister

from qinet_edu import circuits, theory

SHOTS = 4096


@pytest.fixture
def fez(loopback):
    return loopback.client().backend("ibm_fez")


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("form", ["dynamic", "deferred"])
def test_teleportation_end_to_end_in_both_wire_formats(loopback, fez, wire, form):
    isa = teleported(fez, form=form)
    job = sampler(wire, fez).run([isa], shots=SHOTS)
    bits = job.result()[0].data.bob.get_counts()
    expected = (1 + cos(pi / 3)) / 2
    assert bits["0"] / SHOTS == pytest.approx(expected, abs=4 * sqrt(0.75 * 0.25 / SHOTS))
    assert loopback.ledger.find(job.job_id()).sizes == [SHOTS]
    assert job.usage() == pytest.approx(2 + 0.00035 * SHOTS, abs=1e-3)
    again = loopback.client().job(job.job_id())
    assert again.result()[0].data.bob.get_counts() == bits


@pytest.mark.parametrize("wire", WIRES)
def test_a_teleportation_of_4096_shots_takes_less_than_a_second(loopback, fez, wire):
    isa = teleported(fez)
    took_s = []
    for _ in range(4):  # the first also imports; a busy machine may spoil others
        began = time.perf_counter()
        sampler(wire, fez).run([isa], shots=SHOTS).result()
        took_s.append(time.perf_counter() - began)
    assert min(took_s) < 1


@pytest.mark.parametrize("wire", WIRES)
def test_many_circuits_go_as_one_job_and_equal_ones_have_shots_of_their_own(loopback, fez, wire):
    pair = compiled(circuits.measure(circuits.bell_pair(), "z"), fez)
    coin = compiled(circuits.measure(circuits.bloch(pi / 2), "z"), fez)
    first, second, third = sampler(wire, fez).run([pair, pair, coin], shots=512).result()
    joint = [found.join_data().get_bitstrings() for found in (first, second, third)]
    assert [*map(len, joint)] == [512] * 3
    assert {*joint[0]} == {"00", "11"}
    assert joint[0] != joint[1]
    assert len(loopback.ledger.jobs) == 1
    assert loopback.ledger.jobs[0].sizes == [512] * 3


def test_the_same_posts_in_the_same_order_give_the_same_shots(loopback, fez):
    coin = compiled(circuits.measure(circuits.bloch(pi / 2), "z"), fez)
    counts = [
        sampler("executor", fez).run([coin], shots=SHOTS).result()[0].data.qubit.get_counts()
        for _ in range(2)
    ]
    assert counts[0] != counts[1]
    loopback.ledger.jobs.clear()
    again = sampler("executor", fez).run([coin], shots=SHOTS).result()[0].data.qubit.get_counts()
    assert again == counts[0]


def test_chances_of_many_states_are_those_of_the_closed_form(loopback, fez):
    arrows = [(theta, phi) for theta in np.linspace(0.2, 3, 5) for phi in (0.4, 2.5)]
    batch = [compiled(circuits.measure(circuits.bloch(*arrow), "x"), fez) for arrow in arrows]
    found = sampler("executor", fez).run(batch, shots=SHOTS).result()
    for arrow, one in zip(arrows, found, strict=True):
        chance = float(theory.born(theory.bloch_state(*arrow), "x"))
        zeros = one.data.qubit.get_counts().get("0", 0)
        error = sqrt(chance * (1 - chance) / SHOTS)
        assert abs(zeros / SHOTS - chance) <= 4 * error + 1e-9


def not_isa():
    circuit = QuantumCircuit(2, 1)
    circuit.h(0)
    circuit.measure(0, 0)
    return circuit


def uncoupled():
    circuit = QuantumCircuit(156, 1)
    circuit.cz(0, 100)
    circuit.measure(0, 0)
    return circuit


def wild_branch(what):
    qubits, bits = QuantumRegister(156, "q"), ClassicalRegister(2, "c")
    circuit = QuantumCircuit(qubits, bits)
    circuit.measure(0, 0)
    with circuit.if_test((bits[0], 1)):
        if what == "nested":
            with circuit.if_test((bits[1], 1)):
                circuit.x(0)
        elif what == "measure":
            circuit.measure(1, 1)
        else:
            circuit.reset(1)
    return circuit


@pytest.mark.parametrize(
    ("circuit", "reason"),
    [
        (not_isa(), "instruction h"),
        (uncoupled(), "cz on qubits"),
        (wild_branch("nested"), "if_else inside a branch"),
        (wild_branch("measure"), "measure inside a branch"),
        (wild_branch("reset"), "reset inside a branch"),
        (QuantumCircuit(156, 1), "measures nothing"),
    ],
    ids=["not-isa", "uncoupled", "nested", "measure", "reset", "nothing-measured"],
)
def test_what_a_device_cannot_run_is_accepted_and_fails_there(loopback, fez, circuit, reason):
    from qiskit_ibm_runtime.exceptions import RuntimeJobFailureError

    with pytest.raises(NotRunnable, match=reason):
        check(circuit, loopback.devices["ibm_fez"].described)
    if reason != "measures nothing":  # there the client ends in a bare StopIteration
        with pytest.raises(RuntimeJobFailureError, match=reason):
            sampler("executor", fez).run([circuit], shots=1).result()


def test_a_job_that_may_not_run_as_long_as_it_would_is_ended_and_charged(loopback, fez):
    from qiskit_ibm_runtime.exceptions import RuntimeJobMaxTimeoutError

    asked = sampler("executor", fez)
    asked.options.max_execution_time = 2
    with pytest.raises(RuntimeJobMaxTimeoutError):
        asked.run([teleported(fez)], shots=SHOTS).result()
    assert loopback.ledger.jobs[0].longest_s == loopback.ledger.jobs[0].qpu_s == 2
