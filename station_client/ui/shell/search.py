"""The search box of the head line and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.restyle import restyle
from station_client.ui.kit.rows import Row
from station_client.ui.kit.search_box import SearchBox
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_2

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.ui.work import Work

PEOPLE_SHOWN, CASES_SHOWN = 8, 4
CASE_DIGITS = 4
"""So many digits may be the beginning or the end of a case number."""


@dataclass(frozen=True)
class Hit:
    """Something found: the place it opens in, how it is named there, and what is shown of it."""

    place: str
    target: str
    id: str
    name: str
    second: str
    digits: str
    hint: str


@dataclass(frozen=True)
class Found:
    """What a search found, how many people in all, and how long it took."""

    hits: tuple[Hit, ...]
    people: int
    ms: float


def look_up(counter: Counter, text: str) -> Found:
    """People by anything known of them; with enough digits also cases by their number."""
    from station_client.desk.cards import find_people

    people = find_people(counter, text, PEOPLE_SHOWN)
    hits = [
        Hit("people", "person", row.id, row.name, row.sex_age, row.id_shown, row.address)
        for row in people.rows[:PEOPLE_SHOWN]
    ]
    ms = people.ms
    if text.strip().isdigit() and len(text.strip()) >= CASE_DIGITS:
        from station_client.desk.case_view import list_cases

        cases = list_cases(counter, "all", text, CASES_SHOWN)
        ms += cases.ms
        hits += [
            Hit("cases", "case", case.id, case.name, "", case.case_no, case.title)
            for case in cases.rows
        ]
    return Found(tuple(hits), people.total, ms)


class SearchList(QFrame):
    """What was found, over the screen; the box keeps the keyboard.

    Signals:
        opened(Hit): One of them was clicked.
    """

    opened = Signal(object)

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self.setProperty("role", "overlay")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_1, SPACE_1, SPACE_1, SPACE_1)
        self._column.setSpacing(0)
        self._rows: list[QWidget] = []
        self._hits: tuple[Hit, ...] = ()
        self._at = 0
        self.hide()

    def show_found(self, found: Found, text: str) -> None:
        """What was found, or that there is nothing."""
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._hits = found.hits
        self._rows = [self._row(hit) for hit in found.hits]
        if not found.hits:
            none = Label(self._say("ui.shell.search_none", text=text), "second", wrap=True)
            none.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
            self._rows = [none]
        for row in self._rows:
            self._column.addWidget(row)
        self._at = 0
        self._mark()
        self.adjustSize()

    def step(self, by: int) -> None:
        """Mark the next or the previous one."""
        self._at = max(0, min(len(self._hits) - 1, self._at + by))
        self._mark()

    def current(self) -> Hit | None:
        """The marked one, if there is any."""
        return self._hits[self._at] if self._at < len(self._hits) else None

    def _mark(self) -> None:
        for at, row in enumerate(self._rows):
            restyle(row, marked=at == self._at and bool(self._hits))

    def _row(self, hit: Hit) -> Row:
        row = Row(self._theme, " ".join((hit.name, hit.second, hit.digits, hit.hint)))
        row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.row.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        name = ElidedLabel(hit.name, "strong")
        name.setFixedWidth(self._theme.px(72))
        row.row.addWidget(name)
        if hit.second:
            second = Label(hit.second, "second")
            second.setMinimumWidth(self._theme.px(48))
            row.row.addWidget(second)
        row.row.addWidget(ElidedLabel(hit.digits, "digits-second"))
        row.row.addWidget(ElidedLabel(hit.hint, "hint"), 1)
        row.opened.connect(lambda: self.opened.emit(hit))
        return row


class Search(QObject):
    """Joins the box to its list: asks while typing, opens on Enter.

    Signals:
        opened(Hit): One of what was found was chosen.
    """

    opened = Signal(object)

    def __init__(
        self, theme: Theme, say: Texts, work: Work, counter: Counter, box: SearchBox
    ) -> None:
        super().__init__(box)
        self._say = say
        self._work = work
        self._counter = counter
        self._box = box
        self._waiting_enter = False
        self._list = SearchList(theme, say)
        self._list.opened.connect(self._open)
        box.typed.connect(self._ask)
        box.chosen.connect(self._enter)
        box.moved.connect(self._list.step)
        box.edit.installEventFilter(self)
        box.destroyed.connect(self._list.deleteLater)

    def close(self) -> None:
        """Hide what was found and empty the box."""
        self._list.hide()
        self._box.show_text("")
        self._box.show_note("")

    def _ask(self, text: str) -> None:
        if not text.strip():
            self._work.cancel("shell.search")
            self._list.hide()
            self._box.show_note("")
            return
        counter = self._counter
        self._work.run(
            lambda: look_up(counter, text),
            lambda found: self._show(found, text),
            key="shell.search",
            owner=self,
        )

    def _show(self, found: Found, text: str) -> None:
        note = self._say("ui.shell.search_count", n=found.people, ms=round(found.ms))
        self._box.show_note(note)
        window = self._box.window()
        if self._list.parentWidget() is not window:
            self._list.setParent(window)
        self._list.show_found(found, text)
        corner = self._box.mapTo(window, QPoint(0, self._box.height() + SPACE_1))
        self._list.setGeometry(
            corner.x(), corner.y(), self._box.width(), self._list.sizeHint().height()
        )
        if self._box.edit.hasFocus():
            self._list.show()
            self._list.raise_()
        if self._waiting_enter:
            self._enter()

    def _enter(self) -> None:
        marked = self._list.current()
        if self._list.isVisible() and marked is not None:
            self._open(marked)
        else:
            self._waiting_enter = bool(self._box.text.strip()) and not self._waiting_enter

    def _open(self, hit: Hit) -> None:
        self._waiting_enter = False
        self.close()
        self.opened.emit(hit)

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._list.hide()
        elif (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._list.isVisible()
        ):
            self.close()
            return True
        return super().eventFilter(watched, event)
