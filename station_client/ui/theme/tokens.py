"""Colours and sizes: the only place in the window that names either.

Everything that draws takes a :class:`Palette` (what colour a *role* has) and :class:`Sizes`
(how many pixels a role takes).  Light and high-contrast dark are two palettes; large type is
the same sizes multiplied.  Text colours reach a contrast of 4.5:1 on the grounds they are
used on; ``third`` does not and is for icons, rules and disabled marks only, ``hint`` is the
nearest text colour that does.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

Tone = Literal["grey", "brand", "amber", "red", "green", "blue"]

LARGE_TYPE = 1.25


@dataclass(frozen=True)
class Palette:
    """One colour per role, as ``#RRGGBB``."""

    ink: str
    second: str
    hint: str
    third: str
    line: str
    edge: str
    ground: str
    paper: str
    sunken: str
    brand: str
    brand_strong: str
    brand_tint: str
    on_brand: str
    nav: str
    nav_text: str
    nav_hint: str
    nav_line: str
    nav_hover: str
    nav_current: str
    nav_current_text: str
    nav_badge: str
    nav_badge_text: str
    focus: str
    amber: str
    amber_text: str
    amber_tint: str
    amber_edge: str
    red: str
    red_tint: str
    green: str
    green_tint: str
    blue: str
    blue_tint: str
    muted: str
    disabled: str
    on_disabled: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """The text colour and the ground of a tone."""
        return {
            "grey": (self.second, self.muted),
            "brand": (self.brand_strong, self.brand_tint),
            "amber": (self.amber_text, self.amber_tint),
            "red": (self.red, self.red_tint),
            "green": (self.green, self.green_tint),
            "blue": (self.blue, self.blue_tint),
        }[tone]

    def colours(self) -> frozenset[str]:
        """Every colour of the palette, upper case."""
        return frozenset(str(getattr(self, f.name)).upper() for f in fields(self))


LIGHT = Palette(
    ink="#1C2727",
    second="#5A6766",
    hint="#5F6B69",
    third="#8B9795",
    line="#DFE4E1",
    edge="#C4CCC9",
    ground="#F4F6F4",
    paper="#FFFFFF",
    sunken="#FAFBFA",
    brand="#0E6464",
    brand_strong="#0A4B4B",
    brand_tint="#E3EFED",
    on_brand="#FFFFFF",
    nav="#0A4B4B",
    nav_text="#DCEAE8",
    nav_hint="#A9C6C3",
    nav_line="#2C6767",
    nav_hover="#125353",
    nav_current="#FFFFFF",
    nav_current_text="#0A4B4B",
    nav_badge="#F0A637",
    nav_badge_text="#3A2400",
    focus="#A5D2CC",
    amber="#B26A00",
    amber_text="#835000",
    amber_tint="#FDF1DC",
    amber_edge="#EBCB94",
    red="#B3261E",
    red_tint="#FBE9E7",
    green="#2B7A3D",
    green_tint="#E6F3E8",
    blue="#2457A6",
    blue_tint="#E6EEFA",
    muted="#EEF1EF",
    disabled="#DCE8E6",
    on_disabled="#566462",
)

DARK = Palette(
    ink="#FFFFFF",
    second="#D3DDDB",
    hint="#B9C7C4",
    third="#93A5A1",
    line="#3A4A48",
    edge="#7E918E",
    ground="#0B1110",
    paper="#151E1D",
    sunken="#101817",
    brand="#7FE0D6",
    brand_strong="#A6F0E8",
    brand_tint="#1B403D",
    on_brand="#04201E",
    nav="#04100F",
    nav_text="#E4F2F0",
    nav_hint="#AFC6C3",
    nav_line="#3A4A48",
    nav_hover="#153533",
    nav_current="#7FE0D6",
    nav_current_text="#04201E",
    nav_badge="#FFC35C",
    nav_badge_text="#2B1A00",
    focus="#FFD24D",
    amber="#FFC35C",
    amber_text="#FFD48A",
    amber_tint="#3B2A08",
    amber_edge="#8A6A2A",
    red="#FF9C93",
    red_tint="#45150F",
    green="#8FE3A0",
    green_tint="#123A1C",
    blue="#A9C9FF",
    blue_tint="#16305A",
    muted="#26312F",
    disabled="#345452",
    on_disabled="#BFCFCC",
)


@dataclass(frozen=True)
class Sizes:
    """Pixels per role, already multiplied by the type size chosen."""

    scale: float = 1.0

    def px(self, pixels: float) -> int:
        """``pixels`` of the normal type size, in those of the chosen one."""
        return round(pixels * self.scale)

    @property
    def text(self) -> int:
        return self.px(15)

    @property
    def secondary(self) -> int:
        return self.px(13.5)

    @property
    def small(self) -> int:
        return self.px(12)

    @property
    def section(self) -> int:
        return self.px(16)

    @property
    def title(self) -> int:
        return self.px(21)

    @property
    def figure(self) -> int:
        return self.px(34)

    @property
    def row(self) -> int:
        return self.px(38)

    @property
    def field(self) -> int:
        return self.px(36)

    @property
    def button(self) -> int:
        return self.px(38)

    @property
    def icon(self) -> int:
        return self.px(18)

    @property
    def nav(self) -> int:
        return self.px(176)


SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5 = 4, 8, 12, 16, 20
RADIUS, CARD_RADIUS = 8, 10
FOCUS_RING = 3
ICON_STROKE = 1.8
MINIMUM_WINDOW = (1024, 640)
FIRST_WINDOW = (1366, 728)

FACES = (
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
)
DIGIT_FACES = ("Consolas", "Noto Sans Mono CJK SC", "DejaVu Sans Mono", "Liberation Mono")
