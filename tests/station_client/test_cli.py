"""What the command line says of an exchange, to people and to machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from station_client.cli import Shell, _tell
from station_client.link.attempt import Attempt
from station_client.vault.home import Home


@pytest.mark.parametrize("waits", [0, 7])
def test_fault_49_sync_says_how_much_waits_for_the_offices_update(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], waits: int
) -> None:
    attempt = Attempt(carrier="line", result="ok", sent=3, confirmed=3, older=bool(waits))
    for as_json in (True, False):
        _tell(Shell(Home(tmp_path), as_json), attempt, "cli.synced", waits)
    machine, *people = capsys.readouterr().out.splitlines()
    assert json.loads(machine)["waits"] == waits
    assert ("7 条都存在本站，一条没丢" in people[-1]) is bool(waits)
