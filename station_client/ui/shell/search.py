"""The search box of the head line and what it finds."""

from __future__ import annotations

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
    from station_client.desk.views import People, PersonRow
    from station_client.ui.work import Work

SHOWN = 8


class SearchList(QFrame):
    """The people found, over the screen; the box keeps the keyboard."""

    opened = Signal(str)

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self.setProperty("role", "overlay")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_1, SPACE_1, SPACE_1, SPACE_1)
        self._column.setSpacing(0)
        self._rows: list[QWidget] = []
        self._ids: list[str] = []
        self._at = 0
        self.hide()

    def show_people(self, people: People, text: str) -> None:
        """The people found, or that there is none."""
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        shown = people.rows[:SHOWN]
        self._ids = [row.id for row in shown]
        self._rows = [self._row(person) for person in shown]
        if not shown:
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
        self._at = max(0, min(len(self._ids) - 1, self._at + by))
        self._mark()

    def current(self) -> str:
        """The marked person, "" for none."""
        return self._ids[self._at] if self._at < len(self._ids) else ""

    def _mark(self) -> None:
        for at, row in enumerate(self._rows):
            restyle(row, marked=at == self._at and bool(self._ids))

    def _row(self, person: PersonRow) -> Row:
        row = Row(self._theme, f"{person.name} {person.sex_age} {person.address}")
        row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.row.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        name = ElidedLabel(person.name, "strong")
        name.setFixedWidth(self._theme.px(72))
        sex_age = Label(person.sex_age, "second")
        sex_age.setFixedWidth(self._theme.px(48))
        row.row.addWidget(name)
        row.row.addWidget(sex_age)
        row.row.addWidget(Label(person.id_shown, "digits-second"))
        row.row.addWidget(ElidedLabel(person.address, "hint"), 1)
        row.opened.connect(lambda: self.opened.emit(person.id))
        return row


class Search(QObject):
    """Joins the box to its list: asks while typing, opens on Enter.

    Signals:
        opened(str): A person was chosen.
    """

    opened = Signal(str)

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
        from station_client.desk.cards import find_people

        counter = self._counter
        self._work.run(
            lambda: find_people(counter, text, SHOWN),
            lambda people: self._show(people, text),
            key="shell.search",
            owner=self,
        )

    def _show(self, people: People, text: str) -> None:
        note = self._say("ui.shell.search_count", n=people.total, ms=round(people.ms))
        self._box.show_note(note)
        window = self._box.window()
        if self._list.parentWidget() is not window:
            self._list.setParent(window)
        self._list.show_people(people, text)
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
        if self._list.isVisible() and self._list.current():
            self._open(self._list.current())
        else:
            self._waiting_enter = bool(self._box.text.strip()) and not self._waiting_enter

    def _open(self, person: str) -> None:
        self._waiting_enter = False
        self.close()
        self.opened.emit(person)

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
