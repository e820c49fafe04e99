"""pytest-qt's ``qtbot`` with the patience of this house instead of its own five seconds."""

from functools import partialmethod

from pytestqt.qtbot import QtBot

from tests.helpers.waiting import PATIENCE_SECONDS

_WAIT = ("waitActive", "waitCallback", "waitExposed", "waitSignal", "waitSignals", "waitUntil")


class PatientBot(QtBot):
    """Does what pytest-qt's does, and waits as long as everything else here."""


for _name in _WAIT:
    _patient = partialmethod(getattr(QtBot, _name), timeout=round(PATIENCE_SECONDS * 1000))
    setattr(PatientBot, _name, _patient)
