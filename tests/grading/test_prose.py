import pytest

from qinet_edu.grading.prose import safe_markdown


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "text <svg onload=alert(1)> text",
        "[x](javascript:alert(1))",
        "![x](attachment:none)",
        "```mermaid\n</pre><script>alert(1)</script>\n```",
        '<a href="https://x" onclick="alert(1)">x</a>',
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    ],
)
def test_nothing_in_a_stranger_s_markdown_runs(nasty):
    shown = safe_markdown(nasty)
    for opening in ("<script", "<img", "<svg", "<iframe", "javascript:", "<a href='j"):
        assert opening not in shown
    assert "onclick=" not in shown


def test_prose_stays_readable():
    shown = safe_markdown("# One\n\nwith *φ* and $\\alpha < 1$:\n\n| a |\n|---|\n| 1 |\n\n- x")
    for expected in ("<h1>One", "<em>φ</em>", "$\\alpha &lt; 1$", "<td>1</td>", "<li>x</li>"):
        assert expected in shown


def test_nbgrader_s_pages_use_it(nbgrader):
    from nbconvert.exporters import HTMLExporter
    from traitlets.config import Config

    from qinet_edu.grading.config import configure

    exporter = HTMLExporter(config=configure(Config()))
    assert exporter.environment.filters["markdown2html"] is safe_markdown
