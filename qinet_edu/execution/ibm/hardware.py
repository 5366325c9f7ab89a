"""From circuits to a job that fits a device and a purse: chosen, compiled, checked, priced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from typing import Any

from qiskit import QuantumCircuit

from qinet_edu.execution.compiling import DEVICE_COMPILING, compiled_for_device, layout
from qinet_edu.execution.cost import estimate_qpu_s
from qinet_edu.execution.fallbacks import Capabilities, Fitted, fit
from qinet_edu.execution.ibm.account import Account
from qinet_edu.execution.ibm.client import WIRES, Device, Service
from qinet_edu.execution.ibm.jobs import Progress
from qinet_edu.execution.ibm.pace import Timing
from qinet_edu.execution.ibm.problems import NoAllowance, NoSuchDevice, ServiceError, TooCostly
from qinet_edu.execution.refusals import NotRunnable, refuse, refuse_form
from qinet_edu.execution.seeds import derived_seed

SENT_ALONG = ("dynamical_decoupling", "twirling")
OURS = ("dynamic", "memory", "wire")
SEQUENCES = ("XX", "XpXm", "XY4")
LONGEST_S = 10_800  # the service's own limit


@dataclass(frozen=True)
class Order:
    """Hold what a student asked for.

    Attributes:
        device: its name, or ``None`` for the least busy one that can do what is needed.
        max_qpu_s: the most that may be spent.
    """

    circuits: Sequence[QuantumCircuit]
    device: str | None
    shots: int
    seed: int
    options: Mapping[str, Any]
    max_qpu_s: float | None

    @property
    def allowed_s(self) -> int:
        """Return the whole seconds that may be spent: the service counts no others."""
        return floor(min(self.max_qpu_s or 0, LONGEST_S))


@dataclass(frozen=True)
class Prepared:
    """Hold what can be sent, and what the journal is to know of it."""

    compiled: Sequence[QuantumCircuit]
    facts: Mapping[str, Any]
    sent_along: Mapping[str, Any]


def check(order: Order, *, noise: Any) -> None:
    """Find wrong whatever can be found wrong without asking anybody.

    Raises:
        ValueError: an option does not exist, noise is asked for, or no spending was allowed.
        NotRunnable: no device would take the circuits.
    """
    if noise is not None:
        raise ValueError(
            'Leave out noise=: a quantum computer brings its own. With backend="aer" you choose.'
        )
    known = (*DEVICE_COMPILING, *SENT_ALONG, *OURS)
    for key in order.options:
        if key not in known:
            raise ValueError(f"Hardware has no option {key!r}; it has {', '.join(known)}.")
    wire = order.options.get("wire", WIRES[0])
    if wire not in WIRES:
        raise ValueError(f"There is no wire format {wire!r}; choose {' or '.join(WIRES)}.")
    sequence = order.options.get("dynamical_decoupling")
    if isinstance(sequence, str) and sequence not in SEQUENCES:
        raise ValueError(f"There is no sequence {sequence!r}; choose {', '.join(SEQUENCES)}.")
    if order.options.get("dynamic") is None:  # a form asked for may take away what is refused
        refuse_form(order.circuits, options=order.options, shots=order.shots)
    estimate = estimate_qpu_s(order.circuits, order.shots)
    if order.max_qpu_s is None:
        raise ValueError(
            f"This takes about {estimate:.1f} s of quantum computer time, of the 600 s that an "
            "account on the Open plan has in any 28 days. To spend them, say so: "
            f"max_qpu_s={_enough(estimate)}."
        )
    _check_price(estimate, order)


def prepare(
    order: Order, *, account: Account, service: Service, timing: Timing, progress: Progress
) -> Prepared:
    """Choose a device, fit and compile the circuits, and see that they may and can be paid for.

    Raises:
        NoSuchDevice: there is none of that name, or none that can run them.
        NotRunnable: the device would refuse them.
        TooCostly, NoAllowance: they cost more than is allowed, or than is left.
        ServiceError: the service gave no usable answer.
    """
    progress.status = "choosing a device"
    name = order.device or choose(order, timing.patiently(service.devices)).name
    device = _open_device(name, service, timing)
    progress.device, progress.status = name, "compiling"
    fitted = [_fitted(circuit, Capabilities.of(device.target), order) for circuit in order.circuits]
    seed = derived_seed(order.seed, 0) % 2**31
    compiled = [
        compiled_for_device(one.circuit, device, seed=seed, options=order.options) for one in fitted
    ]
    along = {key: order.options[key] for key in SENT_ALONG if order.options.get(key)}
    refuse(compiled, device.target, options=along, shots=order.shots)

    estimate = estimate_qpu_s(compiled, order.shots, target=device.target)
    progress.estimate_s = estimate
    _check_price(estimate, order)
    try:
        left = timing.patiently(service.allowance)
    except ServiceError:
        left = None  # the service refuses what it does not give
    progress.allowance_s = left
    if left is not None and left < estimate:
        raise NoAllowance(
            f"This takes about {estimate:.1f} s of quantum computer time and the account has "
            f"{left:.0f} s left; the Open plan gives 600 s in any 28 days. Take fewer shots, or "
            'backend="fake", which simulates the device.'
        )
    facts = {
        "device": name,
        "shots": order.shots,
        "seed": order.seed,
        "wire": order.options.get("wire", WIRES[0]),
        "memory": bool(order.options.get("memory")),
        **origin(account),
        "estimate_s": round(estimate, 3),
        "allowance_s": left,
        "max_qpu_s": order.max_qpu_s,
        "max_execution_time_s": order.allowed_s,
        "circuits": [_noted(*each) for each in zip(order.circuits, fitted, compiled, strict=True)],
    }
    return Prepared(compiled, facts, along)


def choose(order: Order, devices: Sequence[Device]) -> Device:
    """Choose the least busy device that can do what the circuits need.

    By what devices can do, never by name: first among those that run every circuit as it stands,
    then among those that run a form of it.

    Raises:
        NoSuchDevice: none can; the message says what was missing.
    """
    best: list[tuple[int, int, str, Device]] = []
    why = "no device takes jobs right now"
    for device in devices:
        if not device.online:
            continue
        can = Capabilities(device.qubits, device.operations)
        try:
            forms = [_fitted(circuit, can, order) for circuit in order.circuits]
        except NotRunnable as problem:
            why = str(problem)
            continue
        widest = max(one.circuit.num_qubits for one in forms)
        if widest > device.qubits:
            why = f"{widest} qubits are needed"
            continue
        changed = sum(bool(one.transformation) for one in forms)
        best.append((changed, device.pending, device.name, device))
    if not best:
        raise NoSuchDevice(
            f"None of the account's devices ({_listed(devices)}) can run this: {why}. Try later, "
            'a smaller circuit, or backend="fake".'
        )
    return min(best)[-1]


def origin(account: Account) -> dict[str, str]:
    """Say where counts come from: a service on this computer simulates, however real it talks."""
    if account.local:
        return {"noise": "a service on this computer, which simulates", "source": "simulated"}
    return {"noise": "the device's own", "source": "hardware"}


def _open_device(name: str, service: Service, timing: Timing) -> Any:
    """Return a device that takes jobs."""
    try:
        device = timing.patiently(lambda: service.device(name))
    except ServiceError as problem:
        if problem.code != 404:
            raise
        there = timing.patiently(service.devices)
        raise NoSuchDevice(
            f"The account has no device {name!r}; it has {_listed(there)}. Devices retire "
            '(ibm_torino in April 2026): backend="ibm" takes the least busy of today\'s.'
        ) from None
    if not timing.patiently(lambda: service.online(name)):
        others = [one for one in timing.patiently(service.devices) if one.online]
        raise NoSuchDevice(
            f"{name} takes no jobs right now. Others do: {_listed(others) or 'none'}. "
            'backend="ibm" takes the least busy.'
        )
    return device


def _fitted(circuit: QuantumCircuit, can: Capabilities, order: Order) -> Fitted:
    return fit(circuit, can, form=order.options.get("dynamic"))


def _noted(asked: QuantumCircuit, fitted: Fitted, compiled: QuantumCircuit) -> dict[str, Any]:
    """Return what must be known of a circuit to read its result in another process."""
    selection = fitted.post_selection
    return {
        "name": asked.name,
        "registers": {register.name: register.size for register in asked.cregs},
        "ran": [register.name for register in compiled.cregs],
        "transformation": [*fitted.transformation],
        "post_selection": selection and selection.as_record(),
        "layout": layout(compiled, fitted.circuit.num_qubits)[: asked.num_qubits],
    }


def _check_price(estimate: float, order: Order) -> None:
    if estimate > order.allowed_s:
        raise TooCostly(
            f"This takes about {estimate:.1f} s of quantum computer time; "
            f"max_qpu_s={order.max_qpu_s:g} does not cover it (whole seconds count). Allow "
            f"max_qpu_s={_enough(estimate)}, or take fewer shots."
        )


def _enough(estimate: float) -> int:
    """Return what to allow: a job that is stopped at the limit is charged and gives nothing.

    IBM's short rule, 350 µs an execution, comes out up to 1.4 times as high as the long one.
    """
    return ceil(estimate * 1.5)


def _listed(devices: Sequence[Device]) -> str:
    return ", ".join(sorted(device.name for device in devices))


@lru_cache(maxsize=4)
def service_of(account: Account) -> Service:
    """Return the service of an account: one for all runs of this process."""
    return Service(account)
