"""F4: from the list to the closed case."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from python_calamine import CalamineWorkbook

from station_client.desk import cases
from station_client.desk.case_view import open_case
from station_client.ui.kit.confirm import Confirm
from station_client.ui.kit.fields.code import CodeEditor
from station_client.ui.screens.cases.deed_bar import BarButton
from station_client.ui.screens.cases.panels import DeedPanel
from station_client.ui.screens.cases.screen import CasesScreen
from tests.station_client.desk.neighbours import neighbours
from tests.station_client.ui.screens.acceptance.at_desk import Shop, in_every_look


def opened(shop: Shop, case: str, do: str = "") -> CasesScreen:
    """The page of a case."""
    target = {"case": case, "do": do} if do else {"case": case}
    screen = shop.go("cases", CasesScreen, **target)
    shop.until(lambda: screen.page.view is not None and screen.page.view.id == case)
    return screen


def panel_of(screen: CasesScreen) -> DeedPanel:
    """The panel that is open."""
    assert screen.page.panel is not None
    return screen.page.panel


def returned(shop: Shop) -> str:
    """A case the office sent back."""
    case = shop.desk.reviewed(shop.desk.new_card())
    shop.desk.sync()
    shop.desk.at_office(
        case, "take", "return", returned_reason="01", returned_note="缺解除合同证明",
        return_deadline="2026-11-30",
    )  # fmt: skip
    shop.desk.sync()
    return case


def state(shop: Shop, case: str) -> object:
    """The stored state of a case."""
    return shop.desk.read(case).data["state"]


def test_the_list_shows_deadline_standing_and_whose_turn_it_is(shop: Shop) -> None:
    shop.desk.accepted(shop.desk.new_card())
    screen = shop.go("cases", CasesScreen)
    shop.until(lambda: screen.list.table.current() is not None)
    line = screen.list.table.current()
    assert line is not None
    assert line.cells[:6] == ("剩 3 天", "赵国强", "失业登记", "已受理", "已存本站", "该您")
    assert line.tones["light"] == "green"


def test_a_name_is_found_and_enter_opens_the_case(shop: Shop) -> None:
    case = shop.desk.accepted(shop.desk.new_card()).case
    screen = shop.go("cases", CasesScreen)
    assert screen.list.search.edit.hasFocus()
    shop.type("赵国强")
    shop.until(lambda: screen.list.table.current_id() == case)
    shop.key(Qt.Key.Key_Return)
    shop.until(lambda: screen.where() == {"case": case})
    shop.key(Qt.Key.Key_Escape)
    assert screen.where() == {}


@pytest.mark.parametrize(
    ("show", "sentence"),
    [
        ("returned", "没有被退回的。"),
        ("decided", "没有等着发放的结果。镇上的决定回来后，在这里送达。"),
        ("upload", "办件都已送到镇上。"),
    ],
)
def test_an_empty_list_says_what_belongs_there(shop: Shop, show: str, sentence: str) -> None:
    screen = shop.go("cases", CasesScreen)
    screen.list.filter.show_choice(show)
    screen.list.refresh()
    shop.settle()
    assert screen.list.none_text == sentence


def test_what_waits_for_upload_leaves_its_list_once_the_office_has_it(shop: Shop) -> None:
    case = shop.desk.reviewed(shop.desk.new_card())
    screen = shop.go("cases", CasesScreen)
    screen.list.filter.show_choice("upload")
    screen.list.refresh()
    shop.until(lambda: screen.list.table.current_id() == case)
    shop.exchange()
    shop.until(lambda: not screen.list.table.isVisible())
    assert screen.list.none_text == "办件都已送到镇上。"


def test_the_first_review_passes_with_f10(shop: Shop) -> None:
    case = shop.desk.accepted(shop.desk.new_card()).case
    screen = opened(shop, case)
    assert screen.page.bar.button("first_review").hasFocus()
    shop.key(Qt.Key.Key_F10)
    assert panel_of(screen).form.values()["first_opinion"] == "材料齐全，情况属实"
    shop.key(Qt.Key.Key_F10)
    shop.until(lambda: screen.page.panel is None)
    assert state(shop, case) == "S24"
    assert "待上传" in screen.page.bar.text.text()


def test_a_guests_wrong_village_is_corrected_by_keyboard(shop: Shop) -> None:
    case = neighbours(shop.desk).accepted()
    screen = opened(shop, case)
    assert screen.page.bar.button("first_review").hasFocus()
    screen.page.bar.button("rehome").click()
    shop.settle()
    panel = panel_of(screen)
    home = panel.form.editor("home")
    assert isinstance(home, CodeEditor)
    assert [choice.label for choice in home._choices.all] == ["柳河村", "东岭村", "石桥社区"]
    shop.key(Qt.Key.Key_F10)
    assert home.message == "这一格要填"
    panel.form.put("home", "990101001001")
    shop.key(Qt.Key.Key_F10)
    shop.until(lambda: screen.page.panel is None)
    assert "往后就是本村自己的办件" in shop.shell.notices.text
    assert shop.desk.read(case).data["home"] is None
    assert shop.faults("case-rehomed") == []


def test_a_negative_first_review_asks_for_its_reason(shop: Shop) -> None:
    case = shop.desk.accepted(shop.desk.new_card()).case
    screen = opened(shop, case, "first_review")
    shop.key(Qt.Key.Key_F9)
    assert panel_of(screen).form.editor("first_reason").message == "这一格要填"
    assert state(shop, case) == "S20"
    panel_of(screen).form.put("first_reason", "06")
    shop.key(Qt.Key.Key_F9)
    shop.until(lambda: screen.page.panel is None)
    assert state(shop, case) == "S25"


def test_a_returned_case_says_why_and_until_when_and_goes_up_again(shop: Shop) -> None:
    case = returned(shop)
    screen = opened(shop, case)
    banner = screen.page.returned_text
    assert banner == "李明 退回：材料缺失。缺解除合同证明。请在 11月30日前改好再报。"
    shop.key(Qt.Key.Key_F10)
    panel = panel_of(screen)
    panel.form.put("prev_employer", "青石砖厂")
    shop.key(Qt.Key.Key_F10)
    assert panel.form.editor("fixed_note").message == "这一格要填"
    panel.form.put("fixed_note", "证明已补")
    shop.key(Qt.Key.Key_F10)
    shop.until(lambda: screen.page.panel is None)
    assert shop.desk.read(case).data["prev_employer"] == "青石砖厂"
    assert state(shop, case) == "S24"


def test_the_result_notice_waits_for_the_decision_and_the_page_says_so(shop: Shop) -> None:
    case = shop.desk.reviewed(shop.desk.new_card())
    screen = opened(shop, case)
    assert screen.page.waits_for_result
    assert "print_result" not in screen.page.bar.names
    opened(shop, case, "print_result")
    shop.until(lambda: "决定还没到本站" in shop.shell.notices.text)
    assert not shop.shell.papers.isVisible()


def test_the_result_notice_prints_when_the_decision_is_here(shop: Shop) -> None:
    case = shop.desk.granted(shop.desk.new_card())
    screen = opened(shop, case)
    assert not screen.page.waits_for_result
    shop.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shop.paper() == "办结通知"


def test_handing_over_checks_the_receiver_closes_and_prints_J03(shop: Shop) -> None:
    person = shop.desk.new_card()
    case = shop.desk.granted(person)
    screen = opened(shop, case, "hand_over")
    panel = panel_of(screen)
    assert panel.form.values()["receiver"] == "赵国强"
    assert panel.form.editor("receiver_check").input.hasFocus()
    shop.key(Qt.Key.Key_F10)
    assert panel.form.editor("receiver_check").message == "这一格要填"
    panel.form.put("receiver_check", "3")
    shop.key(Qt.Key.Key_F10)
    assert shop.paper() == "送达回证"
    shop.put_paper_away()
    assert state(shop, case) == "S60"
    assert shop.desk.read(person).data["emp_status"] == "21"
    shop.until(lambda: "print_proof" in screen.page.bar.names)


def test_a_paper_printed_again_is_counted(shop: Shop) -> None:
    case = shop.desk.accepted(shop.desk.new_card()).case
    screen = opened(shop, case)
    (slip,) = open_case(shop.desk.counter, case).slips
    screen.page.reprint_wanted.emit(slip.id)
    assert shop.paper() == "受理通知书"
    shop.put_paper_away()
    (seen,) = open_case(shop.desk.counter, case).slips
    assert seen.count == 1  # looked at is not printed
    screen.page.reprint_wanted.emit(slip.id)
    assert shop.paper() == "受理通知书"
    shop.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    shop.until(lambda: open_case(shop.desk.counter, case).slips[0].count == 2)


def test_the_certificate_prints_after_closing(shop: Shop) -> None:
    case = shop.desk.granted(shop.desk.new_card())
    cases.hand_over(shop.desk.counter, case, "赵国强", "3")
    opened(shop, case)
    shop.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shop.paper() == shop.desk.counter.catalogue.prints["PT-35"].zh


def test_withdrawing_asks_why_and_then_for_a_yes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = shop.desk.accepted(shop.desk.new_card()).case
    screen = opened(shop, case, "withdraw")
    answers = iter((False, True))
    monkeypatch.setattr(Confirm, "ask", lambda *_args, **_words: next(answers))
    shop.key(Qt.Key.Key_F9)
    assert panel_of(screen).form.editor("withdrawn_reason").message == "这一格要填"
    panel_of(screen).form.put("withdrawn_reason", "本人找到工作了")
    shop.key(Qt.Key.Key_F9)
    assert state(shop, case) == "S20"
    shop.key(Qt.Key.Key_F9)
    shop.until(lambda: screen.page.panel is None)
    assert state(shop, case) == "S13"


def test_escape_puts_the_panel_away_first(shop: Shop) -> None:
    case = shop.desk.accepted(shop.desk.new_card()).case
    screen = opened(shop, case, "first_review")
    shop.key(Qt.Key.Key_Escape)
    assert screen.page.panel is None
    assert screen.where() == {"case": case}
    shop.key(Qt.Key.Key_Escape)
    assert screen.where() == {}


def test_a_change_from_the_office_shows_at_once(shop: Shop) -> None:
    case = shop.desk.reviewed(shop.desk.new_card())
    screen = opened(shop, case)
    shop.exchange()
    shop.until(lambda: "等复审" in screen.page.bar.text.text())
    assert screen.page.view is not None
    assert screen.page.view.line.standing.text == "所已收"


def test_a_button_is_pressed_although_the_office_answers_under_the_finger(shop: Shop) -> None:
    case = shop.desk.reviewed(shop.desk.new_card())
    screen = opened(shop, case)
    button = screen.page.bar.button("withdraw")
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    shop.exchange()
    shop.until(lambda: "等复审" in screen.page.bar.text.text())
    under_the_finger = screen.page.bar.button("withdraw")
    QTest.mouseRelease(under_the_finger, Qt.MouseButton.LeftButton)
    shop.settle()
    assert panel_of(screen).key == "withdraw"


def test_a_key_works_the_moment_its_button_is_there(shop: Shop) -> None:
    screen = opened(shop, shop.desk.accepted(shop.desk.new_card()).case)
    pressed: list[str] = []
    bar, window = screen.page.bar, shop.window
    for word in ("一", "二"):  # the same words and key, another deed; then other words
        for text in ("办结", word):
            deed = BarButton("deed", text, partial(pressed.append, text), "primary", keys="F10")
            bar.show_bar("", [deed])
            QTest.keyClick(window, Qt.Key.Key_F10)
    assert pressed == ["办结", "一", "办结", "二"]


def test_what_was_begun_does_not_keep_a_button_from_the_next_deed(shop: Shop) -> None:
    screen = opened(shop, shop.desk.accepted(shop.desk.new_card()).case)
    pressed: list[int] = []
    bar = screen.page.bar
    for number in (1, 2):
        deed = BarButton("deed", "办结", partial(pressed.append, number), "primary", keys="F10")
        bar.show_bar("", [deed])
        bar.button("deed").click()
        bar.set_busy(True)
    assert pressed == [1, 2]


def handled_elsewhere(shop: Shop) -> str:
    """A case of somebody of this village that Beigou accepted; the cards are known here."""
    town = neighbours(shop.desk)
    case = town.accepted_at_beigou()
    town.sync()
    return case


def test_a_case_handled_elsewhere_is_marked_and_only_read(shop: Shop) -> None:
    neighbours_case = handled_elsewhere(shop)
    screen = shop.go("cases", CasesScreen)
    pages = screen.list.table.pages
    shop.until(lambda: pages.rowCount() == 1)
    line = pages.line(0)
    assert line is not None
    assert line.cells[2] == "失业登记 · 在北沟村办理"
    assert line.cells[5] == "北沟村在办"
    screen = opened(shop, neighbours_case)
    assert screen.page.elsewhere_text.startswith("这件在北沟村办理")
    assert screen.page.view is not None
    assert screen.page.view.deeds == ()
    shop.key(Qt.Key.Key_F10)
    assert screen.page.panel is None


def test_every_state_is_whole_and_usable_in_every_look(shop: Shop) -> None:
    case = returned(shop)
    elsewhere = handled_elsewhere(shop)

    def states(name: str) -> list[str]:
        screen = shop.go("cases", CasesScreen)
        while screen.escape():
            shop.settle()
        faults = shop.faults(f"cases-list-{name}")
        opened(shop, case)
        faults += shop.faults(f"cases-page-{name}")
        opened(shop, case, "resubmit")
        faults += shop.faults(f"cases-panel-{name}")
        opened(shop, elsewhere)
        faults += shop.faults(f"cases-elsewhere-{name}")
        return faults

    assert in_every_look(shop, states) == []


def test_the_list_is_sorted_by_a_column_and_goes_to_excel_in_that_order(
    shop: Shop, tmp_path: Path
) -> None:
    for name, number, phone in (
        ("何丽娟", "990101198802290028", "19900000777"),
        ("赵国强", "990101198205161519", "19900000496"),
    ):
        shop.desk.accepted(shop.desk.new_card(name=name, id_no=number, mobile=phone))
        shop.desk.wall.advance(days=1)
    screen = shop.go("cases", CasesScreen)
    pages = screen.list.table.pages
    shop.until(lambda: pages.rowCount() == 2)

    def names() -> list[str]:
        return [line.cells[1] for at in range(2) if (line := pages.line(at)) is not None]

    assert names() == ["何丽娟", "赵国强"]
    column = [each.key for each in pages.columns].index("due")
    for _ in range(2):
        screen.list.table.horizontalHeader().sectionClicked.emit(column)
    shop.until(lambda: names() == ["赵国强", "何丽娟"])
    shop.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    panel = screen.list.out.panel
    assert panel.purpose.edit.hasFocus()
    out = tmp_path / "办件.xlsx"
    panel.path.set_value(str(out))
    shop.key(Qt.Key.Key_F10)
    shop.until(lambda: out.exists() and not panel.isVisible())
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert [row[3] for row in rows[3:]] == ["赵国强", "何丽娟"]
    assert "9901**********1519" in rows[3]
    assert screen.list.search.edit.hasFocus()


def test_the_list_of_cases_is_seen_on_paper_before_it_prints(shop: Shop) -> None:
    shop.desk.accepted(shop.desk.new_card())
    screen = shop.go("cases", CasesScreen)
    shop.until(lambda: screen.list.table.current() is not None)
    shop.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shop.paper() == shop.desk.counter.catalogue.prints["PT-26"].zh
    assert shop.printed == []


def test_why_it_came_back_stands_above_what_mends_it(shop: Shop) -> None:
    screen = opened(shop, returned(shop), "resubmit")
    panel, why = panel_of(screen), screen.page._returned
    assert why.isVisible()
    assert why.y() < panel.y()
