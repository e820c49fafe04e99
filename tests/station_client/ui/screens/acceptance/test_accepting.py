"""F3: from a name to the receipt, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from station_client.desk import drafts
from station_client.desk.case_view import list_cases, open_case
from station_client.ui.kit.confirm import Confirm
from station_client.ui.screens.acceptance.screen import AcceptanceScreen
from station_client.ui.screens.cases.screen import CasesScreen
from station_client.vault.accounts import Accounts
from tests.station_client.desk.conftest import ITEM, ZHAO_ID
from tests.station_client.ui.screens.acceptance.at_desk import Shop, in_every_look

FILLED = {
    "unemp_date": "2026-10-31",
    "unemp_reason": "02",
    "prev_employer": "青石镇砖瓦厂",
    "ui_claim": False,
}


def begun(shop: Shop) -> AcceptanceScreen:
    """The form of 赵国强, nothing in it yet."""
    person = shop.desk.new_card()
    return shop.go("accept", AcceptanceScreen, person=person, item=ITEM)


def filled(shop: Shop, papers: tuple[str, ...] = ("id_card", "statement")) -> AcceptanceScreen:
    """The form with everything filled in, some papers there."""
    screen = begun(shop)
    for name, value in FILLED.items():
        screen.sheet.form.forms[0].put(name, value)
    shop.until(lambda: screen.sheet.saver.settled)
    for key in papers:
        screen.sheet.papers.row(key).box.click()
    shop.until(lambda: screen.sheet.saver.settled)
    return screen


def kept(shop: Shop, screen: AcceptanceScreen) -> dict[str, Any]:
    """What the ledger has of the draft."""
    return dict(shop.desk.counter.ledger.local.drafts.get(screen.sheet.saver.draft).data)


def test_the_cursor_stands_in_the_search_and_two_enters_begin(shop: Shop) -> None:
    shop.desk.new_card()
    screen = shop.go("accept", AcceptanceScreen)
    assert screen.begin.search.edit.hasFocus()
    shop.type("zgq")
    shop.until(lambda: len(screen.begin.people.rows) == 1)
    shop.key(Qt.Key.Key_Return)
    assert screen.begin.items.rows[0].hasFocus()
    shop.key(Qt.Key.Key_Return)
    shop.until(lambda: screen.page is screen.sheet)
    assert screen.sheet.papers.row("id_card").box.hasFocus()


def test_somebody_not_found_can_be_given_a_card(shop: Shop) -> None:
    screen = shop.go("accept", AcceptanceScreen)
    shop.type("nobody")
    shop.until(lambda: not screen.begin.people.rows)
    shop.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert shop.shell.current == "people"


def test_choosing_a_service_without_a_resident_asks_for_him(shop: Shop) -> None:
    screen = shop.go("accept", AcceptanceScreen, item=ITEM)
    screen.begin.items.rows[0].opened.emit()
    assert shop.shell.notices.text == "请先选给谁办。"
    assert screen.begin.search.edit.hasFocus()


def test_what_is_typed_is_on_the_disk_and_the_page_says_when(shop: Shop) -> None:
    screen = begun(shop)
    screen.sheet.form.forms[0].focus_field("prev_employer")
    shop.type("青石镇砖瓦厂")
    shop.until(lambda: kept(shop, screen)["fields"].get("prev_employer") == "青石镇砖瓦厂")
    assert screen.sheet.head.kept.text() == "草稿已存 09:00:00"


def test_a_ticked_paper_is_kept_and_counted(shop: Shop) -> None:
    screen = begun(shop)
    assert screen.sheet.ending.summary.text().startswith("还缺 2 样材料")
    shop.key(Qt.Key.Key_Space)
    shop.until(lambda: screen.sheet.ending.summary.text().startswith("还缺 1 样材料"))
    assert kept(shop, screen)["papers"]["id_card"]["got"] is True


def test_a_paper_not_in_order_lacks_until_it_is(shop: Shop) -> None:
    screen = filled(shop, ("id_card", "statement"))
    row = screen.sheet.papers.row("statement")
    row.mend.click()
    shop.type("没有签字")
    shop.until(lambda: kept(shop, screen)["papers"]["statement"].get("defect") == "没有签字")
    assert "还缺 2 样材料" in screen.sheet.ending.summary.text()
    row.mend.click()
    shop.until(lambda: "还缺 1 样材料" in screen.sheet.ending.summary.text())


def test_nothing_is_called_empty_before_the_outcome_is_asked_for(shop: Shop) -> None:
    screen = begun(shop)
    form = screen.sheet.form.forms[0]
    assert form.editor("unemp_date").message == ""
    for key in ("id_card", "statement"):
        screen.sheet.papers.row(key).box.click()
    shop.until(lambda: screen.sheet.saver.settled)
    shop.key(Qt.Key.Key_F10)
    assert form.editor("unemp_date").message != ""
    assert form.editor("unemp_date").input.hasFocus()
    assert not screen.sheet.ending.accept.isEnabled()


def test_a_letter_among_digits_is_said_below_the_field_and_mended_by_a_button(shop: Shop) -> None:
    screen = begun(shop)
    form = screen.sheet.form.forms[0]
    form.focus_field("intent_wage")
    shop.type("3500O")
    shop.key(Qt.Key.Key_Return)
    shop.until(lambda: bool(screen.sheet.form.questions.banners))
    assert "字母 O" in form.editor("intent_wage").message
    button = screen.sheet.form.questions.banners[0].button
    assert button is not None
    button.click()
    shop.until(lambda: screen.sheet.saver.settled)
    assert form.editor("intent_wage").message == ""
    assert not screen.sheet.form.questions.banners


def test_f9_tells_everything_missing_and_the_paper_is_seen_first(shop: Shop) -> None:
    screen = filled(shop)
    shop.key(Qt.Key.Key_F9)
    assert shop.paper() == "一次性告知书"
    assert shop.printed == []
    shop.put_paper_away()
    assert screen.page is screen.outcome
    assert screen.outcome.carry_on_button.hasFocus()
    shop.key(Qt.Key.Key_F10)
    shop.until(lambda: screen.page is screen.sheet)
    assert screen.sheet.ending.summary.text() == "已告知 1 次。还缺 1 样材料"


def test_a_second_notice_needs_the_head_of_the_station_and_his_cause_J13(shop: Shop) -> None:
    screen = filled(shop)
    head = shop.desk.supervisor()
    accounts = Accounts(shop.desk.counter.ledger.local.accounts)
    accounts.add(head.id, "周站长", ["V3"], "password-1")
    shop.key(Qt.Key.Key_F9)
    shop.paper()
    shop.put_paper_away()
    shop.key(Qt.Key.Key_F10)
    shop.until(lambda: screen.page is screen.sheet)
    shop.key(Qt.Key.Key_F9)
    panel = screen.sheet.supervisor
    shop.until(panel.isVisible)
    shop.type("上次没有听清")
    shop.key(Qt.Key.Key_Return)
    shop.type("not his password")
    shop.key(Qt.Key.Key_Return)
    shop.until(lambda: panel.password.message != "")
    shop.type("password-1")
    shop.key(Qt.Key.Key_Return)
    shop.until(lambda: screen.page is screen.outcome)
    assert shop.paper() == "一次性告知书"
    (case,) = list_cases(shop.desk.counter, "all").rows
    assert shop.desk.read(case.id).data["notices"] == 2


def test_without_a_head_of_station_here_the_page_says_what_to_do(shop: Shop) -> None:
    screen = filled(shop)
    shop.key(Qt.Key.Key_F9)
    shop.paper()
    shop.put_paper_away()
    shop.key(Qt.Key.Key_F10)
    shop.until(lambda: screen.page is screen.sheet)
    shop.key(Qt.Key.Key_F9)
    shop.until(screen.sheet.supervisor.isVisible)
    assert not screen.sheet.supervisor.agree.isVisible()
    shop.key(Qt.Key.Key_Escape)
    assert not screen.sheet.supervisor.isVisible()
    assert screen.page is screen.sheet


def test_f10_accepts_shows_the_receipt_and_offers_the_first_review(shop: Shop) -> None:
    screen = filled(shop)
    screen.sheet.papers.row("contract_end").look_up.click()
    shop.until(screen.sheet.ending.accept.isEnabled)
    assert screen.sheet.ending.summary.text() == "齐了，可以受理"
    shop.key(Qt.Key.Key_F10)
    assert shop.paper() == "受理通知书"
    shop.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shop.printed == ["受理通知书"]
    shop.until(screen.outcome.review_button.hasFocus)
    shop.key(Qt.Key.Key_F10)
    cases = shop.screen(CasesScreen)
    shop.until(lambda: cases.page.panel is not None)
    assert cases.page.panel is not None
    assert cases.page.panel.key == "first_review"
    assert open_case(shop.desk.counter, cases.where()["case"]).line.name == "赵国强"
    assert drafts.list_drafts(shop.desk.counter) == []


def test_escape_loses_nothing_and_the_draft_is_found_again(shop: Shop) -> None:
    screen = begun(shop)
    screen.sheet.form.forms[0].focus_field("remark")
    shop.type("下午再来")
    shop.key(Qt.Key.Key_Escape)
    assert screen.page is screen.begin
    (row,) = screen.begin.drafts.rows.rows
    row.opened.emit()
    shop.until(lambda: screen.page is screen.sheet)
    assert screen.sheet.form.forms[0].values()["remark"] == "下午再来"


def test_closing_the_window_keeps_the_last_key_stroke(shop: Shop) -> None:
    screen = begun(shop)
    draft = screen.sheet.saver.draft
    screen.sheet.form.forms[0].focus_field("remark")
    shop.type("急")
    shop.window.close()
    data = shop.desk.counter.ledger.local.drafts.get(draft).data
    assert data["fields"]["remark"] == "急"


def test_another_language_stays_on_the_same_draft(shop: Shop) -> None:
    screen = begun(shop)
    screen.sheet.form.forms[0].put("remark", "下午再来")
    shop.look("en", dark=False, large=False)
    again = shop.screen(AcceptanceScreen)
    shop.until(lambda: again.page is again.sheet)
    assert again.sheet.form.forms[0].values()["remark"] == "下午再来"


def test_a_draft_is_thrown_away_only_after_a_yes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = begun(shop)
    shop.key(Qt.Key.Key_Escape)
    answers = iter((False, True))
    monkeypatch.setattr(Confirm, "ask", lambda *_args, **_words: next(answers))
    for left in (1, 0):
        row = screen.begin.drafts.rows.rows[0]
        row.findChild(type(screen.sheet.ending.save)).click()  # type: ignore[union-attr]
        shop.settle()
        assert len(drafts.list_drafts(shop.desk.counter)) == left


def test_somebody_who_cannot_apply_is_told_why_and_no_outcome_is_open(shop: Shop) -> None:
    person = shop.desk.new_card(emp_status="11")
    screen = shop.go("accept", AcceptanceScreen, person=person, item=ITEM)
    assert screen.sheet.ending.summary.text().startswith("不能受理")
    assert not screen.sheet.ending.accept.isEnabled()
    assert not screen.sheet.ending.tell.isEnabled()


def test_another_open_case_of_the_same_kind_is_told_and_opens(shop: Shop) -> None:
    person = shop.desk.new_card()
    case = shop.desk.accepted(person).case
    screen = shop.go("accept", AcceptanceScreen, person=person, item=ITEM)
    (banner,) = screen.sheet.form.questions.banners
    assert banner.button is not None
    banner.button.click()
    shop.settle()
    assert shop.screen(CasesScreen).where() == {"case": case}


def test_what_the_card_lacks_is_asked_for_and_goes_onto_the_card(shop: Shop) -> None:
    person = shop.desk.new_card(education="")
    screen = shop.go("accept", AcceptanceScreen, person=person, item=ITEM)
    screen.sheet.form.editor_of("card.education").put("card.education", "70")
    for name, value in FILLED.items():
        screen.sheet.form.forms[0].put(name, value)
    for key in ("id_card", "statement"):
        screen.sheet.papers.row(key).box.click()
    shop.until(lambda: "contract_end" in screen.sheet.papers.keys)
    screen.sheet.papers.row("contract_end").box.click()
    shop.until(screen.sheet.ending.accept.isEnabled)
    shop.key(Qt.Key.Key_F10)
    shop.paper()
    assert shop.desk.read(person).data["education"] == "70"


def test_every_state_is_whole_and_usable_in_every_look(shop: Shop) -> None:
    person = shop.desk.new_card()
    draft = shop.desk.draft(person)
    drafts.save_draft(shop.desk.counter, draft, papers={"contract_end": {"exempt": False}})

    def states(name: str) -> list[str]:
        shop.go("accept", AcceptanceScreen)
        screen = shop.screen(AcceptanceScreen)
        while screen.page is not screen.begin:
            screen.escape()
        faults = shop.faults(f"accept-begin-{name}")
        screen.begin.ask_guest(open_it=True)
        faults += shop.faults(f"accept-guest-{name}")
        screen.begin.ask_guest(open_it=False)
        shop.go("accept", AcceptanceScreen, draft=draft)
        faults += shop.faults(f"accept-sheet-{name}")
        screen.sheet.ask_supervisor([("1.1.1", "周站长")])
        faults += shop.faults(f"accept-head-{name}")
        return faults

    assert in_every_look(shop, states) == []


def test_somebody_from_another_village_is_accepted_by_what_he_tells(shop: Shop) -> None:
    screen = shop.go("accept", AcceptanceScreen)
    shop.type("赵国强")
    shop.settle()
    shop.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert screen.begin.guest.number.input.hasFocus()
    shop.type(ZHAO_ID[:-1] + "0")
    shop.key(Qt.Key.Key_Return)
    shop.type("bg")
    shop.key(Qt.Key.Key_Return)
    shop.key(Qt.Key.Key_Return)
    shop.until(lambda: bool(screen.begin.guest.number.message))
    screen.begin.guest.number.set_value(ZHAO_ID)
    screen.begin.guest.go_on.click()
    shop.until(screen.begin.items.rows[0].hasFocus)
    shop.key(Qt.Key.Key_Return)
    shop.until(lambda: screen.page is screen.sheet)
    assert screen.sheet.seen is not None
    assert screen.sheet.seen.person.name == "赵国强"
    (draft,) = drafts.list_drafts(shop.desk.counter)
    assert draft.person == ""
    assert shop.desk.counter.ledger.search(ZHAO_ID).rows == []


def test_esc_goes_back_to_the_people_of_this_village(shop: Shop) -> None:
    screen = shop.go("accept", AcceptanceScreen)
    shop.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert screen.begin.guest.isVisible()
    shop.key(Qt.Key.Key_Escape)
    assert not screen.begin.guest.isVisible()
    assert screen.begin.search.edit.hasFocus()
