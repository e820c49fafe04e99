"""The residents' place in every look: nothing cut off, nothing over another, all by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from station_client.desk import scans
from tests.station_client.desk.conftest import Desk
from tests.station_client.ui.inspection import inspect
from tests.station_client.ui.photos import photo
from tests.station_client.ui.screens.people.conftest import OTHER_ID, Show, Shown
from tests.station_client.ui.viewings import VIEWINGS, Viewing, keep_picture


def _check(shown: Shown, look: Viewing, state: str) -> list[str]:
    shown.settle()
    keep_picture(shown.window, f"people-{state}-{look}")
    return [f"{state}: {fault}" for fault in inspect(shown.window)]


@pytest.mark.parametrize("look", VIEWINGS, ids=str)
def test_every_state_is_whole_and_usable(
    show: Show, desk: Desk, two_phones: str, look: Viewing, tmp_path: Path
) -> None:
    desk.new_card(name="赵国庆", id_no=OTHER_ID)
    case = desk.accepted(two_phones).case
    scan = photo(tmp_path).read_bytes()
    scans.add_to_card(desk.counter, two_phones, "户口本", scan)
    scans.add_to_case(desk.counter, case, "id_card", "身份证正面", scan)
    shown = show(look.appearance, look.size)
    faults = _check(shown, look, "nobody")
    shown.open("zgq", "赵国庆", total=2)
    assert shown.people.list.table.choose(two_phones)
    shown.until(lambda: shown.card_name() == "赵国强")
    card = shown.people.beside.card
    for tab in ("A", "D", "E", "G", "M", "cases", "scans", "history"):
        card.tabs.show_tab(tab)
        faults += _check(shown, look, f"card-{tab}")
    card.conflicts.open_panel()
    faults += _check(shown, look, "settle")
    card.header.id_no.wanted.emit()
    faults += _check(shown, look, "purpose")
    shown.key(Qt.Key.Key_Escape)
    shown.begin_edit()
    forms = shown.people.beside.form.forms
    for tab in ("A", "D", "E", "G", "M"):
        forms.tabs.show_tab(tab)
        faults += _check(shown, look, f"form-{tab}")
    forms.tabs.show_tab("E")
    forms._form("E").show_whole()
    faults += _check(shown, look, "form-whole")
    shown.type_into("id_no", OTHER_ID)
    shown.until(lambda: len(shown.people.beside.form.hints.banners) > 0)
    faults += _check(shown, look, "twin")
    shown.key(Qt.Key.Key_Escape)
    shown.until(card.draft_note.isVisible)
    faults += _check(shown, look, "draft")
    shown.find("xyzzy", 0)
    faults += _check(shown, look, "none")
    assert faults == []
