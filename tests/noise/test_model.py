import copy
import pickle
import subprocess
import sys

import numpy as np
import pytest

from qinet_edu import noise
from qinet_edu.noise import Noise


def some_noise():
    return Noise(after={"h": noise.dephasing(0.05), "cx": noise.amplitude_damping(0.1)})


def test_noise_made_twice_is_the_same_noise():
    assert some_noise() == some_noise()
    assert len({some_noise(), some_noise()}) == 1


def test_the_order_in_which_gates_are_named_does_not_matter():
    one, other = {"h": noise.dephasing(0.05)}, {"cx": noise.dephasing(0.1)}
    assert Noise(after=one | other) == Noise(after=other | one)


@pytest.mark.parametrize(
    "other",
    [
        Noise(),
        Noise(after={"h": noise.dephasing(0.05)}),
        Noise(after={"h": noise.dephasing(0.05), "cx": noise.amplitude_damping(0.2)}),
        Noise(after={"x": noise.dephasing(0.05), "cx": noise.amplitude_damping(0.1)}),
        Noise(after=dict(some_noise().after), readout=0.01),
        "noise",
    ],
)
def test_other_noise_is_not_the_same(other):
    assert some_noise() != other


def test_names_do_not_make_a_difference_to_what_happens():
    assert Noise(readout=0.1, name="bad detector") == Noise(readout=0.1)


def test_the_two_read_out_errors_are_not_exchanged():
    assert Noise(readout=(0.01, 0.02)) != Noise(readout=(0.02, 0.01))
    assert Noise(readout=(0.01, 0.02)).readout == (0.01, 0.02)
    assert Noise(readout=0.01).readout == (0.01, 0.01)


def test_the_key_is_the_same_in_another_process():
    program = (
        "from qinet_edu import noise;"
        "print(noise.Noise(after={'h': noise.dephasing(0.05), "
        "'cx': noise.amplitude_damping(0.1)}).key)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == some_noise().key, done.stderr


def test_noise_cannot_be_changed_once_made():
    kraus = noise.dephasing(0.05)
    made = Noise(after={"h": kraus})
    key = made.key
    kraus[0] = 0
    assert made.after["h"][0, 0, 0] == pytest.approx(np.sqrt(0.95))
    assert made.key == key == Noise(after={"h": noise.dephasing(0.05)}).key
    with pytest.raises(ValueError, match="read-only"):
        made.after["h"][0] = 0
    with pytest.raises(TypeError):
        made.after["x"] = kraus
    with pytest.raises(AttributeError):
        made.readout = (0.1, 0.1)


def test_noise_travels_to_another_process_and_into_copies():
    made = Noise(after={"h": noise.dephasing(0.05)}, readout=(0.01, 0.02), name="lab")
    for twin in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made), copy.copy(made)):
        assert twin == made
        assert (twin.name, twin.readout) == (made.name, made.readout)


def test_a_name_is_made_from_the_numbers():
    made = Noise(after={"h": noise.dephasing(0.05)}, readout=(0.01, 0.02))
    assert made.name == "F_e 0.95 after h, read-out errors 0.01 and 0.02"
    assert Noise().name == "nothing goes wrong"
    assert repr(Noise(name="lab")) == "Noise(lab)"


@pytest.mark.parametrize("wrong", [0.6, -0.1, (0.1, 0.6), np.nan, [0.1, 0.1, 0.1], [[0.1, 0.1]]])
def test_impossible_read_out_errors_are_refused(wrong):
    with pytest.raises(ValueError, match="readout"):
        Noise(readout=wrong)


@pytest.mark.parametrize("wrong", ["1 %", True, None])
def test_read_out_errors_are_numbers(wrong):
    with pytest.raises(TypeError, match="readout must be a real number"):
        Noise(readout=wrong)


@pytest.mark.parametrize(
    ("after", "problem", "complaint"),
    [
        ([("h", noise.dephasing(0.1))], TypeError, "dictionary"),
        ({1: noise.dephasing(0.1)}, TypeError, "by its name, such as 'h' or 'cx', not 1"),
        ({"": noise.dephasing(0.1)}, TypeError, "by its name"),
        ({"h": 0.05}, ValueError, r"After 'h': Kraus operators of one qubit have shape"),
        ({"h": "dephasing"}, TypeError, "After 'h': A channel is an array"),
        ({"h": np.eye(2)}, ValueError, r"For a single matrix K give \[K\]"),
        ({"h": [0.9 * np.eye(2)]}, ValueError, "After 'h': These .* keep probability"),
        ({"h": noise.dephasing([0.1, 0.2])}, ValueError, "several channels"),
    ],
)
def test_what_cannot_follow_a_gate_is_refused(after, problem, complaint):
    with pytest.raises(problem, match=complaint):
        Noise(after=after)


@pytest.mark.parametrize("wrong", ["", "  ", 3])
def test_a_name_is_a_few_words(wrong):
    with pytest.raises(TypeError, match="few words"):
        Noise(name=wrong)


def test_channels_need_no_quantum_software():
    program = (
        "import sys, qinet_edu.noise;"
        "print([m for m in ('qiskit', 'qiskit_aer', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
