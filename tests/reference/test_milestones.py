import re
from datetime import date

import pytest

from qinet_edu.reference import Figure, Status, milestones
from qinet_edu.reference.source import table

ALL = {milestone.key: milestone for milestone in milestones()}
UNCONFIRMED = [
    ("innsbruck-repeater", "fidelity", ".72"),
    ("innsbruck-repeater", "rate", "9.2"),
    ("boston-35-km", "fidelity", ".69"),
    ("delft-the-hague", "fidelity", ".534"),
    ("munich-33-km", "fidelity", ".622"),
    ("delft-three-nodes", "GHZ fidelity", ".538"),
    ("delft-three-nodes", "fidelity after swapping", ".587"),
    ("delft-teleport", "teleported fidelity", ".702"),
    ("micius-bb84", "key rate at 1200 km", "1.1"),
    ("micius-bb84", "quantum bit error rate", None),
    ("oxford-distributed", "pair fidelity to four digits", ".9689"),
]


@pytest.mark.parametrize("milestone", milestones(), ids=lambda milestone: milestone.key)
def test_every_milestone_says_where_it_comes_from_and_how_sure_it_is(milestone):
    assert milestone.what
    assert milestone.read
    assert str(milestone.year) in milestone.citation
    assert re.search(r"arXiv|Nature|Science|PRL", milestone.citation)
    assert 2015 <= milestone.year <= date.today().year
    assert milestone.figures
    assert len({figure.quantity for figure in milestone.figures}) == len(milestone.figures)


@pytest.mark.parametrize("milestone", milestones(), ids=lambda milestone: milestone.key)
def test_only_what_was_confirmed_or_computed_is_printable(milestone):
    assert {figure.status for figure in milestone.printable} <= {
        Status.CONFIRMED,
        Status.EVALUATED,
    }
    for figure in milestone.figures:
        assert figure.relation in ("=", "≈", "≤", "≥", "<", ">", "up to")
        if figure.status is Status.NOT_CONFIRMED:
            assert (figure.value, figure.to, figure.uncertainty) == (None, None, None)
        else:
            assert figure.value is not None
        if not figure.printable:
            assert "see the paper" in str(figure)
            assert str(figure) not in str(milestone)


@pytest.mark.parametrize(("key", "quantity", "digits"), UNCONFIRMED)
def test_what_a_second_reading_did_not_find_has_no_value(key, quantity, digits):
    figure = ALL[key].figure(quantity)
    assert not figure.printable
    assert figure.value is None
    if digits:
        shown = [str(f) for f in ALL[key].figures if f.quantity.startswith(quantity)]
        assert not any(digits in text for text in shown)


def test_unconfirmed_figures_are_those_known_to_be():
    found = {
        (milestone.key, figure.quantity)
        for milestone in milestones()
        for figure in milestone.figures
        if figure.status is Status.NOT_CONFIRMED
    }
    assert found == {(key, quantity) for key, quantity, _ in UNCONFIRMED}


def test_a_recalled_value_is_kept_but_not_shown():
    figure = ALL["munich-33-km"].figure("fibre")
    assert figure.value == 33
    assert str(figure) == "fibre: see the paper (recalled)"
    assert "33" not in str(ALL["munich-33-km"]).split("(")[0]


def test_published_values():
    assert ALL["loophole-free-nv"].figure("CHSH value S").value == 2.42
    assert str(ALL["innsbruck-230-m"].figure("fidelity")) == "fidelity: up to 0.882 +0.023 −0.06"
    assert str(ALL["berlin-coexistence"].figure("CHSH value S")) == "CHSH value S: 2.36 to 2.74"
    assert str(ALL["loophole-free-superconducting"].figure("P value")) == "P value: < 1e-108"
    assert str(ALL["oxford-distributed"].figure("teleported CZ fidelity")).endswith(": 0.86")
    assert str(ALL["delft-deterministic"].printable[0]).endswith("rate: up to 39 Hz")


def test_no_length_of_fibre_is_told_as_a_distance():
    """The mistake everybody makes: 100 km of fibre on a spool are taken for 100 km of country."""
    along_fibre = {
        "twin-field-1002", "berlin-coexistence", "memories-420-km", "boston-35-km",
        "munich-33-km", "ions-outliving-10-km", "device-independent-100-km", "innsbruck-repeater",
    }  # fmt: skip
    for key in along_fibre:
        assert any("fibre" in figure.quantity for figure in ALL[key].figures), key
        assert not any("distance" in figure.quantity for figure in ALL[key].figures), key
        assert "apart" not in ALL[key].what, key


def test_a_recalled_wording_is_not_told():
    recalled = [milestone for milestone in milestones() if not milestone.status.printable]
    assert [milestone.key for milestone in recalled] == ["delft-the-hague"]
    for milestone in recalled:
        assert milestone.what not in str(milestone)
        assert milestone.citation in str(milestone)
        assert milestone.printable == ()


def test_the_relays_of_the_chinese_network_are_not_told_as_that_papers():
    network = ALL["china-network"]
    assert network.figure("relays").status is Status.RECALLED
    assert "32" not in str(network)


def test_every_published_bell_test_beats_the_classical_limit():
    for milestone in milestones():
        for figure in milestone.printable:
            if figure.quantity == "CHSH value S":
                assert 2 < figure.value < 2 * 2**0.5
                assert figure.to is None or figure.to < 2 * 2**0.5


def test_implied_errors_follow_from_the_confirmed_ones():
    willow = ALL["google-below-threshold"]
    seven, step = (
        willow.figure(name).value
        for name in ("logical error per cycle, distance 7", "error suppression Λ")
    )
    for distance, power in ((5, 1), (3, 2)):
        implied = willow.figure(f"implied logical error per cycle, distance {distance}")
        assert implied.value == pytest.approx(seven * step**power, abs=5e-6)


def test_milestones_are_told_in_order_of_time_and_once():
    years = [milestone.year for milestone in milestones()]
    assert years == sorted(years)
    assert len(ALL) == len(milestones()) == len(table("milestones")["milestone"])


def test_a_quantity_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(KeyError, match="CHSH value S"):
        ALL["loophole-free-nv"].figure("S")


def test_records_cannot_be_changed():
    with pytest.raises(AttributeError):
        milestones()[0].year = 1905
    with pytest.raises(ValueError, match="maybe"):
        Figure(quantity="S", status=Status("maybe"))
