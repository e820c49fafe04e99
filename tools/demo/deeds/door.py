"""Coming to the counter and leaving it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from station_client.ui.entry.lock import LockPage
from station_client.ui.entry.login import LoginPage
from station_client.ui.kit.rows import Row
from tools.demo.seat import Seat


def join(seat: Seat, ticket: Path, name: str, password: str, passphrase: str) -> None:
    """Make this PC a station with the office's file; ends at the login."""
    hand = seat.hand
    pick = hand.find(QAbstractButton, "选入网文件")
    hand.picture("first-run")
    hand.choose_path(ticket, pick.click)
    for text in (name, password, password, passphrase):
        hand.write(text)
        hand.press(Qt.Key.Key_Return)
    hand.find(LoginPage)


def unlock(seat: Seat, passphrase: str) -> None:
    """Open the ledger of a PC without a keyring; ends at the login."""
    hand = seat.hand
    hand.find(QLineEdit, "台账口令")
    hand.picture("unlock")
    hand.write(passphrase)
    hand.press(Qt.Key.Key_Return)
    hand.find(LoginPage)


def log_in(seat: Seat, password: str) -> None:
    """Type the password of the only operator and come to the first screen."""
    hand = seat.hand
    hand.find(LoginPage)
    hand.find(Row)
    hand.picture("login")
    hand.write(password)
    hand.press(Qt.Key.Key_Return)
    hand.wait(lambda: seat.window.shell is not None, "the first screen")
    seat.settle()


def lock_and_return(seat: Seat, password: str) -> None:
    """Leave the counter for a moment, and come back."""
    hand, window = seat.hand, seat.window
    hand.click(QAbstractButton, "锁屏")
    hand.find(LockPage)
    hand.picture("lock")
    hand.write(password)
    hand.press(Qt.Key.Key_Return)
    hand.wait(lambda: window.shell is not None and window.shell.isVisible(), "the counter")
    seat.settle()
