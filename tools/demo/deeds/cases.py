"""Taking an application in, and what is done with the case afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from ledger.store.query import Query
from station_client.ui.kit.check_box import CheckBox
from station_client.ui.kit.fields.code import ChoiceEdit
from station_client.ui.kit.rows import Row
from station_client.ui.screens.acceptance.sheet import Sheet
from station_client.ui.screens.cases.case_page import CasePage
from station_client.ui.screens.cases.screen import CasesScreen
from tools.demo.deeds.people import Resident, find_person
from tools.demo.deeds.places import CASES, go, print_paper
from tools.demo.hand import CONTROL
from tools.demo.seat import Seat

if TYPE_CHECKING:
    from ledger.core.record import Record

ITEM = "失业登记"
#: What somebody says who lost his work, besides since when: label of the field, what is typed.
SAID: Mapping[str, str] = {
    "失业原因": "02",
    "原工作单位": "青石镇砖瓦厂",
    "劳动能力": "1",
    "就业愿望": "是",
    "是否领取失业保险金": "否",
}
#: How long ago he lost it.
LOST = timedelta(days=23)
IDENTITY, STATEMENT, TERMINATION = "身份证或社保卡", "就业失业状况承诺书", "解除劳动合同证明"


def begin(seat: Seat, who: Resident) -> None:
    """F3 on somebody's card, then the item: an application is begun."""
    hand = seat.hand
    find_person(seat, who)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_F3)
    hand.wait(lambda: focused(seat, ITEM), "the item")
    seat.settle()
    hand.press(Qt.Key.Key_Return)
    hand.find(ChoiceEdit, "失业原因")
    seat.settle()


def focused(seat: Seat, name: str) -> bool:
    """Whether the line of this name has the keyboard."""
    row = seat.hand.look(Row, name)
    return row is not None and row.hasFocus()


def fill_in(seat: Seat, papers: Sequence[str], said: Mapping[str, str] = SAID) -> None:
    """Type what the resident says, and tick the papers he brought."""
    hand, counter = seat.hand, seat.window.counter
    assert counter is not None
    lost = counter.today() - LOST
    for label, text in {"失业日期": f"{lost:%Y%m%d}", **said}.items():
        hand.fill(label, text)
        hand.press(Qt.Key.Key_Return)
    if hand.look(QLineEdit, "就业状态") is not None:
        hand.fill("就业状态", "22")
        hand.press(Qt.Key.Key_Return)
    for paper in papers:
        tick(seat, paper)
    kept(seat)


def tick(seat: Seat, paper: str) -> None:
    """Tick a paper of the checklist, unless it is ticked."""
    box = seat.hand.find(CheckBox, paper)
    if not box.isChecked():
        box.setFocus()
        seat.hand.press(Qt.Key.Key_Space)
    kept(seat)


def look_up(seat: Seat, paper: str) -> None:
    """Say that a paper was looked up by the system."""
    seat.hand.click(QAbstractButton, f"系统已核验 {paper}")
    kept(seat)


def kept(seat: Seat) -> None:
    """Wait until what was typed is on the disk."""
    sheet = seat.hand.find(Sheet)
    seat.hand.wait(lambda: sheet.saver.settled, "the draft")
    seat.settle()


def tell_missing(seat: Seat, picture: str = "") -> None:
    """F9: tell everything that is missing (PT-02)."""
    if picture:
        seat.hand.picture(picture)
    seat.hand.press(Qt.Key.Key_F9)
    print_paper(seat, "one-time-notice")


def carry_on(seat: Seat) -> None:
    """The resident is back with the papers: open the same application again."""
    seat.hand.click(QAbstractButton, "接着填")
    seat.hand.find(Sheet)
    seat.settle()


def accept(seat: Seat, who: Resident, picture: str = "") -> Record:
    """F10: accept, with its receipt (PT-01); gives the case."""
    if picture:
        seat.hand.picture(picture)
    seat.hand.press(Qt.Key.Key_F10)
    print_paper(seat, "receipt")
    if picture:
        seat.hand.picture("accepted")
    return case_of(seat, who)


def case_of(seat: Seat, who: Resident) -> Record:
    """The (latest) case of somebody, as it stands now."""
    found = seat.station.ledger.find(Query("case", where=(("name", "eq", who.name),)))
    return max(found.rows, key=lambda case: case.time)


def review(seat: Seat, picture: str = "") -> None:
    """From the outcome of an acceptance on: the first opinion, positive."""
    hand = seat.hand
    hand.press(Qt.Key.Key_F10)
    hand.find(QAbstractButton, "初审通过")
    seat.settle()
    if picture:
        hand.picture(picture)
    hand.press(Qt.Key.Key_F10)
    hand.wait(lambda: hand.look(QAbstractButton, "初审通过") is None, "the opinion")
    seat.settle()


def see_list(seat: Seat, picture: str = "") -> None:
    """F4, and back from the case that was open there."""
    go(seat, CASES)
    screen = seat.hand.find(CasesScreen)
    while not screen.list.isVisible():
        seat.hand.press(Qt.Key.Key_Escape)
        seat.settle()
    if picture:
        seat.hand.picture(picture)


def open_case(seat: Seat, who: Resident, picture: str = "") -> CasePage:
    """F4, and the case of somebody."""
    hand = seat.hand
    go(seat, CASES)
    screen = hand.find(CasesScreen)
    if screen.page.isVisible():
        hand.press(Qt.Key.Key_Escape)
        seat.settle()
    screen.open_case(case_of(seat, who).id)
    page = hand.find(CasePage)
    seat.settle()
    if picture:
        hand.picture(picture)
    return page


def resubmit(seat: Seat, note: str, picture: str = "") -> None:
    """Say how a returned case was mended, and send it up again."""
    hand = seat.hand
    hand.press(Qt.Key.Key_F10)
    box = hand.find(QPlainTextEdit, "补办情况")
    hand.wait(box.hasFocus, "the cursor in the note")
    hand.write(note)
    if picture:
        hand.picture(picture)
    hand.press(Qt.Key.Key_F10)
    hand.wait(lambda: hand.look(QPlainTextEdit, "补办情况") is None, "the case")
    seat.settle()


def print_now(seat: Seat, picture: str) -> None:
    """Ctrl+P on the page of a case: the result notice, or the certificate."""
    seat.hand.press(Qt.Key.Key_P, CONTROL)
    print_paper(seat, picture)


def hand_over(seat: Seat, picture: str = "") -> None:
    """Give the result out and close the case (PT-12)."""
    hand = seat.hand
    hand.press(Qt.Key.Key_F10)
    hand.find(QLineEdit, "领取人核验方式")
    hand.fill("领取人核验方式", "3")
    hand.press(Qt.Key.Key_Return)
    seat.settle()
    if picture:
        hand.picture(picture)
    hand.press(Qt.Key.Key_F10)
    print_paper(seat, "handed-over")
