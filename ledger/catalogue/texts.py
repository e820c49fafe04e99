"""The words that people read, by key, in two languages.

Texts live in ``resources/texts/<lang>/*.toml``. Tables make dotted keys; the file's name is not
part of the key. Both languages have the same files, the same keys and the same placeholders.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ledger.catalogue.records import Lang


@dataclass(frozen=True)
class Texts:
    """All texts of one language.

    ``say("today.title", n=6)`` fills the placeholders of the text with that key.
    """

    lang: Lang
    entries: Mapping[str, str]

    @classmethod
    def load(cls, root: Path, lang: Lang) -> Texts:
        """Read all texts of a language below a resources directory.

        Raises:
            ValueError: a key occurs twice, or a value is not a text.
        """
        entries: dict[str, str] = {}
        for path in sorted((root / "texts" / lang).glob("*.toml")):
            for key, text in read_texts(path).items():
                if key in entries:
                    raise ValueError(f"{path.name}: {key} is already in another file")
                entries[key] = text
        return cls(lang, entries)

    def __call__(self, key: str, /, **params: object) -> str:
        """Return the text of a key with its placeholders filled.

        Raises:
            KeyError: there is no such text, or a placeholder is not given.
        """
        text = self.entries[key]
        return text.format_map(params) if params or "{" in text else text

    def __contains__(self, key: object) -> bool:
        return key in self.entries


def read_texts(path: Path) -> dict[str, str]:
    """Read one file of texts into dotted keys.

    Raises:
        ValueError: a value is not a text.
    """
    flat: dict[str, str] = {}

    def walk(table: Mapping[str, object], prefix: str) -> None:
        for name, value in table.items():
            key = f"{prefix}{name}"
            if isinstance(value, str):
                flat[key] = value
            elif isinstance(value, dict):
                walk(value, key + ".")
            else:
                raise ValueError(f"{path.name}: {key} is not a text")

    walk(tomllib.loads(path.read_text(encoding="utf-8")), "")
    return flat


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces that a text expects."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
