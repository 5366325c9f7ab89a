from itertools import product
from math import pi

import pytest
from qiskit.quantum_info import Statevector

from qinet_edu import circuits, theory
from qinet_edu.circuits import Eavesdropper, qkd_coins, qkd_round

ANGLES = [0.0, 0.3, pi / 4, 1.0, pi / 2, 2.0]
CLONERS = ["universal", "phase-covariant"]


def chances(circuit):
    """Return exact probabilities of the values of the registers that are read, by name."""
    held = {qubit: r.name for r in circuit.qregs for qubit in r}
    read = [step.qubits[0] for step in circuit.data if step.name == "measure"]
    places = [circuit.find_bit(qubit).index for qubit in read]
    bare = circuit.remove_final_measurements(inplace=False)
    found = {}
    for key, chance in Statevector(bare).probabilities_dict(places, decimals=14).items():
        values = dict.fromkeys(held.values(), "")
        for qubit, bit in zip(read, reversed(key), strict=True):
            values[held[qubit]] = bit + values[held[qubit]]
        found[tuple(sorted((n, int(v, 2)) for n, v in values.items() if v))] = chance
    return found


def chance(circuit, **values):
    return sum(p for key, p in chances(circuit).items() if values.items() <= dict(key).items())


@pytest.mark.parametrize("bit", [0, 1])
@pytest.mark.parametrize(("basis", "measured_in"), [*product("zxy", repeat=2)])
def test_equal_bases_bring_the_bit_and_others_a_coin(bit, basis, measured_in):
    right = chance(qkd_round(bit, basis, measured_in), photon=bit)
    assert right == pytest.approx(1 if basis == measured_in else 0.5)


@pytest.mark.parametrize("angle", ANGLES)
def test_interception_makes_the_errors_of_the_closed_form(angle):
    eve = Eavesdropper(basis=(angle, 0.0))
    for basis, expected in zip("zx", theory.intercept_resend_qber(angle), strict=True):
        wrong = [chance(qkd_round(b, basis, basis, eve=eve), photon=1 - b) for b in (0, 1)]
        assert sum(wrong) / 2 == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("angle", ANGLES)
def test_eve_guesses_as_well_as_the_closed_form_says(angle):
    eve = Eavesdropper(basis=(angle, 0.0))
    for basis, expected in zip("zx", theory.eve_guess(angle), strict=True):
        hits = [chance(qkd_round(b, basis, basis, eve=eve), eve=b) for b in (0, 1)]
        mean = sum(hits) / 2
        assert max(mean, 1 - mean) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("machine", CLONERS)
def test_both_clones_are_equally_good_and_the_errors_known(machine):
    eve = Eavesdropper("clone", machine=machine)
    for basis, expected in zip("zx", theory.clone_attack_qber(machine), strict=True):
        for bit in (0, 1):
            spied = qkd_round(bit, basis, basis, eve=eve)
            assert chance(spied, photon=1 - bit) == pytest.approx(expected, abs=1e-12)
            assert chance(spied, eve=1 - bit) == pytest.approx(expected, abs=1e-12)


def test_the_universal_machine_is_as_good_in_y():
    spied = qkd_round(1, "y", "y", eve=Eavesdropper("clone"))
    assert chance(spied, photon=0) == pytest.approx(1 / 6)


def test_eve_sends_on_what_she_found():
    """The textbook's Eve does not: after measuring in X she leaves the photon in Z."""
    spied = qkd_round(0, "x", "x", eve=Eavesdropper(basis="x"))
    assert chance(spied, photon=0, eve=0) == pytest.approx(1)
    for found in (0, 1):
        spied = qkd_round(0, "z", "x", eve=Eavesdropper(basis="x"))
        assert chance(spied, photon=found, eve=found) == pytest.approx(0.5)


def test_the_mistake_of_the_textbook_is_not_ours():
    """Measured in X by H and a read-out, and sent on so: a photon in Z, and 3/8 of errors."""
    wrong = 0.0
    for bit, basis, hers in product((0, 1), "zx", "zx"):
        circuit = qkd_round(bit, basis, "z", eve=Eavesdropper(basis=hers))
        found = chances(circuit)
        naive = sum(
            # What Eve read is the photon's Z; Bob then measures that in the basis of Alice.
            p * (0.5 if basis == "x" else dict(key)["eve"] != bit)
            for key, p in found.items()
        )
        wrong += naive / 8
    assert wrong == pytest.approx(0.375)
    ours = [
        chance(qkd_round(bit, basis, basis, eve=Eavesdropper(basis=hers)), photon=1 - bit)
        for bit, basis, hers in product((0, 1), "zx", "zx")
    ]
    assert sum(ours) / 8 == pytest.approx(0.25)


def qber(circuit, basis=None):
    """Return the chance of an error where bases agree, in one of them or in all."""
    agreed = wrong = 0.0
    for key, p in chances(circuit).items():
        read = dict(key)
        same = read["alice_basis"] == read["bob_basis"]
        if same and basis in (None, read["alice_basis"]):
            agreed += p
            wrong += p * (read["photon"] != read["alice_bit"])
    return wrong / agreed, agreed


ATTACKS = [
    None,
    Eavesdropper(),
    Eavesdropper(fraction=0.3),
    Eavesdropper(basis="x", fraction=0.5),
    Eavesdropper(basis="breidbart"),
    Eavesdropper("clone"),
    Eavesdropper("clone", fraction=0.4),
    Eavesdropper("clone", machine="phase-covariant"),
    Eavesdropper("clone", machine="phase-covariant", fraction=0.7),
]


def expected_qber(eve, protocol):
    if eve is None:
        return 0.0
    if eve.kind == "intercept":
        full = 0.25 if protocol == "bb84" else 1 / 3
    elif eve.machine == "universal":
        full = 1 / 6
    else:  # in Y, off its plane, half of the states is copied perfectly and half not at all
        least = theory.clone_attack_qber("phase-covariant")[0]
        full = least if protocol == "bb84" else (2 * least + 0.25) / 3
    return eve.fraction * full


@pytest.mark.parametrize("protocol", circuits.KEY_BASES)
@pytest.mark.parametrize("eve", ATTACKS, ids=str)
def test_coins_do_what_the_rounds_do(protocol, eve):
    found, agreed = qber(qkd_coins(protocol, eve=eve))
    bases = circuits.KEY_BASES[protocol]
    assert agreed == pytest.approx(1 / len(bases))
    assert found == pytest.approx(expected_qber(eve, protocol), abs=1e-10)


@pytest.mark.parametrize("protocol", circuits.KEY_BASES)
def test_every_choice_is_fair(protocol):
    circuit = qkd_coins(protocol, eve=Eavesdropper(fraction=0.25))
    for name in ("alice_basis", "bob_basis", "eve_basis"):
        sides = range(len(circuits.KEY_BASES[protocol]))
        assert [chance(circuit, **{name: side}) for side in sides] == pytest.approx(
            [1 / len(sides)] * len(sides)
        )
    assert chance(circuit, alice_bit=1) == pytest.approx(0.5)
    assert chance(circuit, eve_acts=1) == pytest.approx(0.25)


def test_where_eve_lets_a_photon_pass_she_reads_nothing():
    circuit = qkd_coins(eve=Eavesdropper(fraction=0.5))
    assert chance(circuit, eve_acts=0, eve=1) == pytest.approx(0)


def test_eve_reads_her_clone_in_the_basis_announced():
    circuit = qkd_coins(eve=Eavesdropper("clone"))
    hits = sum(chance(circuit, alice_bit=b, eve=b) for b in (0, 1))
    assert hits == pytest.approx(5 / 6)


def test_registers_and_names():
    spied = qkd_round(1, "x", "z", eve=Eavesdropper("clone"))
    assert [r.name for r in spied.qregs] == ["photon", "eve", "machine"]
    assert [r.name for r in spied.cregs] == ["photon", "eve"]
    assert [step.label for step in spied.data if step.name == "id"] == ["fibre"]
    assert qkd_coins("six-state", eve=Eavesdropper()).num_qubits <= 12


@pytest.mark.parametrize(
    ("call", "refusal", "complaint"),
    [
        (lambda: qkd_round(2, "z", "z"), ValueError, "0 or 1, not 2"),
        (lambda: qkd_round(True, "z", "z"), ValueError, "0 or 1"),
        (lambda: qkd_round(0, "+", "z"), ValueError, "basis is 'z', 'x' or 'y'"),
        (lambda: qkd_round(0, "z", 1), ValueError, "measured_in is 'z', 'x' or 'y'"),
        (lambda: qkd_round(0, "z", "z", eve="eve"), TypeError, "Eavesdropper"),
        (lambda: qkd_round(0, "z", "z", eve=Eavesdropper()), ValueError, "for one round say which"),
        (
            lambda: qkd_round(0, "z", "z", eve=Eavesdropper(basis="x", fraction=0.5)),
            ValueError,
            "acts or she does not",
        ),
        (lambda: qkd_coins("b92"), ValueError, "bb84 or six-state"),
        (lambda: qkd_coins(eve=0.5), TypeError, "Eavesdropper"),
        (lambda: Eavesdropper("steal"), ValueError, "intercept or clone"),
        (lambda: Eavesdropper(basis="w"), ValueError, "'breidbart'"),
        (lambda: Eavesdropper(basis=("0.3", 0)), TypeError, "theta must be a real number"),
        (lambda: Eavesdropper(basis=(float("nan"), 0)), ValueError, "NaN"),
        (lambda: Eavesdropper(basis=0.3), ValueError, "pair of angles"),
        (lambda: Eavesdropper(fraction=1.1), ValueError, "between 0 and 1"),
        (lambda: Eavesdropper(fraction=-0.1), ValueError, "between 0 and 1"),
        (lambda: Eavesdropper(fraction="all"), TypeError, "fraction must be a real number"),
        (lambda: Eavesdropper("clone", machine="cnot"), ValueError, "phase-covariant"),
    ],
)
def test_bad_values_are_refused(call, refusal, complaint):
    with pytest.raises(refusal, match=complaint):
        call()
