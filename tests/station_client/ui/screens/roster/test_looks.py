"""The import in every look: nothing cut off, nothing over another, all by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.station_client.ui.inspection import inspect
from tests.station_client.ui.screens.people.conftest import Show
from tests.station_client.ui.screens.roster.conftest import Importing
from tests.station_client.ui.viewings import VIEWINGS, Viewing, keep_picture


def _check(importing: Importing, look: Viewing) -> list[str]:
    importing.shown.settle()
    step = importing.page.step
    keep_picture(importing.shown.window, f"roster-{step}-{look}")
    return [f"{step}: {fault}" for fault in inspect(importing.shown.window)]


@pytest.mark.parametrize("look", VIEWINGS, ids=str)
def test_every_page_is_whole_and_usable(show: Show, roster: Path, look: Viewing) -> None:
    text = roster.read_text(encoding="utf-8").replace("小学", "念过几年书")
    roster.write_text(text, encoding="utf-8")
    importing = Importing(show(look.appearance, look.size))
    importing.shown.key(Qt.Key.Key_I, ctrl=True)
    faults = _check(importing, look)
    importing.open(roster)
    faults += _check(importing, look)
    importing.shown.key(Qt.Key.Key_F10)
    importing.until("preview")
    faults += _check(importing, look)
    importing.page.preview.words_wanted.emit()
    faults += _check(importing, look)
    importing.shown.key(Qt.Key.Key_Escape)
    importing.shown.key(Qt.Key.Key_F10)
    importing.until("result")
    faults += _check(importing, look)
    importing.shown.key(Qt.Key.Key_F10)
    importing.until("questions")
    faults += _check(importing, look)
    assert faults == []
