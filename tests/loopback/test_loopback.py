"""The stand-in for IBM's service serves IBM's own client as IBM's does, as far as is known."""

import time

import pytest
from loopback import TOKEN, Instance, Loopback, Process
from loopback.asking import put, sampler, teleported
from loopback.devices import Device


@pytest.fixture
def fez(loopback):
    return loopback.client().backend("ibm_fez")


def test_devices_are_listed_with_traps_for_whoever_picks_by_queue_or_name(loopback):
    service = loopback.client()
    names = {device.name for device in service.backends()}
    assert names == {"ibm_aachen", "ibm_berlin", "ibm_fez", "ibm_kingston", "ibm_marrakesh"}
    assert service.least_busy().name == "ibm_berlin"
    assert "if_else" not in service.backend("ibm_berlin").target.operation_names
    assert "if_else" in service.backend("ibm_fez").target.operation_names
    assert service.least_busy(dynamic_circuits=True).name == "ibm_kingston"  # fez does not say it
    assert not service.backend("ibm_aachen").status().operational
    assert service.backend("ibm_fez").status().pending_jobs == 3
    loopback.devices["ibm_fez"].state = "paused"
    assert service.backend("ibm_fez").status().status_msg == "internal"


def test_a_retired_device_is_gone_and_its_old_jobs_are_not(loopback):
    from qiskit.providers.exceptions import QiskitBackendNotFoundError

    old = put(loopback, "old", device="ibm_torino")
    service = loopback.client()
    with pytest.raises(QiskitBackendNotFoundError):
        service.backend("ibm_torino")
    assert service.job(old.id).backend().name == "ibm_torino"


def test_jobs_are_listed_by_tag_in_pages(loopback):
    for number in range(45):
        put(loopback, f"put{number + 1}", tags=("all", f"run-{number % 9}"))
    service = loopback.client()
    assert len(service.jobs(limit=None, job_tags=["all"])) == 45
    assert [job.job_id() for job in service.jobs(job_tags=["all", "run-3"], descending=False)] == [
        f"put{number + 1}" for number in range(3, 45, 9)
    ]
    assert [job.job_id() for job in service.jobs(limit=2, skip=1)] == ["put44", "put43"]
    assert service.jobs(job_tags=["another"]) == []
    assert service.jobs(pending=True) == []
    assert len([line for line in loopback.asked("list_jobs") if line.status == 200]) >= 6


def test_a_job_waits_in_the_queue_runs_and_can_be_cancelled_before(loopback, fez):
    from qiskit_ibm_runtime.exceptions import RuntimeInvalidStateError

    loopback.hold()
    isa = teleported(fez)
    kept = sampler("executor", fez, "kept").run([isa], shots=64)
    dropped = sampler("executor", fez, "dropped").run([isa], shots=64)
    loopback.ledger.wait_for(2)
    assert kept.status() == dropped.status() == "QUEUED"
    dropped.cancel()
    loopback.release()
    assert sum(kept.result()[0].data.bob.get_counts().values()) == 64
    assert dropped.status() == "CANCELLED"
    with pytest.raises(RuntimeInvalidStateError):
        kept.cancel()
    assert [job.tags for job in loopback.ledger.paid()] == [["kept"]]
    assert loopback.ledger.lost({kept.job_id()}) == []
    assert [job.id for job in loopback.ledger.lost(())] == [kept.job_id()]
    assert loopback.ledger.jobs[0].delivered == 1


def test_the_allowance_is_used_up_by_running_and_then_nothing_is_accepted(loopback, fez):
    from qiskit_ibm_runtime.exceptions import IBMRuntimeError

    loopback.allowance.limit_s = 2.01
    isa = teleported(fez)
    sampler("executor", fez).run([isa], shots=64).result()
    assert fez.service.usage()["usage_remaining_seconds"] == 0
    with (
        pytest.warns(UserWarning, match="met its usage limit"),
        pytest.raises(IBMRuntimeError, match="409"),
    ):
        sampler("executor", fez).run([isa], shots=64)
    assert len(loopback.ledger.jobs) == 1


def test_a_sixth_post_within_a_minute_is_answered_429(loopback, fez):
    from qiskit_ibm_runtime.exceptions import IBMRuntimeError

    loopback.service.posts_per_minute = 5
    isa = teleported(fez)
    for _ in range(5):
        sampler("executor", fez).run([isa], shots=1)
    with pytest.raises(IBMRuntimeError, match="429"):
        sampler("executor", fez).run([isa], shots=1)
    assert len(loopback.ledger.jobs) == 5


def test_a_batch_is_open_to_all_and_a_session_is_refused_on_the_open_plan(loopback, fez):
    from qiskit_ibm_runtime import Batch, Session
    from qiskit_ibm_runtime.api.exceptions import RequestsApiError

    with Batch(backend=fez) as batch:
        job = sampler("executor", batch).run([teleported(fez)], shots=64)
        assert sum(job.result()[0].data.bob.get_counts().values()) == 64
    assert loopback.ledger.jobs[0].body["session_id"]
    with pytest.raises(RequestsApiError, match="open plan"):
        Session(backend=fez)


def test_an_account_may_have_several_instances_and_the_open_one_can_be_preferred(loopback):
    loopback.instances.insert(0, Instance("paid", "Pay-as-you-go", "paygo", limit_s=None))
    service = loopback.client(instance=None, plans_preference=["open"])
    device = service.backend("ibm_fez")
    sampler("executor", device).run([teleported(device)], shots=1).result()
    assert [job.instance for job in loopback.ledger.jobs] == ["open-instance"]


def test_a_wrong_key_and_another_accounts_instance_are_turned_away(loopback):
    from qiskit_ibm_runtime.accounts import InvalidAccountError
    from qiskit_ibm_runtime.exceptions import IBMInputValueError

    with pytest.raises(InvalidAccountError, match="valid API token"):
        loopback.client(token="w" * len(TOKEN))
    with pytest.raises(IBMInputValueError, match="does not have access"):
        loopback.client(instance=loopback.allowance.crn.replace("a/0", "a/9"))


def test_a_device_may_be_made_unable(loopback):
    loopback.devices["ibm_lagos"] = Device("lagos", without=("if_else", "reset"))
    names = loopback.client().backend("ibm_lagos").target.operation_names
    assert not {"if_else", "reset"} & {*names}


def test_servers_start_within_half_a_second():
    took_s = []
    for make in (Loopback, Process, Process, Process):
        began = time.perf_counter()
        with make():
            took_s.append(time.perf_counter() - began)
    assert took_s[0] < 0.5
    assert min(took_s[1:]) < 0.5


def test_a_server_apart_serves_and_tells_what_it_accepted(loopback, fez, monkeypatch):
    isa = teleported(fez)
    with Process() as apart:
        for name, value in apart.env.items():
            monkeypatch.setenv(name, value)
        apart.add("usage:500")
        from qiskit_ibm_runtime import QiskitRuntimeService

        service = QiskitRuntimeService(
            token=apart.env["QISKIT_IBM_TOKEN"],
            instance=apart.env["QISKIT_IBM_INSTANCE"],
            url_resolver=lambda *_: apart.env["QISKIT_IBM_URL"],
        )
        job = sampler("executor", service.backend("ibm_fez"), "mine").run([isa], shots=64)
        assert sum(job.result()[0].data.bob.get_counts().values()) == 64
        (accepted,) = apart.ledger()
        assert (accepted["id"], accepted["tags"]) == (job.job_id(), ["mine"])
        assert "usage:500" in [line["fault"] for line in apart.log()]
    assert loopback.ledger.jobs == []
