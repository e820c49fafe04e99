"""The page of service items."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.catalogue.items import Given, Item
from ledger.catalogue.model import Catalogue
from ledger.catalogue.pages.markdown import table, yes
from ledger.catalogue.pages.records import condition_text, field_table


def items_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield the blocks of the page: every item with its guide, papers, form and effects."""
    for item in catalogue.items.values():
        yield f"## {item.code} {item.zh} {item.en}"
        yield ""
        yield (
            f"Version {item.version} ({item.status}), from {item.valid_from}; chain {item.flow}; "
            f"limit {item.limit.legal} days by law, {item.limit.committed} committed "
            f"({item.limit.unit}); ledgers {', '.join(item.ledgers)}; "
            f"prints {', '.join(item.prints)}."
        )
        yield ""
        yield from _guide(catalogue, item)
        yield from _papers(item)
        yield from _steps(item)
        yield "### Form"
        yield ""
        for group in item.form:
            yield from field_table(group.fields)
        yield from _requirements(item)
        yield from _effects(item)


def _guide(catalogue: Catalogue, item: Item) -> Iterator[str]:
    yield "### Guide"
    yield ""
    rows = [
        (f"{entry.zh} {entry.en}", item.guide[entry.key].zh, item.guide[entry.key].en)
        for entry in catalogue.guide
    ]
    yield from table(["Entry", "中文", "English"], rows)


def _papers(item: Item) -> Iterator[str]:
    yield "### Papers"
    yield ""
    rows = [
        (
            f"`{paper.key}`",
            paper.zh,
            paper.en,
            paper.form,
            paper.count,
            yes(paper.required),
            condition_text(paper.when) if paper.when else "",
            yes(paper.exempt_by_check),
        )
        for paper in item.papers
    ]
    heads = ["Paper", "中文", "English", "Form", "Count", "Required", "When", "Or looked up"]
    yield from table(heads, rows)


def _steps(item: Item) -> Iterator[str]:
    yield "### Steps"
    yield ""
    rows = [
        (f"{step.zh} {step.en}", ", ".join(step.posts), step.days, step.output_zh)
        for step in item.steps
    ]
    yield from table(["Step", "Posts", "Days", "Output"], rows)


def _requirements(item: Item) -> Iterator[str]:
    yield "### Conditions"
    yield ""
    rows = [
        (one.zh, one.en, one.rule, f"{one.of}.`{one.field}` {one.test}", one.reason)
        for one in item.requirements
    ]
    yield from table(["中文", "English", "Rule", "Test", "Reason (CT-26)"], rows)


def _effects(item: Item) -> Iterator[str]:
    yield "### What closing writes"
    yield ""
    rows = [
        (f"`{effect.kind}`", effect.record, f"`{name}`", _source(given))
        for effect in item.effects
        for name, given in effect.set.items()
    ]
    yield from table(["Kind", "Record", "Field", "Value"], rows)


def _source(given: Given) -> str:
    if given.case is not None:
        return f"case `{given.case}`"
    return given.made if given.made is not None else f"“{given.value}”"
