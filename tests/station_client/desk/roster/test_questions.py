"""What only a person can answer: kept, shown, answered once."""

from pathlib import Path

import pytest

from ledger.core.faults import RuleFault
from station_client.desk.roster import importing, questions
from station_client.desk.roster.questions import Question
from station_client.desk.roster.verdicts import Verdict
from tests.station_client.desk.conftest import Desk
from tests.station_client.desk.roster.conftest import LIN, ZHAO, varied
from tests.station_client.desk.roster.test_running import written


def asked(desk: Desk, path: Path) -> list[Question]:
    importing.import_file(desk.counter, path)
    return questions.pending(desk.station.ledger.local)


def test_a_row_that_waits_keeps_everything_it_said(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", LIN, varied(ZHAO, 公民身份号码="990101197306036668"))
    [question] = asked(desk, path)
    assert (question.name, question.file, question.sheet, question.row) == (
        "赵一", "a.xlsx", "柳河村", 3,
    )  # fmt: skip
    assert question.verdict is Verdict.ASKED
    assert question.remarks[0].key == "id-check"
    assert question.values["mobile"] == "19900007104"
    assert question.cells["公民身份号码"] == "990101197306036668"
    assert question.record == ""


def test_an_answer_makes_the_card_and_the_next_run_does_not_ask_again(
    desk: Desk, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.xlsx", varied(ZHAO, 公民身份号码=""))
    [question] = asked(desk, path)
    assert question.verdict is Verdict.REFUSED
    answer = {
        "id_no": "990101197306036667", "ethnic": "01", "hukou_type": "20", "emp_status": "16",
        "hukou_address": "柳河村6组1号", "live_address": "柳河村6组1号", "presence": "1",
        "able_to_work": "1", "want_work": False,
    }  # fmt: skip
    saved = questions.answer(desk.counter, question, answer)
    record = desk.station.read(saved.record)
    assert record.data["name"] == "赵一"
    assert record.data["mobile"] == "19900007104"
    assert questions.pending(desk.station.ledger.local) == []
    again = importing.import_file(desk.counter, path)
    assert (again.refused, again.unchanged) == (0, 1)
    assert questions.pending(desk.station.ledger.local) == []


def test_a_doubt_about_one_field_is_answered_on_the_card_that_was_made(
    desk: Desk, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.xlsx", varied(ZHAO, 联系电话="1990000710"))
    [question] = asked(desk, path)
    assert question.record
    questions.answer(desk.counter, question, {"mobile": "19900007104"})
    assert desk.station.read(question.record).data["mobile"] == "19900007104"
    assert questions.pending(desk.station.ledger.local) == []


def test_a_wrong_answer_leaves_the_question(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", varied(ZHAO, 公民身份号码=""))
    [question] = asked(desk, path)
    with pytest.raises(RuleFault):
        questions.answer(desk.counter, question, {"id_no": "990101197306036668"})
    assert questions.pending(desk.station.ledger.local) == [question]


def test_a_question_that_the_counter_answered_by_itself_goes_away(
    desk: Desk, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.xlsx", varied(ZHAO, 联系电话="1990000710"))
    [question] = asked(desk, path)
    desk.station.edit(desk.station.read(question.record), mobile="19900007104")
    assert asked(desk, path) == []


def test_a_question_can_be_laid_aside(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", varied(ZHAO, 公民身份号码=""))
    [question] = asked(desk, path)
    questions.settle(desk.station.ledger.local, question)
    assert asked(desk, path) == []
