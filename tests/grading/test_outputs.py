import base64

import pytest

from qinet_edu.grading import outputs

PNG = base64.b64encode(outputs.PNG + b"pixels").decode()
SCRIPT = "<script>alert(1)</script>"


def display(**data):
    return {
        "output_type": "display_data",
        "data": {k.replace("_", "/"): v for k, v in data.items()},
    }


def test_only_text_and_pictures_stay():
    sent = display(text_html=SCRIPT, image_png=PNG, application_javascript="x", text_plain="words")
    (kept,) = outputs.reduce([sent])
    assert kept["data"] == {"image/png": PNG, "text/plain": "words"}
    assert outputs.reduce([display(text_html=SCRIPT)]) == []


@pytest.mark.parametrize("picture", [f'"><{SCRIPT}', base64.b64encode(b"<svg>").decode(), 5, None])
def test_a_picture_is_a_picture(picture):
    assert outputs.reduce([display(image_png=picture)]) == []


def test_floods_are_cut():
    stream = {"output_type": "stream", "name": "stdout", "text": "x" * 10**6}
    kept = outputs.reduce([stream, stream, display(text_plain="y" * 10**6)] * 100)
    assert sum(len(str(output)) for output in kept) < 2 * outputs.CELL_TEXT


@pytest.mark.parametrize(
    "junk",
    [
        [None, 1, "x", []],
        [{"output_type": "stream", "text": {"a": 1}}],
        [{"output_type": "display_data", "data": []}],
        [{"output_type": "execute_result", "data": {"text/plain": {"b": 2}}}],
        [{"output_type": ["error"]}],
    ],
)
def test_junk_gives_nothing(junk):
    assert outputs.reduce(junk) == []


def test_an_error_keeps_its_name_and_place():
    sent = {
        "output_type": "error",
        "ename": "ValueError\x1b]0;title\x07",
        "evalue": "no\nway",
        "traceback": ["\x1b[31mline 1\x1b[0m", "line 2"],
    }
    (kept,) = outputs.reduce([sent])
    assert kept["ename"] == "ValueError]0;title"
    assert kept["evalue"] == "no way"
    assert kept["traceback"] == ["line 1", "line 2"]


def test_what_is_kept_can_be_written_and_cannot_steer_a_terminal():
    nasty = "\ud800 \x1b[2J \u202e \x00 \x9b1m fine Φ⟩\n\t"
    text = outputs.printable(nasty)
    text.encode()
    assert text.endswith("fine Φ⟩\n\t")
    assert not {"\x1b", "\u202e", "\x00", "\x9b", "\ud800"} & set(text)
