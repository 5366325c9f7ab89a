"""docs/hardware.md can be followed to the letter, up to IBM's own door."""

import re

import pytest

from qinet_edu import cli
from qinet_edu.course.checkout import ROOT
from qinet_edu.execution.cost import estimate_qpu_s
from qinet_edu.execution.ibm import diagnosis, sign_in

GUIDE = (ROOT / "docs" / "hardware.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)


def test_what_it_tells_to_run_runs_from_top_to_bottom(loopback):
    assert len(PROGRAMS) == 4
    variables = {}
    for program in PROGRAMS:
        exec(program, variables)  # the guide's own code
    assert variables["result"].shots == 4096
    assert variables["handle"].result().shots == 4096
    assert len(loopback.ledger.jobs) == 2


def test_the_price_it_names_is_the_estimate():
    variables = {}
    exec(PROGRAMS[0], variables)
    estimate = estimate_qpu_s(variables["teleport"], 4096)
    assert "about 3 s" in GUIDE
    assert round(estimate) == 3
    assert "max_qpu_s=4" in GUIDE
    assert estimate < 4


def test_every_command_it_names_is_one():
    named = set(re.findall(r"python start\.py (\w+)", GUIDE))
    assert named == {"doctor", "jobs", "login"}
    assert named <= {*cli.COMMANDS}


@pytest.mark.parametrize(
    "words",
    [
        "does not accept this API key",
        "a token of the former channel ibm_quantum",
        "the instance you named is none of its account's",
        "no machine time is left",
        "sign-in (IAM) is out of order",
        "cannot be reached",
        "Others on this computer can read",
    ],
)
def test_the_words_it_explains_are_those_that_are_said(words):
    assert words in GUIDE
    sources = "".join(
        (
            ROOT / "qinet_edu" / "execution" / "ibm" / f"{module.__name__.rpartition('.')[2]}.py"
        ).read_text(encoding="utf-8")
        for module in (diagnosis, sign_in)
    )
    joined = re.sub(r'"\s*\n\s*f?"', "", sources).replace("{what}", "sign-in (IAM)")
    assert words in joined


def test_it_says_plainly_what_was_never_tried():
    assert "Nothing here has been run on IBM's own machines" in GUIDE
