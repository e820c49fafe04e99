"""The fonts papers are set in: the project's own first, the machine's for what these lack.

A paper whose characters are all in the project's fonts is set with these alone, so that it comes
out the same, byte for byte, on every machine. Only a rare name opens the machine's fonts. What no
font draws is replaced by 〓 and reported: a name must never lose a character in silence.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import typst

from station_client.slips.glyphs import Coverage, read_coverage

FAMILY = "Station Song"
GETA = "〓"

# The private use areas: a font may draw something there, but nobody can say what it stands for.
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
# Preferred when a machine has several fonts with the character.
_PREFERRED = (
    "SimSun",
    "NSimSun",
    "SimSun-ExtB",
    "SimSun-ExtG",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "AR PL UMing CN",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "HanaMinA",
    "HanaMinB",
)


@dataclass(frozen=True)
class Setting:
    """How a paper is set: with which fonts, which families beyond the own ones, what lacks."""

    fonts: typst.Fonts
    families: tuple[str, ...]
    lacking: frozenset[str]


@dataclass
class Faces:
    """The fonts at hand. `system=False` leaves the machine's fonts alone (for tests)."""

    folder: Path
    system: bool = True
    _coverages: dict[tuple[str, int], Coverage] = field(default_factory=dict)
    _families: dict[str, str | None] = field(default_factory=dict)

    @functools.cached_property
    def own(self) -> typst.Fonts:
        """The project's fonts and those that the typesetter carries."""
        return typst.Fonts(include_system_fonts=False, font_paths=[str(self.folder)])

    @functools.cached_property
    def all(self) -> typst.Fonts:
        """The own fonts and the machine's."""
        return typst.Fonts(include_system_fonts=True, font_paths=[str(self.folder)])

    @functools.cached_property
    def regular(self) -> Coverage:
        """What the own upright face draws."""
        return read_coverage(self.folder / "StationSong-Regular.otf")

    def setting(self, characters: frozenset[str]) -> Setting:
        """Choose the fonts for a paper that holds these characters."""
        private = frozenset(each for each in characters if is_private(each))
        rare = [each for each in sorted(characters - private) if ord(each) not in self.regular]
        if not rare or not self.system:
            return Setting(self.own, (), private | frozenset(rare))
        families, lacking = self._look_beyond(rare)
        return Setting(self.all if families else self.own, families, private | lacking)

    @functools.cached_property
    def _others(self) -> list[typst.FontInfo]:
        """The machine's font files, the preferred ones first."""
        found = [info for info in self.all.fonts() if info.path and info.family != FAMILY]
        return sorted(found, key=_preference)

    def _look_beyond(self, rare: list[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        families = {each: self._family_with(each) for each in rare}
        named = dict.fromkeys(family for family in families.values() if family is not None)
        return tuple(named), frozenset(each for each in rare if families[each] is None)

    def _family_with(self, character: str) -> str | None:
        if character not in self._families:
            point = ord(character)
            self._families[character] = next(
                (info.family for info in self._others if point in self._coverage(info)), None
            )
        return self._families[character]

    def _coverage(self, info: typst.FontInfo) -> Coverage:
        key = (info.path or "", info.index)
        if key not in self._coverages:
            try:
                self._coverages[key] = read_coverage(Path(key[0]), key[1])
            except (ValueError, OSError):
                # A broken font among the machine's is no reason not to print.
                self._coverages[key] = Coverage((), ())
        return self._coverages[key]


def _preference(info: typst.FontInfo) -> tuple[int, int, str, int]:
    rank = _PREFERRED.index(info.family) if info.family in _PREFERRED else len(_PREFERRED)
    return rank, abs(info.weight - 400), info.family, info.index


def is_private(character: str) -> bool:
    """Whether a character has no meaning of its own (private use)."""
    return any(first <= ord(character) <= last for first, last in _PRIVATE)


def printable(text: str) -> str:
    """Bring a text into the form it is printed in.

    Composes accents, turns tabs and line ends into one space or a line end, and drops what has no
    shape of its own: control marks, direction marks, variation selectors, zero-width joiners.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ")):
        point = ord(character)
        if character == "\n" or not (
            unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
            or 0xFE00 <= point <= 0xFE0F
            or 0xE0100 <= point <= 0xE01EF
        ):
            kept.append(character)
    return "".join(kept)
