"""Keeping what is typed: every change is on the disk within a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_client.ui.places import Context
from station_client.ui.throttle import Throttle

if TYPE_CHECKING:
    from ledger.core.act import Value
    from station_client.desk.application import Application
    from station_client.desk.counter import Counter

SAVE_MS = 250


@dataclass
class Said:
    """What was typed and is not yet known to be kept."""

    fields: dict[str, Value] = field(default_factory=dict)
    papers: dict[str, dict[str, Value]] = field(default_factory=dict)
    channel: str | None = None
    identity_way: str | None = None
    confirmed: list[str] | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self == Said()

    def then(self, later: Said) -> Said:
        """Both together; what was said later counts."""
        papers = {key: dict(said) for key, said in self.papers.items()}
        for key, said in later.papers.items():
            papers[key] = {**papers.get(key, {}), **said}
        confirmed = self.confirmed if later.confirmed is None else later.confirmed
        return Said(
            {**self.fields, **later.fields},
            papers,
            later.channel or self.channel,
            later.identity_way or self.identity_way,
            confirmed,
        )


def keep(counter: Counter, draft: str, said: Said) -> Application:
    """Write it into the draft and read the draft anew."""
    from station_client.desk.application import application
    from station_client.desk.drafts import save_draft

    save_draft(
        counter,
        draft,
        fields=said.fields,
        papers=said.papers,
        channel=said.channel,
        identity_way=said.identity_way,
        confirmed=said.confirmed,
    )
    return application(counter, draft)


class DraftSaver(QObject):
    """Gathers changes and writes them one batch after the other, never two at once.

    Signals:
        saved(Application): Everything said before is on the disk; this is how it stands now.
        failed(object): It could not be written; it is kept here and tried again with the next
            change.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._draft = ""
        self._pending = Said()
        self._flying: Said | None = None
        self._then: Callable[[], object] | None = None
        self._throttle = Throttle(SAVE_MS, self._send, self, trailing=False)

    @property
    def draft(self) -> str:
        """The draft that is written to, "" for none."""
        return self._draft

    @property
    def settled(self) -> bool:
        """Whether everything said is on the disk."""
        return self._pending.empty and self._flying is None

    def begin(self, draft: str) -> None:
        """Write to this draft from now on."""
        self.finish()
        self._draft = draft

    def put(
        self,
        *,
        fields: Mapping[str, Value] | None = None,
        papers: Mapping[str, Mapping[str, Value]] | None = None,
        channel: str | None = None,
        identity_way: str | None = None,
        confirmed: list[str] | None = None,
    ) -> None:
        """Keep this, soon."""
        said = Said(
            dict(fields or {}),
            {key: dict(each) for key, each in (papers or {}).items()},
            channel,
            identity_way,
            confirmed,
        )
        self._pending = self._pending.then(said)
        self._throttle.call()

    def settle(self, then: Callable[[], object]) -> None:
        """Call ``then`` once everything said is on the disk; a failure drops the call."""
        if self.settled:
            then()
            return
        self._then = then
        self._send()

    def finish(self) -> None:
        """Write what is left here and now, and let the draft go.

        The only write on the main thread: the window may be closing, and then nothing that waits
        for a worker would be written any more. It takes a few milliseconds.
        """
        from station_client.desk.drafts import save_draft

        said = self._flying.then(self._pending) if self._flying else self._pending
        draft, self._draft = self._draft, ""
        self.forget()
        if not draft or said.empty:
            return
        try:
            save_draft(
                self._context.counter,
                draft,
                fields=said.fields,
                papers=said.papers,
                channel=said.channel,
                identity_way=said.identity_way,
                confirmed=said.confirmed,
            )
        except Exception as fault:  # noqa: BLE001 (said to the operator, whatever it is)
            self.failed.emit(fault)

    def forget(self) -> None:
        """Drop what is waiting: the draft became a case."""
        self._throttle.cancel()
        self._pending, self._flying, self._then = Said(), None, None

    def _send(self) -> None:
        self._throttle.cancel()
        if self._flying is not None or self._pending.empty or not self._draft:
            return
        said, self._pending = self._pending, Said()
        self._flying = said
        counter, draft = self._context.counter, self._draft
        self._context.work.run(
            lambda: keep(counter, draft, said),
            lambda seen: self._kept(draft, seen),
            lambda fault: self._not_kept(draft, fault),
            owner=self,
        )

    def _kept(self, draft: str, seen: Application) -> None:
        if draft != self._draft:
            return
        self._flying = None
        self.saved.emit(seen)
        if not self._pending.empty:
            self._send()
        elif self._then is not None:
            then, self._then = self._then, None
            then()

    def _not_kept(self, draft: str, fault: Exception) -> None:
        if draft != self._draft:
            return
        if self._flying is not None:
            self._pending = self._flying.then(self._pending)
        self._flying = self._then = None
        self.failed.emit(fault)
