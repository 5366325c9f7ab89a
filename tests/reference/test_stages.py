from dataclasses import replace

import pytest

from qinet_edu.reference import Status, stage_title, stages, wehner_stages
from qinet_edu.reference.stages import stage_folder


def test_five_stages_and_six():
    assert [stage.number for stage in stages()] == [1, 2, 3, 4, 5]
    assert [stage.number for stage in wehner_stages()] == [1, 2, 3, 4, 5, 6]


def test_each_of_the_six_belongs_to_exactly_one_of_the_five():
    """The mistake everybody makes: the two countings are taken for the same."""
    assert [n for stage in stages() for n in stage.wehner] == [1, 2, 3, 4, 5, 6]
    assert stages()[0].wehner == (1, 2)
    assert all(stage.number not in stage.wehner for stage in stages()[1:])


@pytest.mark.parametrize("stage", [*stages(), *wehner_stages()], ids=lambda stage: stage.name)
def test_every_stage_says_what_it_adds_and_who_says_so(stage):
    assert stage.name
    assert stage.functionality
    assert stage.source
    assert stage.status


def test_what_is_told_of_the_six_was_read_in_the_paper():
    assert all(stage.printable for stage in wehner_stages())
    memory = wehner_stages()[3]
    assert "time-limited clock synchronisation" in str(memory)
    recalled = replace(memory, status=Status.RECALLED)
    assert str(recalled) == "4 Quantum memory: see the paper (recalled)"


def test_distrust_of_the_devices_is_the_gain_of_stage_2_and_that_of_the_source_comes_before():
    assert "nobody trusts" in stages()[0].functionality
    assert "Heralded" in stages()[1].functionality
    assert "devices" in stages()[1].functionality


def test_folders_are_those_of_the_course():
    assert [stage_folder(number) for number in range(6)] == [
        "0-foundations",
        "1-qkd-networks",
        "2-entanglement",
        "3-memory-repeaters",
        "4-logical-qubits",
        "5-quantum-internet",
    ]


@pytest.mark.parametrize("lookup", [stage_title, stage_folder])
@pytest.mark.parametrize("wrong", [6, -1, "1"])
def test_a_stage_that_does_not_exist_is_refused(lookup, wrong):
    with pytest.raises(KeyError, match="1 to 5"):
        lookup(wrong)
