"""What the office makes of a stick: read whole, answered once, and grown no more than need be."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from ledger.exchange import seals, stick
from ledger.exchange.envelope import open_bundle, seal
from ledger.store.feed import Cursor
from ledger.store.query import Query
from sync_server import cli, sticks
from sync_server.office import Office
from tests.faults.errand import AT
from tests.helpers.world import attach, picture
from tests.station_client.link.carrying import courier
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A stick."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


def _import(office: Office, folder: Path) -> Result:
    """`sync-server usb import`, beside the office that is open."""
    words = ["usb", "import", "--home", str(office.home.path), str(folder), "--json"]
    return CliRunner().invoke(cli.main, words)


def _forged(office: Office, village: Village) -> bytes:
    """A bundle with a place in the feed that no feed has."""
    keys = village.ledger.keys
    payload = open_bundle(
        village.side.outgoing().blob, office.ledger.keys, lambda sender, said: keys.public
    )
    assert payload.pull is not None
    after = Cursor(office.ledger.epoch(), 1 << 63, bytes(32))
    changed = replace(payload, pull=replace(payload.pull, after=after))
    return seal(changed, keys, office.ledger.keys.public)


def test_a_hostile_bundle_keeps_no_other_on_the_stick_from_being_read(
    office: Office, let_in: Callable[..., Village], folder: Path
) -> None:
    villages = [let_in(name) for name in ("一村", "二村")]
    for village in villages:
        village.send_to(office)
    hostile, honest = sorted(villages, key=lambda village: village.ledger.node)
    stick.write(folder, hostile.ledger.node, "up", AT, _forged(office, hostile))
    honest.person("赵国强", date(1979, 3, 8), "1")
    stick.write(folder, honest.ledger.node, "up", AT, honest.side.outgoing().blob)
    done = _import(office, folder)
    assert done.exit_code == 5
    assert "没有收" in done.stderr
    assert office.ledger.find(Query("person")).total == 1


def _names(folder: Path) -> list[str]:
    return sorted(path.name.split("-")[2] for path in folder.iterdir())


def test_a_stick_used_every_day_holds_one_answer_and_the_last_bundle(
    office: Office, village: Village, folder: Path
) -> None:
    carrier = courier(village)
    for day in range(5):
        village.person("赵国强", date(1979, 3, 1 + day), "1")
        carrier.to_stick(folder, AT + timedelta(days=day))
        assert _import(office, folder).exit_code == 0
        assert _names(folder) == ["down", "up"]
        village.person("钱国强", date(1980, 3, 1 + day), "1")  # meanwhile
        carrier.from_stick(folder)
    assert _names(folder) == ["down", "up"]
    assert office.ledger.find(Query("person")).total == 9
    carrier.to_stick(folder, AT + timedelta(days=9))
    _import(office, folder)
    carrier.from_stick(folder)
    assert village.ledger.unsent().count == 0
    assert _names(folder) == ["down"]


def test_a_request_that_is_not_answered_yet_stays_on_the_stick(
    office: Office, village: Village, folder: Path
) -> None:
    """Nothing waits here, and the answer on the stick is an old one."""
    village.send_to(office)
    carrier = courier(village)
    carrier.to_stick(folder, AT)
    _import(office, folder)
    carrier.from_stick(folder)
    carrier.to_stick(folder, AT + timedelta(days=1))
    carrier.from_stick(folder)
    assert len(stick.bundles(folder, "up")) == 1


def test_bundles_of_many_days_and_in_many_files_have_one_answer(
    office: Office, let_in: Callable[..., Village], folder: Path
) -> None:
    village, other = let_in(), let_in("二村", "990101001002")
    village.send_to(office)
    card = village.ledger.record(village.person("赵国强", date(1979, 3, 8), "1"))
    assert card is not None
    blobs = []
    for day in range(3):
        village.person("钱国强", date(1980, 3, 1 + day), "1")
        attach(village.ledger, village.operator, card, picture(60_000, day))
        blobs += [parcel.blob for parcel in village.side.stick_load(40_000)]
    for place, blob in enumerate(blobs):
        at = AT + timedelta(seconds=place)
        stick.write(folder, village.ledger.node, "up", at, blob)
    stick.write(folder, other.ledger.node, "up", AT, other.side.outgoing().blob)
    said = json.loads(_import(office, folder).stdout)
    assert said["files"] == len(blobs) + 1 > 8
    answers = stick.bundles(folder, "down")
    assert [file.node for file in answers] == sorted(v.ledger.node[:8] for v in (village, other))
    outcome = courier(village).from_stick(folder)
    assert (outcome.confirmed, outcome.attached_left, outcome.digest_equal) == (7, 0, True)
    with village.ledger.database.read() as connection:
        assert len(seals.own(connection, village.ledger, village.ledger.node, 2, 7)) == 7 * 6


def test_what_somebody_else_left_on_the_stick_stays(
    office: Office, let_in: Callable[..., Village], folder: Path
) -> None:
    village, other = let_in(), let_in("二村")
    node = village.ledger.node[:8]
    theirs = {
        f"czt-{other.ledger.node[:8]}-up-20250101000000.czt": stick.BEGINNING,
        f"czt-{other.ledger.node[:8]}-down-20250101000000.czt": stick.BEGINNING,
        f"czt-{node}-up-20250101000000.czt": b"a letter",
        f"czt-{node}-down-20250101000000.czt": b"a letter",
        "holiday.jpg": b"sea",
    }
    for name, content in theirs.items():
        (folder / name).write_bytes(content)
    carrier = courier(village)
    for day in range(2):
        carrier.to_stick(folder, AT + timedelta(days=day))
        _import(office, folder)
        carrier.from_stick(folder)
    left = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert theirs.items() <= left.items()


def test_a_bundle_stays_until_all_that_it_carried_is_on_the_stick_anew(
    village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_client.link.courier.STICK_BYTES", 40_000)
    card = village.ledger.record(village.person("赵国强", date(1979, 3, 8), "1"))
    assert card is not None
    attach(village.ledger, village.operator, card, picture(90_000))
    carrier = courier(village)
    before = carrier.to_stick(folder, AT).files
    assert len(before) > 2
    stopped = carrier.to_stick(folder, AT + timedelta(days=1), cancelled=lambda: True).files
    assert {path.name for path in folder.iterdir()} == {*before, *stopped}
    after = carrier.to_stick(folder, AT + timedelta(days=2)).files
    assert sorted(path.name for path in folder.iterdir()) == after


def test_several_files_of_a_station_have_one_answer_on_the_page_too(
    office: Office, village: Village, visit: Callable[[str], Visitor]
) -> None:
    blobs = []
    for day in range(3):
        village.person("赵国强", date(1979, 3, 1 + day), "1")
        blobs.append(village.side.outgoing().blob)
    visitor = visit("周管")
    visitor.open("/sticks")
    files = [(f"{number}.czt", blob) for number, blob in enumerate(reversed(blobs))]
    visitor.upload("/sticks", *files, ("hostile.czt", _forged(office, village)))
    assert visitor.text.count("柳河村服务站：收下 4 条") == 1
    assert "hostile.czt 没有收" in visitor.text
    (answer,) = sticks.waiting(office)
    village.side.incoming(visitor.fetch(f"/sticks/answers/{answer.file}").content, live=False)
    assert village.ledger.unsent().count == 0
