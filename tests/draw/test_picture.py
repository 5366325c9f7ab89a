import re
from math import pi
from xml.etree import ElementTree

import pytest
from qiskit import QuantumCircuit

from qinet_edu import draw, protocols
from qinet_edu.draw.svg import Drawing, resolved
from qinet_edu.execution import Result

DRAWN = {
    "attempts": lambda: draw.attempts("end-node", attempt=500),
    "bb84": lambda: draw.bb84(120, fraction=0.6, basis="breidbart"),
    "bloch": lambda: draw.bloch(1.0, 2.0),
    "bit_vs_qubit": lambda: draw.bit_vs_qubit(1),
    "bloch_ball": lambda: draw.bloch_ball(50, depolarising=0.1),
    "bright_state": lambda: draw.bright_state(0.3, length_km=120),
    "cascade": lambda: draw.cascade(9, errors=[3, 4, 9, 21]),
    "cloner": lambda: draw.cloner(1.0, 2.0, machine="cnot"),
    "shot_noise": lambda: draw.shot_noise((28, 100), 0.25),
    "chsh": lambda: draw.chsh((0.5, -2.0), (3.0, 1.0), fidelity=0.9),
    "ghz_table": lambda: draw.ghz_table("+-+--+", why=True),
    "bell_experiments": draw.bell_experiments,
    "side_by_side": lambda: draw.side_by_side(
        [
            Result({"0": 28, "1": 72}, {"q": 1}, 100, name, noise, 1)
            for name, noise in (("aer", "ideal"), ("fake:fez", "noise model of fake_fez"))
        ]
    ),
    "counts": lambda: draw.counts({"0 0": 480, "1 <1>": 520}),
    "fringe": lambda: draw.fringe(1.0),
    "bit_order": draw.bit_order,
    "waiting_pair": lambda: draw.waiting_pair("Auckland", progress=0.3, halves=2),
    "waiting_room": lambda: draw.waiting_room(capacity=4, order="youngest", rounds=200),
    "network": lambda: draw.network("Taree to Newcastle", stage=3),
    "sequence": lambda: draw.sequence(protocols.superdense("10", length_km=100, seed=1).transcript),
    "teleport": lambda: draw.teleport(3, drop_x=True),
    "leak_ledger": lambda: draw.leak_ledger(20_000, qber=0.03),
    "compromised": lambda: draw.compromised(["Taree", "Satellite"]),
    "chain_timeline": lambda: draw.chain_timeline(4, fidelity=0.9, time_s=0.008),
    "pair_source": lambda: draw.pair_source(0.95, 0.4, basis="breidbart", step=120),
    "purify": lambda: draw.purify((0.8, 0.2, 0, 0), rounds=7, gate_error=0.01),
    "swap_backbone": lambda: draw.swap_backbone(0.9, swaps=[4, [2, 6], [1, 3, 5, 7]], run=1),
    "toeplitz": lambda: draw.toeplitz(10, row=3, wrong=5),
    "key_rate": lambda: draw.key_rate(80, mu=0.1),
    "repeater_rates": lambda: draw.repeater_rates(600, t2_s=0.1, per="memory qubit"),
    "satellite_pass": lambda: draw.satellite_pass(0.7, altitude_km=800),
    "circuit": lambda: draw.circuit(QuantumCircuit(2)),
}


@pytest.fixture(params=DRAWN)
def picture(request):
    return DRAWN[request.param]()


def test_a_picture_is_well_formed_and_says_what_it_shows(picture):
    root = ElementTree.fromstring(picture.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.alt
    assert len(picture.alt.split()) > 6


def test_a_picture_needs_nothing_from_elsewhere(picture):
    without_namespace = picture.svg.replace("http://www.w3.org/2000/svg", "")
    for way_out in ("http", "href", "url(", "@import", "<script", "<image", "<use"):
        assert way_out not in without_namespace


def test_a_picture_is_drawn_the_same_twice(request, picture):
    again = DRAWN[request.node.callspec.params["picture"]]()
    assert (again.svg, again.png) == (picture.svg, picture.png)


def test_coordinates_have_two_decimals_at_most(picture):
    assert not re.search(r'="[^"]*\d\.\d{3,}[^"]*"', picture.svg.split("</style>")[1])


def test_styles_do_not_leak_into_the_page(picture):
    (style,) = re.findall(r"<style>(.*?)</style>", picture.svg, re.DOTALL)
    rules = style.replace("@media (prefers-color-scheme:dark){", "")
    for selector in re.findall(r"([^{}]+)\{", rules):
        for one in selector.split(","):
            assert ".qn" in one, selector


@pytest.mark.parametrize("dark", [True, False])
def test_the_resolved_form_needs_no_style_engine(picture, dark):
    plain = resolved(picture.svg, dark=dark)
    assert "var(" not in plain
    assert "@media" not in plain


def test_the_png_is_an_image_of_twice_the_size(picture):
    width = float(ElementTree.fromstring(picture.svg).get("width"))
    assert picture.png.startswith(b"\x89PNG")
    assert int.from_bytes(picture.png[16:20], "big") == pytest.approx(2 * width, abs=2)


def test_a_display_carries_svg_png_and_words(picture):
    data, metadata = picture._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "image/png", "text/plain"}
    assert data["text/plain"] == picture.alt == repr(picture)
    assert metadata["image/png"]["width"] > 0


@pytest.mark.parametrize("alt", ["", "  ", "image", "Figure.", "TODO", "a plot", "alt text"])
def test_a_placeholder_is_no_alternative_text(alt):
    with pytest.raises(ValueError, match="tells a blind reader nothing"):
        draw.Picture("<svg/>", alt)


def test_a_picture_cannot_be_changed():
    with pytest.raises(AttributeError):
        draw.bloch(0.0).alt = "something else entirely"


def test_text_is_escaped_and_unknown_roles_are_refused():
    drawing = Drawing(10, 10)
    drawing.text(1, 1, '<script>"&')
    assert "&lt;script&gt;" in drawing.render('a "quoted" word & more')
    ElementTree.fromstring(drawing.render('a "quoted" word & more'))
    with pytest.raises(ValueError, match="no role"):
        drawing.rect(0, 0, 1, 1, fill="mauve")


def test_numbers_can_be_read_off_the_arrow_tip():
    svg = draw.bloch(pi / 2, 0.5).svg
    tip = re.search(r'data-part="tip"[^>]* cx="([\d.]+)" cy="([\d.]+)"', svg)
    numbers = draw.bloch(pi / 2, 0.5).numbers
    assert [float(part) for part in tip.groups()] == pytest.approx(
        [numbers["tip_x"], numbers["tip_y"]], abs=0.005
    )
