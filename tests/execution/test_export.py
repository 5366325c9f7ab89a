"""Circuits and results outlive the session that made them."""

import json
from math import pi

import pytest
from qiskit.quantum_info import Operator

from qinet_edu import circuits, run
from qinet_edu.execution import Result, load_circuit, load_result, save_circuit, save_result


def test_a_circuit_comes_back_the_same(tmp_path):
    circuit = circuits.measure(circuits.bloch(1.1, -0.3), "y")
    assert load_circuit(save_circuit(circuit, tmp_path / "state.qpy")) == circuit


def test_openqasm_3_is_readable_and_keeps_the_bits_name(tmp_path):
    file = save_circuit(circuits.measure(circuits.mach_zehnder(pi / 3)), tmp_path / "fringe.qasm")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("OPENQASM 3")
    assert "bit[1] photon;" in text


def test_a_result_comes_back_with_everything_that_made_it(tmp_path):
    result = run(circuits.measure(circuits.bloch(1.0)), shots=50, seed=9, options={"memory": True})
    loaded = load_result(save_result(result, tmp_path / "coin.json"))
    assert loaded == result
    assert loaded.memory("qubit") == result.memory("qubit")
    assert json.loads((tmp_path / "coin.json").read_text(encoding="utf-8"))["schema"] == 2


ON_HARDWARE = Result(
    {"0": 3, "1": 7},
    {"qubit": 1},
    10,
    "ibm:ibm_kingston",
    "the device's own",
    7,
    source="hardware",
    qpu_s=2.25,
    job_id="d0made0up",
    kept=0.25,
    layout=(5, 3),
)


def test_what_hardware_adds_comes_back_too(tmp_path):
    assert load_result(save_result(ON_HARDWARE, tmp_path / "coin.json")) == ON_HARDWARE


def test_a_file_of_the_first_version_still_loads(tmp_path):
    file = save_result(ON_HARDWARE, tmp_path / "coin.json")
    record = json.loads(file.read_text(encoding="utf-8"))
    for newer in ("source", "qpu_s", "job_id", "kept", "layout"):
        del record[newer]
    file.write_text(json.dumps(record | {"schema": 1}), encoding="utf-8")
    loaded = load_result(file)
    assert (loaded.source, loaded.layout) == ("simulated", None)
    assert loaded.counts() == ON_HARDWARE.counts()


def test_an_unknown_ending_lists_those_there_are(tmp_path):
    with pytest.raises(ValueError, match=r"\.qpy: everything.*\.qasm: OpenQASM 3"):
        save_circuit(circuits.bloch(0), tmp_path / "state.png")
    with pytest.raises(ValueError, match="needs another ending"):
        load_circuit(save_circuit(circuits.bloch(0), tmp_path / "state"))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"kind": "qinet_edu result", "schema": 99}'])
def test_a_file_that_is_no_result_is_refused_and_left_alone(tmp_path, text):
    file = tmp_path / "notes.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="Results are saved with save_result"):
        load_result(file)
    assert file.read_text(encoding="utf-8") == text


def test_export_keeps_what_a_circuit_does(tmp_path):
    circuit = circuits.mach_zehnder(0.7)
    loaded = load_circuit(save_circuit(circuit, tmp_path / "m.qpy"))
    assert Operator(loaded).equiv(Operator(circuit))
