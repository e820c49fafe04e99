"""The three things that can be true of anything: saved here, received, decided; or returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from station_client.desk.wording import say_ago

if TYPE_CHECKING:
    from ledger.catalogue.flows import Flow, State
    from ledger.core.record import Record
    from ledger.store.journal import Held
    from station_client.desk.counter import Counter


class Sign(StrEnum):
    """The one sign used everywhere: open, half, full circle; red."""

    SAVED = "saved"
    RECEIVED = "received"
    DECIDED = "decided"
    RETURNED = "returned"


@dataclass(frozen=True)
class StandingView:
    """A sign and its word: `已存本站`, `所已收`, `已决定`, `被退回`."""

    sign: Sign
    text: str


@dataclass(frozen=True)
class LinkState:
    """The chip in the head line, always in sight."""

    linked: bool | None  # None = not tried yet
    unsent: int
    oldest: datetime | None
    last_contact: datetime | None
    text: str  # 离线 · 待上传 7，最早 2 天前


_SIGNS: Final = {"full": Sign.DECIDED, "red": Sign.RETURNED}


def is_received(counter: Counter, record: Record, held: Held | None = None) -> bool:
    """Whether the office has everything this station wrote into the record.

    `held`: what the office holds (`Ledger.held`), when the caller shows many.
    """
    return (held or counter.ledger.held()).has(record)


def standing_of(counter: Counter, record: Record, held: Held | None = None) -> StandingView:
    """The standing of a record that nobody decides on: a card, a ledger row."""
    received = is_received(counter, record, held)
    return say_sign(counter, Sign.RECEIVED if received else Sign.SAVED)


def standing_of_case(counter: Counter, case: Record, held: Held | None = None) -> StandingView:
    """The standing of a case.

    What came back counts most, then what has not left yet: a case handed out with the line down
    is decided, but the handing out is only saved here, and that is what the operator must know.
    """
    if not is_known(counter, case):
        return standing_of(counter, case, held)
    sign = _SIGNS.get(state_of(counter, case, held).sign)
    if sign is Sign.RETURNED:
        return say_sign(counter, sign)
    if not is_received(counter, case, held):
        return say_sign(counter, Sign.SAVED)
    return say_sign(counter, sign or Sign.RECEIVED)


def say_sign(counter: Counter, sign: Sign) -> StandingView:
    """A sign with its word."""
    return StandingView(sign, counter.say(f"desk.standing.{sign.value}"))


def is_known(counter: Counter, case: Record) -> bool:
    """Whether this program knows the item and the state of a case.

    A newer office may send cases of which it does not; they are kept whole until its update.
    """
    item = counter.catalogue.items.get(str(case.data.get("item")))
    return item is not None and case.data.get("state") in counter.catalogue.flows[item.flow].states


def flow_of(counter: Counter, case: Record) -> Flow:
    """The flow a case follows."""
    return counter.catalogue.flows[counter.catalogue.items[str(case.data["item"])].flow]


def state_of(counter: Counter, case: Record, held: Held | None = None) -> State:
    """The state to show: what is stored, or S30 once the office has received it."""
    stored = str(case.data["state"])
    return flow_of(counter, case).shown(stored, is_received(counter, case, held))


def link_state(counter: Counter, linked: bool | None) -> LinkState:
    """The chip of the head line. `linked` is what the agent last saw of the server."""
    say = counter.say
    unsent = counter.ledger.unsent()
    entries = counter.ledger.local.diary.recent("exchange", 20)
    contact = next(
        (
            entry.at
            for entry in entries
            if entry.data.get("result") == "ok" and entry.data.get("direction") != "out"
        ),
        None,
    )
    text = say({True: "desk.link.on", False: "desk.link.off", None: "desk.link.unknown"}[linked])
    if unsent.count and unsent.oldest is not None:
        ago = say_ago(say, unsent.oldest, counter.now())
        text += say("desk.link.unsent", n=unsent.count, ago=ago)
    elif linked:
        text += say("desk.link.all-sent")
    return LinkState(linked, unsent.count, unsent.oldest, contact, text)
