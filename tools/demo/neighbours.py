"""What concerns two villages, in chapters: a guest's case with a scan, and somebody who moves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton

from tools.demo.deeds import cases, people, places
from tools.demo.deeds.people import Resident
from tools.demo.hand import CONTROL
from tools.demo.seat import Seat
from tools.demo.setting import Setting, call
from tools.demo.story import Staff

#: The other village, and what is typed to choose it.
VILLAGE, VILLAGE_NAME, TYPED = "990101001002", "北沟村人力资源社会保障服务站", "bg"


@dataclass(frozen=True)
class Guest:
    """Somebody of the other village."""

    name: str
    number: str

    @property
    def resident(self) -> Resident:
        """The same, as the deeds on cases take people."""
        return Resident(self.name, self.name)


GUEST = Guest("韩立春", "990101197503122214")
#: What a guest is asked besides: everything else is on a resident's card.
_SAID = {
    **cases.SAID,
    "联系电话": "19900000496",
    "户籍性质": "20",
    "常住地址": "青石镇北沟村2组5号",
    "手机号码": "19900000496",
    "学历": "70",
}


def let_in(setting: Setting) -> None:
    """The office lets the other village in; nobody works there yet."""
    call(
        "sync_server.cli", "station", "add", "--home", setting.office, "--area", VILLAGE,
        "--name", VILLAGE_NAME, "--address", setting.address,
        "--out", setting.folder / "北沟村.enrol",
    )  # fmt: skip


def accept_guest(seat: Seat) -> None:
    """Ctrl+G: what he tells, his application, the receipt, the first opinion."""
    hand = seat.hand
    places.go(seat, places.ACCEPT)
    hand.press(Qt.Key.Key_G, CONTROL)
    for text in (GUEST.name, GUEST.number, TYPED):
        hand.write(text)
        if text != TYPED:
            hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return)
    seat.settle()
    hand.picture("guest-told")
    hand.press(Qt.Key.Key_Return)
    hand.wait(lambda: cases.focused(seat, cases.ITEM), "the item")
    hand.press(Qt.Key.Key_Return)
    seat.settle()
    cases.fill_in(seat, [cases.IDENTITY, cases.STATEMENT], _SAID)
    cases.look_up(seat, cases.TERMINATION)
    hand.picture("guest-application")
    cases.accept(seat, GUEST.resident)
    cases.review(seat)


def attach_scan(seat: Seat, folder: Path) -> None:
    """A photograph of his identity card, on the page of the case."""
    hand = seat.hand
    cases.open_case(seat, GUEST.resident, "guest-case")
    hand.click(QAbstractButton, f"扫描件 {cases.IDENTITY}")
    button = hand.find(QAbstractButton, "选文件")
    hand.choose_path(photograph(folder / "身份证正面.jpg"), button.click)
    hand.read("存好 1 个扫描件")
    seat.settle()
    hand.picture("case-scans")
    hand.press(Qt.Key.Key_Escape)
    hand.click(QAbstractButton, "更正所属村")
    seat.settle()
    hand.picture("guest-village")
    hand.press(Qt.Key.Key_Escape)
    seat.settle()


def see_guest_at_office(staff: Staff) -> None:
    """The reviewer sees whose resident he is, and his scan; the front desk may correct that."""
    staff.reviewer.open_case(GUEST.name)
    staff.reviewer.picture("office-guest-case")
    staff.front.open_page(staff.reviewer.address)
    staff.front.picture("office-guest-village")


def move(seat: Seat, staff: Staff, who: Resident) -> None:
    """The front desk moves somebody to the other village; his card here says so from then on."""
    staff.front.move(who.name, VILLAGE, "随子女居住", "office-move")
    staff.front.picture("office-moves")
    places.send_all(seat)
    places.send_all(seat)
    people.find_person(seat, who, "person-moved")
    cases.open_case(seat, who, "case-of-moved")
    cases.see_list(seat, "cases-two-villages")


def photograph(path: Path) -> Path:
    """A picture of a card, as a camera would give it."""
    picture = QImage(900, 560, QImage.Format.Format_RGB32)
    picture.fill(QColor("#E3EFED"))
    painter = QPainter(picture)
    font = QFont()
    font.setPixelSize(44)
    painter.setFont(font)
    painter.setPen(QColor("#1C2727"))
    for line, text in enumerate(
        ("姓名  韩立春", "性别  男   民族  汉", "住址  青石镇北沟村2组5号")
    ):
        painter.drawText(60, 120 + 110 * line, text)
    painter.end()
    if not picture.save(str(path), quality=85):
        raise RuntimeError(f"{path} could not be written")
    return path
