"""The checklist of papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.check_box import CheckBox
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import ElidedLabel
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.throttle import Throttle

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.application import PaperLine
    from station_client.ui.theme.theme import Theme
    from station_client.ui.theme.tokens import Tone

DEFECT_LIMIT = 100
TYPING_MS = 200


class PaperRow(Row):
    """One paper: ticked when it was handed in; looked up instead; or handed in and not in order.

    Signals:
        said(str, object): Key of the paper and what the operator said about it.
        scans_wanted(str, str): Show the scans of this paper: its key and name.
    """

    said = Signal(str, object)
    scans_wanted = Signal(str, str)

    def __init__(self, theme: Theme, say: Texts, line: PaperLine) -> None:
        super().__init__(theme, line.label, live=False)
        self._say = say
        self._line = line
        self.box = CheckBox(theme, line.label)
        self.box.setToolTip(" · ".join(part for part in (line.need, line.note) if part))
        self._need = ElidedLabel(line.need, "second")
        self._need.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # In large English it is the first to give way: the box says it, too.
        self._need.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.defect = QLineEdit()
        self.defect.setMaxLength(DEFECT_LIMIT)
        self.defect.setPlaceholderText(say("screen.accept.defect_hint"))
        self.defect.setAccessibleName(f"{line.label} {say('screen.accept.defect_hint')}")
        self.defect.setFixedHeight(theme.px(32))
        self._tag = Badge("", "grey")
        self.look_up = self._button(theme, "screen.accept.looked_up", self._look_up)
        self.mend = self._button(theme, "screen.accept.not_in_order", self._open_defect)
        self.scans = IconButton(theme, "file-text", say("ui.scan.button"), pixels=26)
        self.scans.clicked.connect(self._want_scans)
        parts = (self.look_up, self.mend, self.scans)
        for widget in (self.box, self._need, self.defect, self._tag, *parts):
            self.row.addWidget(widget, 1 if widget in (self._need, self.defect) else 0)
        self._typing = Throttle(TYPING_MS, self._tell_defect, self)
        self.box.clicked.connect(self._tick)
        self.defect.textEdited.connect(self._typing.call)
        self.defect.returnPressed.connect(self.focusNextChild)
        self._opened = False
        self.show_line(line)

    def _button(self, theme: Theme, key: str, do: object) -> Button:
        button = Button(theme, self._say(key), "quiet")
        button.setAccessibleName(f"{self._say(key)} {self._line.label}")
        button.clicked.connect(do)
        return button

    def show_line(self, line: PaperLine) -> None:
        """What is true of the paper now; a remark being typed is left alone."""
        self._line = line
        self.box.setChecked(line.got)
        self._need.setText(line.need)
        self._tag.show_word(line.tag, cast("Tone", line.tone))
        if not self.defect.hasFocus():
            self.defect.setText(line.defect)
            self._opened = bool(line.defect)
        self._arrange()

    def flush(self) -> None:
        """Tell a remark that is still being typed."""
        self._typing.now()

    def _arrange(self) -> None:
        line = self._line
        self.defect.setVisible(self._opened)
        self._need.setVisible(not self._opened)
        may_look_up = line.exempt_by_check and not line.got
        self.look_up.setVisible(may_look_up)
        many = self._say("ui.scan.button_n", n=line.scans)
        word = many if line.scans else self._say("ui.scan.button")
        self.scans.show_icon("file-text" if line.scans else "file-plus", f"{word} {line.label}")
        key = "screen.accept.not_looked_up" if line.exempt else "screen.accept.looked_up"
        self.look_up.say(self._say(key))
        self.look_up.setAccessibleName(f"{self._say(key)} {line.label}")
        self.mend.setVisible(line.got and not may_look_up)
        key = "screen.accept.in_order" if self._opened else "screen.accept.not_in_order"
        self.mend.say(self._say(key))
        self.mend.setAccessibleName(f"{self._say(key)} {line.label}")

    def _tick(self, ticked: bool) -> None:
        told: dict[str, object] = {"got": ticked, "count": self._line.count}
        if not ticked:
            told["defect"] = ""
            self._opened = False
        self.said.emit(self._line.key, told)

    def _want_scans(self) -> None:
        self.scans_wanted.emit(self._line.key, self._line.label)

    def _look_up(self) -> None:
        self.said.emit(self._line.key, {"exempt": not self._line.exempt})

    def _open_defect(self) -> None:
        if self._opened:
            self.defect.clear()
            self._opened = False
            self.said.emit(self._line.key, {"defect": ""})
            self._arrange()
            return
        self._opened = True
        self._arrange()
        self.defect.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_defect(self) -> None:
        self.said.emit(self._line.key, {"defect": self.defect.text().strip()})


class PapersCard(Card):
    """All papers the application asks for.

    Signals:
        said(str, object): Key of a paper and what the operator said about it.
        scans_wanted(str, str): Show the scans of a paper: its key and name.
    """

    said = Signal(str, object)
    scans_wanted = Signal(str, str)

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__(theme, say("screen.accept.papers"), say("screen.accept.papers_hint"))
        self._theme = theme
        self._say = say
        self._rows = Rows()
        self._by_key: dict[str, PaperRow] = {}
        self.body.addWidget(self._rows)

    def show_papers(self, lines: Sequence[PaperLine]) -> None:
        """The checklist as it stands now."""
        keys = [line.key for line in lines]
        if keys != list(self._by_key):
            self._by_key = {line.key: self._row(line) for line in lines}
            self._rows.show_rows(list(self._by_key.values()))
            return
        for line in lines:
            self._by_key[line.key].show_line(line)

    def clear(self) -> None:
        """No papers: another draft follows."""
        self._by_key = {}
        self._rows.show_rows([])

    def flush(self) -> None:
        """Tell remarks that are still being typed."""
        for row in self._by_key.values():
            row.flush()

    @property
    def keys(self) -> tuple[str, ...]:
        """The papers that are asked for."""
        return tuple(self._by_key)

    def row(self, key: str) -> PaperRow:
        """The line of a paper."""
        return self._by_key[key]

    def focus_first_lacking(self, lines: Sequence[PaperLine]) -> bool:
        """Put the cursor on the first paper that is lacking; False when none is."""
        for line in lines:
            if line.lacking and line.key in self._by_key:
                row = self._by_key[line.key]
                target = row.defect if line.defect else row.box
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _row(self, line: PaperLine) -> PaperRow:
        row = PaperRow(self._theme, self._say, line)
        row.said.connect(self.said)
        row.scans_wanted.connect(self.scans_wanted)
        return row
