"""``qinet site``: the lessons as web pages that work from a file, offline, views alive."""

import argparse
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from qinet_edu import explore, reference, storage
from qinet_edu.course import notebooks
from qinet_edu.course.checkout import ROOT

THREE_WAYS = ROOT / "docs" / "three-ways.md"
STYLE = f"""<style>
{HtmlFormatter(style="vs", cssclass="code").get_style_defs()}
@media (prefers-color-scheme: dark) {{
{HtmlFormatter(style="github-dark", cssclass="code").get_style_defs()}
}}
.code, .output pre {{ border-radius: 6px; padding: .1rem .9rem; overflow-x: auto; }}
.code {{ border: 1px solid #8a94a6; }}
pre {{ font: 14px/1.5 "DejaVu Sans Mono", Consolas, monospace; white-space: pre-wrap; }}
.output {{ margin: .6rem 0 1.6rem; }}
math {{ font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", math; }}
blockquote {{ margin: 1.2rem 0; padding: .1rem 1rem; border-left: 4px solid #8a94a6; }}
table {{ margin: 0 0 1.4rem; border-collapse: collapse; }}
th, td {{ padding: .25rem .7rem; border-bottom: 1px solid #8a94a6; text-align: left; }}
a {{ color: #0b5cad; }}
@media (prefers-color-scheme: dark) {{ a {{ color: #79b8ff; }} }}
</style>"""


def main(argv: list[str]) -> int:
    """Write the site, and say where it is.

    Args:
        argv: ``--out FOLDER``; ``site/`` beside the library when left out.
    """
    parser = argparse.ArgumentParser("qinet site", description=main.__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "site", help="the folder to write to")
    out = parser.parse_args(argv).out
    for path, text in pages():
        storage.write(out / path, text)
    print(f"Open {out / 'index.html'} in a browser; it needs no server and no network.")
    return 0


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every page: one a lesson, a table, and the index.

    Example:
        >>> [name for name, _ in pages()][-1]
        'index.html'
    """
    ready = [lesson for lesson in reference.curriculum() if lesson.ready]
    for lesson in ready:
        notebook = notebooks.read(ROOT / lesson.path)
        yield f"{lesson.number}-{lesson.slug}.html", render(notebook)
    title, _, text = THREE_WAYS.read_text(encoding="utf-8").removeprefix("# ").partition("\n")
    yield "three-ways.html", explore.page(title, STYLE, _prose(text))
    entries = "".join(
        f'<li><a href="{lesson.number}-{lesson.slug}.html">{lesson.number} '
        f"{escape(lesson.title)}</a>, {lesson.minutes} minutes</li>"
        for lesson in ready
    )
    entries += f'<li><a href="three-ways.html">{escape(title)}</a>: a table</li>'
    yield "index.html", explore.page("The quantum Internet, by running it", f"<ul>{entries}</ul>")


def render(notebook: Any) -> str:
    """Render a stored notebook as one page, its views alive.

    Example:
        >>> import nbformat
        >>> cells = [nbformat.v4.new_markdown_cell("# Title\\n\\nThe phase $\\\\varphi$.")]
        >>> "<mi>&#x003C6;</mi>" in render(nbformat.v4.new_notebook(cells=cells))
        True
    """
    title, parts = "", [STYLE]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = cell.source
            heading = re.match(r"# (.+)\n?", text)
            if heading and not title:
                title, text = heading[1].strip(), text[heading.end() :]
            parts.append(_prose(text))
        elif cell.cell_type == "code":
            code = highlight(cell.source, PythonLexer(), HtmlFormatter(cssclass="code"))
            parts.append(code)
            parts += [f'<div class="output">{_shown(output)}</div>' for output in cell.outputs]
    return explore.page(title, *parts)


class _MathML(IPythonRenderer):  # type: ignore[misc]
    """Write mathematics as MathML, which browsers show without a script."""

    def inline_math(self, body: str) -> str:
        """Render a formula within a line."""
        return _mathml(body, "inline")

    def block_math(self, body: str) -> str:
        """Render a formula on a line of its own."""
        return _mathml(body, "block")


def _mathml(body: str, display: str) -> str:
    """Convert a formula; the bar of a ket is a letter, or browsers put space around it."""
    bar = '<mo stretchy="false">&#x0007C;</mo>'
    return str(convert(body, display=display)).replace(bar, "<mi>&#x0007C;</mi>")


def _prose(text: str) -> str:
    rendered = str(
        MarkdownWithMath(renderer=_MathML(escape=False, exclude_anchor_links=True)).render(text)
    )
    rendered = re.sub(r'href="(?:[\w./-]*/)?(\d\d-[\w-]+)\.ipynb"', r'href="\1.html"', rendered)
    return rendered.replace('href="../../docs/three-ways.md"', 'href="three-ways.html"')


def _shown(output: Any) -> str:
    if output.output_type == "stream":
        return f"<pre>{escape(output.text)}</pre>"
    view = output.get("metadata", {}).get("qinet_edu")
    if view:
        return explore.standalone(explore.build(view["view"], view["parameters"]))
    data = output.get("data", {})
    for mime in ("image/svg+xml", "text/html"):
        if mime in data:
            return str(data[mime])
    return f"<pre>{escape(str(data.get('text/plain', '')))}</pre>"
