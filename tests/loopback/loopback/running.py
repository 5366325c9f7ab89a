"""Jobs run on Aer, in both forms that the client sends them in."""

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from loopback.jobs import Job

if TYPE_CHECKING:
    from qiskit import QuantumCircuit


class NotRunnable(Exception):
    """The device would not run this: the job fails."""


def run(job: Job, device: dict[str, Any], seed: int) -> str:
    """Return the results of a job as the service words them."""
    seeds = [_derived(seed, job.number, k) for k in range(len(job.sizes))]
    run_as = {"sampler": _as_sampler, "executor": _as_executor}.get(job.program)
    if run_as is None:
        raise NotRunnable(f"There is no program {job.program!r}.")
    return run_as(job, device, seeds)


def _as_sampler(job: Job, device: dict[str, Any], seeds: list[int]) -> str:
    """Run the older form: circuits inside JSON, one result object back."""
    from qiskit.primitives import BackendSamplerV2, PrimitiveResult
    from qiskit_ibm_runtime import RuntimeDecoder, RuntimeEncoder

    pubs = json.loads(json.dumps(job.body["params"]["pubs"]), cls=RuntimeDecoder)
    found = []
    for (circuit, *values), shots, seed in zip(pubs, job.sizes, seeds, strict=True):
        check(circuit, device)
        given = values[0] if circuit.parameters else None
        sampler = BackendSamplerV2(backend=_simulator(), options={"seed_simulator": seed})
        found += [*sampler.run([(circuit, given)], shots=shots).result()]
    return json.dumps(PrimitiveResult(found, metadata={"version": 2}), cls=RuntimeEncoder)


def _as_executor(job: Job, device: dict[str, Any], seeds: list[int]) -> str:
    """Run the newer form: a program of circuits in QPY, arrays of bits back."""
    from ibm_quantum_schemas.common import CompressedTensorModel
    from ibm_quantum_schemas.executor.version_2_0 import ParamsModel, QuantumProgramResultModel
    from ibm_quantum_schemas.executor.version_2_0.models import (
        ItemMetadataModel,
        MetadataModel,
        QuantumProgramResultItemModel,
    )
    from qiskit_ibm_runtime.fake_provider.executor.run_quantum_program import run_quantum_program
    from qiskit_ibm_runtime.options_models.simulator import SimulatorOptions
    from qiskit_ibm_runtime.quantum_program import QuantumProgram
    from qiskit_ibm_runtime.quantum_program.converters import quantum_program_from_2_0

    model = ParamsModel.model_validate(job.body["params"])
    program, _ = quantum_program_from_2_0(model)
    found = []
    for item, seed in zip(program.items, seeds, strict=True):
        check(item.circuit, device)
        if hasattr(item, "samplex"):
            item.samplex.finalize()
        alone = QuantumProgram(shots=program.shots, items=[item])
        found += [*run_quantum_program(_simulator(), alone, SimulatorOptions(seed_simulator=seed))]
    items = [
        QuantumProgramResultItemModel(
            results={name: CompressedTensorModel.from_numpy(bits) for name, bits in item.items()},
            metadata=ItemMetadataModel(),
        )
        for item in found
    ]
    return QuantumProgramResultModel(
        data=items,
        metadata=MetadataModel(chunk_timing=[]),
        passthrough_data=model.quantum_program.passthrough_data,
        semantic_role=model.quantum_program.semantic_role,
    ).model_dump_json()


def check(circuit: "QuantumCircuit", device: dict[str, Any]) -> None:
    """Refuse what a device refuses: instructions it has not, couplings it has not, wild branches.

    Example:
        >>> from qiskit import QuantumCircuit
        >>> check(QuantumCircuit(9), {"n_qubits": 5})
        Traceback (most recent call last):
        loopback.running.NotRunnable: The circuit has 9 qubits, the device 5.
    """
    if circuit.num_qubits > device["n_qubits"]:
        raise NotRunnable(
            f"The circuit has {circuit.num_qubits} qubits, the device {device['n_qubits']}."
        )
    if "measure" not in circuit.count_ops():
        raise NotRunnable("The circuit measures nothing.")
    able = {*device["basis_gates"], *device["supported_instructions"], "barrier"}
    coupled = {frozenset(pair) for pair in device["coupling_map"]}
    _check_steps(circuit, range(circuit.num_qubits), able, coupled, inside=False)


def _check_steps(
    circuit: "QuantumCircuit", places: Any, able: set[str], coupled: set[Any], *, inside: bool
) -> None:
    for step in circuit.data:
        name = step.operation.name
        at = [places[circuit.find_bit(qubit).index] for qubit in step.qubits]
        blocks = getattr(step.operation, "blocks", ())
        if name == "box":  # the client's own, for twirling; not a branch
            for block in blocks:
                _check_steps(block, at, able | {"box"}, coupled, inside=inside)
            continue
        if name not in able:
            raise NotRunnable(f"The instruction {name} on qubits {at} is not supported.")
        if inside and (blocks or name.startswith(("measure", "reset"))):
            raise NotRunnable(f"{name} inside a branch is not supported.")
        if not blocks and len(at) == 2 and name != "barrier" and frozenset(at) not in coupled:
            raise NotRunnable(f"The instruction {name} on qubits {at} is not supported.")
        for block in blocks:
            _check_steps(block, at, able, coupled, inside=True)


@lru_cache(maxsize=1)
def _simulator() -> Any:
    from qiskit_aer import AerSimulator

    simulator = AerSimulator()
    simulator.set_max_qubits(1000)  # a circuit for a device is as wide as the device
    return simulator


def _derived(*parts: int) -> int:
    # Hashed: Aer's neighbouring seeds share their shots.
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:4], "big") % 2**31
