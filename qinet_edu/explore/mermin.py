"""Mermin's table of answers agreed beforehand, to fill until one believes that it cannot be."""

from typing import Any, ClassVar

from traitlets import Bool, Unicode, validate

from qinet_edu import draw
from qinet_edu.draw.mermin import table_numbers
from qinet_edu.explore.view import View, script


class GhzTableView(View):
    """Hold six answers agreed beforehand, ``.answers``, and whether ``.why`` is shown."""

    NAME = "ghz_table"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("answers", "why")
    _esm = script("ghz_table")

    answers = Unicode("++++++").tag(sync=True)
    why = Bool(False).tag(sync=True)

    @validate("answers")  # type: ignore[untyped-decorator]
    def _check_answers(self, proposal: Any) -> str:
        table_numbers(proposal["value"])
        # One way to write a minus, which the script knows.
        return str(proposal["value"]).replace("−", "-")

    def picture(self) -> draw.Picture:
        """Return the static picture of the present table."""
        return draw.ghz_table(self.answers, why=self.why)


def ghz_table(answers: str = "++++++", *, why: bool = False) -> GhzTableView:
    """Show a table of answers to flip, with Mermin's four demands, of which one is always missed.

    Why that is so can be asked for once an answer has been flipped.

    Args:
        answers: six signs: to X by Alice, Bob and Charlie, then to Y by the same.
        why: whether to show the reason from the start.

    Raises:
        ValueError: the answers are not six signs, or ``why`` is neither True nor False.

    Example:
        >>> ghz_table("+++-+-").answers
        '+++-+-'
    """
    first = draw.ghz_table(answers, why=why)
    return GhzTableView(answers=answers, why=bool(why), _figure=first.svg, _geometry={})
