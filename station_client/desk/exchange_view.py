"""What was exchanged with the office, in numbers and plain sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ledger.core.clock import when
from ledger.exchange.older import waiting_in
from ledger.store.query import Query
from station_client.desk import showing
from station_client.desk.exchange_lists import (
    ALL,
    Asked,
    Line,
    Listed,
    Name,
    listed,
    refused_lines,
)
from station_client.desk.guests import not_elsewhere
from station_client.desk.heads import text_of
from station_client.desk.refusals import say_deed
from station_client.desk.reports import month_of
from station_client.desk.scan_words import say_size
from station_client.desk.wording import say_ago, say_day_time, say_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.catalogue.texts import Texts
    from ledger.core.act import Act, Value
    from ledger.core.record import Record
    from ledger.store.local import DiaryEntry
    from station_client.desk.counter import Counter

TOPIC: Final = "exchange"
#: Carriers as they are written in the diary.
LINE, VPN, USB = "line", "vpn", "usb"
OK: Final = "ok"
#: A diary of many years; what is older is in the backups.
MOST_ENTRIES: Final = 20_000


@dataclass(frozen=True)
class Figure:
    """One of the three numbers. `text` is the small line below it."""

    title: str
    number: int
    text: str


@dataclass(frozen=True)
class DiaryLine:
    """`icon`: ok, failed, usb."""

    at: datetime
    at_text: str  # 昨天 22:07
    icon: str
    way: str  # 专线, VPN, U盘, "" where none answered
    outcome: str  # 成了, 没成, 停下
    text: str

    @property
    def said(self) -> str:
        """All that it says."""
        return f"{self.way} {self.outcome} {self.text}"


@dataclass(frozen=True)
class UnsentLine:
    """An act that has not reached the office."""

    record: str
    kind: str
    title: str  # 赵国强 失业登记 · 受理
    at: datetime
    at_text: str

    @property
    def said(self) -> str:
        """All that it says."""
        return self.title


@dataclass(frozen=True)
class ExchangeView:
    """The figures of the exchange screen."""

    saved: Figure
    received: Figure
    decided: Figure
    older: str  # why it waits, where the office's program is older than this one; else ""


def exchange_view(counter: Counter) -> ExchangeView:
    """Three numbers; the lists are `lines_of`."""
    say = counter.say
    waiting = counter.ledger.unsent()
    oldest = ""
    if waiting.oldest is not None:
        oldest = say(
            "desk.exchange.oldest",
            at=say_day_time(say, waiting.oldest),
            ago=say_ago(say, waiting.oldest, counter.now()),
        )
    saved = oldest or say("desk.exchange.all-sent")
    way = counter.ledger.under_way()
    if way.count:
        saved += say("desk.exchange.files-way", n=way.count, size=say_size(way.bytes))
    contact = last_contact(counter)
    received = say("desk.exchange.never")
    if contact is not None:
        same = contact.data.get("digest_equal")
        key = {True: "same", False: "differs"}.get(same, "last") if same is not None else "last"
        received = say(f"desk.exchange.{key}", at=say_day_time(say, contact.at))
    return ExchangeView(
        saved=Figure(say("desk.exchange.saved"), waiting.count, saved),
        received=Figure(say("desk.exchange.received"), counter.ledger.received(), received),
        decided=_decided(counter),
        older=say_older(counter),
    )


def lines_of(counter: Counter, name: Name, asked: Asked, part: slice = ALL) -> Listed[Line]:
    """A list as it was asked for, or a part of it, with how many lines were found."""
    finds: Mapping[Name, Callable[[Counter, Asked, slice], Listed[Line]]] = {
        "diary": diary_lines,
        "unsent": unsent_lines,
        "refused": refused_lines,
    }
    return finds[name](counter, asked, part)


def diary_lines(counter: Counter, asked: Asked, part: slice = ALL) -> Listed[DiaryLine]:
    """What was exchanged with the office (TZ-55)."""
    entries = counter.ledger.local.diary.recent(TOPIC, MOST_ENTRIES)[::-1]
    return listed(entries, lambda entry: diary_line(counter, entry), asked, part)


def unsent_lines(counter: Counter, asked: Asked, part: slice = ALL) -> Listed[UnsentLine]:
    """What has not reached the office."""
    acts = counter.ledger.unsent_acts(counter.ledger.unsent().count)
    return listed(acts, lambda act: unsent_line(counter, act), asked, part)


def say_older(counter: Counter) -> str:
    """What is to be said while the office cannot take what waits before its update, or ""."""
    waits = waiting_in(counter.ledger)
    return counter.say("desk.exchange.older", n=waits) if waits else ""


def last_contact(counter: Counter) -> DiaryEntry | None:
    """The last exchange that came about, by whatever carrier."""
    entries = counter.ledger.local.diary.recent(TOPIC, 50)
    return next((entry for entry in entries if is_contact(entry)), None)


def is_contact(entry: DiaryEntry) -> bool:
    """Whether something came from the office; writing a stick is no contact yet."""
    return entry.data.get("result") == OK and entry.data.get("direction") != "out"


def _decided(counter: Counter) -> Figure:
    first, last = month_of(counter.today())
    here = not_elsewhere(counter)
    month = (("decided_at", "ge", first.isoformat()), ("decided_at", "lt", f"{last}T99"), *here)
    count = counter.ledger.count
    granted = count(Query("case", where=(*month, ("decision", "eq", "1"))))
    declined = count(Query("case", where=(*month, ("decision", "eq", "2"))))
    returned = count(Query("case", where=(("state", "eq", "S32"), *here)))
    total = count(Query("case", where=(("decision", "filled", None), *here)))
    text = counter.say("desk.exchange.month", granted=granted, returned=returned, declined=declined)
    return Figure(counter.say("desk.exchange.decided"), total, text)


def diary_line(counter: Counter, entry: DiaryEntry) -> DiaryLine:
    """One line of the diary, without a technical word."""
    carrier = str(entry.data.get("carrier") or "")
    ok = entry.data.get("result") == OK
    icon = "failed" if not ok else "usb" if carrier == USB else "ok"
    return DiaryLine(
        entry.at,
        say_moment(counter.say, entry.at, counter.today()),
        icon,
        counter.say(f"desk.carrier.{carrier}") if carrier in (LINE, VPN, USB) else "",
        counter.say(f"desk.outcome.{_outcome(entry.data)}"),
        _sentence(counter, entry.data, carrier, ok=ok),
    )


def _outcome(data: Mapping[str, Value]) -> str:
    if data.get("result") != OK:
        return "failed"
    return "stopped" if data.get("stopped") else "ok"


def _sentence(counter: Counter, data: Mapping[str, Value], carrier: str, *, ok: bool) -> str:
    say = counter.say
    sent, received = int(data.get("sent") or 0), int(data.get("received") or 0)
    if carrier == USB:
        way = "out" if data.get("direction") == "out" else "in"
        key = f"desk.diary.usb-{way}" if ok else f"desk.diary.usb-{way}-failed"
        text = say(key, sent=sent, received=received, confirmed=int(data.get("confirmed") or 0))
        return text + (say("desk.diary.stopped") if data.get("stopped") else "")
    name = say(f"desk.carrier.{carrier}") if carrier in (LINE, VPN) else say("desk.carrier.any")
    if not ok and (data.get("confirmed") or received or data.get("attached")):
        text = say("desk.diary.part", carrier=name, sent=sent, received=received)
        return text + _attached(say, data) + say("desk.diary.broke")
    if not ok:
        key = "desk.diary.night-failed" if data.get("night") else "desk.diary.failed"
        return say(key, tried=say_tried(counter, data))
    mended = int(data.get("mended") or 0)
    moved = (
        sent
        or received
        or mended
        or data.get("attached")
        or data.get("confirmed")
        or data.get("renewed")
    )
    if not moved:
        return say("desk.diary.nothing", carrier=name)
    seconds = max(round(float(data.get("seconds") or 0)), 1)
    text = say("desk.diary.ok", carrier=name, sent=sent, received=received, seconds=seconds)
    text += _attached(say, data)
    if data.get("renewed"):
        text += say("desk.diary.renewed", n=int(data.get("again") or 0))
    if data.get("recalled"):
        text += say("desk.diary.recalled")
    if mended:
        text += say("desk.diary.mended", n=mended)
    if data.get("older"):
        text += say("desk.diary.older")
    same = data.get("digest_equal")
    if same is not None:
        text += say("desk.diary.same" if same else "desk.diary.differs")
    return text + (say("desk.diary.stopped") if data.get("stopped") else "")


def _attached(say: Texts, data: Mapping[str, Value]) -> str:
    size = int(data.get("attached") or 0)
    return say("desk.diary.attached", size=say_size(size)) if size else ""


def say_tried(counter: Counter, data: Mapping[str, Value]) -> str:
    """The ways that were tried in vain: 专线、VPN 都试过."""
    say, tried = counter.say, data.get("tried")
    ways = [each.get("carrier") for each in tried] if isinstance(tried, list) else []
    names = [say(f"desk.carrier.{each}") for each in dict.fromkeys(ways) if each in (LINE, VPN)]
    if not names:
        return say("desk.carrier.any")
    return say(
        "desk.diary.tried-one" if len(names) == 1 else "desk.diary.tried-all",
        names=say("desk.list-comma").join(names),
    )


def unsent_line(counter: Counter, act: Act) -> UnsentLine:
    """An act by whom it is about and what was done: 赵国强 失业登记 · 受理."""
    at = when(act.time)
    kinds = {write.kind: write.record for write in reversed(act.writes)}
    kind = next((each for each in ("case", "person") if each in kinds), act.writes[0].kind)
    record = counter.ledger.record(kinds[kind])
    if record is not None and record.kind in ("slip", "attachment") and record.owner:
        record = counter.ledger.record(record.owner)
    people = sum(write.kind == "person" for write in act.writes)
    if people > 1 and "case" not in kinds:
        title = counter.say("desk.unsent.many", deed=say_deed(counter, act.action), n=people)
    else:
        title = _title(counter, act, record)
    return UnsentLine(
        record.id if record else kinds[kind],
        record.kind if record else kind,
        title,
        at,
        say_moment(counter.say, at, counter.today()),
    )


def _title(counter: Counter, act: Act, record: Record | None) -> str:
    say, deed = counter.say, say_deed(counter, act.action)
    if record is None:
        return deed
    name = text_of(record.data, counter.catalogue.kinds[record.kind].title)
    if record.kind == "case":
        code = text_of(record.data, "item")
        item = showing.code_label(counter.catalogue, say, "item", code)
        return say("desk.unsent.case", name=text_of(record.data, "name"), item=item, deed=deed)
    if record.kind == "person":
        return say("desk.unsent.card", name=name, deed=_card_deed(counter, act, deed))
    kind = counter.catalogue.kinds[record.kind].label(say.lang)
    return say("desk.unsent.other", name=name, kind=kind, deed=deed)


def _card_deed(counter: Counter, act: Act, deed: str) -> str:
    """For an edit, the fields that were changed."""
    if act.action not in ("card.edit", "card.settle"):
        return deed
    fields = counter.catalogue.kinds["person"].fields
    labels = [
        showing.label_of(fields[name], counter.say)
        for write in act.writes
        if write.kind == "person"
        for name in write.set
        if name in fields and not fields[name].locked
    ]
    return counter.say("desk.unsent.edit", fields=counter.say("desk.list-comma").join(labels[:3]))
