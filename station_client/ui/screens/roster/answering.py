"""The desk's part of answering a question: what to start from, and saving the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.core.act import Value
    from station_client.desk.counter import Counter
    from station_client.desk.roster.questions import Question
    from station_client.desk.views import Notice

#: Who somebody is: a row without a card is completed by these.
_WHO = ("name", "id_no", "sex", "birth_date")


@dataclass(frozen=True)
class Starting:
    """What the form begins with: values, what is said below the fields, and all doubts in words."""

    values: Mapping[str, Value]
    notices: Sequence[Notice]
    doubts: Sequence[str]


@dataclass(frozen=True)
class Reply:
    """An answer: the values typed, and the keys of the questions that were said yes to."""

    question: Question
    values: Mapping[str, Value]
    confirmed: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """The sentence that it was saved, or what stands against it."""

    text: str
    notices: Sequence[Notice]


def fields_of(question: Question) -> list[str]:
    """The fields to settle it in: those in doubt, and for a row without a card who it is."""
    doubted = [remark.field for remark in question.remarks if remark.field]
    names = list(_WHO) + doubted if not question.record else doubted or ["remark"]
    return list(dict.fromkeys(names))


def start(counter: Counter, question: Question) -> Starting:
    """The card's values (or the row's), each doubt below its field with the other value to take.

    RuleFault ``card.not-found`` when the card is gone.
    """
    from station_client.desk.cards import card_of
    from station_client.desk.roster.wording import sentence
    from station_client.desk.views import Notice

    card = card_of(counter, question.record) if question.record else None
    values = dict(card.data) if card is not None else dict(question.values)
    notices, doubts = [], []
    for remark in question.remarks:
        words = sentence(counter.say, counter.catalogue, remark)
        doubts.append(words)
        if remark.field:
            other = remark.params.get("sheet") if remark.key in ("differs", "sex-differs") else None
            notices.append(
                Notice(remark.field, f"{remark.field}:{remark.key}", "warn", words, suggest=other)
            )
    return Starting(values, notices, list(dict.fromkeys(doubts)))


def reply(counter: Counter, sent: Reply) -> Answered:
    """Save the answer unless something stands against it; no change at all settles it too.

    Faults as ``questions.answer``.
    """
    from station_client.desk.cards import check_card
    from station_client.desk.roster import questions

    question = sent.question
    if question.record and not sent.values:
        questions.settle(counter.ledger.local, question)
        return Answered(counter.say("ui.roster.left_as_is", name=question.name), ())
    whole = sent.values if question.record else {**question.values, **sent.values}
    notices = check_card(counter, whole, question.record or None)
    against = [
        each
        for each in notices
        if each.level == "block" or (each.level == "ask" and each.key not in sent.confirmed)
    ]
    if against:
        return Answered("", notices)
    saved = questions.answer(counter, question, sent.values, sent.confirmed)
    return Answered(saved.text, ())
