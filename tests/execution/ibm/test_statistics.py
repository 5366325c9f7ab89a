"""What comes back from the service is distributed as the closed forms say."""

from math import sqrt

import numpy as np
import pytest

from qinet_edu import run

SHOTS = 4000
CHANCE = 0.25  # of a one at Bob's, for a state at π/3


@pytest.mark.parametrize("wire", ["executor", "sampler"])
def test_dynamic_and_deferred_agree_within_three_standard_errors(course, wire):
    dynamic, deferred, replaced = (
        course.run(circuit, shots=SHOTS, options={"wire": wire, **options})
        for circuit, options in (
            (course.teleported(), {}),
            (course.teleported("deferred"), {}),
            (course.teleported(), {"dynamic": "deferred"}),
        )
    )
    error = sqrt(CHANCE * (1 - CHANCE) / SHOTS)
    ones = [float(one.probability(bob=1)) for one in (dynamic, deferred, replaced)]
    for found in ones:
        assert abs(found - CHANCE) <= 3 * error
    assert abs(ones[0] - ones[1]) <= 3 * sqrt(2) * error
    for bits in ("00", "01", "10", "11"):
        alike = [
            float(one.probability(alice=bits[0], message=bits[1])) for one in (dynamic, replaced)
        ]
        assert abs(alike[0] - alike[1]) <= 3 * sqrt(2 * 0.25 * 0.75 / SHOTS)
    assert "deferred" in replaced.transformation[0]


def test_two_hundred_circuits_of_a_job_scatter_as_two_hundred_experiments(course):
    shots = 200
    results = course.run([course.teleported()] * 200, shots=shots, max_qpu_s=20)
    found = [float(result.probability(bob=1)) for result in results]
    binomial = CHANCE * (1 - CHANCE) / shots
    assert 0.8 < np.var(found) / binomial < 1.25
    assert abs(np.mean(found) - CHANCE) < 4 * sqrt(binomial / 200)


@pytest.mark.parametrize("backend", ["aer", pytest.param("fake", marks=pytest.mark.slow)])
def test_two_hundred_derived_seeds_scatter_as_two_hundred_experiments(course, backend):
    """Aer gives shot i the seed s + i: seeds in a row would share nearly all their shots."""
    shots = 200
    options = {"defer": False} if backend == "aer" else {}
    found = [
        float(
            run(course.teleported(), backend=backend, shots=shots, seed=seed, options=options)
            .probability(bob=1)
        )
        for seed in range(200)
    ]  # fmt: skip
    chance = np.mean(found)
    assert 0.8 < np.var(found) / (chance * (1 - chance) / shots) < 1.25
