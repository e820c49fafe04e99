"""What an operator does at the counter, deed by deed, with the keys he uses for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from station_client.ui.kit.check_row import CheckBox
from station_client.ui.kit.fields.code import ChoiceEdit
from station_client.ui.kit.paper_preview import PaperPreview
from station_client.ui.kit.rows import Row
from tools.demo.hand import CONTROL, PLAIN
from tools.demo.seat import Seat

if TYPE_CHECKING:
    from ledger.core.record import Record

SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Application:
    """What a resident brings and says."""

    name: str
    initials: str
    typed: Mapping[str, str] = field(
        default_factory=lambda: {
            "失业日期": "20261031",
            "失业原因": "02",
            "原工作单位": "青石镇砖瓦厂",
            "劳动能力": "1",
            "就业愿望": "是",
            "是否领取失业保险金": "否",
        }
    )
    papers: tuple[str, ...] = ("身份证", "承诺书")


class Operator:
    """Sits at a seat and works it by keyboard."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.hand = seat.hand

    # the door

    def join(self, ticket: Path, name: str, password: str, passphrase: str) -> None:
        """Make this PC a station with the office's file, and log in."""
        hand = self.hand
        pick = hand.find(QAbstractButton, "选入网文件")
        hand.picture("first-run")
        hand.choose_path(ticket, pick.click)
        for text in (name, password, password, passphrase):
            hand.type(text)
            hand.press(Qt.Key.Key_Return)
        self.log_in(password)

    def unlock(self, passphrase: str) -> None:
        """Open the ledger of a PC without a keyring."""
        hand = self.hand
        hand.find(QLineEdit, "台账口令")
        hand.picture("unlock")
        hand.type(passphrase)
        hand.press(Qt.Key.Key_Return)

    def log_in(self, password: str, *, picture: str = "login") -> None:
        """Type the password and come to the first screen."""
        hand = self.hand
        hand.wait(lambda: hand.says("登录") and hand.look(Row), "the names")
        hand.picture(picture)
        hand.type(password)
        hand.press(Qt.Key.Key_Return)
        hand.wait(lambda: self.seat.window.shell is not None, "the first screen")
        self.seat.settle()

    def lock(self, password: str) -> None:
        """Leave the counter for a moment, and come back."""
        hand, window = self.hand, self.seat.window
        window.lock()
        hand.find(QLineEdit, "密码")
        hand.picture("lock")
        hand.type(password)
        hand.press(Qt.Key.Key_Return)
        hand.wait(lambda: window.shell is not None and window.shell.isVisible(), "the counter")
        self.seat.settle()

    # places

    def go(self, key: Qt.Key, picture: str = "") -> None:
        """Press the key of a place."""
        self.hand.press(key)
        self.seat.settle()
        if picture:
            self.hand.picture(picture)

    def see_paper(self, picture: str, title: str = "") -> None:
        """Look at the paper that comes up, print it, and be back at the screen."""
        hand = self.hand
        preview = hand.find(PaperPreview, title)
        self.seat.settle()
        hand.picture(picture)
        hand.press(Qt.Key.Key_P, CONTROL)
        hand.wait(lambda: not preview.isVisible(), "the screen below the paper")
        self.seat.settle()

    # cards

    def find_person(self, someone: Application, picture: str = "") -> Record:
        """Type the initials in the residents' place until the card is open; gives the record."""
        hand = self.hand
        self.go(Qt.Key.Key_F2)
        hand.press(Qt.Key.Key_A, CONTROL)
        hand.type(someone.initials)
        hand.wait(lambda: self._card_of(someone.name), f"the card of {someone.name}")
        self.seat.settle()
        if picture:
            hand.picture(picture)
        found = self.seat.station.ledger.search(someone.name, limit=5).rows
        return next(record for record in found if record.data["name"] == someone.name)

    def _card_of(self, name: str) -> bool:
        from station_client.ui.screens.people.card_pane import CardPane

        pane = self.hand.look(CardPane)
        return pane is not None and pane.view is not None and pane.view.head.name == name

    def correct(self, label: str, text: str, picture: str = "") -> None:
        """Change one field of the card that is open, and save it."""
        hand = self.hand
        hand.press(Qt.Key.Key_E, CONTROL)
        hand.find(QLineEdit, label)
        hand.fill(label, text)
        self.seat.settle()
        if picture:
            hand.picture(picture)
        hand.press(Qt.Key.Key_S, CONTROL)
        hand.read("已存")
        self.seat.settle()

    # taking in

    def begin(self, someone: Application) -> None:
        """F3 on the card of somebody, then the item: an application is begun."""
        hand = self.hand
        self.find_person(someone)
        hand.press(Qt.Key.Key_Down)
        hand.press(Qt.Key.Key_Return)
        hand.press(Qt.Key.Key_F3)
        row = hand.find(Row, "失业登记")
        hand.wait(row.hasFocus, "the item")
        hand.press(Qt.Key.Key_Return)
        hand.find(ChoiceEdit, "失业原因")
        self.seat.settle()

    def fill_in(self, someone: Application, *, without: str = "") -> None:
        """Type what the resident says, and tick the papers he brought."""
        hand = self.hand
        for label, text in someone.typed.items():
            hand.fill(label, text)
            hand.press(Qt.Key.Key_Return)
        if hand.look(QLineEdit, "就业状态") is not None:
            hand.fill("就业状态", "22")
            hand.press(Qt.Key.Key_Return)
        for paper in someone.papers:
            if paper != without:
                self.tick(paper)
        self.seat.settle()

    def tick(self, paper: str) -> None:
        """Tick a paper of the checklist."""
        box = self.hand.find(CheckBox, paper)
        box.setFocus()
        self.hand.press(Qt.Key.Key_Space)
        self.settled_draft()

    def look_up(self, paper: str) -> None:
        """Say that a paper was looked up by the system."""
        self.hand.find(QAbstractButton, f"系统已核验 {paper}").click()
        self.settled_draft()

    def settled_draft(self) -> None:
        """Wait until what was typed is on the disk."""
        from station_client.ui.screens.acceptance.sheet import Sheet

        sheet = self.hand.find(Sheet)
        self.hand.wait(lambda: sheet.saver.settled, "the draft")
        self.seat.settle()

    def tell_missing(self, picture: str = "") -> None:
        """F9: tell everything that is missing (PT-02)."""
        self.settled_draft()
        if picture:
            self.hand.picture(picture)
        self.hand.press(Qt.Key.Key_F9)
        self.see_paper("one-time-notice")

    def accept(self, picture: str = "") -> None:
        """F10: accept, with its receipt (PT-01)."""
        self.settled_draft()
        if picture:
            self.hand.picture(picture)
        self.hand.press(Qt.Key.Key_F10)
        self.see_paper("receipt")

    # cases

    def review(self, picture: str = "") -> None:
        """From the outcome on: the first opinion, positive."""
        hand = self.hand
        hand.press(Qt.Key.Key_F10)
        hand.find(QAbstractButton, "初审通过")
        self.seat.settle()
        if picture:
            hand.picture(picture)
        hand.press(Qt.Key.Key_F10)
        hand.read("上传")
        self.seat.settle()

    def open_case(self, name: str) -> None:
        """F4 and the case of somebody."""
        hand = self.hand
        self.go(Qt.Key.Key_F4)
        from station_client.ui.screens.cases.screen import CasesScreen

        screen = hand.find(CasesScreen)
        while screen.escape():
            self.seat.settle()
        hand.press(Qt.Key.Key_A, CONTROL)
        hand.type(name)
        self.seat.settle()
        hand.press(Qt.Key.Key_Return)
        hand.read(f"{name} · 失业登记")
        self.seat.settle()

    def resubmit(self, note: str, picture: str = "") -> None:
        """Mend what was returned, say how, and send it up again."""
        hand = self.hand
        hand.find(QAbstractButton, "改好再报").click()
        panel = hand.find(QPlainTextEdit, "补办情况")
        panel.setFocus()
        hand.type(note)
        if picture:
            hand.picture(picture)
        hand.press(Qt.Key.Key_F10)
        hand.wait(lambda: hand.look(QPlainTextEdit, "补办情况") is None, "the case")
        self.seat.settle()

    def print_result(self) -> None:
        """PT-11, of a case whose decision has arrived."""
        self.hand.press(Qt.Key.Key_P, CONTROL)
        self.see_paper("result-notice")

    def hand_over(self, picture: str = "") -> None:
        """Give the result out and close the case (PT-12)."""
        hand = self.hand
        hand.press(Qt.Key.Key_F10)
        hand.fill("领取人核验方式", "本人")
        hand.press(Qt.Key.Key_Return)
        self.seat.settle()
        if picture:
            hand.picture(picture)
        hand.press(Qt.Key.Key_F10)
        self.see_paper("handed-over")

    # carrying

    def send(self) -> None:
        """Ctrl+U: exchange now."""
        self.hand.press(Qt.Key.Key_U, CONTROL)
        self.seat.settle()

    def to_stick(self, folder: Path) -> None:
        """Write what waits onto a stick."""
        self.go(Qt.Key.Key_F8)
        button = self.hand.find(QAbstractButton, "写到U盘")
        self.hand.choose_path(folder, button.click)
        self.hand.wait(lambda: any(folder.rglob("*")), "the file on the stick")
        self.seat.settle()

    def from_stick(self, folder: Path) -> None:
        """Read the office's answer from a stick."""
        self.go(Qt.Key.Key_F8)
        button = self.hand.find(QAbstractButton, "从U盘读")
        self.hand.choose_path(folder, button.click)
        self.seat.settle()


__all__ = ["PLAIN", "SHIFT", "Application", "Operator"]
