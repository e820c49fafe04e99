"""What only a person can answer, one row after the other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station_client.desk.roster.questions import pending
from tests.station_client.desk.conftest import Desk
from tests.station_client.ui.screens.roster.conftest import Importing, people_in


def _asking(importing: Importing, roster: Path) -> None:
    importing.run(roster)
    importing.shown.settle()
    importing.shown.key(Qt.Key.Key_F10)
    importing.until("questions")
    importing.shown.until(lambda: importing.page.questions.answer.form is not None)
    importing.shown.settle()


def _title(importing: Importing) -> str:
    return importing.page.questions.answer._card.accessibleName()


def test_the_first_question_shows_the_row_and_the_doubt(importing: Importing, roster: Path) -> None:
    _asking(importing, roster)
    answer = importing.page.questions.answer
    assert _title(importing) == "赵国强"
    assert "1990000496" in answer._doubts.accessibleName()
    assert answer.form is not None
    assert answer.form.shown_fields() == ["mobile"]
    assert importing.shown.focused() is answer.form.editor("mobile").input


def test_an_answer_completes_the_card_and_the_next_question_comes(
    importing: Importing, desk: Desk, roster: Path
) -> None:
    _asking(importing, roster)
    QTest.keyClicks(importing.shown.focused(), "19900000496")
    importing.shown.key(Qt.Key.Key_S, ctrl=True)
    importing.shown.until(lambda: _title(importing) == "孙无号")
    found = desk.counter.ledger.lookup("person", "mobile", "19900000496")
    assert [card.data["name"] for card in found] == ["赵国强"]
    assert len(pending(desk.counter.ledger.local)) == 1


def test_a_row_without_a_number_becomes_a_card_when_it_is_found_out(
    importing: Importing, desk: Desk, roster: Path
) -> None:
    _asking(importing, roster)
    importing.shown.key(Qt.Key.Key_F9)
    importing.shown.until(lambda: _title(importing) == "孙无号")
    importing.shown.settle()
    form = importing.page.questions.answer.form
    assert form is not None
    form.focus_field("id_no")
    QTest.keyClicks(importing.shown.focused(), "990101199201010023")
    importing.shown.key(Qt.Key.Key_S, ctrl=True)
    importing.shown.settle()
    wrong = form.editor("id_no").message
    assert wrong != ""
    assert people_in(desk) == 3


def test_a_covered_number_of_a_card_asks_for_the_purpose(
    importing: Importing, roster: Path
) -> None:
    _asking(importing, roster)
    answer = importing.page.questions.answer
    assert answer.form is not None
    answer.form.reveal_wanted.emit("mobile")
    assert answer._reveal.panel.isVisible()
    importing.shown.key(Qt.Key.Key_Escape)
    assert not answer._reveal.panel.isVisible()
    assert importing.page.step == "questions"


def test_a_question_can_be_set_aside(importing: Importing, desk: Desk, roster: Path) -> None:
    _asking(importing, roster)
    importing.shown.key(Qt.Key.Key_F9)
    importing.shown.until(lambda: "划掉" in importing.shown.notice)
    assert len(pending(desk.counter.ledger.local)) == 1


def test_when_all_is_answered_the_page_says_so(
    importing: Importing, desk: Desk, roster: Path
) -> None:
    _asking(importing, roster)
    importing.shown.key(Qt.Key.Key_F9)
    importing.shown.until(lambda: _title(importing) == "孙无号")
    importing.shown.settle()
    importing.shown.key(Qt.Key.Key_F9)
    questions = importing.page.questions
    importing.shown.until(lambda: questions._beside.currentIndex() == 0)
    assert pending(desk.counter.ledger.local) == []


def test_the_card_behind_a_question_can_be_looked_at(
    importing: Importing, desk: Desk, roster: Path
) -> None:
    _asking(importing, roster)
    importing.page.questions.answer._look.click()
    importing.shown.until(lambda: importing.shown.card_name() != "")
    assert importing.shown.card_name() == "赵国强"
