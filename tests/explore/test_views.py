import json
import subprocess
import sys
from math import nan, pi
from xml.etree import ElementTree

import pytest

from qinet_edu import draw, explore
from qinet_edu.explore.chance import STEPS

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(autouse=True)
def _own_work_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("QINET_WORK", str(tmp_path / "work"))


@pytest.fixture
def runs(monkeypatch):
    """Stand in for the simulator, and note what it was asked."""
    asked = []

    class Result:
        def __init__(self, shots):
            self.shots = shots

        def counts(self, register):
            assert register == "qubit"
            return {"0": self.shots // 4, "1": self.shots - self.shots // 4}

    def run(circuit, *, shots, seed):
        asked.append((circuit, shots, seed))
        return Result(shots)

    monkeypatch.setattr("qinet_edu.execution.run", run)
    return asked


BUILD = {
    "attempts": lambda: explore.attempts("double-click", length_km=12, attempt=46),
    "bb84": lambda: explore.bb84(120, fraction=0.6, basis="breidbart"),
    "bit_vs_qubit": lambda: explore.bit_vs_qubit(1),
    "bloch": lambda: explore.bloch(1.0, 2.0),
    "bloch_ball": lambda: explore.bloch_ball(50, depolarising=0.1),
    "bright_state": lambda: explore.bright_state(0.3, length_km=120),
    "cascade": lambda: explore.cascade(9, errors=[3, 4, 9, 21]),
    "chsh": lambda: explore.chsh((0.1, 2.0), (1.0, -1.0), fidelity=0.9),
    "cloner": lambda: explore.cloner(1.0, machine="cnot"),
    "compromised": lambda: explore.compromised(["Taree", "Satellite"], ways=2),
    "fringe": lambda: explore.fringe(0.5),
    "ghz_table": lambda: explore.ghz_table("+-+--+", why=True),
    "key_rate": lambda: explore.key_rate(80, mu=0.1),
    "leak_ledger": lambda: explore.leak_ledger(20_000, qber=0.03, eps_sec=1e-6),
    "network": lambda: explore.network("Taree to Newcastle", stage=3, plane="classical"),
    "chain_timeline": lambda: explore.chain_timeline(4, fidelity=0.9, time_s=0.008),
    "pair_source": lambda: explore.pair_source(0.95, 0.4, basis="random", step=120),
    "predict": lambda: explore.predict("hops", ["It falls", "It rises"]),
    "purify": lambda: explore.purify((0.8, 0.2, 0, 0), rounds=7, gate_error=0.01),
    "repeater_rates": lambda: explore.repeater_rates(600, t2_s=0.1, per="memory qubit"),
    "satellite_pass": lambda: explore.satellite_pass(0.7, altitude_km=800),
    "shot_noise": lambda: explore.shot_noise(0.25),
    "swap_backbone": lambda: explore.swap_backbone(0.9, swaps=[4, [2, 6]], run=1),
    "toeplitz": lambda: explore.toeplitz(10, row=3, wrong=5),
    "waiting_pair": lambda: explore.waiting_pair("Tokyo", t1_ms=20, t2_ms=30, halves=2),
    "waiting_room": lambda: explore.waiting_room(cutoff=None, capacity=4, rounds=200),
    "teleport": lambda: explore.teleport(3, drop_z=True, length_km=948.0),
}


@pytest.fixture(params=BUILD)
def view(request, runs):
    return BUILD[request.param]()


def test_every_view_is_listed_under_its_name(view):
    assert explore.VIEWS.keys() == BUILD.keys()
    assert view.NAME in explore.VIEWS


def test_a_display_is_alive_and_static_at_once(view):
    data, metadata = view._repr_mimebundle_()
    assert WIDGET in data
    assert data["text/plain"] == repr(view)
    if view.NAME == "predict":
        assert "It falls" in data["text/html"]
    else:
        assert data["image/svg+xml"] == view.picture().svg
        assert metadata["image/png"]["width"] == 640
    assert metadata["qinet_edu"]["view"] == view.NAME


def test_a_view_is_built_again_from_what_its_display_recorded(view):
    recorded = view._repr_mimebundle_()[1]["qinet_edu"]
    again = explore.build(**{"name": recorded["view"], "parameters": json.loads(
        json.dumps(recorded["parameters"])
    )})  # fmt: skip
    assert again.parameters == view.parameters
    assert again._repr_mimebundle_()[0]["text/plain"] == repr(view)


def test_the_scripts_load_nothing(view):
    script = str(view._esm)
    for way_out in ("import ", "import(", "http", "fetch(", "</script", "localStorage"):
        assert way_out not in script


def test_a_fragment_shows_its_picture_without_scripts(view):
    fragment = explore.standalone(view)
    before, _, script = fragment.partition("<script")
    assert ("<svg" in before) or ("<li>It falls</li>" in before)
    assert bool(script) == view.IN_BROWSER
    assert "src=" not in fragment
    assert "href=" not in fragment


def test_a_page_is_one_file_with_a_language_and_a_title():
    page = explore.page("Bits & qubits", explore.standalone(explore.fringe()))
    assert '<html lang="en">' in page
    assert "<title>Bits &amp; qubits</title>" in page


def test_a_page_is_written_the_same_twice():
    assert explore.standalone(explore.bloch(1.0)) == explore.standalone(explore.bloch(1.0))


def test_what_a_student_dragged_is_there_for_the_next_cell():
    view = explore.bloch()
    view.set_state({"theta": pi / 2, "phi": 1.0})
    assert (view.theta, view.phi) == (pi / 2, 1.0)
    assert view.picture() == draw.bloch(pi / 2, 1.0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: explore.bloch(nan),
        lambda: explore.bloch(90),
        lambda: setattr(explore.bloch(), "theta", 4.0),
        lambda: setattr(explore.bloch(), "phi", nan),
        lambda: explore.bit_vs_qubit(2),
        lambda: setattr(explore.bit_vs_qubit(), "bit", 2),
        lambda: explore.bloch_ball(nan),
        lambda: explore.bloch_ball(t1_us=50, t2_us=101),
        lambda: setattr(explore.bloch_ball(), "t2_us", 401.0),
        lambda: setattr(explore.bloch_ball(), "t1_us", 74.0),
        lambda: setattr(explore.bloch_ball(), "depolarising", 1.1),
        lambda: explore.cloner(60),
        lambda: explore.cloner(machine="amplifier"),
        lambda: setattr(explore.cloner(), "machine", "laser"),
        lambda: explore.fringe(nan),
        lambda: explore.chsh((0.0, nan)),
        lambda: explore.chsh((0.0,)),
        lambda: explore.chsh(fidelity=0.2),
        lambda: setattr(explore.chsh(), "alice", (nan, 0.0)),
        lambda: setattr(explore.chsh(), "fidelity", 1.2),
        lambda: explore.ghz_table("+++"),
        lambda: explore.ghz_table(why="yes"),
        lambda: setattr(explore.ghz_table(), "answers", "++++++1"),
        lambda: explore.network("Perth"),
        lambda: explore.network("Sydney to Brisbane"),
        lambda: explore.network(stage=0),
        lambda: explore.network(plane="data"),
        lambda: setattr(explore.network(), "selected", ""),
        lambda: setattr(explore.network(), "stage", 6),
        lambda: setattr(explore.network(), "plane", "neither"),
        lambda: explore.shot_noise(1.5),
        lambda: explore.shot_noise(0.5, shots=0),
        lambda: explore.shot_noise(0.5, shots=2.5),
        lambda: explore.teleport(6),
        lambda: explore.teleport(t2_ms=0),
        lambda: explore.teleport(m_alice=2),
        lambda: setattr(explore.teleport(), "progress", 1.5),
        lambda: explore.teleport(judged=1),
        lambda: setattr(explore.teleport(), "length_km", nan),
        lambda: explore.waiting_pair("Perth"),
        lambda: explore.waiting_pair(t1_ms=1, t2_ms=3),
        lambda: explore.waiting_pair(t2_ms=0),
        lambda: explore.waiting_pair(progress=nan),
        lambda: setattr(explore.waiting_pair(), "to", "Brisbane"),
        lambda: setattr(explore.waiting_pair(), "t1_ms", 4.0),
        lambda: setattr(explore.waiting_pair(), "progress", 1.5),
        lambda: setattr(explore.waiting_pair(), "halves", 3),
        lambda: explore.bb84(401),
        lambda: explore.bb84(basis="y"),
        lambda: explore.bb84(fraction=nan),
        lambda: setattr(explore.bb84(), "fraction", 1.1),
        lambda: setattr(explore.bb84(), "basis", ""),
        lambda: setattr(explore.bb84(), "step", -1),
        lambda: setattr(explore.bb84(), "seed", -1),
        lambda: explore.attempts("triple-click"),
        lambda: explore.attempts(attempt=0),
        lambda: explore.attempts(length_km=nan),
        lambda: setattr(explore.attempts(), "scheme", ""),
        lambda: setattr(explore.attempts(), "alpha", 0.0),
        lambda: setattr(explore.attempts(), "seed", -1),
        lambda: explore.bright_state(0),
        lambda: explore.bright_state(visibility=1.1),
        lambda: explore.bright_state(length_km=nan),
        lambda: setattr(explore.bright_state(), "dark_count", -1e-6),
        lambda: explore.cascade(-1),
        lambda: explore.cascade(errors=[32]),
        lambda: setattr(explore.cascade(), "step", -1),
        lambda: setattr(explore.cascade(), "errors", [1, 1]),
        lambda: explore.leak_ledger(99),
        lambda: explore.leak_ledger(qber=0.6),
        lambda: explore.leak_ledger(f_ec=nan),
        lambda: setattr(explore.leak_ledger(), "eps_sec", 0.0),
        lambda: setattr(explore.leak_ledger(), "test_fraction", 1.0),
        lambda: explore.pair_source(0.2),
        lambda: explore.pair_source(eve=nan),
        lambda: explore.pair_source(basis="y"),
        lambda: explore.pair_source(step=1201),
        lambda: setattr(explore.pair_source(), "fidelity", 1.1),
        lambda: setattr(explore.pair_source(), "eve", -0.1),
        lambda: setattr(explore.pair_source(), "basis", ""),
        lambda: setattr(explore.pair_source(), "step", -1),
        lambda: setattr(explore.pair_source(), "seed", -1),
        lambda: explore.purify(1.2),
        lambda: explore.purify((0.8, 0.1, 0, 0)),
        lambda: explore.purify(gate_error=nan),
        lambda: setattr(explore.purify(), "pair", (0.5, 0.6, 0.0, -0.1)),
        lambda: setattr(explore.purify(), "protocol", ""),
        lambda: setattr(explore.purify(), "rounds", 11),
        lambda: setattr(explore.purify(), "target", 1.0),
        lambda: explore.waiting_room(0),
        lambda: explore.waiting_room(cutoff=2.5),
        lambda: setattr(explore.waiting_room(), "fidelity", nan),
        lambda: setattr(explore.waiting_room(), "memory_rounds", 0.5),
        lambda: setattr(explore.waiting_room(), "cutoff", -1),
        lambda: setattr(explore.waiting_room(), "capacity", 5),
        lambda: setattr(explore.waiting_room(), "order", "tallest"),
        lambda: setattr(explore.waiting_room(), "rounds", 1501),
        lambda: explore.chain_timeline(5),
        lambda: explore.chain_timeline(success=0.01),
        lambda: setattr(explore.chain_timeline(), "t2_s", nan),
        lambda: setattr(explore.chain_timeline(), "fidelity", 0.4),
        lambda: setattr(explore.chain_timeline(), "time_s", -1.0),
        lambda: setattr(explore.chain_timeline(), "run", 50),
        lambda: explore.swap_backbone(0.3),
        lambda: explore.swap_backbone(swaps=[8]),
        lambda: explore.swap_backbone(gate_error=nan),
        lambda: setattr(explore.swap_backbone(), "fidelity", [0.9]),
        lambda: setattr(explore.swap_backbone(), "swaps", [[1], [1]]),
        lambda: setattr(explore.swap_backbone(), "kind", ""),
        lambda: setattr(explore.swap_backbone(), "run", 50),
        lambda: explore.repeater_rates(0),
        lambda: explore.repeater_rates(gate_error=nan),
        lambda: setattr(explore.repeater_rates(), "coupling", 1.1),
        lambda: setattr(explore.repeater_rates(), "t2_s", 0.0),
        lambda: setattr(explore.repeater_rates(), "modes", 0),
        lambda: setattr(explore.repeater_rates(), "fidelity", 0.5),
        lambda: setattr(explore.repeater_rates(), "per", "euro"),
        lambda: explore.compromised(["Perth"]),
        lambda: explore.compromised(ways=3),
        lambda: setattr(explore.compromised(), "nodes", ["Taree", "Taree"]),
        lambda: setattr(explore.compromised(), "ways", 0),
        lambda: explore.toeplitz(25),
        lambda: explore.toeplitz(row=20),
        lambda: setattr(explore.toeplitz(), "leaked", -1),
        lambda: setattr(explore.toeplitz(), "wrong", 24),
        lambda: explore.key_rate(251),
        lambda: explore.key_rate(mu=0),
        lambda: explore.key_rate(efficiency=nan),
        lambda: setattr(explore.key_rate(), "dark_count", 0.0),
        lambda: setattr(explore.key_rate(), "mu", 1.5),
        lambda: explore.satellite_pass(1.1),
        lambda: explore.satellite_pass(altitude_km=100),
        lambda: explore.satellite_pass(receiver_m=nan),
        lambda: setattr(explore.satellite_pass(), "culmination_rad", 90.0),
        lambda: setattr(explore.satellite_pass(), "progress", -0.1),
        lambda: explore.build("teapot", {}),
    ],
)
def test_bad_values_are_refused(wrong):
    with pytest.raises((ValueError, KeyError)):
        wrong()


def test_each_step_runs_the_circuit_afresh(runs):
    view = explore.shot_noise(0.25)
    assert [shots for _, shots, _ in runs] == [100]
    before = view._figure
    view.set_state({"shots": 3000})
    view.set_state({"again": 1})
    assert [shots for _, shots, _ in runs] == [100, 3000, 3000]
    assert len({seed for _, _, seed in runs}) == 3, "a fresh sample needs a fresh seed"
    assert view._figure != before
    assert view._words == view.picture().alt
    assert view.counts == {"0": 750, "1": 2250}


def test_the_circuit_that_is_run_has_the_probability_asked_for(runs):
    from qiskit.quantum_info import Statevector

    explore.shot_noise(0.3)
    circuit = runs[0][0].remove_final_measurements(inplace=False)
    assert Statevector(circuit).probabilities()[0] == pytest.approx(0.3)


def test_the_same_view_draws_the_same_samples():
    one, other = (explore.shot_noise(0.25, seed=5) for _ in range(2))
    assert one.counts == other.counts
    assert sum(one.counts.values()) == 100
    assert (
        explore.shot_noise(0.25, seed=6, shots=1000).counts
        != explore.shot_noise(0.25, seed=5, shots=1000).counts
    )


def test_shots_go_from_ten_to_ten_thousand():
    assert (STEPS[0], STEPS[-1]) == (10, 10_000)
    assert list(STEPS) == sorted(STEPS)


def test_with_nobody_there_a_view_returns_at_once():
    program = (
        "import sys\n"
        "from qinet_edu import explore\n"
        "view = explore.bloch(1.0); view._repr_mimebundle_(); print(view.theta)\n"
        "assert 'qiskit' not in sys.modules and 'matplotlib' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "1.0", done.stderr


def test_pictures_inside_a_page_keep_their_words():
    svg = explore.standalone(explore.fringe(1.0)).split("<figure>")[1].split("</figure>")[0]
    assert ElementTree.fromstring(svg).get("aria-label") == draw.fringe(1.0).alt
