"""Case and card -> the data of a printed paper. Reads records, writes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from ledger.rules.derived import derive
from station_client.desk import showing
from station_client.desk.case_lines import item_of
from station_client.desk.heads import text_of
from station_client.desk.wording import read_day, read_moment
from station_client.slips import data as paper
from station_client.slips.masked import MaskedId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledger.catalogue.items import Item, Unit
    from ledger.core.act import Value
    from ledger.core.record import Record
    from station_client.desk.application import PaperLine
    from station_client.desk.counter import Counter

_GRANTED: Final = "1"
_UNITS: Final[Mapping[Unit, Literal["working", "natural"]]] = {
    "work": "working",
    "natural": "natural",
}
#: Fields that never stand on a printed card that is handed to the person: how the card is kept.
_KEPT_BACK: Final = frozenset({"finger_ref", "photo"})


def place(counter: Counter) -> paper.Place:
    """The station as it signs its papers."""
    site = counter.site
    return paper.Place(
        name=site.name,
        office=site.office,
        address=site.address,
        phone=site.phone,
        complaint=counter.catalogue.profile.complaint_phone,
    )


def applicant(case: Mapping[str, Value], address: str = "") -> paper.Applicant:
    """The person a case is about, as papers name him."""
    return paper.Applicant(
        name=text_of(case, "name"),
        id_no=MaskedId.of(text_of(case, "id_no")),
        phone=text_of(case, "phone"),
        address=address,
    )


def acceptance(
    counter: Counter, item: Item, case: Mapping[str, Value], papers: Sequence[PaperLine]
) -> paper.AcceptanceNotice:
    """PT-01."""
    return paper.AcceptanceNotice(
        case_no=text_of(case, "case_no"),
        item=item.label(counter.say.lang),
        applicant=applicant(case),
        papers=tuple(_taken(line) for line in papers if line.got or line.exempt),
        accepted_at=read_moment(case.get("accepted_at")) or counter.now(),
        due=read_day(case.get("due")),
        days=item.days,
        unit=_UNITS[item.unit],
        station=place(counter),
        operator=counter.operator.name,
        query=_profile_query(counter),
    )


def _profile_query(counter: Counter) -> str:
    query = counter.catalogue.profile.query_zh
    return query if query.startswith(("http://", "https://")) else ""


def _taken(line: PaperLine) -> paper.PaperLine:
    kept: Literal["kept", "returned", "checked"] = "kept"
    if line.exempt:
        kept = "checked"
    elif line.returned:
        kept = "returned"
    return paper.PaperLine(
        name=line.label,
        count=max(line.count, 1),
        form="copy" if line.form == "copy" else "original",
        kept=kept,
    )


def one_time_notice(
    counter: Counter,
    item: Item,
    case: Mapping[str, Value],
    missing: Sequence[paper.Missing],
    number: int,
    cause: str,
) -> paper.OneTimeNotice:
    """PT-02: everything that is missing, told at once."""
    days = counter.catalogue.profile.correction_days
    return paper.OneTimeNotice(
        notice_no=text_of(case, "case_no"),
        item=item.label(counter.say.lang),
        applicant=applicant(case),
        missing=tuple(missing),
        notified_at=counter.now(),
        deadline=read_day(case.get("correction_deadline")) or correction_deadline(counter, item),
        days=days,
        unit=_UNITS[item.unit],
        station=place(counter),
        operator=counter.operator.name,
        number=number,
        cause=cause,
    )


def correction_deadline(counter: Counter, item: Item) -> date:
    """The last day to bring what is missing, when it is told today."""
    days = counter.catalogue.profile.correction_days
    return counter.calendar.due(counter.today(), days, item.unit)


def result(counter: Counter, case: Record) -> paper.ResultNotice:
    """PT-11: what was decided, and what to collect."""
    item, data = item_of(counter, case), case.data
    decided_at = read_moment(data.get("decided_at")) or counter.now()
    days = counter.catalogue.profile.pickup_days
    return paper.ResultNotice(
        case_no=text_of(data, "case_no"),
        item=item.label(counter.say.lang),
        applicant=applicant(data),
        result=showing.code_label(
            counter.catalogue, counter.say, "CT-24", text_of(data, "decision")
        ),
        decision_no=text_of(data, "decision_no"),
        decided_at=decided_at,
        decided_by=counter.site.office,
        documents=documents(counter, item, data),
        window=counter.site.name,
        collect_from=counter.today(),
        collect_until=decided_at.date() + timedelta(days=days) if days else None,
        notified_at=counter.now(),
        station=place(counter),
        operator=counter.operator.name,
    )


def documents(
    counter: Counter, item: Item, case: Mapping[str, Value]
) -> tuple[paper.Document, ...]:
    """What is handed out with a result: the certificate the item declares, or the notice."""
    granted = text_of(case, "decision") == _GRANTED
    code = "PT-35" if granted and "PT-35" in item.prints else "PT-11"
    declared = counter.catalogue.prints.get(code)
    name = declared.label(counter.say.lang) if declared else code
    return (paper.Document(name=name, number=text_of(case, "decision_no")),)


def delivery(counter: Counter, case: Record, receiver: str, check: str) -> paper.DeliveryReceipt:
    """PT-12: who took the result, and how he was known."""
    item, now = item_of(counter, case), counter.now()
    return paper.DeliveryReceipt(
        case_no=text_of(case.data, "case_no"),
        item=item.label(counter.say.lang),
        applicant=applicant(case.data),
        documents=documents(counter, item, case.data),
        way=counter.say("desk.slip.at-window"),
        place=counter.site.name,
        delivered_at=now,
        receiver=receiver,
        check=showing.code_label(counter.catalogue, counter.say, "CT-54", check),
        handed_by=counter.operator.name,
        station=place(counter),
        made_on=now.date(),
    )


def person_card(counter: Counter, card: Record, purpose: str = "") -> paper.PersonCard:
    """PT-13: the card by its declared groups, empty lines included, numbers masked."""
    kind, say = counter.catalogue.kinds["person"], counter.say
    data = {**card.data, **derive(counter.catalogue, "person", card.data, counter.today())}
    groups = []
    for group in kind.groups:
        fields = tuple(
            paper.CardField(
                label=field.label(say.lang),
                value=showing.show(counter.catalogue, say, field, data.get(field.name)),
                span=3 if field.span >= 9 else 2 if field.span >= 6 else 1,
            )
            for field in group.fields
            if field.name not in _KEPT_BACK and field.visible(data)
        )
        groups.append(paper.CardGroup(title=group.label(say.lang), fields=fields))
    return paper.PersonCard(
        card_no=text_of(card.data, "card_no"),
        name=text_of(card.data, "name"),
        groups=tuple(groups),
        station=place(counter),
        printed_by=counter.operator.name,
        printed_at=counter.now(),
        purpose=purpose,
    )


def registration_proof(
    counter: Counter, case: Record, card: Record, row: Record
) -> paper.RegistrationProof:
    """PT-35 for an unemployment registration, after the case was closed."""
    catalogue, say, data = counter.catalogue, counter.say, card.data
    return paper.RegistrationProof(
        reg_no=text_of(row.data, "reg_no") or text_of(data, "unemp_reg_no"),
        case_no=text_of(case.data, "case_no"),
        name=text_of(data, "name"),
        sex=showing.code_label(catalogue, say, "GB/T 2261.1", text_of(data, "sex")),
        birth_date=read_day(data.get("birth_date")),
        id_no=MaskedId.of(text_of(data, "id_no")),
        education=showing.code_label(catalogue, say, "GB/T 4658", text_of(data, "education")),
        address=text_of(data, "live_address"),
        state=showing.code_label(catalogue, say, "CT-03", text_of(data, "emp_status")),
        since=read_day(row.data.get("unemp_date")),
        reason=showing.code_label(catalogue, say, "CT-07", text_of(row.data, "unemp_reason")),
        registered_on=read_day(data.get("unemp_reg_date")) or counter.today(),
        cert_no=text_of(row.data, "cert_no"),
        station=place(counter),
        office=counter.site.office,
    )
