"""The line below a case: whose turn it is, and the buttons of what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_client.ui.kit.buttons import Button, Kind
from station_client.ui.kit.label import Label
from station_client.ui.theme.tokens import SPACE_3

if TYPE_CHECKING:
    from station_client.ui.theme.theme import Theme


@dataclass(frozen=True)
class BarButton:
    """A button of the line; `name` finds it again."""

    name: str
    text: str
    do: Callable[[], object]
    kind: Kind = "secondary"
    icon: str = ""
    keys: str = ""
    bind: bool = True

    def looks_like(self, other: BarButton | None) -> bool:
        """Whether nobody could tell the two apart before pressing them."""
        return other is not None and replace(self, do=other.do) == other


class DeedBar(QWidget):
    """A sentence on the left, buttons on the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_3)
        self.text = Label("", "second", wrap=True)
        self._row.addWidget(self.text, 1)
        self.setMinimumHeight(theme.size.button)
        self._declared: dict[str, BarButton] = {}
        self._buttons: dict[str, Button] = {}
        self._main = ""

    def show_bar(self, text: str, buttons: Sequence[BarButton]) -> None:
        """Put this sentence and these buttons in place of the earlier ones.

        A button that stays the same stays: whoever is pressing it while an exchange comes in has
        pressed it.  One that is new can be pressed at once, by its key too.
        """
        self.text.setText(text)
        self._main = next((each.name for each in buttons if each.kind == "primary"), "")
        focused = next((name for name, each in self._buttons.items() if each.hasFocus()), "")
        before, self._declared = self._declared, {each.name: each for each in buttons}
        kept = {each.name for each in buttons if each.looks_like(before.get(each.name))}
        for name in before.keys() - kept:
            self._drop(self._buttons.pop(name))
        self._buttons = {
            name: self._buttons[name] if name in kept else self._button(declared)
            for name, declared in self._declared.items()
        }
        for button in self._buttons.values():
            self._row.removeWidget(button)
            self._row.addWidget(button)
            button.setEnabled(True)
            button.show()
        if focused in self._buttons:
            self._buttons[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def button(self, name: str) -> Button:
        """A button by its name."""
        return self._buttons[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The buttons that are shown."""
        return tuple(self._buttons)

    def set_busy(self, busy: bool) -> None:
        """While a step is under way, no second one is begun."""
        for button in self._buttons.values():
            button.setEnabled(not busy)

    def focus(self) -> bool:
        """Focus the main button, else the first one; False when there is none."""
        if not self._buttons:
            return False
        main = self._main if self._main in self._buttons else next(iter(self._buttons))
        self._buttons[main].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _button(self, declared: BarButton) -> Button:
        button = Button(
            self._theme,
            declared.text,
            declared.kind,
            icon=declared.icon,
            key=declared.keys,
            bind=declared.bind,
        )
        button.clicked.connect(lambda _checked=False: self._declared[declared.name].do())
        return button

    def _drop(self, button: Button) -> None:
        self._row.removeWidget(button)
        button.hide()
        button.setParent(None)
        button.deleteLater()
