"""The two outcomes, taken on a worker thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_client.ui.places import Context
from station_client.ui.screens.acceptance.outcome import Outcome
from station_client.ui.screens.acceptance.supervisor import Allowance, heads, vouch

if TYPE_CHECKING:
    from station_client.desk.counter import Counter


class Deciding(QObject):
    """Accepts a draft, or tells what is missing.

    Signals:
        reached(Outcome): It is done.
        refused(object): It could not be; nothing was changed.
        not_allowed(object): The head of the station's word did not hold.
        head_needed(object): A further notice: who may allow it, as (staff id, name).
    """

    reached = Signal(object)
    refused = Signal(object)
    not_allowed = Signal(object)
    head_needed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def accept(self, draft: str, clock_confirmed: bool) -> None:
        """Accept it."""
        counter = self._context.counter
        self._context.work.run(
            lambda: accept_draft(counter, draft, clock_confirmed),
            self.reached.emit,
            self.refused.emit,
            label=self._context.say("screen.accept.accepting"),
            owner=self,
        )

    def tell(self, draft: str, allowance: Allowance | None = None) -> None:
        """Tell what is missing; a further time with the head of the station's word."""
        counter = self._context.counter
        self._context.work.run(
            lambda: tell_missing(counter, draft, allowance),
            self.reached.emit,
            self.refused.emit if allowance is None else self.not_allowed.emit,
            label=self._context.say("screen.accept.telling"),
            owner=self,
        )

    def ask_head(self) -> None:
        """Find out who may allow a further notice."""
        counter = self._context.counter
        self._context.work.run(
            lambda: heads(counter),
            self.head_needed.emit,
            self.refused.emit,
            key="accept.heads",
            owner=self,
        )


def accept_draft(counter: Counter, draft: str, clock_confirmed: bool) -> Outcome:
    """Accept; and whether the operator may give the first opinion at once."""
    from station_client.desk.accepting import accept
    from station_client.desk.case_view import open_case

    done = accept(counter, draft, clock_confirmed)
    deeds = {deed.key for deed in open_case(counter, done.case).deeds}
    return Outcome(done, accepted=True, may_review="first_review" in deeds, draft="")


def tell_missing(counter: Counter, draft: str, allowance: Allowance | None) -> Outcome:
    """Tell what is missing; a further time only with the head of the station's word."""
    from station_client.desk.accepting import notify_missing

    if allowance is None:
        done = notify_missing(counter, draft)
    else:
        supervisor = vouch(counter, allowance)
        done = notify_missing(counter, draft, supervisor=supervisor, cause=allowance.cause)
    return Outcome(done, accepted=False, may_review=False, draft=draft)
