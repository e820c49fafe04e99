"""Colours can be read, and type grows whole."""

from __future__ import annotations

import pytest

from station_client.ui.theme.sheet import style_sheet
from station_client.ui.theme.tokens import DARK, LIGHT, Palette, Sizes, Tone

TONES: tuple[Tone, ...] = ("grey", "brand", "amber", "red", "green", "blue")
READ = (
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "brand_tint"),
    ("second", "paper"),
    ("second", "ground"),
    ("second", "brand_tint"),
    ("hint", "paper"),
    ("hint", "ground"),
    ("hint", "sunken"),
    ("brand", "paper"),
    ("red", "paper"),
    ("amber_text", "paper"),
    ("green", "paper"),
    ("on_brand", "brand"),
    ("on_brand", "brand_strong"),
    ("nav_text", "nav"),
    ("nav_hint", "nav"),
    ("nav_hint", "nav_hover"),
    ("nav_current_text", "nav_current"),
    ("nav_badge_text", "nav_badge"),
    ("on_disabled", "disabled"),
)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """Contrast ratio by WCAG."""
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(palette: Palette) -> None:
    pairs = [(name, getattr(palette, name), getattr(palette, on)) for name, on in READ]
    pairs += [(f"tone {tone}", *palette.tone(tone)) for tone in TONES]
    weak = [(name, round(contrast(*two), 2)) for name, *two in pairs if contrast(*two) < 4.5]
    assert weak == []


def test_the_palette_of_the_drawings_is_kept() -> None:
    asked = "#1C2727 #5A6766 #8B9795 #DFE4E1 #F4F6F4 #FFFFFF #0E6464 #0A4B4B #E3EFED #B26A00"
    asked += " #FDF1DC #B3261E #FBE9E7 #2B7A3D #E6F3E8 #2457A6 #E6EEFA"
    assert set(asked.split()) <= LIGHT.colours()


def test_large_type_is_a_quarter_larger() -> None:
    normal, large = Sizes(), Sizes(1.25)
    assert (normal.text, normal.title, normal.figure, normal.row) == (15, 21, 34, 38)
    assert (large.text, large.title, large.row) == (19, 26, 48)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_takes_every_colour_from_the_palette(palette: Palette) -> None:
    sheet = style_sheet(palette, Sizes())
    written = {
        word.strip(";,") for word in sheet.split() if word.startswith("#") and len(word) >= 7
    }
    assert {colour.upper() for colour in written} <= palette.colours()
    assert sheet.count("{") == sheet.count("}")
