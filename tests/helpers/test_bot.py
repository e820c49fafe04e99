"""Whoever uses ``qtbot`` gets the patient one, whatever it waits for."""

import inspect

from pytestqt.qtbot import QtBot

from tests.helpers.waiting import PATIENCE_SECONDS


def test_nothing_is_waited_for_with_the_patience_of_pytest_qt(qtbot: QtBot) -> None:
    patience = {}
    for name, method in inspect.getmembers(qtbot, callable):
        if name.startswith("wait") and "timeout" in (known := inspect.signature(method).parameters):
            patience[name] = known["timeout"].default
    assert len(patience) >= 6
    assert set(patience.values()) == {PATIENCE_SECONDS * 1000}
