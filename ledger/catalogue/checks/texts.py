"""Checks of the texts: both languages say the same things with the same placeholders."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from ledger.catalogue.problems import Problem
from ledger.catalogue.texts import placeholders, read_texts


def check_texts(root: Path) -> Iterator[Problem]:
    """Yield the faults of ``texts/zh`` and ``texts/en``."""
    found: dict[str, dict[str, dict[str, str]]] = {"zh": {}, "en": {}}
    for lang, files in found.items():
        for path in sorted((root / "texts" / lang).glob("*.toml")):
            try:
                files[path.name] = read_texts(path)
            except (ValueError, tomllib.TOMLDecodeError) as error:
                files[path.name] = {}
                yield Problem(f"texts/{lang}/{path.name}", "", str(error))
        yield from _doubled(lang, files)
    for name in sorted(found["zh"].keys() | found["en"].keys()):
        yield from _compare(name, found["zh"].get(name), found["en"].get(name))


def _doubled(lang: str, files: dict[str, dict[str, str]]) -> Iterator[Problem]:
    homes: dict[str, str] = {}
    for name, texts in files.items():
        for key in texts:
            first = homes.setdefault(key, name)
            if first != name:
                yield Problem(f"texts/{lang}/{name}", key, f"is also in {first}")


def _compare(name: str, zh: dict[str, str] | None, en: dict[str, str] | None) -> Iterator[Problem]:
    if zh is None or en is None:
        yield Problem(f"texts/{'zh' if zh is None else 'en'}/{name}", "", "missing")
        return
    for key in sorted(zh.keys() ^ en.keys()):
        yield Problem(f"texts/{'en' if key in zh else 'zh'}/{name}", key, "missing")
    for key in sorted(zh.keys() & en.keys()):
        here, there = _names(zh[key]), _names(en[key])
        if here is None or there is None:
            yield Problem(f"texts/{'zh' if here is None else 'en'}/{name}", key, "stray brace")
        elif here != there:
            only = ", ".join(sorted(here ^ there))
            yield Problem(f"texts/en/{name}", key, f"placeholders differ: {only}")


def _names(text: str) -> frozenset[str] | None:
    try:
        return placeholders(text)
    except ValueError:
        return None
