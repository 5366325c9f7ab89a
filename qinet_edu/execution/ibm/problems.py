"""What can go wrong with a quantum computer far away, each with what to do next."""

from pathlib import Path


class HardwareProblem(RuntimeError):
    """Something stands between a circuit and its result from IBM hardware."""


class NotSent(HardwareProblem):
    """Nothing was accepted by the service and nothing is spent: calling again is safe."""


class NoAccount(NotSent):
    """There is no account, or the service does not take it."""


class NoSuchDevice(NotSent, ValueError):
    """No device of that name, or none that can run the circuit, takes jobs."""


class NoAllowance(NotSent):
    """The account has less quantum computer time left than the job would take."""


class TooCostly(NotSent, ValueError):
    """The job would take more quantum computer time than ``max_qpu_s`` allows."""


class Unsettled(HardwareProblem):
    """The service may hold the job or its result; the journal knows, and ``resume()`` looks."""


class JobFailed(HardwareProblem):
    """The service accepted the job, and it gave no result."""


class ServiceError(HardwareProblem):
    """The service answered with an error, with nonsense, or not at all.

    Attributes:
        code: the HTTP status of the answer; ``None`` when none came that can be relied upon.
    """

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code

    @property
    def definite(self) -> bool:
        """Tell whether the answer is the service's own refusal: then it accepted nothing."""
        return self.code is not None and 400 <= self.code < 500 and self.code != 408


def unwritten(path: Path, problem: OSError) -> NotSent:
    """Return the refusal to send what could not be written down first.

    Example:
        >>> str(unwritten(Path("jobs.jsonl"), OSError(28, "No space left on device")))[:55]
        'jobs.jsonl cannot be written (No space left on device),'
    """
    return NotSent(
        f"{path} cannot be written ({problem.strerror or problem}), so the job could be lost: it "
        "was not sent and nothing is spent. Free some disk space, or set QINET_CONFIG to another "
        "folder of yours."
    )
