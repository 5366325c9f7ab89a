"""What a late submission loses, as nbgrader asks for it: nothing, everything, or so much a day."""

from typing import Any

from nbgrader.plugins import BasePlugin
from traitlets import Float

DAY_S = 24 * 60 * 60


class LatePolicy(BasePlugin):  # type: ignore[misc]
    """Take a share of the marks for each day begun after the due date, extensions counted in.

    nbgrader knows when a submission came (``timestamp.txt`` in it), the due date and each
    student's extension; it asks here only how much that costs.
    """

    daily_percent = Float(0, help="lost for each day begun, in percent of the marks").tag(
        config=True
    )

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float:
        """Return how many points are taken off.

        Args:
            student_id: whose submission it is; nobody is treated differently.
            score: what it got.
            total_seconds_late: since the due date, or since the end of the student's extension.
        """
        return penalty(score, total_seconds_late, daily_percent=self.daily_percent)


def penalty(score: float, seconds_late: float, *, daily_percent: float) -> float:
    """Return how many points a late submission loses.

    Example:
        >>> penalty(8, 26 * 3600, daily_percent=10)
        1.6
    """
    days: Any = -(-seconds_late // DAY_S)
    return float(round(min(score, score * days * daily_percent / 100), 2))
