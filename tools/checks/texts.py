"""Every sentence a person reads is keyed, exists in both languages, and is used.

Compared in every direction: Chinese against English (keys and placeholders),
code against texts (``say("today.title", n=6)`` and fault codes must have one,
with every placeholder given), texts against code (nothing lies about unused).
"""

import contextlib
import tomllib
from collections.abc import Iterator, Mapping

from ledger.catalogue.texts import placeholders
from tools.checks.tree import PRODUCT, Complaint, Tree
from tools.checks.uses import Use, Uses, gather

HOME = "resources/texts"
# Words that blame or shout; the style of the texts forbids them.
_UNSAID = ("操作失败", "操作成功", "错误代码", "！", "!", "非法")

Texts = Mapping[str, tuple[str, str]]  # key -> (file, text)


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield every text that is missing, unused, different in the two languages, or badly said."""
    chinese, chinese_faults = _load(tree, "zh")
    english, english_faults = _load(tree, "en")
    yield from [*chinese_faults, *english_faults, *_compare(chinese, english)]
    for key, (name, text) in [*chinese.items(), *english.items()]:
        yield from _style(name, key, text)
    if not chinese:
        return
    used = gather(tree, PRODUCT)
    values = {key: _values(key, chinese, english) for key in chinese.keys() | english.keys()}
    for use in used.asked:
        yield from _asked(use, values)
    for key, (name, _) in chinese.items():
        if not used.covers(key):
            yield Complaint(name, f"{key} is used nowhere", key)
    yield from _one_sided(chinese, english, used)


def _values(key: str, *languages: Texts) -> frozenset[str]:
    """The values that a text needs in any language; none where the braces do not match."""
    found: frozenset[str] = frozenset()
    for language in languages:
        with contextlib.suppress(ValueError):  # reported by _style
            found |= placeholders(language.get(key, ("", ""))[1])
    return found


def _load(tree: Tree, language: str) -> tuple[Texts, list[Complaint]]:
    found: dict[str, tuple[str, str]] = {}
    faults: list[Complaint] = []
    for name in tree.under([f"{HOME}/{language}"], ".toml"):
        try:
            table = tomllib.loads(tree.text(name))
        except tomllib.TOMLDecodeError as fault:
            faults.append(Complaint(name, f"is not TOML: {fault}"))
            continue
        for key, text in _flatten(table):
            if key in found:
                faults.append(Complaint(name, f"{key} stands in {found[key][0]} already"))
            found[key] = (name, text)
    return found, faults


def _flatten(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def _compare(chinese: Texts, english: Texts) -> Iterator[Complaint]:
    for key in chinese.keys() - english.keys():
        yield Complaint(chinese[key][0], f"{key} has no English")
    for key in english.keys() - chinese.keys():
        yield Complaint(english[key][0], f"{key} has no Chinese")
    for key in chinese.keys() & english.keys():
        zh_file, en_file = chinese[key][0], english[key][0]
        if zh_file.rpartition("/")[2] != en_file.rpartition("/")[2]:
            yield Complaint(en_file, f"{key} stands in {zh_file}: same files in both languages")


def _one_sided(chinese: Texts, english: Texts, used: Uses) -> Iterator[Complaint]:
    """A value that one language alone names is sound where code is seen to give it."""
    for key in sorted(chinese.keys() & english.keys()):
        different = _values(key, chinese) ^ _values(key, english)
        given = [use.given or frozenset() for use in used.asked if use.key == key]
        if different and not any(different <= values for values in given):
            names = ", ".join(sorted(different))
            yield Complaint(english[key][0], f"{key}: only one language has {{{names}}}", key)


def _style(name: str, key: str, text: str) -> Iterator[Complaint]:
    if not text.strip():
        yield Complaint(name, f"{key} is empty")
    for word in _UNSAID:
        if word in text:
            yield Complaint(name, f"{key} says {word}", key)
    try:
        placeholders(text)
    except ValueError as fault:
        yield Complaint(name, f"{key}: {fault}")


def _asked(use: Use, values: Mapping[str, frozenset[str]]) -> Iterator[Complaint]:
    if use.key not in values:
        yield Complaint(use.where, f"{use.key} has no text", use.key)
    elif use.given is not None and (lacking := values[use.key] - use.given):
        names = ", ".join(sorted(lacking))
        yield Complaint(use.where, f"{use.key} is not given {names}", use.key)
