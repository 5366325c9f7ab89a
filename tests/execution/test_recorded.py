"""What hardware measured can be shown again, and is never taken for anything else."""

import json
from dataclasses import replace

import pytest

from qinet_edu import circuits, replay, run
from qinet_edu.execution import Result, record

PAID = Result(
    {"0 0": 480, "1 1": 500, "0 1": 44},
    {"alice": 1, "bob": 1},
    1024,
    "ibm:ibm_kingston",
    "the device's own",
    7,
    transformation=("measurements deferred to the end, as asked",),
    details={"status": "done"},
    source="hardware",
    qpu_s=2.5,
    job_id="d0made0up",
    layout=(88, 89),
)


def test_it_comes_back_with_everything_and_labelled(tmp_path):
    again = replay(record(PAID, tmp_path / "pair.json"))
    assert again.source == "recorded"
    assert "recorded 20" in repr(again)
    assert again.details["recorded"].count("-") == 2
    assert replace(again, source="hardware", details=PAID.details) == PAID
    assert again.counts("bob", "alice") == PAID.counts("bob", "alice")


def test_the_results_of_one_job_come_back_as_a_list(tmp_path):
    again = replay(record([PAID, PAID], tmp_path / "pairs.json"))
    assert [one.source for one in again] == ["recorded", "recorded"]
    assert isinstance(replay(record([PAID], tmp_path / "one.json")), list)


@pytest.mark.parametrize("backend", ["aer", "fake:manila"])
def test_a_simulation_is_not_recorded_as_a_measurement(tmp_path, backend):
    result = run(circuits.measure(circuits.bloch(1.0)), backend=backend, shots=9, seed=1)
    for what in (result, [PAID, result]):
        with pytest.raises(ValueError, match=f"simulated on {backend}.*save_result"):
            record(what, tmp_path / "coin.json")
    assert [*tmp_path.iterdir()] == []


def test_a_recording_is_not_recorded_anew(tmp_path):
    again = replay(record(PAID, tmp_path / "pair.json"))
    with pytest.raises(ValueError, match="copy its file"):
        record(again, tmp_path / "other.json")


@pytest.mark.parametrize("wrong", [None, 3, "pair", [], [PAID, {"0": 1}]])
def test_what_is_no_result_is_told_so(tmp_path, wrong):
    with pytest.raises(TypeError, match="record takes"):
        record(wrong, tmp_path / "pair.json")


def changed(text):
    content = json.loads(text)
    content["results"][0]["counts"]["0 0"] += 20
    return json.dumps(content)


def forged(text):
    """Someone who calls a simulation hardware must at least write the seal anew."""
    from qinet_edu.execution.recorded import _seal

    content = json.loads(text)
    content["results"][0]["source"] = "simulated"
    content.pop("seal")
    return json.dumps({**content, "seal": _seal(content)})


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda text: text[: len(text) // 2], "holds no recording"),
        (lambda _: "", "holds no recording"),
        (lambda _: "[]", "another kind"),
        (lambda _: '{"kind": "qinet_edu result", "schema": 2}', "another kind"),
        (lambda text: text.replace('"schema": 1', '"schema": 9'), "newer version"),
        (changed, "changed or damaged"),
        (forged, "not measured by hardware"),
    ],
)
def test_a_damaged_file_is_refused_and_left_alone(tmp_path, damage, words):
    file = record(PAID, tmp_path / "pair.json")
    text = damage(file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"{words}.*Fetch the file anew"):
        replay(file)
    assert file.read_text(encoding="utf-8") == text


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        replay(tmp_path / "nowhere.json")


def test_a_full_disk_leaves_the_old_recording(tmp_path, monkeypatch):
    from qinet_edu import storage

    file = record(PAID, tmp_path / "pair.json")
    before = file.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        record(replace(PAID, shots=1024), file)
    assert file.read_bytes() == before
    assert [*tmp_path.iterdir()] == [file]
