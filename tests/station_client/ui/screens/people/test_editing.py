"""A card that is typed into: checked, saved, left and found again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station_client.ui.screens.people.drafts import KIND, NEW
from tests.station_client.desk.conftest import ZHAO_ID, Desk
from tests.station_client.ui.screens.people.conftest import NEW_ID, OTHER_ID, Show, Shown


def _drafts(desk: Desk) -> list[str]:
    found = desk.counter.ledger.local.drafts.list(desk.counter.operator.id, KIND)
    return [draft.subject for draft in found]


def _editing(show: Show) -> Shown:
    shown = show()
    shown.open("zgq", "赵国强")
    shown.begin_edit()
    return shown


def test_a_corrected_telephone_is_saved_with_ctrl_s(show: Show, desk: Desk, zhao: str) -> None:
    shown = _editing(show)
    shown.type_into("mobile", "19900001111")
    shown.key(Qt.Key.Key_S, ctrl=True)
    shown.until(lambda: shown.card_name() == "赵国强")
    assert desk.read(zhao).data["mobile"] == "19900001111"
    assert "手机号码已改好" in shown.notice
    assert _drafts(desk) == []


def test_esc_leaves_without_loss_and_ctrl_e_goes_on(show: Show, desk: Desk, zhao: str) -> None:
    shown = _editing(show)
    shown.type_into("mobile", "19900001111")
    shown.key(Qt.Key.Key_Escape)
    shown.until(shown.people.beside.card.draft_note.isVisible)
    assert "手机号码" in shown.people.beside.card.draft_note.accessibleName()
    assert desk.read(zhao).data["mobile"] == "19900000496"
    shown.begin_edit()
    assert shown.people.beside.form.forms.changes() == {"mobile": "19900001111"}


def test_what_was_typed_is_kept_while_it_is_typed(show: Show, desk: Desk, zhao: str) -> None:
    shown = _editing(show)
    shown.type_into("mobile", "19900001111")
    shown.until(lambda: _drafts(desk) == [zhao])
    assert shown.people.beside.editing


def test_a_draft_can_be_thrown_away(show: Show, desk: Desk, zhao: str) -> None:
    shown = _editing(show)
    shown.type_into("mobile", "19900001111")
    shown.key(Qt.Key.Key_Escape)
    shown.until(lambda: shown.card_name() == "赵国强")
    shown.begin_edit()
    shown.people.beside.form.found_draft.acted.emit()
    assert shown.people.beside.form.forms.changes() == {}
    assert _drafts(desk) == []


def test_going_to_another_place_keeps_what_was_typed(show: Show, desk: Desk, zhao: str) -> None:
    shown = _editing(show)
    shown.type_into("mobile", "19900001111")
    shown.key(Qt.Key.Key_F1)
    assert _drafts(desk) == [zhao]
    assert shown.arrivals[-1][0] == "today"


def test_a_wrong_number_is_told_below_its_field_and_not_saved(
    show: Show, desk: Desk, zhao: str
) -> None:
    shown = _editing(show)
    shown.type_into("id_no", ZHAO_ID[:-1])
    shown.until(lambda: "17 位" in shown.message("id_no"))
    shown.key(Qt.Key.Key_S, ctrl=True)
    shown.settle()
    assert shown.people.beside.editing
    assert desk.read(zhao).data["id_no"] == ZHAO_ID
    assert "1 处" in shown.people.beside.form.forms.tabs.tabText(0)


def test_a_doubt_is_confirmed_with_a_reason(show: Show, desk: Desk, zhao: str) -> None:
    shown = _editing(show)
    form = shown.people.beside.form
    form.forms.put("name", "赵国强A")
    shown.key(Qt.Key.Key_S, ctrl=True)
    shown.until(form.asking.isVisible)
    assert QApplication.focusWidget() is form.asking.reason.input
    shown.key(Qt.Key.Key_S, ctrl=True)
    assert form.asking.reason.message != ""
    QTest.keyClicks(form.asking.reason.input, "as told")
    shown.key(Qt.Key.Key_S, ctrl=True)
    shown.until(lambda: shown.card_name() == "赵国强A")
    assert desk.read(zhao).data["name"] == "赵国强A"
    assert desk.counter.ledger.history(zhao)[0].act.note == "as told"


def test_a_suggestion_is_taken_with_its_button(show: Show, desk: Desk, zhao: str) -> None:
    shown = _editing(show)
    shown.type_into("mobile", "1990000O777")
    shown.until(lambda: shown.message("mobile") != "")
    forms = shown.people.beside.form.forms
    forms._form("A").editor("mobile")._take_suggestion()
    assert forms.changes() == {"mobile": "19900000777"}


def test_a_second_card_with_the_same_number_is_refused_and_the_first_opened(
    show: Show, desk: Desk, zhao: str
) -> None:
    shown = show()
    shown.settle()
    shown.key(Qt.Key.Key_N, ctrl=True)
    shown.until(lambda: shown.people.beside.editing)
    form = shown.people.beside.form
    shown.people.beside.form.forms.put("name", "赵国强")
    shown.type_into("id_no", ZHAO_ID)
    shown.until(lambda: len(form.hints.banners) > 0)
    shown.key(Qt.Key.Key_S, ctrl=True)
    shown.settle()
    assert shown.people.beside.editing
    button = form.hints.banners[0].button
    assert button is not None
    button.click()
    shown.until(lambda: shown.card_name() == "赵国强")
    assert _drafts(desk) == [NEW]


def test_somebody_of_the_same_name_and_birth_is_hinted_at(
    show: Show, desk: Desk, zhao: str
) -> None:
    shown = show()
    shown.settle()
    shown.key(Qt.Key.Key_N, ctrl=True)
    shown.until(lambda: shown.people.beside.editing)
    forms, hints = shown.people.beside.form.forms, shown.people.beside.form.hints
    forms.put("birth_date", "1982-05-16")
    forms.put("sex", "1")
    forms.put("name", "赵国强")
    shown.until(lambda: len(hints.banners) == 1)
    assert "4组18号" in hints.banners[0].accessibleName()


def test_a_new_card_is_made_from_a_name_and_a_number(show: Show, desk: Desk) -> None:
    shown = show()
    shown.settle()
    shown.key(Qt.Key.Key_N, ctrl=True)
    shown.until(lambda: shown.people.beside.editing)
    forms = shown.people.beside.form.forms
    forms.put("name", "钱小满")
    shown.type_into("id_no", NEW_ID)
    shown.key(Qt.Key.Key_S, ctrl=True)
    shown.until(lambda: shown.card_name() == "钱小满")
    card = desk.read(shown.people.beside.person)
    assert (card.data["birth_date"], card.data["sex"]) == ("1990-03-07", "1")
    shown.until(lambda: shown.people.list.table.current_id() == card.id)


def test_a_card_without_a_name_is_not_made(show: Show, desk: Desk) -> None:
    shown = show()
    shown.settle()
    shown.key(Qt.Key.Key_N, ctrl=True)
    shown.until(lambda: shown.people.beside.editing)
    shown.type_into("id_no", NEW_ID)
    shown.key(Qt.Key.Key_S, ctrl=True)
    shown.until(lambda: shown.message("name") != "")
    assert shown.people.beside.editing


def test_a_new_card_left_unfinished_is_found_again(show: Show, desk: Desk) -> None:
    shown = show()
    shown.settle()
    shown.key(Qt.Key.Key_N, ctrl=True)
    shown.until(lambda: shown.people.beside.editing)
    shown.type_into("id_no", OTHER_ID)
    shown.key(Qt.Key.Key_Escape)
    shown.until(lambda: not shown.people.beside.editing)
    shown.key(Qt.Key.Key_N, ctrl=True)
    shown.until(lambda: shown.people.beside.editing)
    assert shown.people.beside.form.forms.changes()["id_no"] == OTHER_ID
    assert shown.people.beside.form.found_draft.isVisible()


def test_enter_walks_from_field_to_field_and_from_tab_to_tab(show: Show, zhao: str) -> None:
    shown = _editing(show)
    forms = shown.people.beside.form.forms
    assert QApplication.focusWidget() is forms._form("A").editor("name").input
    shown.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is not forms._form("A").editor("name").input
    forms._form("A").finished.emit()
    assert forms.tabs.current() == "D"
    assert QApplication.focusWidget() is forms._form("D").editor("education").input


def test_more_fields_open_on_demand(show: Show, zhao: str) -> None:
    shown = _editing(show)
    forms = shown.people.beside.form.forms
    forms.tabs.show_tab("E")
    assert "employer_name" not in forms._form("E").shown_fields()
    forms._more["E"].click()
    assert "employer_name" in forms._form("E").shown_fields()
    assert forms._form("E").editor("employer_name").isVisible()


def test_a_covered_number_is_typed_over_without_seeing_it(
    show: Show, desk: Desk, zhao: str
) -> None:
    shown = _editing(show)
    forms = shown.people.beside.form.forms
    forms.focus_field("mobile")
    edit = shown.focused()
    assert edit.text() == "199****0496"  # type: ignore[attr-defined]
    QTest.keyClicks(edit, "19900001111")
    assert forms.changes() == {"mobile": "19900001111"}


def test_a_look_change_keeps_the_card_that_is_being_typed(
    show: Show, desk: Desk, zhao: str
) -> None:
    from station_client.ui.prefs import Appearance

    shown = _editing(show)
    shown.type_into("mobile", "19900001111")
    shown.window.change_appearance(Appearance("en"))
    shown.until(lambda: shown.people.beside.editing)
    assert shown.people.beside.form.forms.changes() == {"mobile": "19900001111"}
