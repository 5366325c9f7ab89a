"""A prediction that a student commits to before running the cell that decides it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from traitlets import List, Unicode, observe

from qinet_edu import storage
from qinet_edu.draw.svg import style_sheet
from qinet_edu.explore.view import View, script

SCHEMA = 1
_DONE = "Committed. Now run the next cell."


class Prediction(View):
    """Hold the choices and, once committed, the one chosen: ``.choice`` (empty until then)."""

    NAME = "predict"
    PARAMETERS = ("name", "choices")
    _esm = script("predict")

    name = Unicode().tag(sync=True)
    choices = List(Unicode()).tag(sync=True)
    choice = Unicode("").tag(sync=True)
    _said = Unicode("").tag(sync=True)
    _style = Unicode(style_sheet({"card", "panel", "ink", "muted", "line", "grid", "quantum"})).tag(
        sync=True
    )

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        kept = _kept(storage.read(_file(), schema=SCHEMA)).get(self.name, {}).get("choice")
        # A choice the lesson no longer offers stays in the file, and the student chooses anew.
        if kept in self.choices:
            self._said = _DONE
            self.set_trait("choice", kept)

    @observe("choice")  # type: ignore[untyped-decorator]
    def _record(self, change: Any) -> None:
        if not change["new"] or self._said == _DONE:
            return
        try:
            record = storage.update(_file(), self._keep, schema=SCHEMA)
            self._said = _DONE
            # What stands in the file: another kernel may have been first.
            self.choice = record["predictions"][self.name]["choice"]
        except OSError as problem:
            self._said = f"Committed, but it could not be saved: {problem} You can go on working."

    def _keep(self, record: storage.Record) -> None:
        """Add the choice; an earlier one under the same name is kept beside it."""
        predictions = _kept(record)
        earlier = predictions.get(self.name)
        if earlier and earlier.get("choice") in self.choices:
            return  # another kernel was first, and the first word counts
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry: dict[str, Any] = {"choice": self.choice, "choices": list(self.choices), "at": now}
        if earlier:
            past = earlier.pop("earlier", [])
            entry["earlier"] = [*past, earlier]
        record["predictions"] = {**predictions, self.name: entry}

    def state(self) -> dict[str, Any]:
        """Return everything the script reads."""
        return {**super().state(), "choice": "", "_said": "", "_style": self._style}

    def _static(self) -> tuple[dict[str, Any], dict[str, Any]]:
        items = "".join(f"<li>{escape(choice)}</li>" for choice in self.choices)
        forms = {
            "text/html": f"<p><strong>Commit to a prediction</strong></p><ul>{items}</ul>",
            "text/plain": repr(self),
        }
        return forms, {}

    def __repr__(self) -> str:
        listed = "\n".join(f"  - {choice}" for choice in self.choices)
        return f"Commit to a prediction:\n{listed}"


def predict(name: str, choices: Sequence[str]) -> Prediction:
    """Ask for a prediction, to be committed to before the next cell is run.

    Guessing first is what makes the answer stay: the choice is locked once committed, kept in
    ``predictions.json`` beside the student's work, and shown again when the cell is run again.

    Args:
        name: what it is kept under; one name for each question of the course.
        choices: two or more sentences to choose from.

    Raises:
        ValueError: the name is empty, or there are not two different choices.

    Example:
        >>> print(predict("coin", ["heads", "tails"]))
        Commit to a prediction:
          - heads
          - tails
    """
    if not isinstance(name, str) or not name.strip():
        raise ValueError("Give the prediction a name, for example predict('two-paths', [...]).")
    if isinstance(choices, str):
        raise ValueError("Give the choices as a list of sentences, not as one text.")
    offered = list(choices)
    if any(not isinstance(choice, str) or not choice.strip() for choice in offered):
        raise ValueError("Every choice must be a sentence that can be read.")
    if len(offered) < 2 or len(set(offered)) < len(offered):
        raise ValueError("A prediction needs two or more different choices.")
    return Prediction(name=name, choices=offered)


def _file() -> Path:
    return storage.work_folder() / "predictions.json"


def _kept(record: storage.Record) -> dict[str, dict[str, Any]]:
    """Return the predictions of a record; what is no prediction is passed over."""
    found = record.get("predictions", {})
    if not isinstance(found, dict):
        return {}
    return {name: entry for name, entry in found.items() if isinstance(entry, dict)}
