"""What the office makes of a stick: read whole, answered once, and grown no more than need be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result
from msgspec.structs import replace

from ledger.exchange import stick
from ledger.exchange.envelope import open_bundle, seal
from ledger.exchange.payload import Place
from ledger.store.query import Query
from sync_server import cli
from sync_server.office import Office
from tests.faults.errand import AT
from tests.sync_server.village import Village


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
    after = Place(office.ledger.epoch(), 1 << 63, bytes(32))
    changed = replace(payload, pull=replace(payload.pull, after=after))
    return seal(changed, keys, office.ledger.keys.public)


def test_a_hostile_bundle_keeps_no_other_on_the_stick_from_being_read(
    office: Office, let_in: Callable[..., Village], tmp_path: Path
) -> None:
    villages = [let_in(name) for name in ("一村", "二村")]
    for village in villages:
        village.send_to(office)
    hostile, honest = sorted(villages, key=lambda village: village.ledger.node)
    stick.write(tmp_path, hostile.ledger.node, "up", AT, _forged(office, hostile))
    honest.person("赵国强", date(1979, 3, 8), "1")
    stick.write(tmp_path, honest.ledger.node, "up", AT, honest.side.outgoing().blob)
    done = _import(office, tmp_path)
    assert done.exit_code == 5
    assert "没有收" in done.stderr
    assert office.ledger.find(Query("person")).total == 1
