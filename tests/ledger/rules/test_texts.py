"""Every finding and every fault of the rules has a sentence, in both languages."""

import re
from pathlib import Path

import pytest

import ledger.rules
from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts, placeholders, read_texts

SOURCES = sorted(Path(ledger.rules.__file__).parent.glob("*.py"))
FINDINGS = re.compile(r'"(check\.[a-z.-]+)"')
FAULTS = re.compile(r'RuleFault\(\s*"([a-z0-9.-]+)"')


def keys_used() -> set[str]:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    return set(FINDINGS.findall(code)) | {f"fault.{key}" for key in FAULTS.findall(code)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_the_rules_say_has_a_sentence_and_no_sentence_is_idle(lang: str) -> None:
    there = set(read_texts(resources_root() / "texts" / lang / "rules.toml"))
    assert there == keys_used()


def test_both_languages_fill_the_same_places() -> None:
    zh = Texts.load(resources_root(), "zh").entries
    en = Texts.load(resources_root(), "en").entries
    for key in keys_used():
        assert placeholders(zh[key]) == placeholders(en[key]), key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_sentence_shouts(lang: str) -> None:
    for text in read_texts(resources_root() / "texts" / lang / "rules.toml").values():
        assert not re.search("[!！]|失败", text), text
