"""A card that is looked at: covered numbers, two values, history, paper, next deed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ledger.core.act import Trust
from ledger.core.record import Change
from station_client.desk import scans
from tests.helpers.world import OTHER_VILLAGE, TOWN, VILLAGE
from tests.station_client.desk.conftest import ZHAO_ID, Desk
from tests.station_client.ui.photos import photo
from tests.station_client.ui.scans.hands import dropped
from tests.station_client.ui.screens.people.conftest import Show


def test_the_number_is_covered_until_a_purpose_is_chosen(show: Show, desk: Desk, zhao: str) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    card = shown.people.beside.card
    assert card.header.id_no.text == "9901**********1519"
    card.header.id_no._eye.click()
    assert card.purpose.isVisible()
    shown.key(Qt.Key.Key_1)
    shown.until(lambda: card.header.id_no.text == ZHAO_ID)
    looks = desk.counter.ledger.local.diary.recent("access", 5)
    assert looks[0].data["purpose"] == "核对身份"


def test_a_shown_number_covers_itself_again(show: Show, zhao: str) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    number = shown.people.beside.card.header.id_no
    number.wanted.emit()
    shown.key(Qt.Key.Key_2)
    shown.until(lambda: number.text == ZHAO_ID)
    number._later.now()
    assert number.text == "9901**********1519"


def test_esc_leaves_the_purposes_without_showing_anything(show: Show, zhao: str) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    card = shown.people.beside.card
    card.header.mobile._eye.click()
    shown.key(Qt.Key.Key_Escape)
    assert not card.purpose.isVisible()
    assert card.header.mobile.text == "199****0496"


def test_a_card_that_moved_away_says_above_it_why_nothing_can_be_changed(
    show: Show, desk: Desk, zhao: str
) -> None:
    desk.sync()
    office = desk.world.office
    clerk = desk.world.hire(office, "孙丽", ["T1"], TOWN, "T")
    told = {
        "area": VILLAGE, "owner": zhao, "home": OTHER_VILLAGE, "name": "赵国强",
        "moved_on": "2026-11-23", "reason": "随子女居住",
    }  # fmt: skip
    move = Change("person", {"area": OTHER_VILLAGE}, zhao, Trust.OFFICE)
    office.commit(clerk, "card.move", [move, Change("move", told)])
    desk.sync()
    shown = show()
    shown.open("zgq", "赵国强")
    card = shown.people.beside.card
    assert card.locked_note.isVisible()
    assert "已由镇事务所转到北沟村" in card.locked_note.accessibleName()
    assert not card.edit.isVisible()


def test_two_values_are_a_sentence_and_a_number_key_settles_them(
    show: Show, desk: Desk, two_phones: str
) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    conflicts = shown.people.beside.card.conflicts
    assert "199****8813" in conflicts.banner.accessibleName()
    assert "199****0777" in conflicts.banner.accessibleName()
    assert conflicts.banner.button is not None
    conflicts.banner.button.setFocus()
    shown.key(Qt.Key.Key_Space)
    assert conflicts.panel is not None
    values = [choice.value for choice in conflicts._conflict.choices]  # type: ignore[union-attr]
    shown.key(Qt.Key.Key_1)
    shown.until(conflicts.isHidden)
    assert desk.read(two_phones).data["mobile"] == values[0]
    assert desk.read(two_phones).conflicts == ()
    assert "定下" in shown.notice


def test_two_values_can_be_settled_by_a_third_one_typed(
    show: Show, desk: Desk, two_phones: str
) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    conflicts = shown.people.beside.card.conflicts
    conflicts.open_panel()
    assert conflicts.panel is not None
    editor = conflicts.panel.editor
    editor.input.setFocus()
    shown.key(Qt.Key.Key_Return)
    assert editor.message != ""
    QTest.keyClicks(editor.input, "19900001234")
    shown.key(Qt.Key.Key_Return)
    shown.until(conflicts.isHidden)
    assert desk.read(two_phones).data["mobile"] == "19900001234"


def test_a_history_that_is_still_arriving_says_so_and_not_that_there_is_none(
    show: Show, desk: Desk, zhao: str
) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    card = shown.people.beside.card
    card.tabs.show_tab("history")
    shown.until(lambda: len(card.history._blocks) > 0)
    now = desk.counter.now()
    card.history.show_lines([], now, arriving=True)
    assert card.history.arriving.isVisible()
    assert not card.history._none.isVisible()
    card.history.show_lines([], now)
    assert not card.history.arriving.isVisible()
    assert card.history._none.isVisible()


def test_the_history_says_who_changed_what_and_whether_it_was_received(
    show: Show, desk: Desk, zhao: str
) -> None:
    desk.sync()
    desk.station.edit(desk.read(zhao), mobile="19900009999")
    shown = show()
    shown.open("zgq", "赵国强")
    card = shown.people.beside.card
    card.tabs.show_tab("history")
    shown.until(lambda: len(card.history._blocks) == 2)
    from PySide6.QtWidgets import QLabel

    texts = [label.text() for label in card.history._blocks[0].findChildren(QLabel)]
    assert {"改卡", "199****0496", "199****9999", "已存本站", "手机号码"} <= set(texts)
    first = [label.text() for label in card.history._blocks[1].findChildren(QLabel)]
    assert "所已收" in first


def test_tabs_are_walked_with_keys_from_anywhere(show: Show, zhao: str) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    tabs = shown.people.beside.card.tabs
    assert tabs.current() == "A"
    shown.key(Qt.Key.Key_PageDown, ctrl=True)
    assert tabs.current() == "D"
    shown.key(Qt.Key.Key_PageUp, ctrl=True)
    assert tabs.current() == "A"


def test_f3_begins_an_item_for_this_person(show: Show, zhao: str) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    shown.key(Qt.Key.Key_F3)
    assert shown.arrivals[-1] == ("accept", {"person": zhao})


def test_f3_without_a_card_begins_an_item_for_nobody_yet(show: Show) -> None:
    shown = show()
    shown.key(Qt.Key.Key_F3)
    assert shown.arrivals[-1] == ("accept", {})


def test_ctrl_p_shows_the_paper_before_it_prints(show: Show, desk: Desk, zhao: str) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    assert shown.window.shell is not None
    papers = shown.window.shell.papers
    shown.key(Qt.Key.Key_P, ctrl=True)
    shown.until(papers.isVisible)
    assert shown.printed == []
    assert not desk.counter.ledger.owned(zhao, "slip")
    shown.key(Qt.Key.Key_P, ctrl=True)
    assert len(shown.printed) == 1
    shown.until(lambda: shown.card_name() == "赵国强" and not papers.isVisible())
    card = shown.people.beside.card
    card.tabs.show_tab("cases")
    shown.until(lambda: len(card.cases._papers.rows) == 1)


def test_what_changed_under_a_paper_is_seen_when_the_paper_is_closed(
    show: Show, desk: Desk, zhao: str
) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    shell = shown.window.shell
    assert shell is not None
    shown.key(Qt.Key.Key_P, ctrl=True)
    shown.until(shell.papers.isVisible)
    with shown.bot.waitSignal(shell.context.bus.changed):
        desk.station.edit(desk.read(zhao), mobile="19900009999")
    shown.key(Qt.Key.Key_Escape)
    header = shown.people.beside.card.header
    shown.until(lambda: header.mobile.text == "199****9999")


def test_a_case_of_the_person_opens_in_its_place(show: Show, desk: Desk, zhao: str) -> None:
    case = desk.accepted(zhao).case
    shown = show()
    shown.open("zgq", "赵国强")
    card = shown.people.beside.card
    card.tabs.show_tab("cases")
    shown.until(lambda: len(card.cases._cases.rows) == 1)
    assert card.cases._cases.focus_first()
    shown.key(Qt.Key.Key_Return)
    assert shown.arrivals[-1] == ("cases", {"case": case})


def test_a_closed_card_can_be_read_and_not_changed(show: Show, desk: Desk, zhao: str) -> None:
    change = Change("person", {"card_status": "3"}, record=zhao)
    desk.station.ledger.commit(desk.station.operator, "card.edit", [change])
    shown = show()
    shown.open("zgq", "赵国强")
    card = shown.people.beside.card
    assert not card.edit.isVisible()
    assert not card.header.item.isEnabled()


def test_the_card_follows_what_the_office_sends(show: Show, desk: Desk, zhao: str) -> None:
    desk.sync()
    shown = show()
    shown.open("zgq", "赵国强")
    desk.station.edit(desk.read(zhao), mobile="19900009999")
    header = shown.people.beside.card.header
    shown.until(lambda: header.mobile.text != "199****0496")
    assert header.mobile.text == "199****9999"


def test_a_scan_is_dropped_onto_the_card_and_declared_void(
    show: Show, desk: Desk, zhao: str, tmp_path: Path
) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    card = shown.people.beside.card
    card.tabs.show_tab("scans")
    own = card.scans.own
    assert dropped(own, [photo(tmp_path, "户口本.jpg")])
    shown.until(lambda: len(own.rows.rows) == 1)
    shown.until(lambda: card.view is not None and card.view.way == "附件在途 1")
    assert card.tabs.tabText(6) == "附件 1"
    (line,) = scans.card_lines(desk.counter, zhao)
    own.take_away(line)
    assert shown.people.escape()
    assert not own.reason.isVisible()
    own.take_away(line)
    own.reason.edit.setText("扫错了人")
    shown.key(Qt.Key.Key_Return)
    shown.until(lambda: own.rows.rows == () and card.tabs.tabText(6) == "附件 0")
    assert desk.read(line.id).data["void"] == "扫错了人"
    _close(desk, zhao)
    shown.until(lambda: card.view is not None and bool(card.view.locked))
    assert not own.add.isVisible()
    assert not dropped(own, [photo(tmp_path)])


def _close(desk: Desk, person: str) -> None:
    """The office closes a card."""
    desk.sync()
    clerk = desk.world.hire(desk.world.office, "孙丽", ["T1"], TOWN, "T")
    closed = Change("person", {"card_status": "4"}, person)
    desk.world.office.commit(clerk, "card.edit", [closed])
    desk.sync()
