"""What only a person can answer, kept until somebody has, with everything the row said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from station_client.desk import cards
from station_client.desk.roster.cells import is_blank, text_of
from station_client.desk.roster.verdicts import Plan, Remark, RowPlan, Verdict
from station_client.desk.views import Saved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.core.act import Value
    from ledger.store.local import Draft, Local
    from station_client.desk.counter import Counter

KIND: Final = "roster-question"
#: Questions belong to the station: whoever is at the counter may answer them.
OWNER: Final = "station"

_ANSWERED: Final = "roster.answered."
#: An imported table (CT-41), as the source of what is on a card.
IMPORTED: Final = "05"


@dataclass(frozen=True)
class Question:
    """A row that waits for an answer. ``cells``: the row as it stood, by column heading;
    ``record``: the card it belongs to, "" while there is none."""

    id: str
    name: str
    file: str
    sheet: str
    row: int
    verdict: Verdict
    remarks: tuple[Remark, ...]
    values: Mapping[str, Value]
    cells: Mapping[str, str]
    record: str
    at: datetime


def keep(local: Local, plan: Plan, row: RowPlan) -> str:
    """Keep a row's questions durably; the same row is kept once, however often it comes."""
    data = {
        "key": row.key,
        "name": row.name,
        "file": plan.workbook.name,
        "sheet": plan.workbook.sheets[row.sheet].name,
        "row": row.number,
        "verdict": row.verdict.value,
        "remarks": msgspec.to_builtins(row.questions),
        "values": dict(row.values),
        "cells": _cells_of(plan, row),
        "record": row.record or "",
    }
    return local.drafts.put(_id_of(row), OWNER, KIND, row.record or row.key, data)


def pending(local: Local) -> list[Question]:
    """Every question that waits, in the order of the files."""
    found = [_question(draft) for draft in local.drafts.list(OWNER, KIND)]
    return sorted(found, key=lambda one: (one.file, one.sheet, one.row))


def drop_settled(local: Local, rows: Sequence[RowPlan]) -> None:
    """Forget the questions of rows that need no answer any more."""
    waiting = {draft.id for draft in local.drafts.list(OWNER, KIND)}
    for row in rows:
        if row.said and _id_of(row) in waiting and not row.questions:
            local.drafts.drop(_id_of(row))


def is_answered(local: Local, key: str) -> bool:
    """Whether somebody has answered the questions of a row."""
    return bool(local.settings.get(_ANSWERED + key, False))


def answer(
    counter: Counter,
    question: Question,
    values: Mapping[str, Value],
    confirmed: Sequence[str] = (),
) -> Saved:
    """Make or complete the card with what the operator found out; the question is settled.

    `values`: the answers by field, on top of what the row says. Faults as `cards.create_card` and
    `cards.edit_card`; the question then stays.
    """
    if question.record:
        card = counter.ledger.record(question.record)
        seen = card.seen if card is not None else ()
        saved = cards.edit_card(
            counter, question.record, values, seen, counter.say("roster.reason"), confirmed
        )
    else:
        whole = {**question.values, **values, "source": IMPORTED}
        saved = cards.create_card(counter, whole, confirmed, counter.say("roster.reason"))
    settle(counter.ledger.local, question)
    return saved


def settle(local: Local, question: Question) -> None:
    """The question needs no answer (any more): it goes, and the row is not asked about again."""
    key = question.id.removeprefix(f"{KIND}-")
    local.settings.set(_ANSWERED + key, True)
    local.drafts.drop(question.id)


def _id_of(row: RowPlan) -> str:
    return f"{KIND}-{row.key}"


def _cells_of(plan: Plan, row: RowPlan) -> dict[str, str]:
    sheet = plan.workbook.sheets[row.sheet]
    mapping = plan.mapping.sheets[row.sheet]
    texts = mapping.header.texts if mapping else ()
    cells = zip(texts, sheet.rows[row.number - 1], strict=False)
    return {heading: text_of(cell) for heading, cell in cells if heading and not is_blank(cell)}


def _question(draft: Draft) -> Question:
    data: Mapping[str, Any] = draft.data
    return Question(
        id=draft.id,
        name=data["name"],
        file=data["file"],
        sheet=data["sheet"],
        row=data["row"],
        verdict=Verdict(data["verdict"]),
        remarks=tuple(Remark(**remark) for remark in data["remarks"]),
        values=data["values"],
        cells=data["cells"],
        record=data["record"],
        at=draft.updated,
    )
