"""Checks of service items against flow, card, ledgers, prints and codes."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.catalogue.checks.fields import check_fields, condition_faults, value_fault
from ledger.catalogue.items import Effect, Given, Item, Requirement
from ledger.catalogue.model import Catalogue
from ledger.catalogue.problems import Problem
from ledger.catalogue.records import Field

_DATES = ("today", "accepted_on", "decided_on")


def check_items(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the faults of every ``items/*.toml``."""
    for item in catalogue.items.values():
        file = f"items/{item.code}.toml"
        for key, fault in _item_faults(catalogue, item):
            yield Problem(file, key, fault)
        form = [field for group in item.form for field in group.fields]
        yield from check_fields(catalogue, form, item.fields, file, "form")


def _item_faults(catalogue: Catalogue, item: Item) -> Iterator[tuple[str, str]]:
    yield from _reference_faults(catalogue, item)
    yield from _guide_faults(catalogue, item)
    yield from _form_faults(catalogue, item)
    for paper in item.papers:
        if paper.when:
            for fault in condition_faults(catalogue, paper.when, item.fields):
                yield f"papers[{paper.key}]", fault
    for requirement in item.requirements:
        for fault in _requirement_faults(catalogue, item, requirement):
            yield f"requirements[{requirement.key}]", fault
    for effect in item.effects:
        for fault in _effect_faults(catalogue, effect):
            yield f"effects[{effect.kind}]", fault
    if item.limit.committed > item.limit.legal:
        yield "limit", "more days are committed than the law allows"
    if sum(step.days for step in item.steps) > item.limit.committed:
        yield "steps", "the steps take more days than are committed"


def _reference_faults(catalogue: Catalogue, item: Item) -> Iterator[tuple[str, str]]:
    known = {
        "flow": ((item.flow,), catalogue.flows),
        "type": ((item.type,), catalogue.codes["CT-27"].by_code),
        "case_kind": ((item.case_kind,), catalogue.codes["CT-28"].by_code),
        "ledgers": (item.ledgers, catalogue.ledgers),
        "prints": (item.prints, catalogue.prints),
        "card_fields": (item.card_fields, catalogue.kinds["person"].stored),
        "steps": (tuple(post for step in item.steps for post in step.posts), catalogue.posts),
    }
    for key, (names, homes) in known.items():
        for name in names:
            if name not in homes:
                yield key, f"{name} is not declared"
    flow = catalogue.flows.get(item.flow)
    for step in flow.transition if flow else ():
        if step.slip and step.slip not in item.prints:
            yield "prints", f"{step.slip}, the slip of {step.key}, is missing"


def _guide_faults(catalogue: Catalogue, item: Item) -> Iterator[tuple[str, str]]:
    wanted = {entry.key for entry in catalogue.guide}
    for key in sorted(wanted ^ set(item.guide)):
        yield f"guide.{key}", "is missing" if key in wanted else "is not an entry of guide.toml"
    for key, wording in item.guide.items():
        if not wording.zh.strip() or not wording.en.strip():
            yield f"guide.{key}", "a text is empty"


def _form_faults(catalogue: Catalogue, item: Item) -> Iterator[tuple[str, str]]:
    card = catalogue.kinds["person"].stored
    case_head = {
        field.name
        for group in catalogue.kinds["case"].groups
        if group.code != "form"
        for field in group.fields
    }
    written = {given.case for effect in item.effects for given in effect.set.values()}
    for field in item.fields.values():
        key = f"form[{field.name}]"
        if field.name not in written | case_head:
            yield key, "goes nowhere: no effect writes it and the case does not keep it"
        if field.fills and field.fills not in card:
            yield key, f"{field.fills} is not a field of the card"
        elif field.fills and not _alike(card[field.fills], field):
            yield key, f"{field.fills} has another type"


def _requirement_faults(
    catalogue: Catalogue, item: Item, requirement: Requirement
) -> Iterator[str]:
    home = item.fields if requirement.of == "form" else catalogue.kinds["person"].stored
    field = home.get(requirement.field)
    if requirement.reason not in catalogue.codes["CT-26"].by_code:
        yield f"{requirement.reason} is not in CT-26"
    if field is None:
        yield f"{requirement.field} is not a field of the {requirement.of}"
    elif requirement.test in ("age_at_least", "below_retirement"):
        if field.type != "date":
            yield f"{requirement.field} is not a date"
    else:
        values = requirement.among if requirement.test != "equals" else (requirement.value,)
        yield from filter(None, (value_fault(catalogue, field, value) for value in values))


def _effect_faults(catalogue: Catalogue, effect: Effect) -> Iterator[str]:
    kind = catalogue.kinds.get(effect.kind)
    if kind is None:
        yield f"{effect.kind} is not a kind"
        return
    for name, given in effect.set.items():
        field = kind.stored.get(name)
        if field is None:
            yield f"{name} is not a stored field of {effect.kind}"
        elif fault := _given_fault(catalogue, field, given):
            yield f"{name}: {fault}"
    if effect.record == "new":
        system = {field.name for field in kind.system}
        for field in kind.stored.values():
            if field.required is True and field.name not in system | set(effect.set):
                yield f"{field.name} is required and not set"


def _given_fault(catalogue: Catalogue, field: Field, given: Given) -> str:
    if sum(part is not None for part in (given.value, given.case, given.made)) != 1:
        return "takes its value from one of value, case and made"
    if given.value is not None:
        return value_fault(catalogue, field, given.value)
    if given.case is not None:
        source = catalogue.kinds["case"].stored.get(given.case)
        if source is None:
            return f"{given.case} is not a field of the case"
        return "" if _alike(source, field) else f"{given.case} has another type"
    if (given.made in _DATES) != (field.type == "date"):
        return f"{given.made} does not fit the type {field.type}"
    return ""


def _alike(one: Field, other: Field) -> bool:
    texts = {"text", "long"}
    return (one.type == other.type or {one.type, other.type} <= texts) and one.codes == other.codes
