"""Which device, at what price, and what is refused before anything is sent."""

from math import sqrt

import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister

from qinet_edu import circuits, noise, run
from qinet_edu.execution import estimate_qpu_s, refusals
from qinet_edu.execution.ibm import hardware
from qinet_edu.execution.ibm.problems import (
    NoAccount,
    NoAllowance,
    NoSuchDevice,
    NotSent,
    TooCostly,
)

COIN = circuits.measure(circuits.bloch(1.0))


def posted(course):
    return [*course.server.ledger.jobs, *course.server.asked("post_job")]


# ---- Which device ------------------------------------------------------------------------------


def test_the_least_busy_that_can_do_it(course):
    """The shortest queues are at one that is down and at one that cannot branch."""
    assert course.run().backend == "ibm_fez"
    assert course.run(COIN).backend == "ibm_berlin"


def test_a_branch_is_replaced_where_no_device_can_take_it_and_said(course):
    for device in course.server.devices.values():
        if device.family != "berlin":
            device.state = "offline"
    result = course.run()
    assert result.backend == "ibm_berlin"
    assert "deferred" in result.transformation[0]
    assert set(result.registers) == {"alice", "message", "bob"}


def test_none_is_wide_enough(course):
    wide = circuits.measure(circuits.ghz(200))
    with pytest.raises(NoSuchDevice, match=r"200 qubits"):
        course.run(wide)
    assert not posted(course)


def test_none_is_up(course):
    for device in course.server.devices.values():
        device.state = "offline"
    with pytest.raises(NoSuchDevice, match="Try later"):
        course.run()
    assert not posted(course)


@pytest.mark.parametrize("name", ["ibm:kingston", "ibm:ibm_kingston"])
def test_a_device_by_name(course, name):
    assert course.run(backend=name).backend == "ibm_kingston"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ibm:atlantis", r"no device 'ibm_atlantis'.*ibm_fez.*ibm_kingston"),
        ("ibm:torino", r"Devices retire.*backend=\"ibm\""),
        ("ibm:aachen", r"takes no jobs right now.*ibm_fez"),
    ],
)
def test_a_device_that_is_not_there(course, name, told):
    with pytest.raises(NoSuchDevice, match=told):
        course.run(backend=name)
    assert not posted(course)


# ---- At what price ------------------------------------------------------------------------------


def test_spending_is_named_and_the_error_says_what_to_write(course):
    with pytest.raises(ValueError, match=r"about 2\.0 s.*600 s.*max_qpu_s=4"):
        run(COIN, backend="ibm", shots=100)
    assert not course.server.log


def test_what_is_allowed_must_cover_the_estimate(course):
    with pytest.raises(TooCostly, match=r"Allow max_qpu_s=\d+"):
        course.run(shots=4096, max_qpu_s=3)
    assert not posted(course)


def test_more_than_is_allowed_is_never_spent(course):
    result = course.run(shots=1000, max_qpu_s=4.9)
    (job,) = course.server.ledger.jobs
    assert job.longest_s == 4
    assert result.qpu_s == job.qpu_s <= 4
    course.run(max_qpu_s=float("inf"))
    assert course.server.ledger.jobs[-1].longest_s == 3 * 60 * 60


def test_a_job_that_would_spend_more_is_stopped(course, faults):
    faults.add("post_job:too-long")
    with pytest.raises(Exception, match=r"stopped after 5 s.*max_qpu_s"):
        course.run()


def test_what_is_left_must_cover_the_estimate(course):
    course.server.allowance.used_s = 599
    with pytest.raises(NoAllowance, match=r"1 s left.*28 days.*fake"):
        course.run()
    assert not posted(course)


def test_nothing_is_left(course):
    course.server.allowance.used_s = 600
    with pytest.raises(NoAllowance, match="0 s left"):
        course.run()
    assert not posted(course)


def test_an_account_without_a_limit(course):
    course.server.allowance.limit_s = None
    assert course.run().shots == 64


def test_the_estimate_is_the_published_rule():
    assert estimate_qpu_s(COIN, 4096) == pytest.approx(2 + 4096 * 250e-6)
    assert estimate_qpu_s([COIN] * 3, 1000) == pytest.approx(2 + 3000 * 250e-6)


def test_the_estimate_knows_how_long_gates_take(course):
    from qiskit_ibm_runtime.fake_provider import FakeKingston

    from qinet_edu.execution.compiling import compiled_for_device

    device = FakeKingston()
    short, long = (
        compiled_for_device(circuit, device, seed=1, options={})
        for circuit in (COIN, circuits.measure(circuits.teleport(circuits.bloch(1.0))))
    )
    ideal = estimate_qpu_s(COIN, 4096)
    with_short = estimate_qpu_s(short, 4096, target=device.target)
    with_long = estimate_qpu_s(long, 4096, target=device.target)
    assert ideal < with_short < with_long
    assert 3.0 < with_long < 3.4  # as measured for 4096 shots of a teleportation


# ---- What is refused ----------------------------------------------------------------------------


def nested():
    circuit = QuantumCircuit(2, 2)
    circuit.measure(0, 0)
    with circuit.if_test((0, 1)), circuit.if_test((1, 1)):
        circuit.x(1)
    return named(circuit)


def named(circuit):
    """Measure into a register that has a name."""
    whole = QuantumCircuit(
        QuantumRegister(2, "pair"), ClassicalRegister(2, "seen"), name=circuit.name
    )
    return whole.compose(circuit, whole.qubits, whole.clbits)


@pytest.mark.parametrize(
    ("circuit", "how"),
    [
        (nested(), {}),
        (COIN, {"shots": 6_000_000, "max_qpu_s": 9000}),
        (COIN, {"options": {"optimization_level": 9}}),
        (COIN, {"options": {"initial_layout": [500]}}),
    ],
    ids=["nested", "executions", "level", "layout"],
)
def test_what_a_device_would_refuse_is_not_sent(course, circuit, how):
    with pytest.raises(ValueError, match=r"."):
        course.run(circuit, **how)
    assert not posted(course)


@pytest.mark.parametrize("option", [{"dynamical_decoupling": "XY4"}, {"twirling": True}])
def test_what_does_not_go_with_branches(course, option):
    from qinet_edu.execution.ibm.client import WIRES

    with pytest.raises(refusals.NotRunnable):
        course.run(options=option)
    assert not posted(course)
    for wire in WIRES:
        assert course.run(COIN, options={**option, "wire": wire}).shots == 64


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"noise": noise.Noise(readout=0.1)}, "brings its own"),
        ({"options": {"method": "statevector"}}, "no option 'method'.*wire"),
        ({"options": {"wire": "pigeon"}}, "executor or sampler"),
        ({"options": {"dynamical_decoupling": "ZZ"}}, "XY4"),
        ({"options": {"dynamic": "sideways"}}, "form"),
        ({"shots": 0}, "shots lies between 1"),
        ({"max_qpu_s": 0}, "seconds"),
        ({"max_qpu_s": -1}, "seconds"),
        ({"max_qpu_s": float("nan")}, "seconds"),
        ({"max_qpu_s": "5"}, "seconds"),
        ({"backend": "ibm:"}, "no backend"),
    ],
)
def test_bad_arguments(course, how, told):
    with pytest.raises(ValueError, match=told):
        course.run(COIN, **how)
    assert not posted(course)


# ---- Who asks -----------------------------------------------------------------------------------


def test_no_account(course, monkeypatch):
    monkeypatch.delenv("QISKIT_IBM_TOKEN")
    with pytest.raises(NoAccount, match="login"):
        course.run()


def test_a_wrong_token(course, monkeypatch):
    monkeypatch.setenv("QISKIT_IBM_TOKEN", "made-up-and-wrong".ljust(44, "1"))
    with pytest.raises(NoAccount, match=r"Make a new key.*login"):
        course.run()
    assert not posted(course)


def test_a_login_that_runs_out_on_the_way(course, faults):
    faults.add("post_job:revoked")
    faults.add("get_job:revoked")
    assert course.run().shots == 64


def test_the_service_is_away(course):
    course.server.shut()
    with pytest.raises(NotSent, match=r"no usable answer.*doctor"):
        course.run()


# ---- What comes back ----------------------------------------------------------------------------


@pytest.mark.parametrize("wire", ["executor", "sampler"])
def test_a_result_says_what_ran_where(course, wire):
    result = course.run(options={"wire": wire}, seed=7)
    (job,) = course.server.ledger.jobs
    assert job.program == wire
    assert (result.job_id, result.qpu_s) == (job.id, job.qpu_s)
    assert result.seed == 7
    assert len(result.layout) == 3
    assert result.details["wire"] == wire
    assert result.details["allowance_s"] == 600
    assert result.source == "simulated"  # it is a service on this computer, and says so
    assert sum(result.joint.values()) == result.shots == 64
    assert result.circuit is not None


@pytest.mark.parametrize("wire", ["executor", "sampler"])
def test_a_list_goes_as_one_job(course, wire):
    zero, one = (circuits.measure(circuits.bloch(angle)) for angle in (0.0, 3.141592653589793))
    results = course.run([zero, one, zero], options={"wire": wire})
    assert [result.counts("qubit") for result in results] == [{"0": 64}, {"1": 64}, {"0": 64}]
    assert len(course.server.ledger.jobs) == 1


def test_registers_keep_their_order(course):
    """Qiskit writes the last register first; results are read by name."""
    circuit = QuantumCircuit(
        QuantumRegister(3, "q"), ClassicalRegister(1, "alice"), ClassicalRegister(2, "bob")
    )
    circuit.x(1)
    circuit.measure([0, 1, 2], [*circuit.clbits])
    result = course.run(circuit)
    assert result.joint == {"01 0": 64}
    assert result.counts("alice", "bob") == {"0 01": 64}
    assert course.run(circuit, options={"memory": True}).memory("bob") == ["01"] * 64


def test_post_selection_says_what_it_kept(course):
    result = course.run(shots=2000, options={"dynamic": "post-selected"})
    assert abs(result.kept - 0.25) < 4 * sqrt(0.25 * 0.75 / 2000)
    assert result.shots == sum(result.joint.values()) == round(2000 * result.kept)
    assert "post-selected" in result.transformation[0]


def test_only_a_service_far_away_counts_as_hardware(loopback):
    from dataclasses import replace

    assert hardware.origin(loopback.account)["source"] == "simulated"
    assert hardware.origin(replace(loopback.account, url=None))["source"] == "hardware"
