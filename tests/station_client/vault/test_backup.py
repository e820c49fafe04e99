"""One file with everything, and back again."""

import io
import tarfile
from datetime import datetime
from pathlib import Path

import pytest

from ledger.core.clock import CHINA, Clock
from ledger.core.faults import EnvironmentFault, ForgedInput, Locked, RuleFault
from ledger.core.keys import NodeKeys
from ledger.core.record import Change
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store.ledger import Ledger
from ledger.store.opening import Identity, create_ledger, open_database, open_ledger
from station_client import vault
from station_client.vault import keys
from station_client.vault.backup import Slip, backup
from station_client.vault.home import Home
from station_client.vault.restore import RESTORED, inspect, restore
from tests.helpers.world import VILLAGE, catalogue, person

CHEAP = keys.Cost(passes=1, memory=8192)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
SECRET = "柳河村口的老槐树"


class Living:
    """A home with a ledger in use, one card in it, one printed paper, and a backup of it."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home")
        self.key = vault.create(self.home, passphrase=SECRET, cost=CHEAP)
        node = NodeKeys.generate()
        self.ledger = create_ledger(
            open_database(self.home.ledger, self.key, catalogue()),
            Identity(node, "V", VILLAGE, VILLAGE + "01", "柳河村"),
            catalogue(),
            Rulebook(catalogue(), node.node),
            Clock(lambda: 1_795_395_600_000),
        )
        nobody = Actor("", "", frozenset(), "V", VILLAGE)
        staff = {
            "area": VILLAGE, "name": "王秀英", "posts": ["V1"], "level": "V",
            "station": VILLAGE + "01", "active": True, "train_passed": "2026-01-05",
        }  # fmt: skip
        made = self.ledger.commit(nobody, "staff.create", [Change("staff", staff)])
        self.operator = Actor(made.records[0], "王秀英", frozenset({"V1"}), "V", VILLAGE)
        self.add(1)
        paper = self.home.files / "ab" / "abcd"
        paper.parent.mkdir()
        paper.write_bytes(b"sealed paper")
        self.file = folder / "station.backup"
        self.slip = backup(self.home, self.key, self.file, SECRET, NOW)

    def add(self, number: int) -> None:
        self.ledger.commit(self.operator, "card.create", [Change("person", person(number))])


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Living:
    return Living(tmp_path_factory.mktemp("living"))


def reopened(home: Home, key: bytes) -> Ledger:
    database = open_database(home.ledger, key, catalogue())
    return open_ledger(database, catalogue(), Rulebook(catalogue(), ""), Clock(lambda: 0))


def test_a_restored_home_has_everything_and_knows_that_it_was_restored(
    living: Living, tmp_path: Path
) -> None:
    home = Home(tmp_path / "new")
    slip = restore(living.file, home, SECRET, NOW, protect="another sentence", cost=CHEAP)
    assert (slip.files, slip.made) == (1, "2026-11-23T09:00:00+08:00")
    key = vault.open(home, ask=lambda: "another sentence")
    assert key == living.key
    ledger = reopened(home, key)
    assert ledger.lookup("person", "id_no", person(1)["id_no"])
    assert ledger.local.settings.get(RESTORED)["made"] == slip.made
    assert ledger.verify().ok
    ledger.close()
    assert (home.files / "ab" / "abcd").read_bytes() == b"sealed paper"
    assert sorted(one.name for one in home.path.iterdir()) == [
        "backups", "files", "home.lock", "ledger.db", "ledger.key", "logs",
    ]  # fmt: skip


def test_a_backup_shows_nothing_without_its_passphrase(living: Living) -> None:
    content = living.file.read_bytes()
    assert living.key not in content
    assert b"SQLite format" not in content
    assert b"sealed paper" not in content
    with pytest.raises(Locked, match=r"vault.wrong-passphrase"):
        inspect(living.file, "not the passphrase")


def test_work_goes_on_while_a_backup_is_made(living: Living, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def working(done: int, total: int) -> None:
        if not seen:
            living.add(2)
        seen.append((done, total))

    file = tmp_path / "second.backup"
    backup(living.home, living.key, file, SECRET, NOW, working)
    assert seen
    assert seen[-1][0] == seen[-1][1]
    assert living.ledger.lookup("person", "id_no", person(2)["id_no"])
    assert list(living.home.backups.iterdir()) == []


def test_a_backup_never_takes_the_place_of_another_file(living: Living) -> None:
    before = living.file.read_bytes()
    with pytest.raises(RuleFault, match=r"vault.backup-exists"):
        backup(living.home, living.key, living.file, SECRET, NOW)
    assert living.file.read_bytes() == before


def test_a_home_that_lives_is_never_restored_over(living: Living) -> None:
    before = living.home.key_file.read_bytes()
    with pytest.raises(RuleFault, match=r"vault.home-not-empty"):
        restore(living.file, living.home, SECRET, NOW)
    assert living.home.key_file.read_bytes() == before


def test_papers_left_in_a_home_are_not_mixed_with_restored_ones(
    living: Living, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    home.prepare()
    (home.files / "paper").write_bytes(b"somebody's")
    with pytest.raises(RuleFault, match=r"vault.home-not-empty"):
        restore(living.file, home, SECRET, NOW)


def test_a_wrong_passphrase_leaves_the_home_empty(living: Living, tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(Locked, match=r"vault.wrong-passphrase"):
        restore(living.file, home, "not the passphrase", NOW)
    assert not home.exists()


def test_a_restore_that_was_cut_off_can_be_started_again(living: Living, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    (tmp_path / "restore.part").mkdir()
    (tmp_path / "restore.part" / "inner.tar").write_bytes(b"half")
    home.key_file.write_bytes(b"half")
    restore(living.file, home, SECRET, NOW, cost=CHEAP)
    assert vault.open(home, ask=lambda: SECRET) == living.key


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_a_truncated_backup_is_refused(living: Living, tmp_path: Path, cut: float) -> None:
    content = living.file.read_bytes()
    file = tmp_path / "cut.backup"
    # A tar ends with empty blocks, so a cut must reach the content to be one.
    file.write_bytes(content[: int((len(content) - 10240) * cut)])
    with pytest.raises(ForgedInput, match=r"vault.backup-damaged"):
        restore(file, Home(tmp_path / "new"), SECRET, NOW)
    assert not Home(tmp_path / "new").exists()


def test_one_changed_byte_is_noticed(living: Living, tmp_path: Path) -> None:
    content = bytearray(living.file.read_bytes())
    content[len(content) // 2] ^= 1
    file = tmp_path / "bad.backup"
    file.write_bytes(content)
    with pytest.raises(ForgedInput, match=r"vault.backup-damaged"):
        restore(file, Home(tmp_path / "new"), SECRET, NOW)


@pytest.mark.parametrize("content", [b"", b"not a tar at all", bytes(20480)])
def test_another_file_is_not_a_backup(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other"
    file.write_bytes(content)
    with pytest.raises(ForgedInput, match=r"vault.backup-damaged"):
        restore(file, Home(tmp_path / "new"), SECRET, NOW)


def test_a_backup_holding_a_strange_path_writes_nothing(tmp_path: Path) -> None:
    from station_client.vault import restore as module

    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as tar:
        for name in ("files/../../evil", "/etc/evil", "other", "files/link"):
            info = tarfile.TarInfo(name)
            if name.endswith("link"):
                info.type = tarfile.SYMTYPE
                info.linkname = "/etc/passwd"
            tar.addfile(info, io.BytesIO())
    inner.seek(0)
    with tarfile.open(fileobj=inner) as tar:
        for info in tar:
            with pytest.raises(ForgedInput):
                module._extract(tar, info, tmp_path)
    assert list(tmp_path.rglob("*")) == []


def test_a_missing_backup_or_ledger_is_said(living: Living, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"vault.backup-unreadable"):
        inspect(tmp_path / "none", SECRET)
    with pytest.raises(EnvironmentFault, match=r"vault.no-ledger"):
        backup(Home(tmp_path), living.key, tmp_path / "x", SECRET, NOW)
    with pytest.raises(RuleFault, match=r"vault.weak-passphrase"):
        backup(living.home, living.key, tmp_path / "x", "short", NOW)
    with pytest.raises(EnvironmentFault, match=r"vault.backup-failed"):
        backup(living.home, living.key, tmp_path / "no" / "folder", SECRET, NOW)


def test_a_damaged_ledger_is_noticed_before_it_is_kept_as_a_backup(
    living: Living, tmp_path: Path
) -> None:
    home = Home(tmp_path / "broken")
    home.prepare()
    content = bytearray(living.home.ledger.read_bytes())
    content[len(content) // 2] ^= 1
    home.ledger.write_bytes(content)
    with pytest.raises(EnvironmentFault, match=r"vault.ledger-damaged"):
        backup(home, living.key, tmp_path / "x", SECRET, NOW)
    assert not (tmp_path / "x").exists()


def test_what_is_in_a_backup_is_told(living: Living) -> None:
    slip = inspect(living.file, SECRET)
    assert isinstance(slip, Slip)
    assert slip == living.slip
