"""Any backend of Qiskit's runs the course's circuits and gives the same kind of result."""

import pytest
from qiskit import QuantumCircuit, QuantumRegister
from qiskit.providers import BackendV2, Options
from qiskit.providers.fake_provider import GenericBackendV2
from qiskit.quantum_info import random_statevector
from qiskit_aer import AerSimulator
from qiskit_aer.noise import NoiseModel, ReadoutError

from qinet_edu import circuits, noise, run
from qinet_edu.execution.refusals import NotRunnable

TELEPORT = circuits.measure(circuits.teleport((1.0, 0.5)), (1.0, 0.5))


class Unseeded(BackendV2):
    """A backend that takes no seed, as hardware does not."""

    def __init__(self):
        super().__init__(name="unseeded")
        self.inner = AerSimulator()
        self.jobs = 0

    @property
    def target(self):
        return self.inner.target

    @property
    def max_circuits(self):
        return None

    @classmethod
    def _default_options(cls):
        return Options(shots=1024)

    def run(self, run_input, **options):
        self.jobs += 1
        return self.inner.run(run_input, **{**options, "seed_simulator": 5})


@pytest.mark.parametrize(
    "backend",
    [AerSimulator(), AerSimulator(method="density_matrix"),
     GenericBackendV2(5, seed=1, control_flow=True), GenericBackendV2(5, seed=1)],
    ids=["aer", "density matrix", "dynamic", "static"],
)  # fmt: skip
def test_a_teleported_state_arrives(backend):
    result = run(TELEPORT, backend=backend, shots=500, seed=1)
    assert result.probability(bob="0") > 0.95, "some of them are noisy"
    assert result.backend == backend.name
    assert result.source == "simulated"
    assert len(result.layout) == 3


def test_results_are_read_by_register_in_the_usual_order():
    result = run(circuits.superdense("10"), backend=AerSimulator(), shots=10, seed=1)
    assert result.counts("alice", "bob") == {"1 0": 10}
    assert result.counts() == run(circuits.superdense("10"), shots=10, seed=1).counts()
    kept = run(TELEPORT, backend=AerSimulator(), shots=20, seed=1, options={"memory": True})
    assert kept.memory("bob") == ["0"] * 20


def test_a_seed_repeats_a_run_and_circuits_are_independent():
    backend = AerSimulator()
    first, again, other = (
        run([TELEPORT] * 2, backend=backend, shots=99, seed=s) for s in (1, 1, 2)
    )
    assert first == again
    assert first != other
    assert first[0].counts() != first[1].counts()
    assert first[0].details["repeatable"]


def test_what_takes_no_seed_runs_a_list_as_one_job_and_says_so():
    backend = Unseeded()
    results = run([TELEPORT, TELEPORT], backend=backend, shots=50, seed=1)
    assert backend.jobs == 1
    assert not results[0].details["repeatable"]
    assert results[1].counts("bob") == {"0": 50}


def test_the_backends_noise_acts():
    flips = NoiseModel()
    flips.add_all_qubit_readout_error(ReadoutError([[0, 1], [0, 1]]))
    result = run(TELEPORT, backend=AerSimulator(noise_model=flips), shots=20, seed=1)
    assert result.counts() == {"1 1 1": 20}
    assert result.noise == "that of aer_simulator"


def test_the_inverse_of_a_state_preparation_runs():
    """Aer's target names a 'multiplexer', on which Aer 0.18 dies with a segmentation fault."""
    state = random_statevector(4, seed=8).data
    there, back = QuantumCircuit(QuantumRegister(2, "q")), QuantumCircuit(2)
    there.prepare_state(state, [0, 1])
    back.prepare_state(state, [0, 1])
    there.compose(back.inverse(), inplace=True)
    there.crx(0.0, 0, 1)  # refused on density matrices
    for backend in (AerSimulator(), AerSimulator(method="density_matrix")):
        found = run(circuits.measure(there), backend=backend, shots=50, seed=1)
        assert found.counts("q") == {"00": 50}


def test_options_reach_the_backend():
    backend = GenericBackendV2(5, seed=1)
    chosen = {"initial_layout": [4, 3, 2], "optimization_level": 1}
    assert run(TELEPORT, backend=backend, shots=9, seed=1, options=chosen).layout == (4, 3, 2)
    method = {"method": "matrix_product_state"}
    assert run(TELEPORT, backend=AerSimulator(), shots=9, seed=1, options=method).shots == 9


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"noise": noise.Noise(readout=0.1)}, "has what noise it has"),
        ({"options": {"colour": "red"}}, "no option 'colour'"),
        ({"options": {"basis_gates": ["x"]}}, "its own gates"),
        ({"options": {"seed_simulator": 1}}, "give seed= instead"),
    ],
)
def test_a_wrong_argument_is_refused_with_what_to_do(arguments, words):
    with pytest.raises(ValueError, match=words):
        run(TELEPORT, backend=GenericBackendV2(5, seed=1), shots=9, **arguments)


def test_what_it_cannot_run_says_why():
    with pytest.raises(ValueError, match="could not be compiled for generic_backend_2q"):
        run(TELEPORT, backend=GenericBackendV2(2, seed=1, control_flow=True), shots=9)
    with pytest.raises(NotRunnable, match="needs if_else"):
        run(TELEPORT, backend=GenericBackendV2(5, seed=1), shots=9, options={"dynamic": "native"})
