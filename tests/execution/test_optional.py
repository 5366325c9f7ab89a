"""Hardware in a lesson: nothing is sent by chance, and what is sent is sent as by ``run``."""

import pytest

from qinet_edu import circuits, on_hardware
from qinet_edu.execution.ibm.account import forget

TEST = circuits.measure(circuits.bell_pair())


def test_nothing_is_sent_before_its_price_is_agreed_to(loopback, capsys):
    assert on_hardware(TEST, shots=4000) is None
    assert "about 3.0 s of a quantum computer" in capsys.readouterr().out
    assert loopback.ledger.jobs == []


def test_without_an_account_the_reason_is_printed(monkeypatch, capsys):
    forget()
    monkeypatch.delenv("QISKIT_IBM_TOKEN", raising=False)
    assert on_hardware(TEST, max_qpu_s=5) is None
    assert "no account on this computer" in capsys.readouterr().out


def test_with_both_a_job_is_sent(loopback):
    handle = on_hardware(TEST, shots=200, seed=1, max_qpu_s=5)
    result = handle.result(60)
    assert result.source == "simulated", "the loopback is no hardware, and does not pass for it"
    assert result.job_id == loopback.ledger.jobs[0].id
    assert set(result.counts("alice", "bob")) <= {"0 0", "0 1", "1 0", "1 1"}


def test_a_price_too_low_is_refused_with_the_estimate(loopback):
    with pytest.raises(ValueError, match="max_qpu_s"):
        on_hardware(TEST, shots=4000, max_qpu_s=1)
    assert loopback.ledger.jobs == []
