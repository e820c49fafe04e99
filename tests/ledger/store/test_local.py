"""What belongs to one installation alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ledger.core.faults import RuleFault
from ledger.store.local import Account
from tests.helpers.fakes import FakeWall
from tests.helpers.world import World


def test_a_draft_is_kept_until_it_is_finished(world: World) -> None:
    drafts = world.station().ledger.local.drafts
    name = drafts.put(None, "wang", "case", "V-JY-02", {"unemp_date": "2026-10-31"})
    assert drafts.put(name, "wang", "case", "V-JY-02", {"unemp_date": "2026-11-01"}) == name
    assert drafts.get(name).data == {"unemp_date": "2026-11-01"}
    drafts.drop(name)
    with pytest.raises(RuleFault):
        drafts.get(name)


def test_each_operator_sees_his_own_drafts_only(world: World, wall: FakeWall) -> None:
    drafts = world.station().ledger.local.drafts
    older = drafts.put(None, "wang", "case", "a", {})
    wall.advance(seconds=5)
    newer = drafts.put(None, "wang", "case", "b", {})
    drafts.put(None, "li", "case", "c", {})
    assert [draft.id for draft in drafts.list("wang", "case")] == [newer, older]
    assert drafts.list("wang", "other") == []


def test_drafts_and_diary_wait_for_nothing_and_nobody(world: World) -> None:
    station = world.station()
    before = station.ledger.unsent().count
    station.ledger.local.drafts.put(None, "wang", "case", "a", {})
    station.ledger.local.diary.add("exchange", {"result": "ok"})
    assert station.ledger.unsent().count == before


def test_the_diary_is_read_newest_first_by_topic_and_from_a_day_on(
    world: World, wall: FakeWall
) -> None:
    diary = world.station().ledger.local.diary
    diary.add("exchange", {"n": 1})
    wall.advance(days=1)
    diary.add("exchange", {"n": 2})
    diary.add("access", {"n": 3})
    assert [entry.data["n"] for entry in diary.recent("exchange")] == [2, 1]
    since = diary.recent("exchange")[0].at - timedelta(hours=1)
    assert [entry.data["n"] for entry in diary.recent("exchange", since=since)] == [2]


def test_a_paper_is_kept_once_under_its_hash(world: World) -> None:
    files = world.station().ledger.local.files
    name = files.put(b"%PDF", "application/pdf")
    assert files.put(b"%PDF", "application/pdf") == name
    assert files.get(name) == b"%PDF"
    assert files.get("0" * 64) is None


def test_settings_and_accounts_come_back(world: World) -> None:
    local = world.station().ledger.local
    local.settings.set("night", ["22:00", "05:00"])
    assert local.settings.get("night") == ["22:00", "05:00"]
    assert local.settings.get("nothing", 7) == 7
    local.accounts.put(Account("s.1.0", "王秀英", {"hash": "x"}))
    assert local.accounts.get("s.1.0") == Account("s.1.0", "王秀英", {"hash": "x"})
    assert local.accounts.get("s.2.0") is None
