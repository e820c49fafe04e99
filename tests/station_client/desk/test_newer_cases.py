"""Fault case 49 at the counter: a case of which only a newer program knows what it is."""

from __future__ import annotations

import pytest

from ledger.core.act import Trust
from ledger.core.faults import RuleFault
from ledger.core.record import Change
from station_client.desk import cards, case_view, ledgers
from station_client.desk.today import today
from tests.faults.hands import clerk, tampered
from tests.helpers.world import VILLAGE
from tests.station_client.desk.conftest import ITEM, Desk


@pytest.mark.parametrize(
    ("item", "state"), [("V-NEW-01", "S20"), (ITEM, "S99")], ids=["item", "state"]
)
def test_fault_49_a_case_only_a_newer_program_knows_is_listed_and_kept(
    desk: Desk, item: str, state: str
) -> None:
    person = desk.new_card()
    known = desk.accepted(person).case
    desk.sync()
    fields = {
        "area": VILLAGE, "item": item, "state": state, "person": person, "name": "赵国强",
        "case_no": "X1", "due": "2026-12-01",
    }  # fmt: skip
    with tampered(desk.world.office):
        change = Change("case", fields, trust=Trust.OFFICE)
        done = desk.world.office.commit(clerk(desk.world), "x", [change])
    desk.sync()
    lines = {line.id: line for line in case_view.list_cases(desk.counter, "all").rows}
    assert lines.keys() == {known, done.records[0]}
    new = lines[done.records[0]]
    assert (new.name, new.state_text, new.turn) == ("赵国强", "本站升级后可看", "")
    assert {line.id for line in cards.open_card(desk.counter, person).cases} == lines.keys()
    assert known in {row.case.id for row in today(desk.counter).due}
    assert ledgers.page(desk.counter, "TZ-43").total == 2
    with pytest.raises(RuleFault) as caught:
        case_view.open_case(desk.counter, new.id)
    assert caught.value.code == "case.newer"
    assert case_view.open_case(desk.counter, known).line.name == "赵国强"
