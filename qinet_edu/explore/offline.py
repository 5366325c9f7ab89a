"""Views alive in a page without a kernel: the same script, with a small stand-in for its model."""

import json
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Any

from qinet_edu.explore.view import View, style

# What a script asks of its model, and no more.
_STAND_IN = """
const place = document.querySelector('[data-qinet="%(key)s"]:not([data-alive])');
place.dataset.alive = "";
const state = %(state)s;
state._figure = place.querySelector("svg")?.outerHTML ?? "";
const heard = new Map();
const model = {
  get: (name) => state[name],
  set: (name, value) => {
    if (state[name] === value) return;
    state[name] = value;
    for (const listener of heard.get(`change:${name}`) ?? []) listener();
  },
  on: (event, listener) => heard.set(event, [...(heard.get(event) ?? []), listener]),
  off: (event, listener) =>
    heard.set(event, (heard.get(event) ?? []).filter((one) => one !== listener)),
  save_changes: () => {},
};
render({ model, el: place });
"""


def standalone(view: View) -> str:
    """Return a fragment of HTML in which a view is alive, with no kernel and nothing to load.

    Without scripts it is the static figure. A view whose model runs in the kernel stays a figure
    and says where it can be run.

    Args:
        view: a view, as ``explore.fringe()`` returns.

    Example:
        >>> from qinet_edu import explore
        >>> fragment = standalone(explore.fringe())
        >>> "<svg" in fragment, "import " in fragment
        (True, False)
    """
    # Not displayed but written out: what a person reads without scripts comes first.
    static, _ = view._static()
    figure = static.get("image/svg+xml") or static["text/html"]
    name = escape(view.NAME)
    if not view.IN_BROWSER:
        return (
            f'<figure class="qinet-static" data-view="{name}">{figure}'
            "<figcaption>Open the notebook to run this one.</figcaption></figure>"
        )
    # "<" is written out, so that no text of a lesson can end the script.
    state = json.dumps(view.state(), ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    key = sha256(f"{name} {state}".encode()).hexdigest()[:12]
    script = f"{view._esm}\n{_STAND_IN % {'key': key, 'state': state}}"
    if "</script" in script.lower():
        raise ValueError(f"The script of {view.NAME} would end its own element.")
    return (
        f'<div class="qinet-live" data-qinet="{key}"><figure>{figure}</figure></div>\n'
        f'<script type="module">\n{script}</script>'
    )


def page(title: str, *fragments: str) -> str:
    """Return a whole HTML page of fragments that works from a file, offline.

    Args:
        title: its heading.
        fragments: HTML, such as ``standalone`` returns.

    Example:
        >>> page("Two views").startswith("<!doctype html>")
        True
    """
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{escape(title)}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{
  max-width: 720px; margin: 2rem auto; padding: 0 1rem;
  background: #f6f8fb; color: #1b2430;
  font: 16px/1.6 "DejaVu Sans", Verdana, sans-serif;
}}
figure {{ margin: 0; }}
.qinet-live, .qinet-static {{ margin: 1.5rem 0; }}
figcaption {{ margin-top: 0.25rem; font-size: 0.9rem; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #0d1117; color: #e8edf3; }} }}
{style()}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
{"".join(fragments)}
</main>
</body>
</html>
"""


def build(name: str, parameters: Mapping[str, Any]) -> View:
    """Build a view again from what its display recorded.

    Args:
        name: the view's name, one of ``explore.VIEWS``.
        parameters: its parameters.

    Raises:
        KeyError: there is no such view; the message lists those there are.

    Example:
        >>> build("fringe", {"phi": 0.5}).phi
        0.5
    """
    from qinet_edu.explore import VIEWS

    if name not in VIEWS:
        raise KeyError(f"There is no view {name!r}; there are {', '.join(sorted(VIEWS))}.")
    view: View = VIEWS[name](**parameters)
    return view
