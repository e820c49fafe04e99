"""Code and texts agree: what code asks for is written, what is written is used, and nothing shouts.

That both languages say the same things is the catalogue's own check
(``ledger.catalogue.check``). Here every ``say("today.title", n=6)`` and every fault
code must have its sentence and give it all its values, and no sentence may lie about unused.
"""

import contextlib
import tomllib
from collections.abc import Iterator, Mapping

from ledger.catalogue.texts import placeholders, read_texts
from tools.checks.tree import PRODUCT, Complaint, Tree
from tools.checks.uses import Use, gather

HOME = "resources/texts"
# Words that blame or shout; the style of the texts forbids them.
_UNSAID = ("操作失败", "操作成功", "错误代码", "！", "!", "非法")


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield every text that code asks for in vain, that nothing uses, or that is badly said."""
    values: dict[str, frozenset[str]] = {}
    homes: dict[str, str] = {}
    for name in tree.under([HOME], ".toml"):
        for key, text in _read(tree, name).items():
            yield from _style(name, key, text)
            with contextlib.suppress(ValueError):  # stray braces are the catalogue's to report
                values[key] = values.get(key, frozenset()) | placeholders(text)
            homes.setdefault(key, name)
    if not homes:
        return
    used = gather(tree, PRODUCT)
    for use in used.asked:
        yield from _asked(use, values)
    for key, name in homes.items():
        if not used.covers(key):
            yield Complaint(name, f"{key} is used nowhere", key)


def _read(tree: Tree, name: str) -> dict[str, str]:
    try:
        return read_texts(tree.root / name)
    except (ValueError, tomllib.TOMLDecodeError):
        return {}  # the catalogue's to report


def _style(name: str, key: str, text: str) -> Iterator[Complaint]:
    if not text.strip():
        yield Complaint(name, f"{key} is empty", key)
    for word in _UNSAID:
        if word in text:
            yield Complaint(name, f"{key} says {word}", key)


def _asked(use: Use, values: Mapping[str, frozenset[str]]) -> Iterator[Complaint]:
    if use.key not in values:
        yield Complaint(use.where, f"{use.key} has no text", use.key)
    elif use.given is not None and (lacking := values[use.key] - use.given):
        names = ", ".join(sorted(lacking))
        yield Complaint(use.where, f"{use.key} is not given {names}", use.key)
