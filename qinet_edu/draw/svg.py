"""A tiny SVG builder: roles for colours, two decimals, parts that a live view may move."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

from qinet_edu.draw.palette import ROLES

FONT = '"DejaVu Sans",Verdana,sans-serif'
_ALWAYS = ("card", "panel", "ink", "muted", "line", "grid", "quantum")
# Where the reader's theme is stated: JupyterLab, VS Code, Sphinx and our own site; else the system.
_DARK = (
    'body[data-jp-theme-light="false"] .qn',
    "body.vscode-dark .qn",
    '[data-theme="dark"] .qn',
)
_LIGHT = (
    'body[data-jp-theme-light="true"] .qn',
    "body.vscode-light .qn",
    '[data-theme="light"] .qn',
)


def number(value: float) -> str:
    """Write a coordinate with at most two decimals.

    Example:
        >>> number(12.5), number(3.0), number(-0.001)
        ('12.5', '3', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def decimals(value: float, places: int = 2) -> str:
    """Write a number for reading: fixed decimals and a true minus sign.

    Example:
        >>> decimals(-0.5), decimals(-0.0001)
        ('−0.50', '0.00')
    """
    text = f"{value:.{places}f}"
    if not text.strip("-0."):
        text = text.lstrip("-")
    return text.replace("-", "−")


def text_width(text: str, size: float = 13) -> float:
    """Estimate how wide a text is set, in pixels, a little on the wide side.

    Example:
        >>> text_width("H", 10) < text_width("Ry(π/2)", 10)
        True
    """
    return sum(0.40 if mark in "iIl.,'|[]() " else 0.66 for mark in text) * size


@dataclass(frozen=True)
class Span:
    """A piece of a line of text, shifted from the piece before it: so powers are set.

    Attributes:
        content: its text.
        part: the name under which a live view finds it.
        dy: pixels down from the line of the piece before; up is negative.
        size: its font size, if it has its own.
    """

    content: str
    part: str | None = None
    dy: float | None = None
    size: float | None = None


class Drawing:
    """Collect shapes, and render them as one picture on a card.

    ``fill`` and ``stroke`` name roles of the palette; ``part`` marks a piece that a live view
    moves. Everything else is an attribute of SVG, with ``_`` for ``-``.

    Example:
        >>> drawing = Drawing(40, 20)
        >>> drawing.text(20, 14, "a < b", anchor="middle")
        >>> "a &lt; b" in drawing.render("Two letters compared.")
        True
    """

    def __init__(self, width: float, height: float, *, card: bool = True) -> None:
        self.width = width
        self.height = height
        self._lines: list[str] = []
        self._roles: set[str] = set(_ALWAYS)
        if card:
            self.rect(0.5, 0.5, width - 1, height - 1, fill="card", stroke="grid", rx=10)

    def add(
        self,
        tag: str,
        content: str | None = None,
        *,
        part: str | None = None,
        fill: str | None = None,
        stroke: str | None = None,
        **attributes: str | float | None,
    ) -> None:
        """Add one element.

        Args:
            tag: the element's name.
            content: its text, escaped here.
            part: the name under which a live view finds it.
            fill: a role, or ``"none"``.
            stroke: a role.
            attributes: SVG attributes; ``None`` leaves one out.
        """
        self._lines.append(self._open(tag, part, fill, stroke, attributes, content))

    def _open(
        self,
        tag: str,
        part: str | None,
        fill: str | None,
        stroke: str | None,
        attributes: dict[str, str | float | None],
        content: str | None = None,
        closed: bool = True,
    ) -> str:
        classes = []
        words = [f'data-part="{escape(part)}"'] if part else []
        for prefix, role in (("f", fill), ("s", stroke)):
            if role == "none":
                words.append('fill="none"')
            elif role:
                if role not in ROLES:
                    raise ValueError(f"The palette has no role {role!r}.")
                self._roles.add(role)
                classes.append(f"{prefix}-{role}")
        if classes:
            words.insert(0, f'class="{" ".join(classes)}"')
        for name, value in attributes.items():
            if value is not None:
                text = value if isinstance(value, str) else number(value)
                words.append(f'{name.rstrip("_").replace("_", "-")}="{escape(text)}"')
        head = " ".join([tag, *words])
        if not closed:
            return f"<{head}>"
        return f"<{head}/>" if content is None else f"<{head}>{escape(content)}</{tag}>"

    @contextmanager
    def group(self, *, part: str | None = None, **attributes: str | float | None) -> Iterator[None]:
        """Put what is drawn inside into one group."""
        self._lines.append(self._open("g", part, None, None, attributes, closed=False))
        yield
        self._lines.append("</g>")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *,
        stroke: str = "ink", width: float = 1.5, dash: str | None = None,
        part: str | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """Draw a line."""
        self.add(
            "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width,
            stroke_dasharray=dash or None, part=part, **more,
        )  # fmt: skip

    def rect(
        self, x: float, y: float, width: float, height: float, *,
        fill: str | None = "panel", stroke: str | None = None,
        part: str | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """Draw a rectangle."""
        self.add(
            "rect",
            x=x,
            y=y,
            width=width,
            height=height,
            fill=fill,
            stroke=stroke,
            part=part,
            **more,
        )

    def circle(
        self, cx: float, cy: float, r: float, *,
        fill: str | None = "ink", stroke: str | None = None,
        part: str | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """Draw a circle."""
        self.add("circle", cx=cx, cy=cy, r=r, fill=fill, stroke=stroke, part=part, **more)

    def path(
        self, d: str, *,
        fill: str = "none", stroke: str | None = "ink", width: float = 1.5,
        dash: str | None = None, part: str | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """Draw a path."""
        self.add(
            "path", d=d, fill=fill, stroke=stroke, stroke_width=width,
            stroke_dasharray=dash or None, part=part, **more,
        )  # fmt: skip

    def text(
        self, x: float, y: float, content: str | Sequence[Span], *,
        size: float = 13, anchor: str = "start", fill: str = "ink", bold: bool = False,
        part: str | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """Set a line of text; ``x`` is its start, middle or end as ``anchor`` says."""
        attributes = {
            "x": x, "y": y, "font_size": size,
            "text_anchor": None if anchor == "start" else anchor,
            "font_weight": "bold" if bold else None, **more,
        }  # fmt: skip
        if isinstance(content, str):
            self.add("text", content, part=part, fill=fill, **attributes)
            return
        # One line: a break between the pieces would be shown as a space.
        pieces = "".join(
            self._open(
                "tspan", one.part, None, None, {"dy": one.dy, "font_size": one.size}, one.content
            )
            for one in content
        )
        head = self._open("text", part, fill, None, attributes, closed=False)
        self._lines.append(f"{head}{pieces}</text>")

    def render(self, alt: str) -> str:
        """Return the SVG, with its alternative text and a style of its own."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="qn" role="img" '
            f'viewBox="0 0 {number(self.width)} {number(self.height)}" '
            f'width="{number(self.width)}" height="{number(self.height)}" '
            f'style="max-width:100%;height:auto" aria-label="{escape(alt)}">'
        )
        style = f"<style>\n{style_sheet(self._roles)}</style>"
        return "\n".join([head, f"<desc>{escape(alt)}</desc>", style, *self._lines, "</svg>"])


def style_sheet(roles: set[str]) -> str:
    """Return the rules for these roles in light and dark, scoped to our own class.

    Example:
        >>> style_sheet({"ink"}).splitlines()[0]
        '.qn{--qn-ink:#1b2430;}'
    """
    chosen = [role for role in ROLES if role in roles]
    light = "".join(f"--qn-{role}:{ROLES[role].light};" for role in chosen)
    dark = "".join(f"--qn-{role}:{ROLES[role].dark};" for role in chosen)
    lines = [
        f".qn{{{light}}}",
        f"@media (prefers-color-scheme:dark){{.qn{{{dark}}}}}",
        f"{','.join(_DARK)}{{{dark}}}",
        f"{','.join(_LIGHT)}{{{light}}}",
        f".qn text{{font-family:{FONT}}}",
        *(f".qn .f-{role}{{fill:var(--qn-{role})}}" for role in chosen),
        *(f".qn .s-{role}{{stroke:var(--qn-{role})}}" for role in chosen),
    ]
    return "\n".join(lines) + "\n"


def resolved(svg: str, *, dark: bool = False) -> str:
    """Return the same picture with one theme's colours written out, for renderers without CSS.

    Example:
        >>> drawing = Drawing(10, 10)
        >>> "var(" in resolved(drawing.render("An empty card."))
        False
    """

    def colour(found: re.Match[str]) -> str:
        role = ROLES[found[1]]
        return role.dark if dark else role.light

    def rules(found: re.Match[str]) -> str:
        kept = [line for line in found[1].splitlines() if line.startswith(".qn ")]
        return f"<style>{re.sub(r'var[(]--qn-([a-z0-9]+)[)]', colour, ''.join(kept))}</style>"

    return re.sub(r"<style>(.*?)</style>", rules, svg, count=1, flags=re.DOTALL)
