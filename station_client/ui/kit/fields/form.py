"""A form made from declared fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from station_client.ui.kit.fields.editor import Editor, Level
from station_client.ui.kit.fields.make import NO_TEXT, EditorMaker
from station_client.ui.kit.fields.text import FixedEditor, MaskedEditor
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_3, SPACE_4

if TYPE_CHECKING:
    from ledger.catalogue.codes import CodeTable
    from ledger.catalogue.records import Field
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value

TWELFTHS = 12


class NoticeLike(Protocol):
    """Something found about a field: ``station_client.desk.cards.Notice``."""

    @property
    def field(self) -> str: ...
    @property
    def level(self) -> Level: ...
    @property
    def text(self) -> str: ...
    @property
    def suggest(self) -> Value: ...


class FormView(QWidget):
    """One editor per field, in columns; Enter goes on to the next one.

    Pictures, sub-tables and free maps are no fields of a form and are left out.
    A field takes as many of the columns as its declared span asks for (twelfths of the width at
    three columns).  Conditional fields come and go with the values they depend on.

    Signals:
        changed(str): The operator changed this field.
        finished(): Enter in the last field.
        reveal_wanted(str): The eye of a masked field; answer with :meth:`uncover`.
    """

    changed = Signal(str)
    finished = Signal()
    reveal_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        say: Texts,
        fields: Sequence[Field],
        tables: Mapping[str, CodeTable],
        today: Callable[[], date],
        *,
        columns: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._columns = columns
        fields = [field for field in fields if field.type not in NO_TEXT]
        self._fields = {field.name: field for field in fields}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_3)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 0)
        maker = EditorMaker(theme, say, tables, today)
        self._editors = {field.name: self._connect(maker.make(field)) for field in fields}
        for editor in self._editors.values():
            editor.setParent(self)  # in this order: it is the tab order
        self._kept: dict[str, Value] = {}
        self._layout: list[tuple[str, int, int, int]] = []
        self._arrange()

    # values

    def values(self) -> dict[str, Value]:
        """Every field that can be typed, as stored; None for empty; unreadable ones as typed."""
        return {
            name: editor.value()
            for name, editor in self._editors.items()
            if not isinstance(editor, FixedEditor)
        }

    def changes(self) -> dict[str, Value]:
        """Only the fields that differ from what :meth:`set_values` put in."""
        return {
            name: value for name, value in self.values().items() if value != self._kept.get(name)
        }

    def set_values(self, values: Mapping[str, Value]) -> None:
        """Show these values, forgetting what was typed; fields not named become empty."""
        self._kept = {name: values.get(name) for name in self._editors}
        for name, editor in self._editors.items():
            editor.set_value(values.get(name))
            editor.clear_message()
        self._arrange()

    def put(self, name: str, value: Value) -> None:
        """Put one value in as if it had been typed (from a card reader, from another card)."""
        self._editors[name].set_value(value)
        self._on_changed(name)

    def uncover(self, name: str) -> None:
        """Show the whole of a masked field."""
        editor = self._editors.get(name)
        if isinstance(editor, MaskedEditor):
            editor.uncover()

    # findings

    def show_notices(self, notices: Iterable[NoticeLike]) -> None:
        """Show what was found, each below its field; what cannot be read comes first.

        Where a field has several, the one that blocks is shown.
        """
        chosen: dict[str, NoticeLike] = {}
        for notice in notices:
            standing = chosen.get(notice.field)
            if standing is None or (standing.level != "block" and notice.level == "block"):
                chosen[notice.field] = notice
        for name, editor in self._editors.items():
            problem = editor.unreadable()
            found = chosen.get(name)
            if problem:
                editor.show_message("block", problem)
            elif found is not None:
                take = self._take_word(name, found.suggest)
                editor.show_message(found.level, found.text, found.suggest, take)
            else:
                editor.clear_message()

    def findings(self) -> dict[str, str]:
        """Fields whose text cannot be read, with the sentence that says why."""
        said = {name: editor.unreadable() for name, editor in self._editors.items()}
        return {name: text for name, text in said.items() if text}

    def _take_word(self, name: str, suggest: Value) -> str:
        if suggest is None:
            return ""
        return self._say("ui.field.take", value=self._editors[name].shown(suggest))

    # focus

    def focus_first(self) -> None:
        """Put the cursor in the first field that can be typed into."""
        for editor in self._order():
            if not isinstance(editor, FixedEditor):
                editor.input.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def focus_first_problem(self) -> bool:
        """Put the cursor in the first field with a message, else the first required empty one."""
        for editor in self._order():
            if editor.message:
                return self._go(editor)
        values = self.values()
        for editor in self._order():
            if self._fields[editor.name].needed(values) and editor.value() in (None, "", []):
                return self._go(editor)
        return False

    def focus_field(self, name: str) -> bool:
        """Put the cursor in this field."""
        editor = self._editors.get(name)
        return editor is not None and self._go(editor)

    def editor(self, name: str) -> Editor:
        """The editor of a field."""
        return self._editors[name]

    def _go(self, editor: Editor) -> bool:
        editor.input.setFocus(Qt.FocusReason.TabFocusReason)
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(editor)
        return True

    def _order(self) -> list[Editor]:
        return [editor for editor in self._editors.values() if not editor.isHidden()]

    # inner

    def _connect(self, editor: Editor) -> Editor:
        editor.changed.connect(self._on_changed)
        editor.entered.connect(self._on_entered)
        if isinstance(editor, MaskedEditor):
            editor.reveal_wanted.connect(self.reveal_wanted)
        return editor

    def _on_changed(self, name: str) -> None:
        editor = self._editors[name]
        if editor.message and not editor.unreadable():
            editor.clear_message()
        self._arrange()
        self.changed.emit(name)

    def _on_entered(self, name: str) -> None:
        order = [e for e in self._order() if not isinstance(e, FixedEditor)]
        names = [editor.name for editor in order]
        at = names.index(name) + 1
        if at < len(order):
            self._go(order[at])
        else:
            self.finished.emit()

    def _arrange(self) -> None:
        """Lay out the fields that are shown with the values of now."""
        values = {name: editor.value() for name, editor in self._editors.items()}
        layout: list[tuple[str, int, int, int]] = []
        row = column = 0
        for name, field in self._fields.items():
            shown = field.visible(values)
            self._editors[name].set_required(field.needed(values))
            if not shown:
                continue
            span = max(1, min(self._columns, round(field.span * self._columns / TWELFTHS)))
            if column + span > self._columns:
                row, column = row + 1, 0
            layout.append((name, row, column, span))
            column += span
        if layout == self._layout:
            return
        self._layout = layout
        self._place(layout)

    def _place(self, layout: list[tuple[str, int, int, int]]) -> None:
        placed = {name for name, *_rest in layout}
        for name, editor in self._editors.items():
            self._grid.removeWidget(editor)
            if name not in placed:
                editor.hide()
        for name, row, column, span in layout:
            self._grid.addWidget(self._editors[name], row, column, 1, span)
            self._editors[name].show()
