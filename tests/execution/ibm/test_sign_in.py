import json
import socket
import subprocess
import sys
from dataclasses import replace

import pytest
from loopback import NAMES, TOKEN, Instance

from qinet_edu.execution.ibm import sign_in
from qinet_edu.execution.ibm.sign_in import examine_service

ASKED = ("token", "search", "usage")
HARMLESS = ("slow", "slow-after", "wrong-type", "clock-ahead", "clock-behind", "no-limit-told")
ELSEWHERE = "crn:v1:bluemix:public:quantum-computing:eu-de:a/2:2::"


def only(account):
    (remark,) = examine_service(account)
    text = str(remark)
    assert TOKEN not in text
    assert "crn:" not in text
    assert "Bearer" not in text
    return remark


def test_a_right_account_is_told_its_machine_time(loopback):
    loopback.allowance.used_s = 20.0
    remark = only(loopback.account)
    assert remark.said == "IBM's service accepts the account; machine time left: 580 s"
    assert not remark.todo
    assert not remark.wrong
    assert [line.site for line in loopback.log] == ["token", "search", "usage"]


def test_an_instance_goes_by_its_name_too_and_without_one_all_are_asked(loopback):
    assert "600 s" in only(replace(loopback.account, instance=loopback.allowance.name)).said
    loopback.instances.append(Instance("second", limit_s=None))
    assert "in 2 instances: 600 s, no limit" in only(replace(loopback.account, instance=None)).said


def test_a_wrong_key_is_the_keys_fault(loopback):
    remark = only(replace(loopback.account, token="made-up-and-wrong"))
    assert remark.wrong
    assert "does not accept this API key (answer 400, BXNIM0415E)" in remark.said
    assert "https://quantum.cloud.ibm.com" in remark.todo


def test_a_sign_in_that_is_down_is_not_the_keys_fault(loopback):
    loopback.faults.add("token:500")
    remark = only(loopback.account)
    assert not remark.wrong
    assert "sign-in (IAM) is out of order" in remark.said
    assert "Nothing is wrong with your account" in remark.todo


def test_a_list_that_is_down_is_not_the_keys_fault_though_the_client_says_so(loopback):
    loopback.faults.add("search:500")
    remark = only(loopback.account)
    assert not remark.wrong
    assert "list of instances (Global Search) is out of order" in remark.said


def test_an_instance_of_another_account_is_said(loopback):
    remark = only(replace(loopback.account, instance=ELSEWHERE))
    assert remark.wrong
    assert "none of its account's" in remark.said
    assert "--instance" in remark.todo


def test_an_account_without_an_instance_is_told_to_make_one(loopback):
    account = loopback.account
    loopback.instances.clear()
    remark = only(account)
    assert remark.wrong
    assert "Open plan is free" in remark.todo


def test_an_allowance_that_is_used_up_is_no_fault_of_the_account(loopback):
    loopback.allowance.used_s = 600.0
    remark = only(loopback.account)
    assert not remark.wrong
    assert "no machine time is left" in remark.said
    assert "fake devices" in remark.todo


def test_a_service_that_cannot_be_reached_is_named_with_its_host(loopback, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    account = replace(loopback.account, url=f"http://127.0.0.1:{port}/api/v1")
    remark = only(account)
    assert not remark.wrong
    assert "IBM's quantum service cannot be reached" in remark.said
    monkeypatch.setenv("IAM_URL", f"http://127.0.0.1:{port}")
    assert "sign-in (IAM) cannot be reached" in only(account).said


def test_a_service_that_is_silent_is_given_up(loopback, monkeypatch):
    monkeypatch.setattr(sign_in, "TIMEOUT_S", (0.2, 0.2))
    loopback.faults.add("token:stalled", seconds=1.0)
    assert "cannot be reached" in only(loopback.account).said


def test_a_redirection_is_not_followed_with_a_key(loopback, monkeypatch):
    asked = []

    class Answer:
        status_code, text = 307, ""

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

    def request(method, url, **how):
        asked.append(how)
        return Answer()

    monkeypatch.setattr("requests.request", request)
    assert "Some networks put a page of their own first" in only(loopback.account).todo
    assert [how["allow_redirects"] for how in asked] == [False]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in NAMES
        if name.startswith(tuple(f"{site}:" for site in ASKED))
        and name.partition(":")[2] not in (*HARMLESS, "expired", "revoked", "stalled")
    ],
)
def test_whatever_goes_wrong_is_said_with_what_to_do(loopback, name):
    loopback.faults.add(name)
    remark = only(loopback.account)
    assert remark.said
    assert remark.todo
    assert not remark.wrong or name in (
        "token:wrong-key",
        "search:none-found",
        "usage:401",
        "usage:403",
    )


@pytest.mark.parametrize("name", ["token:expired", "usage:revoked"])
def test_an_access_token_that_is_refused_is_said(loopback, name):
    loopback.faults.add(name)
    assert "refuses this API key for the instance (answer 401)" in only(loopback.account).said


@pytest.mark.parametrize(
    ("crn", "address"),
    [
        (
            "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::",
            "https://quantum.cloud.ibm.com",
        ),
        (ELSEWHERE, "https://eu-de.quantum.cloud.ibm.com"),
    ],
)
def test_the_service_of_a_region_is_asked_where_the_client_asks_it(crn, address):
    from qiskit_ibm_runtime.api.utils import default_runtime_url_resolver

    from qinet_edu.execution.ibm.account import Account

    ours = sign_in._service(Account("made-up"), crn)
    assert ours == f"{address}/api/v1"
    assert ours == default_runtime_url_resolver("https://cloud.ibm.com", crn)


def test_asking_needs_no_client_and_no_second(loopback):
    program = "import sys, runpy; runpy.run_module(sys.argv[1], run_name='__main__');" + (
        "assert 'qiskit_ibm_runtime' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "qinet_edu.execution.ibm.diagnosis"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (remark,) = json.loads(done.stdout)
    assert "accepts the account" in remark["said"]
    assert TOKEN not in done.stdout + done.stderr
