"""What the course holds IBM's client to, so that a new version that slips away is noticed."""

import io
import logging
import subprocess
import sys
import warnings

import pytest
from loopback import Instance

from qinet_edu.execution.ibm import answers, client
from qinet_edu.execution.ibm.account import Account
from qinet_edu.execution.ibm.problems import NoAccount, NotSent, ServiceError


@pytest.fixture
def service(loopback):
    return client.connect(loopback.account)


def test_nothing_is_imported_before_it_is_needed():
    code = (
        "import sys; from qinet_edu import run, resume, submit; import qinet_edu.course.jobs;"
        "sys.exit('qiskit_ibm_runtime' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_the_client_lets_itself_be_held(loopback, service):
    service.allowance()
    for api in service._client._api_clients.values():
        session = api._session
        assert session._timeout == client.TIMEOUT_S
        for address in ("http://", "https://"):
            retries = session.get_adapter(address).max_retries
            assert not retries.is_retry("POST", 502)
            assert retries.total == 0


@pytest.mark.parametrize("wire", client.WIRES)
def test_a_gateway_that_stumbles_makes_no_second_job(course, faults, wire):
    faults.add("post_job:502-after")
    course.run(options={"wire": wire})
    assert len(course.server.asked("post_job")) == 1
    assert [job.program for job in course.server.ledger.jobs] == [wire]


def test_devices_are_told_apart_by_what_they_can_do(service):
    devices = {device.name: device for device in service.devices()}
    assert not devices["ibm_aachen"].online
    assert "if_else" not in devices["ibm_berlin"].operations
    assert "if_else" in devices["ibm_kingston"].operations
    assert devices["ibm_kingston"].qubits == 156
    assert service.pending("ibm_kingston") == 8


@pytest.mark.parametrize("fault", ["backends:500", "backends:no-devices", "backends:html"])
@pytest.mark.parametrize("backend", ["ibm", "ibm:kingston"])
def test_a_list_of_devices_that_was_not_to_be_had_is_asked_for_again(
    course, faults, monkeypatch, fault, backend
):
    """The client takes it for empty, and keeps it so."""
    monkeypatch.delenv("QISKIT_IBM_INSTANCE")
    faults.add(fault, times=2)
    assert course.run(backend=backend).shots == 64


def test_an_open_instance_is_preferred_and_never_a_paid_one_by_itself(loopback, course):
    loopback.instances.insert(0, Instance("dear", plan="Standard", pricing="paid"))
    cheap = Account(loopback.account.token, url=loopback.url)
    service = client.connect(cheap)
    service.allowance()
    assert service._client.active_instance() == loopback.instances[1].crn
    loopback.instances.pop()
    with pytest.raises(ServiceError, match="open"):
        client.connect(cheap).allowance()


def test_without_an_open_instance_a_run_says_what_to_do(loopback, course, monkeypatch):
    loopback.instances[0].plan = "Standard"
    monkeypatch.delenv("QISKIT_IBM_INSTANCE")
    with pytest.raises(NotSent, match="--instance"):
        course.run()
    assert not loopback.ledger.jobs


def test_a_named_instance_may_be_a_paid_one(loopback):
    dear = Instance("dear", plan="Standard", pricing="paid", limit_s=None)
    loopback.instances.append(dear)
    named = Account(loopback.account.token, instance=dear.crn, url=loopback.url)
    assert client.connect(named).allowance() is None


def test_without_an_account_the_way_to_one_is_told():
    with pytest.raises(NoAccount, match=r"login.*docs/hardware.md.*fake:kingston"):
        client.connect(None)


def test_only_named_warnings_are_silenced(loopback, service):
    with warnings.catch_warnings():
        warnings.resetwarnings()
        warnings.simplefilter("error")
        before = len(warnings.filters)
        service.allowance()
        assert len(warnings.filters) == before + len(answers.SILENCED) + 1
        service.allowance()
        assert len(warnings.filters) == before + len(answers.SILENCED) + 1
        with pytest.raises(UserWarning, match="something else"):
            warnings.warn("something else", UserWarning, stacklevel=1)


def test_the_key_itself_is_never_shown_to_the_service(loopback, service, faults):
    """When a login fails, the client would send it to another host than the one that asks."""
    service.allowance()
    faults.add("usage:revoked")
    faults.add("token:500", times=20)
    for _ in range(3):
        with pytest.raises(ServiceError):
            service.allowance()
    assert not any(line.status == 200 for line in loopback.log[-3:])


def test_the_clients_log_names_no_instance(loopback, service, faults, monkeypatch):
    service.allowance()
    log = io.StringIO()
    handler = logging.getLogger("qiskit_ibm_runtime").handlers[0]
    monkeypatch.setattr(handler, "stream", log)
    faults.add("backends:403", times=9)
    with pytest.raises(ServiceError):
        service.device("ibm_fez")
    said = log.getvalue()
    assert "Invalid instance" in said
    assert loopback.allowance.crn not in said
    assert "Loading" not in said


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("usage:401", 401),
        ("usage:404", 404),
        ("usage:429", 429),
        ("usage:502", 502),
        ("usage:html", None),
        ("usage:reset", None),
        ("usage:cut", None),
        ("token:wrong-key", 401),
        ("search:500", 500),
    ],
)
def test_errors_are_of_one_kind_and_nothing_hangs_on_them(service, faults, fault, code):
    faults.add(fault, times=9)
    with pytest.raises(ServiceError) as raised:
        service.allowance()
    assert raised.value.code == code
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_a_login_that_ran_out_is_renewed(service, faults):
    assert service.allowance() == 600
    faults.add("usage:revoked")
    with pytest.raises(ServiceError):
        service.allowance()
    assert service.allowance() == 600
