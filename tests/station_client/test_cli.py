"""What the command line says of an exchange, to people and to machines."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from station_client.cli import Shell, _tell
from station_client.link.attempt import Attempt
from station_client.vault.home import Home

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize(
    ("lang", "sentence"), [("zh", "里还没有服务站"), ("en", "There is no station")]
)
@pytest.mark.parametrize("late", [False, True])
def test_a_failure_is_told_in_the_language_of_the_home_that_was_named(
    tmp_path: Path, lang: str, sentence: str, *, late: bool
) -> None:
    (tmp_path / "window.json").write_text(json.dumps({"ui.language": lang}))
    named = ["--home", str(tmp_path)]
    asked = ["status", *named] if late else [*named, "status"]
    command = [sys.executable, "-m", "station_client.cli", *asked]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
