"""A rendered lesson: alive from a file, readable by everybody, asking nothing of the network."""

import re

import pytest

from qinet_edu.course import site

pytestmark = pytest.mark.browser
LESSON = "01-bits-to-qubits.html"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    for name, text in site.pages():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def lesson(watched, pages):
    page = watched.open(pages / LESSON)
    page.wait_for_function("document.querySelectorAll('.qinet-live:not([data-alive])').length == 0")
    yield page
    assert watched.errors == []
    assert watched.left_the_machine == []


def test_a_view_in_a_lesson_lives_without_a_kernel(lesson):
    slider = lesson.locator(".qinet-live input[type=range]").first
    figure = lesson.locator(".qinet-live svg").first
    before = figure.inner_html()
    slider.focus()
    lesson.keyboard.press("ArrowRight")
    lesson.wait_for_function(
        "before => document.querySelector('.qinet-live svg').innerHTML !== before", arg=before
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_barrier_in_a_lesson(lesson, scheme):
    from axe_playwright_python.sync_playwright import Axe

    lesson.emulate_media(color_scheme=scheme)
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in Axe().run(lesson).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_every_picture_of_a_lesson_has_words_of_its_own(lesson):
    labels = lesson.evaluate(
        "[...document.querySelectorAll('svg[role=img]')].map(s => s.getAttribute('aria-label'))"
    )
    assert len(labels) >= 8
    for label in labels:
        assert len(label) > 30
        assert not re.search(r"(?i)\b(todo|placeholder|image of|untitled|figure \d)\b", label)


def test_formulas_are_set_and_none_is_left_raw(lesson):
    assert lesson.locator("math").count() > 10
    prose = lesson.evaluate("[...document.querySelectorAll('p, li, td')].map(e => e.innerText)")
    assert not [text for text in prose if re.search(r"\\[a-z]+|\$\S", text)]


def test_nothing_is_cut_off_on_a_narrow_screen(lesson):
    lesson.set_viewport_size({"width": 390, "height": 800})
    assert lesson.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_index_leads_to_the_lesson(watched, pages):
    page = watched.open(pages / "index.html")
    page.get_by_role("link", name="01 Bits to qubits").click()
    assert page.title() == "01 · Bits to qubits"


def test_the_source_refers_to_nothing_elsewhere(pages):
    text = (pages / LESSON).read_text(encoding="utf-8")
    sources = re.findall(r'(?:src|href)="([^"#]+)"', text)
    assert not [source for source in sources if source.startswith(("http:", "https:", "//"))]
