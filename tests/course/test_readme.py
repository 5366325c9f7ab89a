import re

import pytest
import yaml

import qinet_edu
from qinet_edu import reference
from qinet_edu.course import readme
from qinet_edu.course.checkout import ROOT

TEXT = readme.README.read_text(encoding="utf-8")


def test_the_map_in_the_readme_is_the_curriculum():
    assert readme.with_map(TEXT) == TEXT, "run: python start.py build map"


def test_every_lesson_is_on_the_map_and_only_what_is_there_has_a_link():
    table = readme.curriculum_map()
    for lesson in reference.curriculum():
        assert lesson.title in table
        assert (f"]({lesson.path})" in table) == lesson.ready


def test_the_readme_is_headed_by_the_two_commands():
    head = TEXT[:600]
    assert head.index("python start.py\n") < head.index("python start.py test\n")


def test_a_readme_that_lost_its_marks_says_which():
    with pytest.raises(ValueError, match="end of the map"):
        readme.with_map(f"{readme.BEGIN}\n")


def test_the_example_in_the_readme_runs_and_agrees_with_its_formula():
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    *_, sampled, predicted = example.strip().splitlines()
    names = {}
    exec(
        example.replace(sampled, f"sampled = {sampled}").replace(predicted, f"p = {predicted}"),
        names,
    )
    assert abs(names["sampled"] - names["p"]) < 6 * names["sampled"].standard_error


def test_the_course_can_be_cited():
    record = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(record)
    assert record["version"] == qinet_edu.__version__
    assert set(record["license"]) == {"Apache-2.0", "CC-BY-4.0"}
