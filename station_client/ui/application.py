"""The Qt application around the main window."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from station_client.ui.window import MainWindow

if TYPE_CHECKING:
    from station_client.ui.places import Place
    from station_client.ui.program import Program


def run(program: Program, places: tuple[Place, ...]) -> int:
    """Show the window until it is closed; gives the exit code."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("station-client")
    application.setDesktopFileName("village-station")
    window = MainWindow(program, places)
    window.begin()
    window.show()
    return application.exec()
