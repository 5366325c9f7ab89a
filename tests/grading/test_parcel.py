import json

import numpy as np
import pytest

from qinet_edu import check, circuits
from qinet_edu.grading.parcel import pack, unpack


@pytest.mark.parametrize(
    "value", [None, True, 3, 0.1, "Φ+", 1 - 2j, [1, (2, "x")], {"a": [1], 2: (3,)}, ()]
)
def test_what_travels_arrives(value):
    arrived = unpack(json.loads(json.dumps(pack(value))))
    assert arrived == value
    assert type(arrived) is type(value)


def test_circuits_and_arrays_travel():
    circuit = circuits.bloch(0.3, 0.4)
    array = np.array([[1, 1j], [0, 2.5]])
    one, two = unpack(json.loads(json.dumps(pack((circuit, array)))))
    assert one == circuit
    assert np.array_equal(two, array)


def test_what_cannot_travel_is_refused():
    with pytest.raises(TypeError, match="of type set cannot be carried"):
        pack({1})


def same(one, other):
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


def test_the_arguments_of_every_exercise_travel():
    for exercise in check.exercises().values():
        given = exercise.given(secret="any").arguments
        arrived = unpack(json.loads(json.dumps(pack(list(given)))))
        assert len(arrived) == len(given)
        for ours, theirs in zip(given, arrived, strict=True):
            assert [type(one) for one in theirs] == [type(one) for one in ours]
            assert all(map(same, ours, theirs))
