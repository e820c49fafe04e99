"""Every sentence of the desk is there, in both languages, for everything that is declared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.catalogue.records import Lang
from ledger.catalogue.texts import placeholders
from station_client.desk.standing import Sign
from tests.helpers.world import catalogue, texts

_KEY = re.compile(r'"(desk\.[a-z0-9_.-]+)"')
_FAULT = re.compile(r'(?:RuleFault|EnvironmentFault|ForgedInput)\(\s*"([a-z0-9.-]+)"')
_DESK = Path("station_client/desk")


def sources() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(_DESK.glob("*.py"))]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_key_named_in_the_desk_has_a_text(lang: Lang) -> None:
    say = texts(lang)
    named = {key for source in sources() for key in _KEY.findall(source)}
    assert sorted(key for key in named if key not in say) == []
    faults = {f"fault.{key}" for source in sources() for key in _FAULT.findall(source)}
    assert sorted(key for key in faults if key not in say) == []
    assert len(named) > 80


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_declared_step_and_sign_has_its_word(lang: Lang) -> None:
    say = texts(lang)
    steps = {
        step.key
        for flow in catalogue().flows.values()
        for step in flow.transition
        if step.key not in ("start", "begin_first_review", "drop")
    }
    wanted = {f"desk.deed.case.{key}" for key in steps}
    wanted |= {f"desk.standing.{sign.value}" for sign in Sign}
    wanted |= {f"desk.paper.{paper.form}" for item in catalogue().items.values()
               for paper in item.papers}  # fmt: skip
    wanted |= {f"desk.night.{each}" for each in ("ok", "usb", "failed", "nothing")}
    assert sorted(key for key in wanted if key not in say) == []


def test_both_languages_fill_in_the_same_things() -> None:
    chinese, english = texts("zh"), texts("en")
    keys = [key for key in chinese.entries if key.startswith("desk.")]
    uneven = [
        key for key in keys
        if placeholders(chinese.entries[key]) != placeholders(english.entries[key])
    ]  # fmt: skip
    assert uneven == []


def test_no_sentence_shouts_or_names_a_code() -> None:
    desk = [text for key, text in texts("zh").entries.items() if key.startswith("desk.")]
    assert not [text for text in desk if "！" in text or "!" in text or "操作失败" in text]
