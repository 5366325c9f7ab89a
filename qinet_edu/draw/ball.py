"""The Bloch ball that waits: decay, lost coherence and depolarising noise, for all states."""

from math import hypot

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import geometry
from qinet_edu.draw.ellipsoid import STATES, Ellipsoid
from qinet_edu.draw.geometry import View
from qinet_edu.draw.globe import equator_names, globe
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, Span, decimals, number

BALL = View(176, 240, 124)
BAR = 190.0
_LEFT = 372.0
_SAME = 0.005  # what two decimals do not tell apart


def bloch_ball(
    time_us: float = 100.0,
    *,
    t1_us: float = 200.0,
    t2_us: float = 150.0,
    depolarising: float = 0.0,
) -> Picture:
    """Draw where the whole Bloch ball goes while a qubit waits and is then depolarised.

    T1 lifts everything to |0⟩, T2 pulls it to the axis, depolarising shrinks it to the centre.
    With T1 = 200 µs and T2 = 150 µs, 100 µs leave a cigar 0.51 wide and 0.61 high, and half of a
    pair kept so has F_e = 0.658.

    Args:
        time_us: how long the qubit waits, in microseconds.
        t1_us: time constant of the decay from |1⟩ to |0⟩, in microseconds.
        t2_us: time constant of the coherence, in microseconds, at most 2 T1.
        depolarising: probability that the state is then replaced by I/2, a coin (convention
            "mixing").

    Returns:
        The picture; its numbers are the settings, the ball's half width, half height and lift,
        F_e and F_avg, the same noise in the convention "pauli", and where six states went.

    Raises:
        TypeError: something is no real number.
        ValueError: a negative time, a time constant not above 0, T2 > 2 T1, or p outside [0, 1].

    Source:
        Nielsen and Chuang (2000), section 8.3.

    Example:
        >>> picture = bloch_ball(100, t1_us=200, t2_us=150)
        >>> round(picture.numbers["f_e"], 6), round(picture.numbers["f_avg"], 6)
        (0.658341, 0.772227)
    """
    settings = read_settings(time_us, t1_us=t1_us, t2_us=t2_us, depolarising=depolarising)
    numbers = ball_numbers(**settings)
    shape = Ellipsoid(numbers["width"], numbers["height"], numbers["lift"])
    drawing = Drawing(640, 456)
    drawing.text(24, 34, "What waiting does to every qubit at once", size=17, bold=True)
    drawing.text(24, 60, shape_words(shape.width, shape.height, shape.lift), bold=True,
                 fill="quantum", part="shape")  # fmt: skip
    globe(drawing, BALL, labels=False)
    _far_starts(drawing)
    shape.draw(drawing, BALL)
    _moved(drawing, shape)
    equator_names(drawing, BALL, halo=True)
    drawing.text(24, 420, "Small dot: the state before. Large dot: after the wait.", size=12,
                 fill="muted")  # fmt: skip
    drawing.text(24, 437, "Hollow: on the far side; dashed: from there.", size=12, fill="muted")
    _panel(drawing, numbers)
    alt = ball_alt(numbers)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(
    time_us: float, *, t1_us: float, t2_us: float, depolarising: float
) -> dict[str, float]:
    """Read the four settings, refused in plain words where nature does not allow them."""
    settings = {
        "time_us": one_real(time_us, "time_us", low=0),
        "t1_us": one_real(t1_us, "t1_us", low=0),
        "t2_us": one_real(t2_us, "t2_us", low=0),
        "depolarising": one_real(depolarising, "depolarising", low=0, high=1),
    }
    for name in ("t1_us", "t2_us"):
        if not settings[name]:
            raise ValueError(f"{name} must be above 0: a qubit without memory is no qubit.")
    # Equality is allowed, and 2 * t1_us may be off in its last digit.
    if settings["t2_us"] > 2 * settings["t1_us"] * (1 + 1e-12):
        raise ValueError(
            f"t2_us = {settings['t2_us']:g} is more than 2 × t1_us = {2 * settings['t1_us']:g}: "
            "decay alone costs coherence, so T2 is at most 2 T1. Raise t1_us first, or lower t2_us."
        )
    return settings


def ball_numbers(
    time_us: float, *, t1_us: float, t2_us: float, depolarising: float
) -> dict[str, float]:
    """Return the settings, the shape of the ball, its fidelities and where six states went."""
    shape = Ellipsoid.of(
        lambda arrows: theory.depolarised(
            theory.relaxed(arrows, time_us * 1e-6, t1_s=t1_us * 1e-6, t2_s=t2_us * 1e-6),
            depolarising,
            convention="mixing",
        )
    )
    numbers = {
        "time_us": time_us, "t1_us": t1_us, "t2_us": t2_us, "depolarising": depolarising,
        "pauli": float(theory.convert_depolarising(depolarising, source="mixing", to="pauli")),
        "width": shape.width, "height": shape.height, "lift": shape.lift,
        "f_e": shape.pair_fidelity, "f_avg": float(theory.average_fidelity(shape.pair_fidelity)),
        **shape.rim(BALL),
    }  # fmt: skip
    for name, arrow in STATES.items():
        numbers[f"{name}_x"], numbers[f"{name}_y"] = BALL.point(shape.image(arrow))
    return numbers


def shape_words(width: float, height: float, lift: float) -> str:
    """Say what the ball has become.

    Example:
        >>> shape_words(0.51, 0.61, 0.39)
        'A cigar, 0.51 wide and 0.61 high (before: 1), lifted by 0.39.'
    """
    if max(width, height) < _SAME:
        name = "A point"
    elif abs(width - height) < _SAME:
        name = "A ball"
    else:
        name = "A cigar" if height > width else "A flattened ball"
    size = f"{decimals(width)} wide and {decimals(height)} high"
    return f"{name}, {size} (before: 1), lifted by {decimals(lift)}."


def times_words(t1_us: float, t2_us: float) -> str:
    """Write both time constants, and whether T2 is as long as it can be."""
    most = " = 2 T1" if abs(t2_us - 2 * t1_us) < 1e-9 * t1_us else ""
    return f"T1 = {number(t1_us)} µs, T2 = {number(t2_us)} µs{most}"


def after_words(time_us: float) -> str:
    """Write how long the qubit has waited."""
    return f"After {number(time_us)} µs"


def depolarising_words(p: float, pauli: float) -> tuple[str, str]:
    """Write the depolarising probability, and the same in the other convention."""
    other = f"that is {decimals(pauli, 3)} in the “pauli” convention."
    return f"Depolarised, p = {decimals(p)}", other


def ball_alt(numbers: dict[str, float]) -> str:
    """Say in words what the picture shows."""
    p, pauli = decimals(numbers["depolarising"]), decimals(numbers["pauli"], 3)
    return (
        f"The Bloch ball of a qubit after {number(numbers['time_us'])} µs with "
        f"{times_words(numbers['t1_us'], numbers['t2_us'])}, then depolarised with p = {p} in the "
        f"mixing convention, {pauli} in the Pauli convention. "
        f"{shape_words(numbers['width'], numbers['height'], numbers['lift'])} "
        f"Entanglement fidelity {decimals(numbers['f_e'], 3)}, average fidelity "
        f"{decimals(numbers['f_avg'], 3)}; without a quantum link at most 0.500 and 0.667."
    )


def shift(start: tuple[float, float], end: tuple[float, float], *, share: float) -> tuple[str, str]:
    """Return the paths of an arrow between two dots: its shaft, and its head part of the way along.

    At the end a head may lie on the dot where another state started, and the two arrows then
    read as one. Where the dots are too close for an arrow, both paths are empty.
    """
    (x1, y1), (x2, y2) = start, end
    far = hypot(x2 - x1, y2 - y1)
    if far < 30:
        return (f"M{number(x1)} {number(y1)}",) * 2
    across, down = (x2 - x1) / far, (y2 - y1) / far
    x, y = x1 + (far * share + 4) * across, y1 + (far * share + 4) * down
    points = (
        (x1 + 5 * across, y1 + 5 * down), (x2 - 6 * across, y2 - 6 * down), (x, y),
        (x - 8 * across - 4 * down, y - 8 * down + 4 * across),
        (x - 8 * across + 4 * down, y - 8 * down - 4 * across),
    )  # fmt: skip
    tail, tip, head, left, right = (f"{number(a)} {number(b)}" for a, b in points)
    return f"M{tail}L{tip}", f"M{left}L{head}L{right}Z"


def head_share(start: geometry.Vector) -> float:
    """Return how far along its arrow a state's head is: clear of where others start."""
    return 2 / 3 if geometry.depth(start) < 0 else 1 / 3


def _far_starts(drawing: Drawing) -> None:
    """Hollow out the dots of those states that start on the far side."""
    for start in STATES.values():
        if geometry.depth(start) < 0:
            x, y = BALL.point(start)
            drawing.circle(x, y, 3, fill="panel", stroke="muted", stroke_width=1.5)


def _moved(drawing: Drawing, shape: Ellipsoid) -> None:
    """Draw where each state is after the wait, and an arrow that leads there."""
    # What starts farther back is drawn first, and no arrow over a dot.
    names = sorted(STATES, key=lambda name: geometry.depth(STATES[name]))
    images = {name: shape.image(STATES[name]) for name in names}
    for name in names:
        start = STATES[name]
        far = geometry.depth(start) < 0
        shaft, head = shift(BALL.point(start), BALL.point(images[name]), share=head_share(start))
        drawing.path(shaft, stroke="muted", part=f"shift-{name}",
                     dash="4 3" if far else None)  # fmt: skip
        drawing.path(head, fill="muted", stroke=None, part=f"head-{name}")
    for name, after in images.items():
        x, y = BALL.point(after)
        behind = geometry.depth(after) < -1e-9
        drawing.circle(x, y, 5, fill="quantum", stroke="quantum", stroke_width=2,
                       part=f"dot-{name}", fill_opacity=0.15 if behind else 1.0)  # fmt: skip


def _panel(drawing: Drawing, numbers: dict[str, float]) -> None:
    """Draw the numbers beside the ball."""
    drawing.text(_LEFT, 100, after_words(numbers["time_us"]), size=15, bold=True, part="after")
    drawing.text(_LEFT, 119, times_words(numbers["t1_us"], numbers["t2_us"]), size=12,
                 fill="muted", part="times")  # fmt: skip
    _bar(drawing, 148, "width", "Width: coherence left", numbers)
    _bar(drawing, 192, "height", "Height: |0⟩ told from |1⟩", numbers)
    _bar(drawing, 236, "f_e", "Entanglement fidelity F", numbers, index="e", bits=1 / 2)
    _bar(drawing, 294, "f_avg", "Average fidelity F", numbers, index="avg", bits=2 / 3)
    p, pauli = depolarising_words(numbers["depolarising"], numbers["pauli"])
    drawing.text(_LEFT, 374, p, size=15, bold=True, part="depolarised")
    drawing.text(_LEFT, 393, "in the “mixing” convention (Aer’s):", size=12, fill="muted")
    drawing.text(_LEFT, 410, "replaced by a coin with probability p;", size=12, fill="muted")
    drawing.text(_LEFT, 427, pauli, size=12, fill="muted", part="pauli")


def _bar(
    drawing: Drawing, y: float, key: str, name: str, numbers: dict[str, float], *,
    index: str = "", bits: float | None = None,
) -> None:  # fmt: skip
    """Draw one number as a bar, marked at the most that is reached without a quantum link."""
    label = (Span(name), Span(index, dy=3, size=9)) if index else name
    drawing.text(_LEFT, y, label, size=12)
    drawing.rect(_LEFT, y + 8, BAR, 14, fill="panel", stroke="grid", rx=3)
    drawing.rect(_LEFT, y + 8, BAR * numbers[key], 14, fill="measured" if bits else "quantum",
                 rx=3, part=f"bar-{key}")  # fmt: skip
    drawing.text(_LEFT + BAR + 10, y + 20, decimals(numbers[key], 3), bold=True,
                 part=f"is-{key}")  # fmt: skip
    if bits:
        x = _LEFT + BAR * bits
        drawing.line(x, y + 4, x, y + 26, stroke="ink", width=2)
        most = "1/2" if bits == 0.5 else "2/3"
        drawing.text(x, y + 39, f"without a quantum link: {most}", size=11, anchor="middle",
                     fill="muted")  # fmt: skip
