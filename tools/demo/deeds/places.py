"""Going from place to place, and what is the same in all of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from station_client.ui.kit.paper_preview import PaperPreview
from station_client.ui.screens.ledger.screen import LedgerScreen
from tools.demo.hand import CONTROL
from tools.demo.seat import Seat

TODAY, PEOPLE, ACCEPT, CASES = Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F4
LEDGER, GUIDE, REPORT, EXCHANGE = Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8


def go(seat: Seat, key: Qt.Key, picture: str = "") -> None:
    """Press the key of a place, and wait until it shows what it has."""
    seat.hand.press(key)
    seat.settle()
    if picture:
        seat.hand.picture(picture)


def print_paper(seat: Seat, picture: str = "") -> None:
    """Look at the paper that comes up, print it, and be back at the screen."""
    hand = seat.hand
    preview = hand.find(PaperPreview)
    seat.settle()
    if picture:
        hand.picture(picture)
    hand.press(Qt.Key.Key_P, CONTROL)
    hand.wait(lambda: not preview.isVisible(), "the screen below the paper")
    seat.settle()


def export_ledger(seat: Seat, path: Path, purpose: str = "") -> None:
    """The ledger as an Excel file."""
    hand = seat.hand
    go(seat, LEDGER, "ledger")
    hand.press(Qt.Key.Key_E, CONTROL)
    screen = hand.find(LedgerScreen)
    hand.wait(screen.excel.isVisible, "where to")
    hand.fill("写到哪个文件", str(path))
    if purpose:
        hand.fill("用途", purpose)
    hand.picture("ledger-export")
    hand.press(Qt.Key.Key_F10)
    hand.wait(path.exists, str(path))
    seat.settle()


def send(seat: Seat) -> None:
    """Ctrl+U: exchange now."""
    seat.hand.press(Qt.Key.Key_U, CONTROL)
    seat.settle()


def send_all(seat: Seat) -> None:
    """Exchange until the office has everything."""
    send(seat)
    seat.hand.wait(lambda: seat.station.ledger.unsent().count == 0, "the office's receipt")
    seat.settle()


def to_stick(seat: Seat, folder: Path) -> list[Path]:
    """Write what waits onto a stick; gives the files for the office."""
    go(seat, EXCHANGE)
    before = set(folder.rglob("*"))
    button = seat.hand.find(QAbstractButton, "写到U盘")
    seat.hand.choose_path(folder, button.click)
    seat.hand.wait(lambda: set(folder.rglob("*")) - before, "the file on the stick")
    seat.settle()
    return sorted(path for path in set(folder.rglob("*")) - before if path.is_file())


def from_stick(seat: Seat, folder: Path) -> None:
    """Read the office's answer from a stick."""
    go(seat, EXCHANGE)
    button = seat.hand.find(QAbstractButton, "从U盘读")
    seat.hand.choose_path(folder, button.click)
    seat.settle()


def settings(seat: Seat, picture: str = "") -> None:
    """Open the settings."""
    seat.hand.click(QAbstractButton, "设置")
    seat.hand.find(QLineEdit, "专线地址")
    seat.settle()
    if picture:
        seat.hand.picture(picture)


def set_line(seat: Seat, address: str) -> None:
    """Another address of the office, in the settings."""
    settings(seat)
    seat.hand.fill("专线地址", address)
    seat.hand.press(Qt.Key.Key_S, CONTROL)
    seat.hand.read("设置已存下")
    seat.settle()
