import pytest

from qinet_edu import explore, storage


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("QINET_WORK", str(tmp_path))
    return tmp_path / "predictions.json"


CHOICES = ["It falls", "It stays", "It rises"]


def kept(file):
    return storage.read(file, schema=1)["predictions"]


def test_nothing_is_written_before_the_student_commits(file):
    view = explore.predict("hops", CHOICES)
    assert view.choice == ""
    assert not file.exists()


def test_a_committed_choice_is_kept_and_shown_again(file):
    explore.predict("hops", CHOICES).set_state({"choice": "It rises"})
    assert kept(file)["hops"]["choice"] == "It rises"
    again = explore.predict("hops", CHOICES)
    assert again.choice == "It rises"
    assert again._said == "Committed. Now run the next cell."


def test_predictions_do_not_get_in_each_others_way(file):
    explore.predict("one", CHOICES).set_state({"choice": "It rises"})
    explore.predict("two", CHOICES).set_state({"choice": "It falls"})
    assert {name: entry["choice"] for name, entry in kept(file).items()} == {
        "one": "It rises",
        "two": "It falls",
    }


def test_the_first_word_counts_when_two_kernels_ask_at_once(file):
    first, second = explore.predict("hops", CHOICES), explore.predict("hops", CHOICES)
    first.set_state({"choice": "It rises"})
    second.set_state({"choice": "It falls"})
    assert kept(file)["hops"]["choice"] == "It rises"
    assert second.choice == "It rises"


def test_when_the_lesson_changes_its_choices_the_old_one_is_kept_beside(file):
    explore.predict("hops", CHOICES).set_state({"choice": "It rises"})
    changed = explore.predict("hops", ["Up", "Down"])
    assert changed.choice == ""
    changed.set_state({"choice": "Up"})
    entry = kept(file)["hops"]
    assert entry["choice"] == "Up"
    assert [past["choice"] for past in entry["earlier"]] == ["It rises"]


def test_what_cannot_be_saved_is_said_and_work_goes_on(monkeypatch):
    def full_disk(*_, **__):
        raise OSError("the disk is full.")

    view = explore.predict("hops", CHOICES)
    monkeypatch.setattr(storage, "update", full_disk)
    view.set_state({"choice": "It rises"})
    assert "could not be saved: the disk is full." in view._said


def test_a_damaged_file_is_kept_aside_and_the_question_asked_again(file):
    file.write_text('{"schema": 1, "predic', encoding="utf-8")
    with pytest.warns(storage.StorageWarning):
        assert explore.predict("hops", CHOICES).choice == ""


@pytest.mark.parametrize(
    "strange",
    [
        '{"schema": 1, "predictions": 3}',
        '{"schema": 1, "predictions": {"hops": "It rises"}}',
        '{"schema": 1, "predictions": {"hops": {"choice": [1]}}}',
    ],
)
def test_strange_entries_are_passed_over(file, strange):
    file.write_text(strange, encoding="utf-8")
    assert explore.predict("hops", CHOICES).choice == ""


def test_the_static_form_lists_the_choices_in_words():
    view = explore.predict("hops", ["F < 0.9", "F > 0.9"])
    data, _ = view._repr_mimebundle_()
    assert "<li>F &lt; 0.9</li>" in data["text/html"]
    assert data["text/plain"] == "Commit to a prediction:\n  - F < 0.9\n  - F > 0.9"


@pytest.mark.parametrize(
    ("name", "choices", "said"),
    [
        ("", CHOICES, "name"),
        (None, CHOICES, "name"),
        ("hops", ["only one"], "two or more"),
        ("hops", ["same", "same"], "different"),
        ("hops", "one, two", "list of sentences"),
        ("hops", ["", "two"], "can be read"),
        ("hops", [1, 2], "can be read"),
    ],
)
def test_what_cannot_be_chosen_from_is_refused(name, choices, said):
    with pytest.raises(ValueError, match=said):
        explore.predict(name, choices)
