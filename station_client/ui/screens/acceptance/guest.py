"""同城通办: what is asked of a resident of another village before the form opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.fields.choices import Choice, Choices
from station_client.ui.kit.fields.code import CodeEditor
from station_client.ui.kit.fields.editor import Editor
from station_client.ui.kit.fields.text import TextEditor
from station_client.ui.kit.label import Label
from station_client.ui.places import Context
from station_client.ui.theme.tokens import SPACE_2, SPACE_3

if TYPE_CHECKING:
    from station_client.desk.counter import Counter
    from station_client.desk.guests import Told

_VILLAGE: Final = "village "
_NAME_LIMIT: Final = 50
_ID_LIMIT: Final = 20


def villages(counter: Counter) -> tuple[tuple[str, str], ...]:
    """The other villages of the town, to choose from."""
    from station_client.desk.guests import villages as others

    return others(counter)


class GuestForm(QWidget):
    """Name, number, village; Enter in the last field goes on.

    Signals:
        told(object, str, str): What he told, his name, and what is said of him beside it.
        left(): Back to the people of this village.
    """

    told = Signal(object, str, str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say, theme = context.say, context.theme
        fields = context.counter.catalogue.kinds["person"].fields
        lang = say.lang
        self.name = TextEditor(
            theme, "name", fields["name"].label(lang), required=True, limit=_NAME_LIMIT
        )
        self.number = TextEditor(
            theme, "id_no", fields["id_no"].label(lang), required=True, limit=_ID_LIMIT, digits=True
        )
        chosen = Choices(
            [Choice(_VILLAGE + code, name) for code, name in villages(context.counter)]
        )
        self.home = CodeEditor(
            theme, say, "home", say("screen.accept.guest_home"), chosen, required=True
        )
        self._back = Button(theme, say("screen.accept.guest_back"), key="Esc", bind=False)
        self.go_on = Button(theme, say("screen.accept.guest_go_on"), "primary")
        self._back.clicked.connect(self.left)
        self.go_on.clicked.connect(self._listen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(Label(say("screen.accept.guest_hint"), "second", wrap=True))
        for editor in (self.name, self.number, self.home):
            column.addWidget(editor)
            editor.entered.connect(self._next)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self.go_on)
        column.addLayout(row)
        column.addStretch(1)

    def ask(self, typed: str) -> None:
        """Begin anew; what was searched for in vain is put where it belongs."""
        number = typed.rstrip("xX").isdigit()
        for editor, value in ((self.name, "" if number else typed), (self.number, typed)):
            editor.set_value((value or None) if editor is self.name or number else None)
            editor.clear_message()
        self.home.set_value(None)
        self.home.clear_message()
        self._focus(self.number if typed and not number else self.name)

    def _focus(self, editor: Editor) -> None:
        editor.input.setFocus(Qt.FocusReason.TabFocusReason)

    def _next(self, name: str) -> None:
        following = {"name": self.number, "id_no": self.home}.get(name)
        if following is None:
            self._listen()
        else:
            self._focus(following)

    def _typed(self) -> dict[str, str]:
        values = {
            each.name: str(each.value() or "") for each in (self.name, self.number, self.home)
        }
        return {**values, "home": values["home"].removeprefix(_VILLAGE)}

    def _listen(self) -> None:
        from station_client.desk.guests import listen

        counter, typed = self._context.counter, self._typed()
        self._context.work.run(
            lambda: listen(counter, typed), self._heard, self._context.fail,
            key="accept.guest", owner=self,
        )  # fmt: skip

    def _heard(self, told: Told) -> None:
        editors = {each.name: each for each in (self.home, self.number, self.name)}
        for editor in editors.values():
            editor.clear_message()
        for notice in told.notices:
            if notice.field in editors:
                editors[notice.field].show_message("block", notice.text)
        wrong = [each for each in (self.name, self.number, self.home) if each.message]
        if wrong or told.notices:
            self._focus((wrong or [self.name])[0])
            return
        typed = self._typed()
        village = dict(villages(self._context.counter))[typed["home"]]
        about = self._context.say("screen.accept.guest_of", village=village)
        self.told.emit(typed, typed["name"], about)
