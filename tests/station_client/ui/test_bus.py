"""Changes of the ledger reach the screens that care, once, on the main thread."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_client.ui.bus import Changes, LedgerSignals
from tests.station_client.ui.fakes import StillLedger


def test_changes_are_gathered_and_told_to_the_screen_that_shows_such_records(
    qtbot: QtBot,
) -> None:
    ledger, bus, screen = StillLedger(), LedgerSignals(), QWidget()
    qtbot.addWidget(screen)
    screen.show()
    cases: list[Changes] = []
    people: list[Changes] = []
    bus.follow(ledger)  # type: ignore[arg-type]
    bus.listen(screen, {"case"}, cases.append)
    bus.listen(screen, {"person"}, people.append)

    def write() -> None:
        ledger.change({"case"}, {"1.1.0"})
        ledger.change({"case"}, {"1.2.0"})

    writer = threading.Thread(target=write)
    with qtbot.waitSignal(bus.changed):
        writer.start()
        writer.join()  # before the loop runs: both come within one gathering, however long it took
    assert [sorted(each.records) for each in cases] == [["1.1.0", "1.2.0"]]
    assert people == []
    bus.close()
    assert ledger.watchers == []


def test_a_hidden_screen_is_told_when_it_is_seen_again(qtbot: QtBot) -> None:
    ledger, bus, screen = StillLedger(), LedgerSignals(), QWidget()
    qtbot.addWidget(screen)
    heard: list[Changes] = []
    bus.follow(ledger)  # type: ignore[arg-type]
    bus.listen(screen, {"case"}, heard.append)
    with qtbot.waitSignal(bus.changed):
        ledger.change({"case"}, {"1.1.0"})
    assert heard == []
    screen.show()
    bus.catch_up(screen)
    assert [each.records for each in heard] == [frozenset({"1.1.0"})]
    bus.close()


def test_receipts_alone_are_told_to_every_screen_that_shows_signs(qtbot: QtBot) -> None:
    ledger, bus, screen = StillLedger(), LedgerSignals(), QWidget()
    qtbot.addWidget(screen)
    screen.show()
    heard: list[Changes] = []
    bus.follow(ledger)  # type: ignore[arg-type]
    bus.listen(screen, {"person"}, heard.append)
    with qtbot.waitSignal(bus.changed):
        bus.link_moved()
    assert heard == []
    ledger.received = 7
    with qtbot.waitSignal(bus.changed):
        bus.link_moved()
    assert heard == [Changes(receipts=True)]
    with qtbot.waitSignal(bus.changed):
        bus.link_moved()
    assert len(heard) == 1
    bus.close()
