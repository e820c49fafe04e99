"""The import in every look: nothing cut off, nothing over another, all by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from station_client.ui.prefs import Appearance
from station_client.ui.theme.theme import Look
from tests.station_client.ui.inspection import inspect
from tests.station_client.ui.screens.people.conftest import Show
from tests.station_client.ui.screens.people.test_looks import LOOKS, PICTURES, _look_id
from tests.station_client.ui.screens.roster.conftest import Importing


def _check(importing: Importing, look: str) -> list[str]:
    importing.shown.settle()
    step = importing.page.step
    if PICTURES:
        importing.shown.window.grab().save(str(Path(PICTURES) / f"roster-{step}-{look}.png"))
    return [f"{step}: {fault}" for fault in inspect(importing.shown.window)]


@pytest.mark.parametrize("look", LOOKS, ids=_look_id)
def test_every_page_is_whole_and_usable(
    show: Show, roster: Path, look: tuple[tuple[int, int], str, bool, bool]
) -> None:
    size, language, large, dark = look
    spoken = Appearance("en" if language == "en" else "zh", Look(dark=dark, large=large))
    text = roster.read_text(encoding="utf-8").replace("小学", "念过几年书")
    roster.write_text(text, encoding="utf-8")
    importing = Importing(show(spoken, size))
    importing.shown.key(Qt.Key.Key_I, ctrl=True)
    name = _look_id(look)
    faults = _check(importing, name)
    importing.open(roster)
    faults += _check(importing, name)
    importing.shown.key(Qt.Key.Key_F10)
    importing.until("preview")
    faults += _check(importing, name)
    importing.page.preview.words_wanted.emit()
    faults += _check(importing, name)
    importing.shown.key(Qt.Key.Key_Escape)
    importing.shown.key(Qt.Key.Key_F10)
    importing.until("result")
    faults += _check(importing, name)
    importing.shown.key(Qt.Key.Key_F10)
    importing.until("questions")
    faults += _check(importing, name)
    assert faults == []
