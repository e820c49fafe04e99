"""The slim strip that shows work under way, with a way to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.progress_row import ProgressBar
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_3
from station_client.ui.throttle import Throttle
from station_client.ui.work import Progress, Work

QUIET_MS = 150


class ProgressStrip(QFrame):
    """Appears when labelled work takes longer than a blink, goes when it is through.

    Work that says in words how far it is has no numbers beside them.

    Args:
        stop: What the button says.
        stopping: What is said from then on until the work has stopped.
    """

    def __init__(
        self, theme: Theme, work: Work, stop: str, stopping: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", "brand")
        self._label = ElidedLabel("", "second")
        self._bar = ProgressBar(theme, 180)
        self._count = Label("", "second")
        self._stop = Button(theme, stop, "row")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_1, SPACE_3, SPACE_1)
        row.setSpacing(SPACE_3)
        row.addWidget(self._label, 1)
        row.addWidget(self._count)
        row.addWidget(self._bar)
        row.addWidget(self._stop)
        self._appear = Throttle(QUIET_MS, self.show, self, trailing=False)
        self._stopping = stopping
        self._stop.clicked.connect(work.cancel_labelled)
        self._stop.clicked.connect(self._on_stop)
        work.busy.connect(self._on_busy)
        work.idle.connect(self._on_idle)
        self.hide()

    def _on_stop(self) -> None:
        self._label.setText(self._stopping)
        self._count.hide()
        self._stop.setEnabled(False)

    def _on_busy(self, label: str, step: Progress) -> None:
        self._label.setText(step.text or label)
        self._bar.show_part(step.done, step.total)
        counted = step.total and not step.text
        self._count.setText(f"{step.done:,} / {step.total:,}" if counted else "")
        self._count.setVisible(bool(counted))
        self._stop.setEnabled(True)
        if not self.isVisible():
            self._appear.call()

    def _on_idle(self) -> None:
        self._appear.cancel()
        self.hide()
