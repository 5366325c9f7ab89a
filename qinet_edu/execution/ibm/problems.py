"""What can go wrong with a quantum computer far away, each with what to do next."""

from pathlib import Path

AGAIN = "Nothing was sent and nothing is spent: run it again."
NO_INSTANCE = "No matching instances"  # the client's words when no instance is on the Open plan


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


def refusal(said: ServiceError | None) -> HardwareProblem:
    """Turn the service's refusal into what a student can do about it."""
    code = said.code if said else None
    if code == 409:
        return NoAllowance(
            "The account has no quantum computer time left: the Open plan gives 600 s in any 28 "
            f'days. Until then backend="fake" simulates the device. ({said})'
        )
    if code in (401, 403):
        return NoAccount(
            "The service does not take this account's API key, or not for this device. Make a new "
            f"key on https://quantum.cloud.ibm.com, then: python start.py login ({said})"
        )
    if NO_INSTANCE in str(said):
        return NoAccount(
            "This account has no instance on the Open plan, and one that costs money is never "
            f"taken unasked. To name one: python start.py login --instance NAME ({said})"
        )
    if code == 404:
        return NoSuchDevice(f"The service does not know what was asked for. {AGAIN} ({said})")
    if code == 429:
        return NotSent(
            "The service takes five jobs a minute and had enough of them. Wait a minute; several "
            f"circuits go as one job when you give run a list. ({said})"
        )
    return NotSent(f"The service did not accept the job. {AGAIN} ({said})")
