"""Guides (办事指南): what the operator reads aloud, and which items can be started here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ledger.core.faults import RuleFault

if TYPE_CHECKING:
    from ledger.catalogue.items import Item, Paper
    from ledger.catalogue.records import Lang
    from station_client.desk.counter import Counter

_PUBLISHED: Final = "published"


@dataclass(frozen=True)
class ItemLine:
    """An item in the list."""

    code: str
    title: str
    who: str
    days_text: str  # 承诺 3 个工作日
    usable: bool  # an application can be started here


@dataclass(frozen=True)
class Section:
    """One entry of a guide."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class GuideStep:
    """A step of the process. `mark`: done, now, next (next in a plain guide)."""

    title: str
    output: str
    days: int
    mark: Literal["done", "now", "next"] = "next"


@dataclass(frozen=True)
class Guide:
    """The guide of one item."""

    code: str
    title: str
    version: str
    days_text: str
    sections: tuple[Section, ...]
    steps: tuple[GuideStep, ...]
    papers: tuple[tuple[str, str], ...]  # name, what is needed of it


def items(counter: Counter, text: str = "") -> list[ItemLine]:
    """The items of this station, those matching `text` (name, code, any word of the guide)."""
    lang, wanted = counter.say.lang, text.strip().casefold()
    return [
        ItemLine(
            code=item.code,
            title=item.label(lang),
            who=item.guide["serves"].label(lang) if "serves" in item.guide else "",
            days_text=say_days(counter, item),
            usable=item.status == _PUBLISHED and "V" in item.levels,
        )
        for item in counter.catalogue.items.values()
        if not wanted or _matches(item, wanted)
    ]


def guide(counter: Counter, code: str) -> Guide:
    """The guide of an item. RuleFault `item.not-found`."""
    item = counter.catalogue.items.get(code)
    if item is None:
        raise RuleFault("item.not-found", item=code)
    lang = counter.say.lang
    return Guide(
        code=item.code,
        title=item.label(lang),
        version=str(item.version),
        days_text=say_days(counter, item),
        sections=tuple(
            Section(entry.key, entry.label(lang), item.guide[entry.key].label(lang))
            for entry in counter.catalogue.guide
            if entry.key in item.guide
        ),
        steps=tuple(
            GuideStep(
                step.label(lang), step.output_zh if lang == "zh" else step.output_en, step.days
            )
            for step in item.steps
        ),
        papers=tuple((each.label(lang), say_need(counter, each)) for each in item.papers),
    )


def say_days(counter: Counter, item: Item) -> str:
    """The commitment in words."""
    return counter.say(f"desk.item.days-{item.unit}", n=item.days)


def say_need(counter: Counter, paper: Paper) -> str:
    """What is needed of a paper: 原件 1 份, 复印件 1 份（能核验的免交）."""
    text = counter.say(f"desk.paper.{paper.form}", n=paper.count)
    return text + counter.say("desk.paper.exempt-by-check") if paper.exempt_by_check else text


def _matches(item: Item, wanted: str) -> bool:
    langs: tuple[Lang, ...] = ("zh", "en")
    texts = [item.code, *(item.label(lang) for lang in langs)]
    texts += [entry.label(lang) for entry in item.guide.values() for lang in langs]
    texts += [paper.label(lang) for paper in item.papers for lang in langs]
    return any(wanted in text.casefold() for text in texts)
