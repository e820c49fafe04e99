"""The very first page: this PC is not yet a station; how it becomes one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from station_client.ui.entry.frame import EntryPage
from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.fields.editor import Editor
from station_client.ui.kit.fields.text import TextEditor
from station_client.ui.kit.label import ElidedLabel
from station_client.ui.kit.secret_box import SecretBox
from station_client.ui.places import explain
from station_client.ui.program import Joining
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_3

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.program import Door
    from station_client.ui.work import Work

PAGE_WIDTH = 560


class FirstRunPage(EntryPage):
    """The office's file, the first operator, and where needed a passphrase.

    Signals:
        joined(str): The PC is now this station.
    """

    joined = Signal(str)

    def __init__(self, theme: Theme, say: Texts, work: Work, door: Door) -> None:
        super().__init__(theme, say, say("ui.first.title"), say("ui.first.text"), width=PAGE_WIDTH)
        self._work = work
        self._door = door
        self._file: Path | None = None
        self._pick = Button(theme, say("ui.first.pick"), icon="file-input", key="Ctrl+O")
        self._shown = ElidedLabel(say("ui.first.no_file"), "second")
        line = QHBoxLayout()
        line.setSpacing(SPACE_3)
        line.addWidget(self._pick)
        line.addWidget(self._shown, 1)
        self.body.addLayout(line)
        self._name = TextEditor(theme, "name", say("ui.first.name"), required=True, limit=30)
        self._first = SecretBox(theme, "password", say("ui.first.password"))
        self._again = SecretBox(theme, "again", say("ui.first.again"))
        self._fields: list[Editor] = [self._name, self._first, self._again]
        self._passphrase: SecretBox | None = None
        if door.needs_passphrase():
            self._passphrase = SecretBox(theme, "passphrase", say("ui.first.passphrase"))
            self._fields.append(self._passphrase)
        for editor in self._fields:
            self.body.addWidget(editor)
            editor.changed.connect(lambda _name, e=editor: e.clear_message())
            editor.entered.connect(self._next)
        self._problem = Banner(theme, "", "red", icon="circle-x")
        self._problem.hide()
        self.body.addWidget(self._problem)
        self._go = Button(theme, say("ui.first.join"), "primary", key="Enter", bind=False)
        self.body.addWidget(self._go, 0, Qt.AlignmentFlag.AlignRight)
        self._pick.clicked.connect(self._choose_file)
        self._go.clicked.connect(self._join)

    def arrive(self) -> None:
        self._pick.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_file(self, path: Path) -> None:
        """The office's file."""
        self._file = path
        self._shown.setText(path.name)
        self._problem.hide()
        self._name.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, self.say("ui.first.pick"))
        if chosen:
            self.take_file(Path(chosen))

    def _next(self, name: str) -> None:
        at = [editor.name for editor in self._fields].index(name) + 1
        if at < len(self._fields):
            self._fields[at].input.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._join()

    def _problem_first(self) -> bool:
        """Show the first thing that is missing; False when there is none."""
        if self._file is None:
            self._problem.show_text(self.say("ui.first.need_file"))
            self._problem.show()
            self._pick.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        for editor in self._fields:
            if not editor.value():
                editor.show_message("block", self.say("ui.first.need", field=editor.label))
                editor.input.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        if self._first.text != self._again.text:
            self._again.show_message("block", self.say("ui.first.differ"))
            self._again.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _join(self) -> None:
        if not self._go.isEnabled() or self._problem_first() or self._file is None:
            return
        passphrase = self._passphrase.text if self._passphrase else ""
        joining = Joining(self._file, str(self._name.value()), self._first.text, passphrase)
        self._go.setEnabled(False)
        self._problem.hide()
        self._work.run(
            lambda: self._door.enrol(joining),
            self.joined.emit,
            self._failed,
            label=self.say("ui.first.joining"),
            owner=self,
        )

    def _failed(self, fault: Exception) -> None:
        self._go.setEnabled(True)
        self._problem.show_text(explain(self.say, fault))
        self._problem.show()
