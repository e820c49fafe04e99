"""Taking a step of a case, and reading its page; on a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.core.act import Value
    from station_client.desk.case_view import CaseView, Moment
    from station_client.desk.cases import Done
    from station_client.desk.counter import Counter
    from station_client.desk.printing import Ready

PAPERS = ("print_result", "print_proof")


@dataclass(frozen=True)
class CasePageData:
    """A case, the code of its item, and what happened to it."""

    view: CaseView
    item: str
    moments: tuple[Moment, ...]
    villages: tuple[tuple[str, str], ...] = ()  # where a guest may belong to instead


def read_case(counter: Counter, case: str) -> CasePageData:
    """Everything the page shows. RuleFault ``case.not-found``."""
    from station_client.desk.case_lines import item_of
    from station_client.desk.case_view import open_case, timeline
    from station_client.desk.cases import case_of
    from station_client.desk.rehoming import choices

    record = case_of(counter, case)
    moments = tuple(timeline(counter, case))
    villages = choices(counter, record)
    return CasePageData(open_case(counter, case), item_of(counter, record).code, moments, villages)


def take_step(counter: Counter, case: str, step: str, given: Mapping[str, Value]) -> Done:
    """Take a step with what was typed for it; faults of the desk's functions."""
    from station_client.desk import cases, rehoming

    def text(name: str) -> str:
        return str(given.get(name) or "")

    if step == "first_pass":
        return cases.first_review(counter, case, True, text("first_opinion"))
    if step == "first_fail":
        opinion, reason = text("first_opinion"), text("first_reason")
        return cases.first_review(counter, case, False, opinion, reason)
    if step == "resubmit":
        fields = {name: value for name, value in given.items() if name != "fixed_note"}
        return cases.resubmit(counter, case, text("fixed_note"), fields)
    if step == "hand_over":
        return cases.hand_over(counter, case, text("receiver"), text("receiver_check"))
    if step == "withdraw":
        return cases.withdraw(counter, case, text("withdrawn_reason"))
    if step == "rehome":
        return rehoming.rehome(counter, case, text("home"))
    raise KeyError(step)


def make_paper(counter: Counter, case: str, key: str) -> Ready:
    """PT-11 or PT-35; faults of the desk's functions."""
    from station_client.desk import printing

    make = {"print_result": printing.print_result, "print_proof": printing.print_proof}
    return make[key](counter, case)


def print_again(counter: Counter, slip: str) -> Ready:
    """A paper once more, marked 补打."""
    from station_client.desk.printing import reprint

    return reprint(counter, slip)


def uncover(counter: Counter, data: CasePageData, name: str, purpose: str) -> str:
    """The whole of a covered field of the form; the look is logged. Faults of `cards.reveal`."""
    from station_client.desk.cards import look_at

    card_field = counter.catalogue.items[data.item].fields[name].fills or name
    look_at(counter, data.view.person.id or data.view.id, card_field, purpose)
    return next(str(field.value) for field in data.view.fields if field.name == name)
