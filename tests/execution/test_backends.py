"""What ``backend=`` may be, and what is said to what it may not be."""

import pytest
from qiskit.providers.fake_provider import GenericBackendV2
from qiskit_ibm_runtime.fake_provider import FakeTorino

from qinet_edu.execution.backends import chosen


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("aer", "aer", ""),
        ("fake", "fake", "kingston"),
        ("fake:", "fake", "kingston"),
        ("fake:fez", "fake", "fez"),
        ("fake:torino", "fake", "torino"),
        ("fake:fake_fez", "fake", "fez"),
        ("ibm", "ibm", ""),
        ("ibm:kingston", "ibm", "ibm_kingston"),
        ("ibm:ibm_fez", "ibm", "ibm_fez"),
    ],
)
def test_a_word_and_a_name_say_where(given, kind, name):
    assert chosen(given)[:2] == (kind, name)


def test_objects_go_the_way_that_is_made_for_them():
    generic = GenericBackendV2(3, seed=1)
    assert chosen(generic) == ("object", "generic_backend_3q", generic)
    torino = FakeTorino()
    assert chosen(torino) == ("fake", "torino", torino)


def test_a_device_of_ibms_own_is_taken_by_name_so_that_its_job_is_journalled():
    class Paid(GenericBackendV2):
        pass

    Paid.__module__ = "qiskit_ibm_runtime.ibm_backend"
    assert chosen(Paid(3, seed=1)) == ("ibm", "generic_backend_3q", None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("air", 'choose "aer".*Did you mean "aer"'),
        ("kingston", 'Did you mean "fake:kingston" or "ibm:kingston"'),
        ("ibm_kingston", 'Did you mean "ibm:kingston"'),
        ("fake_fez", 'Did you mean "fake:fez"'),
        ("aer:fast", "There is no backend 'aer:fast'"),
        ("ibm:", "There is no backend 'ibm:'"),
        ("", 'choose "aer"'),
        ("quantum", "or any BackendV2.$"),
    ],
)
def test_what_there_is_not_lists_what_there_is(wrong, words):
    with pytest.raises(ValueError, match=words):
        chosen(wrong)


@pytest.mark.parametrize("wrong", [None, 3, ["aer"], GenericBackendV2])
def test_what_is_no_backend_is_told_what_one_is(wrong):
    with pytest.raises(TypeError, match='backend is one of "aer"'):
        chosen(wrong)
