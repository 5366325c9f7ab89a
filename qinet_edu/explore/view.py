"""A thin shell: what it shows comes from ``draw``, what moves it from the student."""

from importlib.resources import files
from typing import Any, ClassVar

import anywidget
from traitlets import Dict, Unicode

from qinet_edu.draw import Picture

_WIDGET = "application/vnd.jupyter.widget-view+json"


def script(*names: str) -> str:
    """Return one ES module: what the views share, then their own, with nothing to import.

    Example:
        >>> "export default" in script("fringe")
        True
    """
    folder = files("qinet_edu.explore") / "js"
    names = ("shared", *names)
    return "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in names)


def style() -> str:
    """Return the style of the controls.

    Example:
        >>> "focus-visible" in style()
        True
    """
    path = files("qinet_edu.explore") / "js" / "view.css"
    return path.read_text(encoding="utf-8")


class View(anywidget.AnyWidget):  # type: ignore[misc]
    """Show a picture that can be moved; where nobody can move it, the picture alone.

    Each display carries the live view, the static picture as SVG and PNG, and its words. Its
    metadata names the view and its parameters, so that a static site can bring it to life.
    """

    NAME: ClassVar[str]
    PARAMETERS: ClassVar[tuple[str, ...]]
    # Whether the browser alone can run it; else a page without a kernel shows the picture.
    IN_BROWSER: ClassVar[bool] = True

    _css = style()
    _figure = Unicode().tag(sync=True)
    _geometry = Dict().tag(sync=True)

    def picture(self) -> Picture:
        """Return the static picture of what is set now."""
        raise NotImplementedError

    @property
    def parameters(self) -> dict[str, Any]:
        """Return what was set, by name."""
        return {name: getattr(self, name) for name in self.PARAMETERS}

    def state(self) -> dict[str, Any]:
        """Return everything the script reads, except the picture itself."""
        return {**self.parameters, "_geometry": self._geometry}

    def _static(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the forms that need no script, by media type, and how to show them."""
        return self.picture()._repr_mimebundle_()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        shown = super()._repr_mimebundle_()
        live, metadata = shown if shown else ({}, {})
        static, sizes = self._static()
        data = {**({_WIDGET: live[_WIDGET]} if _WIDGET in live else {}), **static}
        ours = {"view": self.NAME, "parameters": self.parameters}
        return data, {**metadata, **sizes, "qinet_edu": ours}

    def __repr__(self) -> str:
        return self.picture().alt
