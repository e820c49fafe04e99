"""The office's command line, run as real processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from ledger.catalogue.model import Catalogue
from ledger.core.clock import wall_ms
from ledger.exchange import stick
from ledger.exchange.invitation import Invitation
from tests.helpers.waiting import PATIENCE_SECONDS
from tests.sync_server.village import Village

pytestmark = pytest.mark.process

AREA = "990101001000"
ROOT = Path(__file__).parents[2]


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sync_server.cli", *words, "--home", str(home)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        timeout=PATIENCE_SECONDS,
    )


def told(home: Path, *words: str) -> dict[str, Any]:
    done = run(home, *words, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh office, to be copied."""
    home = tmp_path_factory.mktemp("founded") / "office"
    told(home, "init", "--area", AREA, "--name", "青石镇人社事务所")
    return home


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Path:
    """A fresh office, for one test alone."""
    return Path(shutil.copytree(founded, tmp_path / "office"))


def let_in(home: Path, out: Path, address: str = "http://127.0.0.1:8010") -> Invitation:
    told(
        home, "station", "add", "--area", "990101001001", "--name", "柳河村服务站",
        "--address", address, "--out", str(out),
    )  # fmt: skip
    return Invitation.from_bytes(out.read_bytes())


class Served:
    """A server process that has said where it listens."""

    def __init__(self, home: Path) -> None:
        command = [
            sys.executable, "-m", "sync_server.cli", "serve", "--home", str(home), "--port", "0",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        start = self.line.index("http://")
        self.address = self.line[start:].split()[0]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Its exit code and what it said as an error."""
        self.process.send_signal(how)
        _, errors = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, errors


def handed(served: Served, blob: bytes) -> bytes:
    """The served office's answer to a bundle."""
    address = f"{served.address}/v1/exchange"
    return httpx.post(address, content=blob, timeout=PATIENCE_SECONDS).content


@pytest.fixture
def served(home: Path) -> Iterator[Served]:
    served = Served(home)
    yield served
    if served.process.poll() is None:
        served.stop()


def test_a_second_init_leaves_the_office_alone(home: Path) -> None:
    again = run(home, "init", "--area", AREA, "--name", "别的")
    assert again.returncode == 1
    assert "已经有一个事务所了" in again.stderr


def test_a_folder_without_an_office_is_said_in_the_language_asked_for(tmp_path: Path) -> None:
    done = run(tmp_path / "nowhere", "status", "--lang", "en")
    assert done.returncode == 1
    assert "There is no office in" in done.stderr
    assert not (tmp_path / "nowhere").exists()


def test_a_missing_option_is_a_matter_of_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "office", "init", "--area", AREA).returncode == 2


def test_a_password_too_short_is_refused_and_nobody_added(home: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("short\n")
    done = run(
        home, "operator", "add", "--name", "李明", "--posts", "T3", "--password-file", str(secret)
    )
    assert done.returncode == 1
    assert "密码至少要 8 个字" in done.stderr
    secret.write_text("a long password\n")
    words = ("--name", "李明", "--posts", "T3", "--password-file", str(secret))
    assert told(home, "operator", "add", *words)["name"] == "李明"


def test_serve_says_where_it_listens_answers_and_ends_clean_on_a_signal(served: Served) -> None:
    assert "青石镇人社事务所 已在" in served.line
    assert httpx.get(f"{served.address}/v1/health", timeout=PATIENCE_SECONDS).json()["ok"] is True
    code, errors = served.stop()
    assert code == 0
    assert errors == ""


def test_a_port_in_use_is_said_and_nothing_started(home: Path, served: Served) -> None:
    port = served.address.rsplit(":", 1)[1]
    done = run(home, "serve", "--port", port)
    assert done.returncode == 1
    assert "被别的程序占着" in done.stderr


def test_the_enrolment_file_is_for_its_owner_only(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "liuhe.enrol"
    let_in(home, out)
    assert oct(out.stat().st_mode)[-3:] == "600"


def test_a_village_talks_to_the_served_office_and_both_digests_are_equal(
    home: Path, served: Served, tmp_path: Path, catalogue: Catalogue
) -> None:
    # The office keeps serving while its command line is used beside it.
    invitation = let_in(home, tmp_path / "liuhe.enrol", served.address)
    village = Village(catalogue, invitation, wall_ms, "王秀英")
    village.case(village.person("赵国强", date(1979, 3, 8), "1"))
    for _ in range(3):
        blob = village.side.outgoing().blob
        outcome = village.side.incoming(handed(served, blob))
    assert outcome.digest_equal is True
    areas = told(home, "digest")["areas"]
    own = {
        kind: {"records": n, "digest": value}
        for kind, (n, value) in village.ledger.digest()[village.area].items()
    }
    assert areas[village.area] == own
    status = told(home, "status")
    assert status["received"] == 4
    assert status["conflicts"] == 0
    village.ledger.close()


def test_a_stick_is_read_answered_and_can_be_written_again(
    home: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    village = Village(catalogue, let_in(home, tmp_path / "liuhe.enrol"), wall_ms, "王秀英")
    village.person("赵国强", date(1979, 3, 8), "1")
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "autorun.inf").write_text("not ours")
    stick.write(
        folder, village.ledger.node, "up", village.clock.now(), village.side.outgoing().blob
    )
    result = told(home, "usb", "import", str(folder))
    assert (result["carrier"], result["received"]) == ("usb", 2)
    answer = stick.bundles(folder, "down", village.ledger.node)[0].read()
    village.side.incoming(answer)
    assert village.ledger.unsent().count == 0
    # An old stick cuts names to eight letters: it is read again all the same, and nothing else.
    for number, path in enumerate(sorted(folder.glob("*.czt")), start=1):
        path.rename(folder / f"CZT-AB~{number}.CZT")
    again = told(home, "usb", "import", str(folder))
    assert (again["received"], again["files"]) == (0, 1)
    other = tmp_path / "other"
    other.mkdir()
    assert told(home, "usb", "export", str(other))["files"] == 1
    village.side.incoming(stick.bundles(other, "down", village.ledger.node)[0].read())
    village.ledger.close()


def test_a_damaged_bundle_on_a_stick_is_code_5_and_a_strangers_code_4(
    home: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    invitation = let_in(home, tmp_path / "liuhe.enrol")
    village = Village(catalogue, invitation, wall_ms, "王秀英")
    folder = tmp_path / "stick"
    folder.mkdir()
    blob = village.side.outgoing().blob
    path = stick.write(folder, village.ledger.node, "up", village.clock.now(), blob[:-9])
    damaged = run(home, "usb", "import", str(folder))
    assert damaged.returncode == 5
    assert "没有收" in damaged.stderr
    path.write_bytes(blob)
    assert run(home, "usb", "import", str(folder)).returncode == 0
    second = Village(catalogue, invitation, wall_ms, "别人")
    path.write_bytes(second.side.outgoing().blob)
    assert run(home, "usb", "import", str(folder)).returncode == 4
    village.ledger.close()
    second.ledger.close()


def test_a_backup_made_while_serving_restores_into_an_empty_folder(
    home: Path, served: Served, tmp_path: Path, catalogue: Catalogue
) -> None:
    invitation = let_in(home, tmp_path / "liuhe.enrol", served.address)
    village = Village(catalogue, invitation, wall_ms, "王秀英")
    village.person("赵国强", date(1979, 3, 8), "1")
    first = village.side.outgoing().blob
    village.side.incoming(handed(served, first))
    file = tmp_path / "office.backup"
    assert told(home, "backup", str(file))["bytes"] == file.stat().st_size
    again = run(home, "backup", str(file))
    assert again.returncode == 1
    assert "没有覆盖" in again.stderr
    new = tmp_path / "new"
    restored = told(new, "restore", str(file))
    assert told(new, "digest") == told(home, "digest")
    assert told(new, "verify")["ok"] is True
    # What it writes from now on is never taken for what it wrote since the backup.
    assert restored["node"] != told(home, "status")["node"]
    blob = village.side.outgoing().blob
    folder = tmp_path / "stick"
    folder.mkdir()
    stick.write(folder, village.ledger.node, "up", village.clock.now(), blob)
    told(new, "usb", "import", str(folder))
    outcome = village.side.incoming(stick.bundles(folder, "down")[0].read())
    assert outcome.digest_equal is True
    village.ledger.close()


def test_a_file_that_is_no_backup_is_code_5_and_makes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "picture.jpg"
    file.write_bytes(os.urandom(8192))
    done = run(tmp_path / "new", "restore", str(file))
    assert done.returncode == 5
    assert "不是一份完整的备份" in done.stderr
    assert not (tmp_path / "new" / "office.db").exists()


def test_verify_finds_a_record_that_does_not_follow_from_the_journal(
    home: Path, tmp_path: Path
) -> None:
    let_in(home, tmp_path / "liuhe.enrol")
    assert told(home, "verify")["ok"] is True
    import sqlcipher3.dbapi2 as sqlite

    connection = sqlite.connect(str(home / "office.db"))
    connection.execute("UPDATE record SET data = replace(data, '柳河村', '别的村')")
    connection.commit()
    connection.close()
    done = run(home, "verify", "--json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["ok"] is False
    said = run(home, "verify")
    assert "sync-server verify --mend" in said.stdout
    assert told(home, "verify", "--mend")["mended"] >= 1
    assert told(home, "verify")["ok"] is True


def test_a_pc_is_listed_shut_out_with_a_reason_and_let_in_again(
    home: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    assert told(home, "station", "list") == {"pcs": []}
    village = Village(catalogue, let_in(home, tmp_path / "liuhe.enrol"), wall_ms, "王秀英")
    folder, node = tmp_path / "stick", village.ledger.node
    folder.mkdir()
    stick.write(folder, node, "up", village.clock.now(), village.side.outgoing().blob)
    told(home, "usb", "import", str(folder))
    assert run(home, "station", "shut-out", node).returncode == 2
    assert told(home, "station", "shut-out", node, "--why", "被盗")["node"] == node
    (line,) = told(home, "station", "list")["pcs"]
    assert line.startswith(node)
    assert line.endswith("× 被盗")
    assert run(home, "usb", "import", str(folder)).returncode == 4
    assert told(home, "station", "let-in", node)["node"] == node
    assert "被盗" not in told(home, "station", "list")["pcs"][0]
    unknown = run(home, "station", "let-in", "nobody")
    assert (unknown.returncode, "没有编号为 nobody 的电脑" in unknown.stderr) == (1, True)
    village.ledger.close()
