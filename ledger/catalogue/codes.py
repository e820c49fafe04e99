"""Code tables: national standards (GB …) and the project's own (CT-…)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cached_property

from ledger.catalogue.records import Declared, Labelled, Lang


class CodeItem(Labelled, frozen=True, kw_only=True):
    """One line of a code table.

    Attributes:
        also: other words that people write for it, in rosters or by hand.
        heading: the line only gathers others (``20 大学本科教育``) and is offered last.
    """

    code: str
    also: tuple[str, ...] = ()
    heading: bool = False


class CodeTable(Declared, frozen=True, kw_only=True):
    """A closed list of codes with their names in both languages."""

    code: str
    zh: str
    en: str
    standard: str = ""
    items: tuple[CodeItem, ...]

    @cached_property
    def by_code(self) -> Mapping[str, CodeItem]:
        """The lines by code."""
        return {item.code: item for item in self.items}

    @cached_property
    def _words(self) -> Mapping[str, str]:
        words: dict[str, str] = {}
        for item in self.items:
            words.setdefault(fold(item.code), item.code)
        for item in sorted(self.items, key=lambda item: item.heading):
            for word in (item.zh, item.en, *item.also):
                words.setdefault(fold(word), item.code)
        return words

    def label(self, code: str, lang: Lang = "zh") -> str:
        """Return the name of a code; a code the table does not have is returned as it is."""
        item = self.by_code.get(code)
        return item.label(lang) if item else code

    def find(self, text: str) -> str | None:
        """Return the code that a word stands for, or None.

        Codes, names in both languages and the declared other words are known, whatever their
        spacing, width or case; ``1`` finds ``01``.
        """
        word = fold(text)
        if not word:
            return None
        found = self._words.get(word)
        if found is None and word.isdigit() and self.items:
            found = self._words.get(word.zfill(len(self.items[0].code)))
        return found


def fold(text: str) -> str:
    """Bring a word to the form in which words are compared: half width, lower case, no blanks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(plain.split())
