"""A picture with its alternative text and its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qinet_edu.draw.svg import resolved

_PLACEHOLDERS = {"image", "figure", "picture", "plot", "diagram", "todo", "tbd", "alt text", "alt"}


@dataclass(frozen=True, repr=False)
class Picture:
    """Hold a drawing, what it says in words, and the numbers it shows.

    The words are what a screen reader, a terminal and a search get, so a picture without them is
    refused.

    Attributes:
        svg: the drawing; its colours follow the reader's light or dark theme.
        alt: the same in words.
        numbers: every number it shows, by name.

    Example:
        >>> from qinet_edu import draw
        >>> draw.bloch(0.0).numbers["p0"]
        1.0
    """

    svg: str
    alt: str
    numbers: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        words = self.alt.strip().rstrip(".").lower()
        if words in _PLACEHOLDERS or len(words.split()) < 3:
            raise ValueError(
                f"The alternative text {self.alt!r} tells a blind reader nothing. "
                "Say in a sentence what the picture shows, with its numbers."
            )

    @cached_property
    def png(self) -> bytes:
        """Render the light form at twice its size, on its opaque card."""
        # An import here: the renderer is needed only by whoever shows or stores the picture.
        from resvg_py import svg_to_bytes

        return bytes(
            svg_to_bytes(
                svg_string=resolved(self.svg),
                font_files=_fonts(),
                skip_system_fonts=True,
                sans_serif_family="DejaVu Sans",
                font_family="DejaVu Sans",
                zoom=2,
            )
        )

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        from base64 import b64encode

        data = {
            "image/svg+xml": self.svg,
            "image/png": b64encode(self.png).decode("ascii"),
            "text/plain": self.alt,
        }
        # Twice the pixels at the picture's own size: sharp on every screen, and not too large.
        width = int.from_bytes(self.png[16:20], "big") // 2
        return data, {"image/png": {"width": width}}

    def __repr__(self) -> str:
        return self.alt


def _fonts() -> list[str]:
    """Return the fonts matplotlib brings, found without the half second its import costs."""
    spec = find_spec("matplotlib")
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover - a broken install
        raise RuntimeError("matplotlib is missing. Run `python start.py doctor` to mend that.")
    folder = Path(spec.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    return [str(folder / f"DejaVuSans{style}.ttf") for style in ("", "-Bold", "-Oblique")]
