import subprocess
import sys
from dataclasses import replace

import pytest

from qinet_edu import network, theory
from qinet_edu.network import Hardware, SingleClick, entanglement_links, link_table, scheme
from qinet_edu.network.links import SCHEMES
from qinet_edu.reference import backbone, ring


def test_every_fibre_of_the_course_is_a_link():
    links = entanglement_links("double-click")
    lengths = [one.length_km for one in (*ring(), *backbone())]
    assert [link.length_km for link in links.values()] == lengths
    assert all(5 <= length <= 30 for length in lengths[:5])
    assert all(80 <= length <= 157 for length in lengths[5:])
    assert links["Newcastle–Taree"].length_km == 157
    assert {*links} <= {link.name for link in network.Network.of_the_course().links}


def test_the_table_has_each_link_in_each_way():
    table = link_table()
    assert len(table) == 13 * 4
    assert [one.way for one in table[:4]] == [*SCHEMES]
    assert len({(one.link, one.way) for one in table}) == len(table)
    for one in table:
        assert one.attempts == pytest.approx(1 / one.success)
        assert one.rate_hz == pytest.approx(one.success / one.attempt_s)
        assert 0.5 < one.fidelity < 1
        assert 0 <= one.key_hz < one.rate_hz


def test_the_table_says_what_its_links_say():
    one = next(
        row for row in link_table(alpha=0.05)
        if row.link == "Newcastle–Sydney" and row.way == "single-click"
    )  # fmt: skip
    link = SingleClick(141, alpha=0.05)
    assert (one.success, one.rate_hz, one.fidelity) == (link.success, link.rate_hz, link.fidelity)
    assert one.transmittances == link.transmittances
    assert one.key_hz == pytest.approx(link.rate_hz * float(theory.bbm92_rate(link.state)))


def test_on_the_backbone_one_click_is_quicker_and_two_are_better():
    for place in range(5 * 4, 13 * 4, 4):
        one, two, *_ = link_table()[place : place + 4]
        assert one.rate_hz > 10 * two.rate_hz
        assert one.fidelity < two.fidelity - 0.05


def test_where_nothing_arrives_the_table_says_so_without_an_error():
    dark = link_table(replace(Hardware.of_the_course(), emission=0, dark_count=0))
    assert {one.rate_hz for one in dark} == {0}
    assert {one.attempts for one in dark} == {float("inf")}
    assert {one.key_hz for one in dark} == {0}


@pytest.mark.parametrize(
    ("make", "problem", "words"),
    [
        (lambda: scheme("triple-click", 1), ValueError, "single-click, double-click"),
        (lambda: scheme(1, 1), ValueError, "no way"),
        (lambda: scheme("double-click", 1, alpha=0.1), TypeError, "alpha"),
        (lambda: entanglement_links("single"), ValueError, "no way 'single'"),
        (lambda: link_table(alpha=2), ValueError, "alpha"),
        (lambda: link_table("link-2026"), TypeError, "network.Hardware"),
    ],
)
def test_what_is_no_way_is_refused_with_those_there_are(make, problem, words):
    with pytest.raises(problem, match=words):
        make()


def test_links_need_no_quantum_software_until_they_are_told():
    program = (
        "import sys; from qinet_edu import network; network.link_table(); "
        "network.SingleClick(10).sample(10, seed=1); assert 'qiskit' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_all_is_there_by_name():
    assert sorted(network.__all__, key=lambda name: (name[0].islower(), name)) == network.__all__
