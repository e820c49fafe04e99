"""Text: one line, several lines, masked, and read only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from station_client.ui.kit.fields.editor import Editor
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import ElidedLabel
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1

if TYPE_CHECKING:
    from ledger.core.act import Value


UNLIMITED = 32_767
"""Qt's own limit of a line."""


class TextEditor(Editor):
    """One line of text."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        label: str,
        *,
        required: bool = False,
        limit: int = 0,
        hint: str = "",
        digits: bool = False,
    ) -> None:
        super().__init__(theme, name, label, required=required)
        self.edit = QLineEdit()
        if limit:
            self.edit.setMaxLength(limit)
        self.edit.setPlaceholderText(hint)
        if digits:
            self.edit.setProperty("face", "digits")
        self.edit.textEdited.connect(self._touched)
        self.edit.returnPressed.connect(lambda: self.entered.emit(self.name))
        self._fill(self.edit)

    def value(self) -> Value:
        return self.edit.text().strip() or None

    def set_value(self, value: Value) -> None:
        self.edit.setText("" if value is None else str(value))
        self.edit.setCursorPosition(0)


class FixedEditor(Editor):
    """A value that is shown and not typed; plain text, no part of the tab order."""

    def __init__(
        self, theme: Theme, name: str, label: str, show: Callable[[Value], str], empty: str
    ) -> None:
        super().__init__(theme, name, label)
        self._show = show
        self._empty = empty
        self._text = ElidedLabel(empty)
        self._text.setFixedHeight(theme.size.field)
        self._fill(self._text)

    def set_value(self, value: Value) -> None:
        super().set_value(value)
        self._text.setText(self._show(value) or self._empty)


class _CoveredEdit(QLineEdit):
    """Covers its value with a mask; whatever is put into it starts a new value."""

    def __init__(self, cover: Callable[[str], str], limit: int) -> None:
        super().__init__()
        self._cover = cover
        self._limit = limit or UNLIMITED
        self.whole: str | None = None
        self.setMaxLength(self._limit)
        self.setAcceptDrops(False)

    def put(self, text: str) -> None:
        """A value to keep covered."""
        self.whole = text or None
        self.setMaxLength(UNLIMITED)
        self.setText(self._cover(text) if text else "")
        if self.whole is None:
            self.setMaxLength(self._limit)

    def open(self) -> None:
        """Show the whole value, to be read or edited."""
        if self.whole is not None:
            text, self.whole = self.whole, None
            self.setText(text)
            self.setMaxLength(max(self._limit, len(text)))

    def _begin_anew(self) -> None:
        self.whole = None
        self.setMaxLength(self._limit)
        self.clear()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        erases = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        types = bool(event.text()) and event.text().isprintable()
        if self.whole is not None and erases:
            self._begin_anew()
            self.textEdited.emit("")
            return
        if self.whole is not None and (types or event.matches(QKeySequence.StandardKey.Paste)):
            self._begin_anew()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self.whole is not None and (event.commitString() or event.preeditString()):
            self._begin_anew()
        super().inputMethodEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.whole is None:
            super().contextMenuEvent(event)


class MaskedEditor(Editor):
    """A sensitive text: covered until revealed; typing replaces it without revealing.

    Signals:
        reveal_wanted(str): The eye was pressed; :meth:`uncover` answers, when it may be seen.
    """

    reveal_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        label: str,
        cover: Callable[[str], str],
        *,
        required: bool = False,
        limit: int = 0,
        reveal: str = "",
        digits: bool = False,
    ) -> None:
        super().__init__(theme, name, label, required=required)
        self.edit = _CoveredEdit(cover, limit)
        if digits:
            self.edit.setProperty("face", "digits")
        self._eye = IconButton(theme, "eye", f"{reveal} {label}", pixels=26)
        self._eye.hide()
        self._eye.clicked.connect(lambda: self.reveal_wanted.emit(self.name))
        self.edit.textEdited.connect(self._typed)
        self.edit.returnPressed.connect(lambda: self.entered.emit(self.name))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        row.addWidget(self.edit, 1)
        row.addWidget(self._eye)
        self._fill(line, self.edit)

    def value(self) -> Value:
        if self.edit.whole is not None:
            return self.edit.whole
        return self.edit.text().strip() or None

    def set_value(self, value: Value) -> None:
        self.edit.put("" if value is None else str(value))
        self._eye.setVisible(bool(value))

    def uncover(self) -> None:
        """Show the whole value."""
        self.edit.open()
        self._eye.hide()

    def _typed(self) -> None:
        self._eye.hide()
        self._touched()


class _Paragraphs(QPlainTextEdit):
    """Enter goes on; Ctrl+Enter or Shift+Enter makes a new line; Tab leaves."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.entered.emit()
        elif enter:
            self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)


class LongEditor(Editor):
    """Several lines of text."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        label: str,
        *,
        required: bool = False,
        limit: int = 0,
        hint: str = "",
        lines: int = 2,
    ) -> None:
        super().__init__(theme, name, label, required=required)
        self._limit = limit
        self.edit = _Paragraphs()
        self.edit.setPlaceholderText(hint)
        line = theme.px(22)
        self.edit.setFixedHeight(line * lines + theme.px(16))
        self.edit.textChanged.connect(self._typed)
        self.edit.entered.connect(lambda: self.entered.emit(self.name))
        self._quiet = False
        self._fill(self.edit)

    def value(self) -> Value:
        return self.edit.toPlainText().strip() or None

    def set_value(self, value: Value) -> None:
        self._quiet = True
        self.edit.setPlainText("" if value is None else str(value))
        self._quiet = False

    def _typed(self) -> None:
        if self._quiet:
            return
        text = self.edit.toPlainText()
        if self._limit and len(text) > self._limit:
            self._quiet = True
            at = min(self.edit.textCursor().position(), self._limit)
            self.edit.setPlainText(text[: self._limit])
            cursor = self.edit.textCursor()
            cursor.setPosition(at)
            self.edit.setTextCursor(cursor)
            self._quiet = False
        self._touched()
