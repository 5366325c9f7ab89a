"""Every known misconception has a short name, by which a report can count it."""

import ast
from pathlib import Path

import numpy as np
import pytest

from qinet_edu import check
from qinet_edu.check import sets
from qinet_edu.check.explaining import named
from qinet_edu.check.sets import set_03, set_03_clones, set_04_average, set_04_lost

FOLDER = Path(sets.__file__).parent
SEVERAL = {"set_01", "set_02", "set_03"}  # more than one exercise: there a function is a group


def names_and_words():
    """Yield every named misconception: where it stands, its name, and its words as source."""
    for path in sorted(FOLDER.glob("set_*.py")):
        for number, top in enumerate(ast.parse(path.read_text(encoding="utf-8")).body):
            within = {id(n) for j in ast.walk(top) if isinstance(j, ast.JoinedStr)
                      for n in ast.walk(j) if n is not j}  # fmt: skip
            for node in ast.walk(top):
                if id(node) in within or not isinstance(node, ast.JoinedStr | ast.Constant):
                    continue
                source = ast.unparse(node)
                if " | " in source:
                    name, words = source.split(" | ", 1)
                    group = f"{path.stem} {number}" if path.stem in SEVERAL else path.stem
                    yield group, name.lstrip("f'\""), words.rstrip("'\"")


FOUND = [*names_and_words()]


def test_there_are_as_many_as_the_sets_know():
    assert len(FOUND) > 200
    assert len({group for group, *_ in FOUND}) >= 16


def test_a_name_stands_for_one_misconception_of_an_exercise():
    words_by_name = {}
    for group, name, words in FOUND:
        words_by_name.setdefault((group, name), set()).add(words)
    assert {name: words for name, words in words_by_name.items() if len(words) > 1} == {}


@pytest.mark.parametrize("name", sorted({name for _, name, _ in FOUND}))
def test_a_name_is_short_and_has_none_of_the_students_numbers_in_it(name):
    assert 3 <= len(name) <= 40
    assert "{" not in name.replace("{shown}", "").replace("{0}", "")
    assert not name.endswith(".")


def test_a_name_stays_the_same_whatever_a_students_numbers():
    seen = {"03.1": set(), "03.2": set(), "04.2": set()}
    for student in [None, *(check.Student("c", str(n)) for n in range(20))]:
        clones = check.get("03.1").given(student).parameters
        share = check.get("03.2").given(student).parameters
        f = check.get("04.2").given(student).parameters["fidelity"]
        tables = {
            "03.1": set_03_clones.clone_slips(**clones)[1],
            "03.2": [set_03.eve_slips(**share)[1]],
            "04.2": [set_04_lost.one_lost_slips(f, (2 * (f + (1 - f) / 3) / 2 + 1) / 3)],
        }
        for exercise, several in tables.items():
            seen[exercise] |= {named(words)[0] for table in several for words in table.values()}
    assert [len(names) for names in seen.values()] == [24, 11, 16]
    assert "" not in set().union(*seen.values())


def test_no_name_reaches_a_student():
    rho = check.get("04.3").given().arguments[0][0]
    for slip, _ in set_04_average.SLIPS:
        call = check.get("04.3").answer.export(
            lambda pair, slip=slip: slip(pair, float(np.real(pair[0, 0]))), ((rho,),)
        )
        assert " | " not in str(call)
    said = check.judge(check.get("01.2"), {"answer": 60}, check.get("01.2").given())
    assert said.slip == "degrees for radians"
    assert " | " not in repr(said) + said.message + said._repr_html_()


@pytest.mark.parametrize(
    ("exercise", "exported", "slip"),
    [
        ("01.1", {"refused": "This exercise asks for a QuantumCircuit."}, "another kind of answer"),
        ("01.2", {"answer": [1]}, "another kind of answer"),
        ("01.3", {"answer": [{"error": "it raised"}] * 4}, "function fails"),
        ("01.2", {"answer": None}, ""),
        ("01.2", None, ""),
    ],
)
def test_what_is_no_answer_has_a_name_where_it_is_a_slip(exercise, exported, slip):
    record = check.get(exercise)
    assert check.judge(record, exported, record.given()).slip == slip
