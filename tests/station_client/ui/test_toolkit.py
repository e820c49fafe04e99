"""The window's toolkit itself: what a long day at the counter needs of it."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be given away from 3.12 on")
def test_a_long_day_of_small_changes_does_not_wear_the_program_out(qtbot: QtBot) -> None:
    label = QLabel("赵国强")
    qtbot.addWidget(label)
    label.setText("赵国庆")
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setText("赵国强")
    assert abs(sys.getrefcount(None) - before) < 250
