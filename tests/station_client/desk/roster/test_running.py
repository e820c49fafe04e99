"""Importing into a real ledger: batches, progress, cancel, resumption, a second run."""

import time
from pathlib import Path

import pytest
import xlsxwriter

from ledger.core.act import Trust
from ledger.core.faults import ForgedInput, RuleFault
from ledger.rules import numbers
from station_client.desk import cards
from station_client.desk.roster import importing, questions, running
from station_client.desk.roster.cells import Cell
from station_client.desk.roster.verdicts import Plan, Verdict
from station_client.desk.roster.workbook import read_sheets
from tests.helpers.world import VILLAGE
from tests.station_client.desk.conftest import Desk
from tests.station_client.desk.roster.conftest import BEIGOU, HEAD, LIN, LIUHE, ZHAO, varied


def written(path: Path, *rows: tuple[Cell, ...]) -> Path:
    """A roster with these rows, as a workbook."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("柳河村")
    for line, row in enumerate((HEAD, *rows)):
        for column, cell in enumerate(row):
            page.write(line, column, cell)
    book.close()
    return path


def planned(desk: Desk, path: Path) -> Plan:
    columns = importing.columns_of(desk.counter)
    book = read_sheets(path)
    meaning = importing.propose(desk.counter, book, columns)
    return importing.make_plan(desk.counter, book, meaning, columns)


def test_the_roster_of_liuhe_becomes_cards_and_a_second_run_changes_nothing(desk: Desk) -> None:
    started = time.monotonic()
    done = importing.import_file(desk.counter, LIUHE)
    seconds = time.monotonic() - started
    print(f'{{"benchmark": "import-roster", "rows": {done.rows}, "seconds": {seconds:.2f}}}')
    assert (done.rows, done.taken, done.repaired, done.asked, done.refused, done.unchanged) == (
        3000, 1851, 1054, 63, 32, 0,
    )  # fmt: skip
    assert (done.created, done.filled, done.left) == (2924, 0, 0)
    acts = desk.station.ledger.acts()
    pending = questions.pending(desk.station.ledger.local)
    assert len(pending) == 63 + 32

    again = importing.import_file(desk.counter, LIUHE)
    assert (again.taken, again.repaired, again.asked, again.refused) == (0, 0, 63, 32)
    assert again.unchanged == 2905
    assert desk.station.ledger.acts() == acts
    assert [one.id for one in questions.pending(desk.station.ledger.local)] == [
        one.id for one in pending
    ]


def test_imported_people_are_found_and_their_card_is_whole(desk: Desk) -> None:
    importing.import_file(desk.counter, BEIGOU)
    people = cards.find_people(desk.counter, "韩丽勇")
    assert people.total == 1
    record = desk.station.read(people.rows[0].id)
    assert record.data["birth_date"] == "1971-09-05"
    assert record.data["source"] == "05"
    assert record.data["area"] == VILLAGE
    assert numbers.check_holds(str(record.data["card_no"]))
    heads = desk.station.ledger.versions(record.id)
    assert {head.trust for head in heads["mobile"]} == {int(Trust.IMPORT)}


def test_card_numbers_are_unique_also_beside_cards_made_at_the_counter(
    desk: Desk, tmp_path: Path
) -> None:
    first = desk.station.read(desk.new_card())
    importing.import_file(desk.counter, written(tmp_path / "a.xlsx", ZHAO))
    importing.import_file(desk.counter, written(tmp_path / "b.xlsx", ZHAO, LIN))
    rows = desk.station.ledger.lookup("person", "source", "05")
    given = {first.data["card_no"], *(row.data["card_no"] for row in rows)}
    assert len(given) == 3
    assert running.CARDS_PER_TERMINAL == cards._CARDS_PER_TERMINAL


def test_when_the_blocks_are_used_up_numbers_are_given_one_by_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(running, "_BLOCKS", 0)
    importing.import_file(desk.counter, written(tmp_path / "a.xlsx", ZHAO, LIN))
    rows = desk.station.ledger.lookup("person", "source", "05")
    assert len({row.data["card_no"] for row in rows}) == 2


def test_progress_is_told_after_every_batch(desk: Desk) -> None:
    heard: list[tuple[int, int]] = []
    running.run(desk.counter, planned(desk, BEIGOU), lambda *at: heard.append(at), batch=150)
    assert heard == [(0, 388), (150, 388), (300, 388), (388, 388)]


def test_a_cancelled_import_keeps_what_is_written_and_goes_on_where_it_was(desk: Desk) -> None:
    done: list[int] = []
    plan = planned(desk, BEIGOU)
    stopped = running.run(
        desk.counter,
        plan,
        lambda number, total: done.append(number),
        lambda: bool(done) and done[-1] >= 150,
        batch=150,
    )
    assert stopped.cancelled
    assert (stopped.created, stopped.left) == (150, 238)
    waiting = running.resumable(desk.station.ledger, plan.workbook.sha256)
    assert waiting is not None
    assert (waiting.name, waiting.done, waiting.total) == (BEIGOU.name, 150, 388)

    rest = importing.import_file(desk.counter, BEIGOU)
    assert rest.created == 238
    assert rest.unchanged == 150 - sum(
        1 for row in stopped.final if row.record and row.verdict is Verdict.ASKED
    )
    assert running.resumable(desk.station.ledger, plan.workbook.sha256) is None


def test_each_person_has_an_act_of_his_own_so_that_nobody_travels_with_another(
    desk: Desk,
) -> None:
    before = desk.station.ledger.acts()
    done = running.run(desk.counter, planned(desk, BEIGOU), batch=200)
    assert done.created > 200
    assert desk.station.ledger.acts() - before == done.created


def test_a_row_that_a_rule_refuses_does_not_stop_the_others(desk: Desk, tmp_path: Path) -> None:
    plan = planned(desk, written(tmp_path / "a.xlsx", ZHAO, LIN))
    # Somebody makes the card at the counter between the preview and the run.
    desk.new_card(name="赵一", id_no="990101197306036667", birth_date="1973-06-03", sex="2")
    done = running.run(desk.counter, plan)
    assert (done.created, done.refused) == (1, 1)
    assert done.final[0].verdict is Verdict.REFUSED
    assert len(desk.station.ledger.lookup("person", "id_no", "990101197306036667")) == 1


def test_an_operator_who_may_not_is_told_at_once(desk: Desk) -> None:
    from dataclasses import replace

    stranger = replace(desk.counter.operator, id="nobody.1.0")
    before = desk.station.ledger.acts()
    with pytest.raises(RuleFault):
        importing.import_file(replace(desk.counter, operator=stranger), BEIGOU)
    assert desk.station.ledger.acts() == before


def test_a_corrected_card_stays_corrected(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", ZHAO)
    importing.import_file(desk.counter, path)
    record = desk.station.ledger.lookup("person", "id_no", "990101197306036667")[0]
    desk.station.edit(record, mobile="19900000002")
    again = importing.import_file(desk.counter, path)
    assert (again.unchanged, again.asked) == (1, 0)
    assert desk.station.read(record.id).data["mobile"] == "19900000002"


def test_a_file_without_a_heading_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("品名,数量\n纸,3\n", encoding="utf-8")
    with pytest.raises(ForgedInput, match=r"roster.no-heading"):
        importing.import_file(desk.counter, path)


def test_a_blank_that_a_second_roster_fills_is_filled(desk: Desk, tmp_path: Path) -> None:
    importing.import_file(desk.counter, written(tmp_path / "a.xlsx", varied(ZHAO, 联系电话="")))
    done = importing.import_file(desk.counter, written(tmp_path / "b.xlsx", ZHAO))
    assert (done.created, done.filled, done.taken) == (0, 1, 1)
    record = desk.station.ledger.lookup("person", "id_no", "990101197306036667")[0]
    assert record.data["mobile"] == "19900007104"
