import pytest

from qinet_edu.redaction import redact

KEY = "Made-up_" * 5 + "0x1a"  # as long as an API key of IBM's


@pytest.mark.parametrize(
    "planted",
    [
        KEY,
        f"{KEY}.",
        f"'{KEY}'",
        f"line\\n{KEY}\\n",
        f"https://example.org/{KEY}/x",
        "loopback-made-up-".ljust(44, "0"),
        f"apikey={KEY}&grant_type=x",
        "apikey=made-up-1&grant_type=x",
        '{"apikey": "made-up-1"}',
        '{\\"token\\": \\"made-up-1\\"}',
        "QISKIT_IBM_TOKEN=made-up-1",
        "{'Authorization': 'apikey made-up-1'}",
        "Authorization: Bearer made-up-1",
        "token=b'made-up-1'",
        "Bearer made-up-1",
        "APIKEY made-up-1",
        "Basic made-up-1",
        ".".join(["eyJhbGciOi", "eyJtYWRlLXVw", "bWFkZS11cA"]),
        "crn:v1:bluemix:public:quantum-computing:us-east:a/made-up:made-up::",
        "https://me:made-up@example.org",
    ],
)
def test_what_lets_somebody_in_is_gone(planted):
    said = redact(f"before {planted} after")
    for part in ("Made-up", "made-up", "bWFkZS", "eyJ"):
        assert part not in said
    assert said.startswith("before ")
    assert said.endswith(" after")
    assert "<secret>" in said
    assert redact(said) == said


def test_what_is_known_to_be_secret_is_gone_whatever_it_looks_like():
    assert redact("tea for two", "tea", "") == "<secret> for two"


@pytest.mark.parametrize(
    "harmless",
    [
        "check that you are using a valid API token.",
        "The token expired. Make a new API key.",
        "token: see docs/hardware.md",
        "job d2k4mvn8a7ps73abcde0 on ibm_kingston, 4096 shots",
        "-" * 44,
        "test_that_a_name_of_forty_four_letters_stays",
        "a" * 64,
        "https://quantum.cloud.ibm.com/docs",
        "Account(token=None)",
        "Bearer tokens are sent in a header",
        "",
    ],
)
def test_what_helps_stays(harmless):
    assert redact(harmless) == harmless
