"""A source in Eve's hands by closed form, by circuit and in sampled sessions."""

from math import pi, sqrt

import numpy as np
import pytest
from qiskit.quantum_info import Statevector, partial_trace

from qinet_edu import theory
from qinet_edu.circuits import Eavesdropper, pair_round
from qinet_edu.protocols.qkd import pair_session

SIGMAS = 4
DIRECTIONS = ["z", "x", "y", "breidbart", *((angle, angle / 2) for angle in np.linspace(0.2, 3, 8))]
SHARES = [
    (float(share), basis)
    for share in np.linspace(0, 1, 6)
    for basis in ("z", "x", "breidbart", "random")
]


@pytest.mark.parametrize("basis", DIRECTIONS)
def test_the_circuit_sends_the_very_state_of_the_closed_form(basis):
    sent = pair_round("z", "z", eve=Eavesdropper(basis=basis))
    bare = sent.remove_final_measurements(inplace=False)
    kept = [qubit for register in bare.qregs if register.name == "eve" for qubit in register]
    pair = partial_trace(Statevector(bare), [bare.find_bit(qubit).index for qubit in kept])
    assert pair.data == pytest.approx(theory.faked_pair(basis), abs=1e-12)


@pytest.mark.parametrize("place", range(len(SHARES)))
def test_a_session_errs_as_often_as_the_mixed_state_says(place):
    share, basis = SHARES[place]
    session = pair_session(
        40_000,
        source=theory.werner(0.95),
        state="phi+",
        eve=Eavesdropper(basis=basis, fraction=share) if share else None,
        seed=500 + place,
    )
    rho = theory.eves_source(share, basis=basis, f=0.95)
    for axis, expected in zip("zx", theory.pair_errors(rho), strict=True):
        counted = np.sum(session.raw.agreed & (session.raw.alice_bases == axis))
        error = sqrt(expected * (1 - expected) / counted)
        assert abs(session.raw.qber(axis) - expected) < SIGMAS * error + 1e-9


@pytest.mark.parametrize("angle", np.linspace(0, pi, 7))
def test_ekerts_settings_see_root_two_whatever_she_fakes(angle):
    eve = Eavesdropper(basis=(float(angle), 0.0))
    found = pair_session(40_000, protocol="e91", eve=eve, seed=7).bell_test()
    assert not found.violated
    s = theory.chsh(theory.faked_pair((float(angle), 0.0)))
    assert abs(float(found.s) - s) < SIGMAS * found.s.standard_error
