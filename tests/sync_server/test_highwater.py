"""An office whose database was put back by hand knows it from the file beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from ledger.catalogue.model import Catalogue
from ledger.core.clock import Clock
from ledger.exchange.put_back import DIARY
from sync_server import highwater
from sync_server.backups import back_up
from sync_server.home import Home
from sync_server.office import Office
from sync_server.opening import open_office, restore_office
from tests.helpers.fakes import FakeWall
from tests.sync_server.conftest import WORDS
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor

Open = Callable[[], Office]


@pytest.fixture
def reopen(home: Home, wall: FakeWall, catalogue: Catalogue) -> Iterator[Callable[[], Office]]:
    """Opens the office as its programs do, one after the other."""
    opened: list[Office] = []

    def again() -> Office:
        opened.append(open_office(home, clock=Clock(wall), catalogue=catalogue, texts=WORDS))
        return opened[-1]

    yield again
    for office in opened:
        office.ledger.close()


@contextmanager
def _stopped(office: Office) -> Iterator[Path]:
    """While the office is stopped, as its programs stop; gives its database."""
    highwater.keep(office.ledger, office.home)
    office.ledger.close()
    for name in ("office.db-wal", "office.db-shm"):
        (office.home.path / name).unlink(missing_ok=True)
    yield office.home.ledger


def _put_back(office: Office, backup: Path) -> None:
    with _stopped(office) as database:
        shutil.copy(backup, database)


def test_a_database_put_back_by_hand_begins_anew_before_it_writes(
    office: Office, village: Village, reopen: Open, tmp_path: Path
) -> None:
    card = village.person("赵国强", date(1979, 3, 8), "1")
    village.send_to(office)
    back_up(office.ledger, tmp_path / "backup")
    before = office.ledger.node
    office.accounts.add(office.accounts.office_itself(), "钱多", ["T3"], "a long password")
    village.edit(card, mobile="13900000001")
    village.send_to(office)
    _put_back(office, tmp_path / "backup")
    again = reopen()
    assert again.ledger.node != before
    again.accounts.add(again.accounts.office_itself(), "孙少", ["T3"], "a long password")
    assert village.send_to(again).digest_equal is True
    found = again.ledger.record(card)
    assert found is not None
    assert found.data["mobile"] == "13900000001"
    assert [entry.data["by"] for entry in again.ledger.local.diary.recent(DIARY)] == ["mark"]


def test_an_office_that_was_only_stopped_goes_on_as_it_was(
    office: Office, village: Village, reopen: Open
) -> None:
    village.send_to(office)
    epoch = office.ledger.epoch()
    with _stopped(office):
        pass
    assert reopen().ledger.epoch() == epoch


@pytest.mark.parametrize("content", [b"", b"{", b"[]", None])
def test_a_file_that_is_gone_or_spoiled_says_nothing(
    office: Office, village: Village, reopen: Open, content: bytes | None
) -> None:
    village.send_to(office)
    epoch = office.ledger.epoch()
    with _stopped(office):
        office.home.mark.unlink()
        if content is not None:
            office.home.mark.write_bytes(content)
    assert reopen().ledger.epoch() == epoch
    assert office.home.mark.read_bytes()


def test_a_file_that_lags_says_nothing_also_across_a_new_history(
    office: Office, village: Village, reopen: Open
) -> None:
    """The machine stopped before the file was written again."""
    highwater.keep(office.ledger, office.home)
    older = office.home.mark.read_bytes()
    village.person("赵国强", date(1979, 3, 8), "1")
    village.send_to(office)
    epoch = office.ledger.new_epoch()
    with _stopped(office):
        office.home.mark.write_bytes(older)
    assert reopen().ledger.epoch() == epoch


def test_a_restored_office_begins_anew_once_and_a_file_left_over_does_not_count(
    office: Office, tmp_path: Path
) -> None:
    back_up(office.ledger, tmp_path / "backup")
    highwater.keep(office.ledger, office.home)
    with _stopped(office) as database:
        database.unlink()
    shutil.rmtree(office.home.answers, ignore_errors=True)
    restored = restore_office(office.home, tmp_path / "backup")
    epoch = restored.ledger.epoch()
    assert restored.ledger.local.diary.recent(DIARY) == []
    restored.ledger.close()
    again = open_office(office.home)
    assert again.ledger.epoch() == epoch
    again.ledger.close()


def test_one_putting_back_is_one_new_history_though_the_file_could_not_be_written(
    office: Office,
    village: Village,
    reopen: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    village.send_to(office)
    back_up(office.ledger, tmp_path / "backup")
    office.ledger.new_epoch()
    village.send_to(office)
    _put_back(office, tmp_path / "backup")
    with monkeypatch.context() as cut:
        cut.setattr(highwater, "keep", lambda ledger, home: None)  # the power fails before that
        epoch = reopen().ledger.epoch()
    assert reopen().ledger.epoch() == epoch


def test_it_is_told_on_the_pages(office: Office, visit: Callable[[str], Visitor]) -> None:
    visitor = visit("李明")
    visitor.open("/stations")
    assert "换回了旧的一份" not in visitor.text
    office.ledger.local.diary.add(DIARY, {"by": "mark"})
    for page in ("/stations", "/bench/review"):
        visitor.open(page)
        assert "换回了旧的一份" in visitor.text
