"""The folder of a station."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault, RuleFault
from station_client.vault.files import write_whole
from station_client.vault.home import Home


def test_a_prepared_home_is_private(tmp_path: Path) -> None:
    home = Home(tmp_path / "station")
    home.prepare()
    assert home.files.is_dir()
    assert home.backups.is_dir()
    assert home.logs.is_dir()
    assert os.name == "nt" or home.path.stat().st_mode & 0o077 == 0


def test_a_home_lives_once_it_has_a_ledger_or_a_key(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert not home.exists()
    home.need_empty()
    home.key_file.write_bytes(b"{}")
    assert home.exists()
    with pytest.raises(RuleFault, match=r"vault.home-not-empty"):
        home.need_empty()


def test_two_programs_do_not_prepare_one_home_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from station_client.vault.home import Home\n"
        "with Home(Path(sys.argv[1])).exclusive():\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdin is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(EnvironmentFault, match=r"vault.home-busy"), Home(tmp_path).exclusive():
        pass
    other.kill()
    other.wait()
    other.stdout.close()
    other.stdin.close()
    with Home(tmp_path).exclusive():
        assert (tmp_path / "home.lock").exists()


def test_a_home_that_cannot_be_made_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentFault, match=r"vault.no-home"):
        Home(tmp_path / "file" / "station").prepare()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "ledger.key"
    write_whole(place, b"old")
    with pytest.raises(OSError):
        write_whole(tmp_path / "missing" / "ledger.key", b"new")
    write_whole(place, b"new")
    assert place.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["ledger.key"]
