"""The main job's twin: programs are killed at the worst moments, and nothing is lost or twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger.store.query import Query
from station_client.app import Declared, Station
from station_client.desk import drafts
from station_client.link.line import Line
from tests.faults.wire import Weather, stretch
from tests.helpers.waiting import PATIENCE_SECONDS, until
from tools.demo import story
from tools.demo.deeds import cases, door
from tools.demo.seat import seated
from tools.demo.setting import (
    OPERATOR_PASSWORD,
    PASSPHRASE,
    ROOT,
    ROSTER,
    RunningOffice,
    Setting,
    call,
    environment,
    free_port,
    program,
)
from tools.demo.story import BY_LINE, BY_STICK

pytestmark = [pytest.mark.process, pytest.mark.qt_log_ignore("propagateSizeHints")]

LookInto = Callable[[Setting], Station]
CLIENT, SERVER = "station_client.cli", "sync_server.cli"


def started(setting: Setting, *arguments: object) -> subprocess.Popen[bytes]:
    """A command of the station, running."""
    return subprocess.Popen(
        program(CLIENT, "--home", setting.station, *arguments),
        env=environment(),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed_at(setting: Setting, moment: str) -> None:
    """Work the counter in a process of its own until it dies at this moment."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.acceptance.at_counter", str(setting.station), moment],
        env={**environment(), "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def told(module: str, *arguments: object) -> Any:
    """What a command says with --json."""
    return json.loads(call(module, *arguments, "--json"))


def in_use(folder: Path) -> int:
    """How many bytes a home holds now."""
    sizes = []
    for file in folder.rglob("*"):
        try:
            sizes.append(file.stat().st_size)
        except FileNotFoundError:
            continue
    return sum(sizes)


def test_an_import_that_was_killed_goes_on_and_makes_nobody_twice(
    fresh: Setting, look_into: LookInto
) -> None:
    killed_at(fresh, "in-the-third-batch")
    ledger = look_into(fresh).ledger
    assert 0 < ledger.count(Query("person")) < 2924
    assert ledger.verify().ok
    ledger.close()
    home = ("--home", fresh.station)
    rest = told(CLIENT, *home, "import-roster", ROSTER)
    assert rest["rows"] == 3000
    again = told(CLIENT, *home, "import-roster", ROSTER)
    assert again["taken"] + again["repaired"] == 0
    ledger = look_into(fresh).ledger
    assert ledger.count(Query("person")) == 2924
    assert ledger.verify().ok


def test_what_was_typed_at_the_window_outlives_kill_9(peopled: Setting, declared: Declared) -> None:
    killed_at(peopled, "while-typing")
    with seated(peopled.station, declared) as seat:
        door.unlock(seat, PASSPHRASE)
        door.log_in(seat, OPERATOR_PASSWORD)
        assert seat.window.counter is not None
        (draft,) = drafts.list_drafts(seat.window.counter)
        kept = drafts.open_draft(seat.window.counter, draft.id).data
        assert kept["fields"]["prev_employer"] == "青石镇砖瓦厂"
        cases.begin(seat, BY_LINE)
        cases.tick(seat, cases.STATEMENT)
        cases.look_up(seat, cases.TERMINATION)
        case = cases.accept(seat, BY_LINE)
        assert drafts.list_drafts(seat.window.counter) == []
    assert case.data["prev_employer"] == "青石镇砖瓦厂"


@pytest.mark.parametrize("moment", ["before-the-act", "after-the-act"])
def test_no_number_is_given_twice_when_the_power_goes_during_an_acceptance(
    peopled: Setting, declared: Declared, moment: str
) -> None:
    killed_at(peopled, moment)
    with seated(peopled.station, declared) as seat:
        door.unlock(seat, PASSPHRASE)
        door.log_in(seat, OPERATOR_PASSWORD)
        ledger = seat.station.ledger
        found = ledger.find(Query("case")).rows
        assert len(found) == (1 if moment == "after-the-act" else 0)
        if not found:
            cases.begin(seat, BY_LINE)
            cases.accept(seat, BY_LINE)
        first = cases.case_of(seat, BY_LINE)
        second = story.accept_quickly(seat, BY_STICK)
        assert ledger.count(Query("case")) == 2
        assert ledger.verify().ok
    assert first.data["state"] in ("S20", "S21")
    serials = [int(str(case.data["case_no"])[24:28]) for case in (first, second)]
    assert serials == [1, 2]


def test_an_answer_that_was_lost_with_the_power_is_given_again_and_changes_nothing(
    peopled: Setting,
) -> None:
    home = ("--home", peopled.station)
    with RunningOffice(peopled):
        killed_at(peopled, "with-the-answer-in-hand")
        assert told(CLIENT, *home, "status")["unsent"] > 0
        sent = told(CLIENT, *home, "sync")
        assert sent["digest_equal"] is True
        assert told(CLIENT, *home, "status")["unsent"] == 0
        own = told(CLIENT, *home, "digest")["areas"]
        office = told(SERVER, "digest", "--home", peopled.office)["areas"]
        (area,) = [area for area, kinds in own.items() if "person" in kinds]
        assert office[area] == own[area]
        assert own[area]["person"]["records"] == 2924


def test_an_office_killed_while_it_receives_gets_everything_later(peopled: Setting) -> None:
    """No answer comes through before the power goes, however fast the office is."""
    home = ("--home", peopled.station)
    behind = Setting(peopled.folder, free_port())
    with (
        RunningOffice(behind) as office,
        stretch(("127.0.0.1", behind.port), peopled.port) as between,
    ):
        between.weather = greeted = Weather()
        with closing(Line("line", between.address)) as line:
            line.ask()
        between.weather = Weather(mute_down=greeted.down)
        before = in_use(peopled.office)
        syncing = started(peopled, "sync")
        until(lambda: in_use(peopled.office) > before + 50_000, every=0.002)
        office.kill()
        assert syncing.wait(timeout=PATIENCE_SECONDS) == 3
        assert told(CLIENT, *home, "status")["unsent"] > 0
        between.weather = Weather()
        office.start()
        assert told(CLIENT, *home, "sync")["digest_equal"] is True
        own = told(CLIENT, *home, "digest")["areas"]
        theirs = told(SERVER, "digest", "--home", peopled.office)["areas"]
        assert told(SERVER, "verify", "--home", peopled.office)["ok"] is True
    (area,) = [area for area, kinds in own.items() if "person" in kinds]
    assert theirs[area] == own[area]


def test_nothing_of_the_village_is_readable_on_the_disk(peopled: Setting) -> None:
    words = "白德华".encode()
    held = [
        file for file in peopled.station.rglob("*") if file.is_file() and words in file.read_bytes()
    ]
    assert held == []
    assert (peopled.station / "ledger.db").stat().st_size > 100_000
