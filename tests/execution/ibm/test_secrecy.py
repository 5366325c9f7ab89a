"""No token in what a run on hardware says, logs, raises or keeps, whatever goes wrong."""

import logging
import traceback
import warnings

import pytest
from loopback import TOKEN

from qinet_edu import circuits, storage
from qinet_edu.execution.ibm.account import Account, save

ONE = circuits.measure(circuits.bloch(1.0))


@pytest.mark.parametrize(
    "fault",
    ["", "token:wrong-key", "token:500", "search:401", "post_job:400", "get_job:html"],
)
def test_a_run_says_no_token(loopback, course, caplog, capfd, fault):
    caplog.set_level(logging.DEBUG)
    for name in ("qiskit_ibm_runtime", "ibm_cloud_sdk_core", "urllib3", "ibm-cloud-sdk-core"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    if fault:
        loopback.faults.add(fault)
    said = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            said.append(repr(course.run(ONE)))
        except Exception as problem:
            seen = traceback.TracebackException.from_exception(problem, capture_locals=True)
            said += ["".join(seen.format()), repr(problem)]
    assert loopback.log
    out = capfd.readouterr()
    said += [caplog.text, out.out, out.err, *(str(each.message) for each in warned)]
    kept = [
        file.read_text(encoding="utf-8", errors="replace")
        for file in storage.config_folder().rglob("*")
        if file.is_file()
    ]
    assert kept or fault
    for where, text in enumerate((*said, *kept)):
        assert TOKEN not in text, (where, text[max(0, text.index(TOKEN) - 300) :][:500])


def test_only_the_accounts_own_file_holds_it(loopback, course, monkeypatch):
    monkeypatch.delenv("QISKIT_IBM_TOKEN")
    save(Account(TOKEN, instance=loopback.allowance.crn, url=loopback.url))
    course.run(ONE)
    files = [file for file in storage.config_folder().rglob("*") if file.is_file()]
    holding = [file.name for file in files if TOKEN.encode() in file.read_bytes()]
    assert holding == ["account.json"]
    assert len(files) > 2
