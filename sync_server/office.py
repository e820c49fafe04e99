"""What every deed at the office stands on: its ledger, its rules, its people, its clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.catalogue.model import Catalogue
    from ledger.catalogue.records import Lang
    from ledger.catalogue.texts import Texts
    from ledger.exchange.office import OfficeSide
    from ledger.rules.admission import Rulebook
    from ledger.rules.days import WorkCalendar
    from ledger.store.ledger import Ledger
    from sync_server.accounts import Accounts
    from sync_server.home import Facts, Home


@dataclass(frozen=True)
class Office:
    """One office. Built once per program by the composition root; holds no state of its own.

    `clock` gives the present moment, aware, in Chinese civil time.
    """

    home: Home
    facts: Facts
    ledger: Ledger
    catalogue: Catalogue
    rulebook: Rulebook
    calendar: WorkCalendar
    texts: Mapping[Lang, Texts]
    accounts: Accounts
    exchange: OfficeSide
    clock: Callable[[], datetime]

    def today(self) -> date:
        """The date it is here."""
        return self.clock().date()

    def year_without_calendar(self) -> int | None:
        """The year whose days off are not declared, though due dates fall into it."""
        before = self.catalogue.profile.calendar_warning_days
        return self.calendar.missing_year(self.today(), before)
