"""Finding a choice by what is typed: code, any part of the name, initials of its pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache


@dataclass(frozen=True)
class Choice:
    """One choice: what is stored, what is read, other words for it."""

    code: str
    label: str
    also: tuple[str, ...] = ()
    heading: bool = False

    @property
    def line(self) -> str:
        """Code and label, as the list shows them."""
        return f"{self.code} {self.label}" if self.code and len(self.code) <= 6 else self.label


class Choices:
    """A list of choices that can be searched."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.all: tuple[Choice, ...] = tuple(choices)

    @cached_property
    def by_code(self) -> dict[str, Choice]:
        return {choice.code: choice for choice in self.all}

    def label(self, code: str) -> str:
        """The name of a code; the code itself where there is none."""
        choice = self.by_code.get(code)
        return choice.label if choice else code

    def find(self, text: str, limit: int = 200) -> list[Choice]:
        """Choices that fit ``text``, the best first; all of them for an empty text.

        Order: the code itself, code or name beginning so, name or other word containing it,
        initials beginning so; headings after the lines they gather.
        """
        word = text.strip().casefold()
        if not word:
            return list(self.all[:limit])
        ranked = []
        for at, choice in enumerate(self.all):
            rank = _rank(choice, word)
            if rank is not None:
                ranked.append((rank, choice.heading, at, choice))
        ranked.sort(key=lambda each: each[:3])
        return [each[3] for each in ranked[:limit]]

    def exact(self, text: str) -> Choice | None:
        """The one choice whose code, name, other word or whole line ``text`` is."""
        word = text.strip().casefold()
        for choice in self.all:
            names = (choice.code, choice.label, choice.line, *choice.also)
            if word and word in (name.casefold() for name in names):
                return choice
        return None


def _rank(choice: Choice, word: str) -> int | None:
    code, label = choice.code.casefold(), choice.label.casefold()
    if code == word or label == word:
        return 0
    if code.startswith(word) or label.startswith(word):
        return 1
    if word in label or any(word in other.casefold() for other in choice.also):
        return 2
    if word.isascii() and word.isalpha() and initials(choice.label).startswith(word):
        return 3
    return None


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """First letters of the pinyin of ``text``: 合同终止 → htzz.

    The pinyin table is loaded at the first call (a quarter of a second), not at start.
    """
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore")).casefold()
