"""The residents' place in every look: nothing cut off, nothing over another, all by keyboard."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from station_client.desk import scans
from station_client.ui.prefs import Appearance
from station_client.ui.theme.theme import Look
from tests.station_client.desk.conftest import Desk
from tests.station_client.ui.inspection import inspect
from tests.station_client.ui.photos import photo
from tests.station_client.ui.screens.people.conftest import OTHER_ID, Show, Shown

SMALL, WIDE = (1366, 728), (1920, 1040)
#: Every pair of size, language, type and colour occurs; things get cut on the small screen.
LOOKS = [
    (SMALL, "zh", False, False),
    (SMALL, "zh", True, True),
    (SMALL, "en", False, True),
    (SMALL, "en", True, False),
    (WIDE, "zh", False, True),
    (WIDE, "en", True, False),
]
PICTURES = os.environ.get("STATION_PICTURES", "")


def _look_id(look: tuple[tuple[int, int], str, bool, bool]) -> str:
    (width, _height), language, large, dark = look
    return f"{width}-{language}{'-large' if large else ''}{'-dark' if dark else ''}"


def _check(shown: Shown, look: str, state: str) -> list[str]:
    shown.settle()
    if PICTURES:
        shown.window.grab().save(str(Path(PICTURES) / f"people-{state}-{look}.png"))
    return [f"{state}: {fault}" for fault in inspect(shown.window)]


@pytest.mark.parametrize("look", LOOKS, ids=_look_id)
def test_every_state_is_whole_and_usable(
    show: Show,
    desk: Desk,
    two_phones: str,
    look: tuple[tuple[int, int], str, bool, bool],
    tmp_path: Path,
) -> None:
    size, language, large, dark = look
    desk.new_card(name="赵国庆", id_no=OTHER_ID)
    case = desk.accepted(two_phones).case
    scan = photo(tmp_path).read_bytes()
    scans.add_to_card(desk.counter, two_phones, "户口本", scan)
    scans.add_to_case(desk.counter, case, "id_card", "身份证正面", scan)
    shown = show(Appearance("en" if language == "en" else "zh", Look(dark=dark, large=large)), size)
    name = _look_id(look)
    faults = _check(shown, name, "nobody")
    shown.open("zgq", "赵国庆", total=2)
    assert shown.people.list.table.choose(two_phones)
    shown.until(lambda: shown.card_name() == "赵国强")
    card = shown.people.beside.card
    for tab in ("A", "D", "E", "G", "M", "cases", "scans", "history"):
        card.tabs.show_tab(tab)
        faults += _check(shown, name, f"card-{tab}")
    card.conflicts.open_panel()
    faults += _check(shown, name, "settle")
    card.header.id_no.wanted.emit()
    faults += _check(shown, name, "purpose")
    shown.key(Qt.Key.Key_Escape)
    shown.begin_edit()
    forms = shown.people.beside.form.forms
    for tab in ("A", "D", "E", "G", "M"):
        forms.tabs.show_tab(tab)
        faults += _check(shown, name, f"form-{tab}")
    forms.tabs.show_tab("E")
    forms._form("E").show_whole()
    faults += _check(shown, name, "form-whole")
    shown.type_into("id_no", OTHER_ID)
    shown.until(lambda: len(shown.people.beside.form.hints.banners) > 0)
    faults += _check(shown, name, "twin")
    shown.key(Qt.Key.Key_Escape)
    shown.until(card.draft_note.isVisible)
    faults += _check(shown, name, "draft")
    shown.find("xyzzy", 0)
    faults += _check(shown, name, "none")
    assert faults == []
