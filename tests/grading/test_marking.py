"""Whatever a submission does in its box, only the answers it sends out count."""

import base64
import json
import socket
import sys
from math import pi

import pytest

from qinet_edu import check, circuits
from qinet_edu.grading import box, boxes, marking
from qinet_edu.grading.marking import mark

pytestmark = pytest.mark.usefixtures("boxed")

IMPORTS = "from qinet_edu import check, circuits, run\nfrom math import pi"
HONEST_ARROW = """
def find_arrow(prepare):
    along = [circuits.measure(prepare, axis) for axis in "xyz"]
    return [result.expectation("qubit") for result in run(along, shots=4000)]
"""
EXERCISES = [check.get(f"01.{number}") for number in range(1, 6)]
QUARTER, PHASE, ARROW, PRINTED, SHOTS = EXERCISES


def scores(marking):
    return [marking.verdicts[exercise.id].score for exercise in EXERCISES]


def test_nothing_done_beside_the_judge_gains_a_mark(tmp_path, monkeypatch):
    """Each wrong answer comes with a trick; what the tricks reached is in the printed outputs."""
    monkeypatch.setenv("IBM_TOKEN", "a secret")
    patch = """
import numpy, qiskit.quantum_info, qinet_edu.check as c, qinet_edu.grading.export_answer as e
numpy.allclose = numpy.isclose = lambda *a, **k: True
c.Verdict.wrong = c.Verdict.unanswered = c.Verdict.right
c.judge = c.judging.judge = lambda *a, **k: c.Verdict.right("mine")
qiskit.quantum_info.Statevector.probabilities = lambda *a: [0.75, 0.25]
for exercise in c.exercises().values():
    object.__setattr__(exercise, "judge", lambda *a: c.Verdict.right("mine"))
quarter = circuits.bloch(pi / 2)
"""
    equal = """
class Equal(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return Equal(0)
    __rsub__ = __sub__
    def __abs__(self): return Equal(0)
    def __lt__(self, other): return True
    __le__ = __lt__
    __hash__ = float.__hash__
phase = Equal(0.5)
def find_arrow(prepare):
    return [Equal(0.9)] * 3
"""
    forge = """
import json, os
line = json.dumps(["01.4", "right", "forged", 1.0])
print(line)
os.write(1, f"ready\\n{line}\\n".encode())
for name in ("01.4.check", "01.4.end", "01.5.end"):
    with open(f"/tmp/answers/{name}", "w") as file:
        file.write(json.dumps({"status": "right", "score": 1, "verdict": {"score": 1}}))
printed = "00 000"
shots = float("nan")
"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        reach = f"""
import os, socket
for path in {[str(box.PACKAGE.parent / "solutions"), str(tmp_path)]!r}:
    if os.path.exists(path):
        print("found", path)
try:
    open({str(tmp_path / "written")!r}, "w")
    print("wrote")
except OSError:
    pass
try:
    socket.create_connection(("127.0.0.1", {server.getsockname()[1]}), timeout=1)
    print("connected")
except OSError:
    pass
print("IBM_TOKEN" in os.environ, "looked")
"""
        steps = [IMPORTS, patch, QUARTER, equal, PHASE, ARROW, forge, PRINTED, SHOTS, reach]
        found = mark(steps)
    assert scores(found) == [0, 0, 0, 0, 0]
    assert [output["text"] for output in found.outputs[-1]] == ["False looked\n"]
    assert not found.stopped


def test_a_flood_a_loop_and_a_suicide_cost_only_what_they_reach():
    found = mark(
        [
            *(IMPORTS, "quarter = circuits.bloch(pi / 3)", QUARTER),
            *("print('x' * 20_000_000)\nphase = pi / 3\nwhile True: pass", PHASE),
            *("printed = '01 011'", PRINTED),
            *("shots = 9604\nimport os\nos._exit(0)", SHOTS, HONEST_ARROW, ARROW),
        ],
        cell_seconds=4,
    )
    assert scores(found) == [1, 1, 0, 1, 0]
    assert "stopped after 4 s" in found.outputs[2][-1]["evalue"]
    assert len(json.dumps(found.outputs)) < 50_000
    assert "kernel died" in found.stopped
    assert "kernel died" in found.verdicts["01.5"].message


@pytest.mark.slow
def test_a_function_or_a_notebook_that_never_ends_is_stopped():
    loop = "def find_arrow(prepare):\n    while True:\n        pass"
    stubborn = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    steps = [IMPORTS, loop, ARROW, "phase = pi / 3", PHASE, stubborn, "shots = 9604", SHOTS]
    found = mark(steps, cell_seconds=4, seconds=15)
    assert [found.verdicts[name].score for name in ("01.3", "01.2", "01.5")] == [0, 1, 0]
    assert "had not finished after 15 s" in found.verdicts["01.5"].message


def test_a_student_has_numbers_of_their_own_and_may_answer_again_or_reuse_a_name():
    ada = check.Student("qi", "ada")
    found = mark(
        [
            IMPORTS,
            *("from math import *\nphase = 2 * acos(sqrt(check.given('01.2')['target']))", PHASE),
            *(HONEST_ARROW, ARROW, "printed = None", PRINTED),
            *("shots = ceil((1.96 * 0.5 / check.given('01.5')['margin']) ** 2)", SHOTS),
            "phase = 'used for something else'",
            *("quarter = undefined", QUARTER, "quarter = circuits.bloch(pi / 3)"),
        ],
        ada,
    )
    assert scores(found) == [1, 1, 1, 0, 1]
    assert found.verdicts["01.4"].status == "not answered yet"


def judge(answers, *, inside=None, **job):
    told = {"course": "", "student": "", "secret": "x", **job}
    sent = {e: [a if isinstance(a, str) else json.dumps(a)] for e, a in answers.items()}
    return marking._judge(sent, told, inside or boxes.usual())


class Instead:
    """Boxes in which something else is done."""

    words = "a stand-in"

    def __init__(self, work):
        self._work = work

    def work(self, task, job, *, limits):
        return self._work(task, job, limits)


def test_data_made_to_deceive_the_judge_is_refused_in_words():
    good = check.export(QUARTER, circuits.bloch(pi / 3), check.Given())["answer"]["qpy"]
    raw = bytearray(base64.b64decode(good))
    raw[6] = 12
    old = base64.b64encode(raw).decode()
    found = judge({"01.1": {"answer": {"qpy": old}}, "01.2": '{"answer": NaN}',
                   "01.3": "[" * 100_000, "01.4": {"answer": [1] * 100},
                   "01.5": '{"answer": ' + "9" * 5000 + "}"})  # fmt: skip
    assert [found[exercise.id].score for exercise in EXERCISES] == [0, 0, 0, 0, 0]
    assert "version of Qiskit" in found["01.1"].message
    assert "not a number" in found["01.2"].message
    assert "did not arrive" in found["01.3"].message
    assert "string of bits" in found["01.4"].message


def test_an_answer_that_crashes_the_judge_costs_only_itself():
    """A circuit file can abort its reader; this stands for one that does."""
    program = """if True:
        import os, qinet_edu.check as check
        from qinet_edu.grading import judge_answers
        real = check.judge
        check.judge = lambda e, *a, **k: os.abort() if e.id == "01.2" else real(e, *a, **k)
        judge_answers.main()
    """

    def work(task, job, limits):
        return box.run([sys.executable, "-I", "-c", program], job, limits=limits)

    found = judge({"01.2": {"answer": pi / 3}, "01.5": {"answer": 9604}}, inside=Instead(work))
    assert found["01.2"].score == 0
    assert "could not be judged" in found["01.2"].message
    assert found["01.5"].score == 1


def test_a_grader_that_fails_takes_no_marks():
    for output in (b"", b"Traceback", b'["01.1", {"status": "right", "score": 1}]\n'):
        ran = box.Outcome(output, "it ended with code 1")
        with pytest.raises(marking.GraderTrouble, match="not the student's doing"):
            mark(["quarter = 1", QUARTER], boxes=Instead(lambda *work, ran=ran: ran))


@pytest.mark.parametrize(
    "report",
    [
        b"", b"{", b"[]", b"null", b"1" * 10**5, b"[" * 10**5, b'{"answers": [], "outputs": {}}',
        b'{"answers": {"01.1": [1, {}, null]}, "outputs": [1, [1]], "stopped": {}}',
        b'{"answers": {"01.1": "x", "99.9": ["{}"]}, "outputs": [[], [], [], []]}', b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_forged_report_is_read_as_nothing(report):
    answers, outputs, _ = marking._read(box.Outcome(b"ready\n" + report), ["x = 1", QUARTER])
    assert answers == {"01.1": []}
    assert outputs == [[]]
