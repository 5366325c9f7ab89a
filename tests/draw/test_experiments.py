import re
from math import sqrt

import pytest

from qinet_edu import draw
from qinet_edu.draw import experiments
from qinet_edu.reference import Figure, Status, milestones

PUBLISHED = {
    one.key: figure
    for one in milestones()
    for figure in one.figures
    if figure.quantity == "CHSH value S"
}


def test_every_published_s_that_may_be_quoted_is_drawn_and_no_other():
    numbers = draw.bell_experiments().numbers
    drawn = {name.removesuffix(" low") for name in numbers if name.endswith(" low")}
    assert drawn == {key for key, figure in PUBLISHED.items() if figure.printable}
    assert len(drawn) >= 5


def test_what_was_only_recalled_is_not_shown():
    """The 398 m between the two atoms are recalled, not looked up."""
    picture = draw.bell_experiments()
    assert "398 m" not in picture.svg + picture.alt
    assert "Rosenfeld et al. (2017): S = 2.221" in picture.alt
    assert "1203 km apart" in picture.alt
    assert "Hensen et al. (2015, 1.3 km apart): S = 2.42 ± 0.2" in picture.alt


def test_every_experiment_lies_beyond_what_agreed_answers_reach():
    """As the words say of all of them, down to the lower end of the bar."""
    numbers = draw.bell_experiments().numbers
    for name, value in numbers.items():
        if name.endswith((" low", " high")):
            assert 2 < value < 2 * sqrt(2), name


@pytest.mark.parametrize(
    ("given", "bounds"),
    [
        ({"value": 2.4, "uncertainty": 0.1}, (2.3, 2.5)),
        ({"value": 2.4, "uncertainty": (0.2, 0.1)}, (2.3, 2.6)),
        ({"value": 2.3, "to": 2.7}, (2.3, 2.7)),
        ({"value": 2.4}, (2.4, 2.4)),
    ],
)
def test_a_bar_ends_where_the_uncertainty_says(given, bounds):
    figure = Figure(quantity="CHSH value S", status=Status.CONFIRMED, **given)
    assert experiments._bounds(figure) == pytest.approx(bounds)


def test_even_the_narrowest_bar_is_seen_beside_its_dot():
    """Storz et al.: ± 0.0033 is one pixel either way."""
    svg = draw.bell_experiments().svg
    radius = max(map(float, re.findall(r'<circle[^>]* r="([\d.]+)"', svg)))
    lines = re.findall(r'<line[^>]*s-measured[^>]* y1="([\d.]+)"[^>]* y2="([\d.]+)"', svg)
    ends = [float(y2) - float(y1) for y1, y2 in lines if y1 != y2]
    drawn = [name for name in draw.bell_experiments().numbers if name.endswith(" low")]
    assert len(ends) == 2 * len(drawn)
    assert min(ends) / 2 - radius >= 3


def test_both_bounds_are_named():
    svg = draw.bell_experiments().svg
    for line in ("limit for answers", "fixed beforehand", "most that quantum", "theory allows"):
        assert f">{line}<" in svg


def test_each_is_told_by_its_first_author_and_year():
    svg = draw.bell_experiments().svg
    for one in milestones():
        if one.key in PUBLISHED:
            assert f">{one.citation.partition(',')[0]}, {one.year}" in svg
