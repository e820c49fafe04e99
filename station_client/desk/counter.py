"""What every deed at the counter stands on: the ledger, the rules, the operator, the clock.

A `Counter` is built once per login by the composition root and handed to every function of the
desk. It holds no state of its own: who logs in next gets another counter on the same ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ledger.rules.days import WorkCalendar

if TYPE_CHECKING:
    from ledger.catalogue.model import Catalogue
    from ledger.catalogue.texts import Texts
    from ledger.rules.actor import Actor
    from ledger.store.ledger import Ledger
    from station_client.slips.book import SlipBook


@dataclass(frozen=True)
class Site:
    """The place the counter stands at, as its papers name it."""

    code: str  # 14 digits: village division + serial of the station
    terminal: str  # 2 digits, unique within the station
    area: str  # 12 digits
    name: str  # 柳河村人力资源社会保障服务站
    office: str  # 青石镇人力资源社会保障事务所
    address: str
    phone: str


@dataclass(frozen=True)
class Counter:
    """One operator at one terminal.

    `today` and `now` are injected so that a test can stand on any day; `now` is aware,
    Asia/Shanghai.
    """

    ledger: Ledger
    catalogue: Catalogue
    operator: Actor
    say: Texts
    today: Callable[[], date]
    now: Callable[[], datetime]
    slips: SlipBook
    site: Site

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days, from the declared holidays."""
        return WorkCalendar.of(self.catalogue.calendar)
