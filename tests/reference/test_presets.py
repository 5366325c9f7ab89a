import pytest

from qinet_edu import noise
from qinet_edu.reference import Status, preset, presets


@pytest.mark.parametrize("entry", presets(), ids=lambda entry: entry.key)
def test_every_preset_says_where_it_comes_from_and_how_sure_it_is(entry):
    assert entry.what
    assert entry.source
    assert entry.status in Status
    assert entry.numbers
    assert entry.printable == (entry.status is not Status.RECALLED)


def test_light_in_fibre_is_as_fast_here_as_in_the_channels():
    light = preset("light-in-fibre")
    assert light["vacuum_speed_km_s"] / light["index"] == pytest.approx(noise.FIBRE_SPEED_KM_S)
    assert light["speed_km_s"] == pytest.approx(noise.FIBRE_SPEED_KM_S, abs=0.05)


def test_the_example_memory_is_a_possible_one():
    memory = preset("example-memory")
    waited = noise.thermal_relaxation(memory["wait_s"], t1_s=memory["t1_s"], t2_s=memory["t2_s"])
    assert noise.entanglement_fidelity(waited) == pytest.approx(0.6583412244, abs=5e-11)


def test_fibres_differ_in_loss():
    losses = [
        preset(key)["loss_db_per_km"]
        for key in ("telecom-fibre", "low-loss-fibre", "ultra-low-loss-fibre")
    ]
    assert losses == [0.2, 0.17, 0.16]


def test_what_is_not_there_is_answered_with_what_is():
    with pytest.raises(KeyError, match="telecom-fibre"):
        preset("copper")
    with pytest.raises(KeyError, match="loss_db_per_km"):
        preset("telecom-fibre")["loss"]


def test_presets_cannot_be_changed():
    with pytest.raises(TypeError):
        preset("telecom-fibre").numbers["loss_db_per_km"] = 0
