"""The head of a card: who it is, how the card stands, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.detail_grid import HIDE_AGAIN_MS
from station_client.ui.kit.flow import Flow
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.state_sign import StateSign
from station_client.ui.theme.tokens import RADIUS, SPACE_1, SPACE_2, SPACE_3, SPACE_4
from station_client.ui.throttle import Throttle

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.views import CardView, PersonHead
    from station_client.ui.kit.state_sign import State
    from station_client.ui.theme.theme import Theme
    from station_client.ui.theme.tokens import Tone


class _Portrait(QWidget):
    """Where the photograph will be."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(64), self._theme.px(80))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colour.muted))
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        side = self._theme.px(34)
        icon = self._theme.icons.pixmap(
            "user", self._theme.colour.third, side, self.devicePixelRatioF()
        )
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, icon)
        painter.end()


class CoveredNumber(QWidget):
    """A masked number and its eye; shown whole for half a minute.

    Signals:
        wanted(): The eye was pressed while the number was covered.
    """

    wanted = Signal()

    def __init__(self, theme: Theme, say: Texts, label: str) -> None:
        super().__init__()
        self._names = (f"{say('ui.field.reveal')} {label}", f"{say('ui.field.hide')} {label}")
        self._covered = ""
        self._open = False
        self._text = Label("", "digits-second")
        self._eye = IconButton(theme, "eye", self._names[0], pixels=24)
        self._eye.clicked.connect(self._press)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        row.addWidget(self._text)
        row.addWidget(self._eye)
        self._later = Throttle(HIDE_AGAIN_MS, self.cover, self)

    @property
    def text(self) -> str:
        """What is to be read now."""
        return self._text.text()

    def show_number(self, covered: str) -> None:
        """Another number, covered."""
        self._covered = covered
        self.setVisible(bool(covered))
        self.cover()

    def uncover(self, whole: str) -> None:
        """Show the whole number for a while."""
        self._text.setText(whole)
        self._eye.show_icon("eye-off", self._names[1])
        self._open = True
        self._later.call()

    def cover(self) -> None:
        """Mask it again."""
        self._text.setText(self._covered)
        self._eye.show_icon("eye", self._names[0])
        self._open = False
        self._later.cancel()

    def _press(self) -> None:
        if self._open:
            self.cover()
        else:
            self.wanted.emit()


class CardHeader(Card):
    """Signals: print_wanted(), item_wanted(), reveal_wanted(str: the field's name)."""

    print_wanted = Signal()
    item_wanted = Signal()
    reveal_wanted = Signal(str)

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__(theme)
        self._theme = theme
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        if not theme.look.large:
            row.addWidget(_Portrait(theme), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(theme, say), 1)
        row.addLayout(self._deeds(theme, say))
        self.body.addLayout(row)

    def _words(self, theme: Theme, say: Texts) -> QVBoxLayout:
        self._name = Label("", "title")
        self._line = ElidedLabel("", "second")
        self._marks = Flow()
        self.id_no = CoveredNumber(theme, say, say("ui.people.id_no"))
        self.mobile = CoveredNumber(theme, say, say("ui.people.mobile"))
        self.id_no.wanted.connect(lambda: self.reveal_wanted.emit("id_no"))
        self.mobile.wanted.connect(lambda: self.reveal_wanted.emit("mobile"))
        top = QHBoxLayout()
        top.setSpacing(SPACE_3)
        top.addWidget(self._name)
        top.addWidget(self._line, 1)
        numbers = Flow(SPACE_4)
        numbers.show_widgets([self.id_no, self.mobile])
        words = QVBoxLayout()
        words.setSpacing(SPACE_2)
        words.addLayout(top)
        words.addWidget(self._marks)
        words.addWidget(numbers)
        words.addStretch(1)
        return words

    def _deeds(self, theme: Theme, say: Texts) -> QVBoxLayout:
        self.item = Button(
            theme, say("ui.people.item"), "primary", icon="file-plus", key="F3", bind=False
        )
        self.print = Button(theme, say("ui.people.print"), icon="printer", key="Ctrl+P")
        self.item.clicked.connect(self.item_wanted)
        self.print.clicked.connect(self.print_wanted)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE_2)
        self._column.addStretch(1)
        self.add_deed(self.item)
        self.add_deed(self.print)
        return self._column

    def add_deed(self, button: Button) -> None:
        """One more button below the others, as wide as they are."""
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._column.insertWidget(self._column.count() - 1, button)

    def show_head(self, view: CardView) -> None:
        """The head of this card."""
        head: PersonHead = view.head
        self._name.setText(head.name)
        self._line.setText(" · ".join(part for part in (head.line, head.address) if part))
        marks: list[QWidget] = [
            Badge(badge.text, cast("Tone", badge.tone)) for badge in head.badges
        ]
        sign = cast("State", str(head.standing.sign))
        marks.append(StateSign(self._theme, sign, head.standing.text))
        if view.way:
            marks.append(Badge(view.way, "amber"))
        self._marks.show_widgets(marks)
        self.id_no.show_number(head.id_shown)
        self.mobile.show_number(head.phone_shown)
        self.setAccessibleName(f"{head.name} {head.line} {head.standing.text}")
        self.item.setEnabled(not view.locked)

    def uncover(self, field: str, whole: str) -> None:
        """Show the whole of a number of the head, if it is one."""
        number = {"id_no": self.id_no, "mobile": self.mobile}.get(field)
        if number is not None:
            number.uncover(whole)
