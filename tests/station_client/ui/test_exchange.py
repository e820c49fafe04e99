"""The exchange screen: three numbers, the diary, the stick."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from station_client.ui.exchange.screen import ExchangeScreen
from station_client.ui.window import MainWindow
from tests.station_client.ui.conftest import MakeWindow, settle
from tests.station_client.ui.days import an_exchange
from tests.station_client.ui.fakes import FakeCarrier, StillCounter, fake_program
from tests.station_client.ui.inspection import inspect

PICTURES = os.environ.get("STATION_PICTURES", "")


def exchange_of(window: MainWindow, qtbot: QtBot, **target: str) -> ExchangeScreen:
    """The exchange screen, shown."""
    assert window.shell is not None
    window.shell.navigate("exchange", **target)
    settle(qtbot, window)
    screen = window.shell.shown
    assert isinstance(screen, ExchangeScreen)
    return screen


def test_three_numbers_are_read_at_a_glance(window: MainWindow, qtbot: QtBot) -> None:
    screen = exchange_of(window, qtbot)
    names = [
        figure.accessibleName() for figure in (screen._saved, screen._received, screen._decided)
    ]
    assert names[0].startswith("存在本站，还没送到 7 ")
    assert names[1].startswith("镇事务所已收 1,846 ")
    assert names[2].startswith("已有决定 1,790 ")
    assert len(screen._diary.rows) == 5


def test_what_is_unsent_opens_where_it_was_done(window: MainWindow, qtbot: QtBot) -> None:
    screen = exchange_of(window, qtbot)
    screen._unsent.rows[1].opened.emit()
    settle(qtbot, window)
    assert window.shell is not None
    assert window.shell.current == "people"


def test_the_only_stick_is_taken_without_asking(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    program = fake_program(folder=tmp_path)
    window = make_window(program)
    window.enter(StillCounter(program.door.texts("zh")))  # type: ignore[arg-type]
    settle(qtbot, window)
    screen = exchange_of(window, qtbot, do="to_stick")
    settle(qtbot, window)
    screen.from_stick()
    settle(qtbot, window)
    assert isinstance(program.carrier, FakeCarrier)
    assert program.carrier.asked == [f"write {tmp_path.name}", f"read {tmp_path.name}"]
    assert window.shell is not None
    assert window.shell.notices.text == "U盘回执已读入。"


def test_what_waits_for_the_offices_update_is_said_above_the_numbers(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = exchange_of(window, qtbot)
    assert not screen._older.isVisible()
    say = window._program.door.texts("zh")
    screen._show(replace(an_exchange(), older=say("desk.exchange.older", n=7)))
    settle(qtbot, window)
    assert screen._older.isVisible()
    assert "7 条都存在本站" in screen._older.accessibleName()
    assert inspect(window) == []
    if PICTURES:
        window.grab().save(str(Path(PICTURES) / "exchange-older.png"))
