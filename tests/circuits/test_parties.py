import pytest

from qinet_edu.circuits import PARTIES, party_name


def test_the_first_eight_parties_have_names_and_the_others_numbers():
    assert [party_name(k) for k in range(8)] == list(PARTIES)
    assert party_name(8) == "party9"
    assert len({party_name(k) for k in range(100)}) == 100


@pytest.mark.parametrize("wrong", ["1", 1.0, None, True])
def test_the_number_of_a_party_is_whole(wrong):
    with pytest.raises(TypeError, match="whole number"):
        party_name(wrong)


def test_there_is_no_party_before_the_first():
    with pytest.raises(ValueError, match="at least 0"):
        party_name(-1)
