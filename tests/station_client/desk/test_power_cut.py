"""What was typed outlives the program that was killed while it was typed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.core.clock import Clock
from ledger.rules.admission import Rulebook
from ledger.store.opening import open_database, open_ledger, read_identity
from station_client.desk import drafts
from tests.helpers.fakes import FakeWall
from tests.helpers.world import KEY, FakeStation, catalogue
from tests.station_client.desk.conftest import ITEM, Desk, make_counter

_TYPING = """
import os, signal, sys
from pathlib import Path
from ledger.core.clock import Clock
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store.opening import open_database, open_ledger, read_identity
from station_client.desk import drafts
from tests.helpers.fakes import FakeWall
from tests.helpers.world import KEY, VILLAGE, FakeStation, catalogue
from tests.station_client.desk.conftest import make_counter

wall = FakeWall()
database = open_database(Path(sys.argv[1]), KEY, catalogue())
rules = Rulebook(catalogue(), read_identity(database).keys.node)
ledger = open_ledger(database, catalogue(), rules, Clock(wall))
operator = Actor(sys.argv[2], "王秀英", frozenset({"V1", "V2"}), "V", VILLAGE, VILLAGE + "01")
counter = make_counter(FakeStation(ledger, None, operator), wall)
for number in range(40):
    drafts.save_draft(counter, sys.argv[3], fields={"remark": f"第{number}次"})
    if number == 25:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.process
def test_a_draft_survives_kill_9_with_its_last_word(desk: Desk, tmp_path: Path) -> None:
    draft = drafts.start(desk.counter, desk.new_card(), ITEM)
    operator = desk.station.operator
    file = tmp_path / "liuhe.db"
    desk.station.ledger.close()
    killed = subprocess.run(
        [sys.executable, "-c", _TYPING, str(file), operator.id, draft],
        cwd=Path(__file__).parents[3], capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    database = open_database(file, KEY, catalogue())
    rules = Rulebook(catalogue(), read_identity(database).keys.node)
    wall = FakeWall()
    ledger = open_ledger(database, catalogue(), rules, Clock(wall))
    station = FakeStation(ledger, desk.station.side, operator)
    counter = make_counter(station, wall)
    assert [line.id for line in drafts.list_drafts(counter)] == [draft]
    assert drafts.open_draft(counter, draft).data["fields"]["remark"] == "第25次"
    assert ledger.verify().ok
    ledger.close()
