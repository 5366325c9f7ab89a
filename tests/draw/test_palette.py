from itertools import combinations

import pytest

from qinet_edu.draw import palette

SEMANTIC = palette.PARTIES | palette.CHANNELS | palette.EVENTS | palette.STAGES


@pytest.mark.parametrize("ground", ["card", "panel"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_role_can_be_read_as_text_on_both_cards(theme, ground):
    behind = getattr(palette.GROUND[ground], theme)
    for name, role in (SEMANTIC | {key: palette.GROUND[key] for key in ("ink", "muted")}).items():
        assert palette.contrast(getattr(role, theme), behind) >= 4.5, name
    assert palette.contrast(getattr(palette.GROUND["line"], theme), behind) >= 3


def test_within_a_kind_everything_differs_in_colour_and_in_mark():
    for kind in (palette.PARTIES, palette.CHANNELS, palette.EVENTS, palette.STAGES):
        for (name, one), (other_name, other) in combinations(kind.items(), 2):
            assert one.light != other.light, (name, other_name)
            assert one.dark != other.dark, (name, other_name)
            assert one.mark != other.mark, (name, other_name)


def test_channels_and_messages_differ_in_line_style_too():
    styles = [palette.CHANNELS[name].dash for name in ("quantum", "classical")]
    styles += [palette.EVENTS[name].dash for name in ("message", "error")]
    assert len(set(styles)) == 4


def test_a_party_keeps_its_colour_whatever_else_takes_part():
    assert palette.parties(["eve", "bob"])["bob"] == palette.parties(["bob", "x", "alice"])["bob"]


def test_no_stranger_gets_eves_colour_and_none_shares_while_one_is_free():
    given = palette.parties([f"node{k}" for k in range(6)])
    assert "eve" not in given.values()
    assert list(given.values()).count("other") == 2


def test_contrast_is_that_of_the_standard():
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert palette.contrast("#ffffff", "#777777") == palette.contrast("#777777", "#ffffff")
