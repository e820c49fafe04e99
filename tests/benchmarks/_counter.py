"""The process that `window_start` measures: the real window on a home, offscreen.

Run with the home and the moment at which the process was asked for (`time.monotonic`); prints one
JSON object. With ``bare`` instead of a home: an empty window, which is what Qt takes by itself.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _resident_mb() -> float:
    """Memory that is really there, in MB."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _bare(started: float) -> dict[str, float]:
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.show()
    application.processEvents()
    window.grab()
    return {"shown": time.monotonic() - started, "mb": _resident_mb()}


def _real(home: Path, started: float) -> dict[str, float]:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from station_client.app import Declared
    from station_client.carrier import StationCarrier
    from station_client.door import StationDoor
    from station_client.ui.program import Program
    from station_client.ui.window import MainWindow
    from station_client.vault.home import Home
    from station_client.window import places
    from tests.benchmarks._keys import PASSWORD, FileKeys

    declared = Declared.load()
    application = QApplication([])
    door = StationDoor(Home(home), declared, store=FileKeys(home))
    carrier = StationCarrier(lambda: door.station, lambda: door.texts("zh"))
    program = Program(door, carrier, declared.root)
    window = MainWindow(program, places(program))

    def until(ready: Callable[[], bool]) -> None:
        while not ready():
            application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)

    def settle() -> None:
        application.processEvents()
        until(lambda: window.work.running == 0)
        application.processEvents()
        window.grab()

    window.begin()
    window.show()
    settle()
    login = time.monotonic()
    # How long a password check takes is chosen, not reached: it is not counted.
    counter = door.sign_in(door.people()[0].staff, PASSWORD)
    entered = time.monotonic()
    window.enter(counter)
    settle()
    usable = time.monotonic()
    found = {
        "login": login - started,
        "today": usable - entered,
        "mb": _resident_mb(),
    }
    window.close()
    if door.station is not None:
        door.station.close()
    return found


def main() -> None:
    """Measure once."""
    home, started = sys.argv[1], float(sys.argv[2])
    print(json.dumps(_bare(started) if home == "bare" else _real(Path(home), started)), flush=True)
    # What Python and Qt tidy up on their way out is not part of a start.
    os._exit(0)


if __name__ == "__main__":
    main()
