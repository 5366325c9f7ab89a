"""What ``backend=`` may be: the simulators, a fake device, IBM's hardware, or an object."""

from difflib import get_close_matches
from typing import Any, Literal, NamedTuple

from qiskit.providers import BackendV2

from qinet_edu.execution import fake

WORDS = ("aer", "clifford", "fake", "ibm")
CHOICES = (
    '"aer" (ideal, or with noise=), "clifford" (any number of qubits, Clifford gates alone), '
    '"fake" (fake:kingston) or "fake:NAME" (a device as last '
    'calibrated, simulated here), "ibm" or "ibm:NAME" (a quantum computer), or any BackendV2'
)


class Backend(NamedTuple):
    """Say where to run.

    Attributes:
        kind: ``"aer"``, ``"clifford"``, ``"fake"``, ``"ibm"`` or ``"object"``.
        name: of the device: ``"kingston"``, ``"ibm_kingston"``; empty for the simulators, and for
            whichever of IBM's devices is least busy.
        device: the object, if one was given.
    """

    kind: Literal["aer", "clifford", "fake", "ibm", "object"]
    name: str = ""
    device: BackendV2 | None = None


def chosen(backend: Any) -> Backend:
    """Read what a student gave as ``backend=``.

    Args:
        backend: a word, a word and a name, or a backend of Qiskit's.

    Raises:
        TypeError: it is neither text nor a backend.
        ValueError: there is no such backend; the message lists those there are, near ones first.

    Example:
        >>> chosen("fake").name, chosen("fake:fez").name, chosen("ibm").name
        ('kingston', 'fez', '')
        >>> chosen("ibm:kingston")
        Backend(kind='ibm', name='ibm_kingston', device=None)
    """
    if isinstance(backend, BackendV2):
        return _object(backend)
    if not isinstance(backend, str):
        raise TypeError(f"backend is one of {CHOICES}; not {backend!r}.")
    word, colon, name = backend.partition(":")
    if word == "aer" and not colon:
        return Backend("aer")
    if word == "clifford" and not colon:
        return Backend("clifford")
    if word == "fake":
        return Backend("fake", fake.known_name(name))
    if word == "ibm" and not (colon and not name):
        bare = name.lower().removeprefix("ibm_")
        return Backend("ibm", f"ibm_{bare}" if bare else "")
    raise ValueError(f"There is no backend {backend!r}; choose {CHOICES}.{_meant(backend)}")


def _object(backend: BackendV2) -> Backend:
    """Send what is known here the way that is made for it: faster, or journalled."""
    room = type(backend).__module__
    if room.startswith("qiskit_ibm_runtime.fake_provider"):
        return Backend("fake", fake.short_name(backend), backend)
    if room.startswith("qiskit_ibm_runtime"):
        return Backend("ibm", str(backend.name))
    return Backend("object", str(backend.name), backend)


def _meant(backend: str) -> str:
    """Suggest what a student may have meant by a name without its word."""
    bare = backend.lower().replace(":", "_").strip()
    word, _, name = bare.partition("_")
    if word in ("fake", "ibm") and name in fake.names():
        return f' Did you mean "{word}:{name}"?'
    if bare in fake.names():
        return f' Did you mean "fake:{bare}" or "ibm:{bare}"?'
    near = get_close_matches(bare, WORDS, n=1)
    return f' Did you mean "{near[0]}"?' if near else ""
