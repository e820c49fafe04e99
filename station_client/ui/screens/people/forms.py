"""The forms of a card, one per tab, made when their tab is first looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ledger.rules import people
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.tabs import Tabs
from station_client.ui.screens.people.card_form import CardForm, typed
from station_client.ui.screens.people.sections import Section, sections_of
from station_client.ui.theme.tokens import FOCUS_RING, SPACE_2, SPACE_3

if TYPE_CHECKING:
    from ledger.catalogue.records import Field
    from ledger.core.act import Value
    from station_client.desk.views import Notice
    from station_client.ui.places import Context


class Forms(QStackedWidget):
    """One sheet of fields per tab; values of all of them together.

    Signals:
        changed(str): A field was typed into.
        finished(): Enter in the last field of the last tab.
        reveal_wanted(str): The eye of a covered field.
    """

    changed = Signal(str)
    finished = Signal()
    reveal_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say = context.say
        kind = context.counter.catalogue.kinds["person"]
        titles = [(group.code, group.label(say.lang)) for group in kind.groups]
        self._fields: dict[str, tuple[Field, ...]] = {}
        self._sections: list[Section] = []
        for section in sections_of(say, titles):
            fields = tuple(f for group in section.of(kind.groups) for f in group.fields if typed(f))
            if fields:
                self._sections.append(section)
                self._fields[section.key] = fields
        self._home = {f.name: key for key, fields in self._fields.items() for f in fields}
        self._forms: dict[str, CardForm] = {}
        self._more: dict[str, Button] = {}
        self._start: dict[str, Value] = {}
        self._typed: dict[str, Value] = {}
        self.tabs = Tabs(context.theme, say("ui.people.tabs"))
        self._name_tabs({})
        self.tabs.chosen.connect(self._show_tab)

    # values

    def begin(self, values: Mapping[str, Value], typed_before: Mapping[str, Value]) -> None:
        """Show these values, and over them what was typed before."""
        self._start = dict(values)
        self._typed = {name: value for name, value in typed_before.items() if name in self._home}
        for key, form in self._forms.items():
            form.show_whole(False)
            self._fill(key, form)
        self._name_tabs({})
        first = self._sections[0].key
        self.tabs.show_tab(first)
        self._show_tab(first)

    def changes(self) -> dict[str, Value]:
        """What was typed, by field: only what differs from how it began."""
        return {
            name: value for name, value in self._typed.items() if value != self._start.get(name)
        }

    def filled(self) -> dict[str, Value]:
        """For a new card: everything that is there, and birth and sex to be read off the ID."""
        values = {
            name: value
            for name, value in {**self._start, **self._typed}.items()
            if name in self._home and value not in (None, "", [])
        }
        if not self.changes():
            return {}
        return {"birth_date": None, "sex": None, **values}

    def touched(self) -> frozenset[str]:
        """The fields that differ from how they began."""
        return frozenset(self.changes())

    def put(self, name: str, value: Value) -> None:
        """Put a value in as if it had been typed."""
        self._form(self._home[name]).put(name, value)

    def uncover(self, name: str) -> None:
        """Show the whole of a covered field."""
        if name in self._home:
            self._form(self._home[name]).uncover(name)

    # findings

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Each below its field; the tabs count what keeps the card from being saved."""
        wrong: dict[str, int] = {}
        for notice in notices:
            key = self._home.get(notice.field)
            if key is not None and notice.level != "warn":
                wrong[key] = wrong.get(key, 0) + 1
                self._form(key)
        self._name_tabs(wrong)
        for key, form in self._forms.items():
            form.show_notices([told(each) for each in notices if self._home.get(each.field) == key])
            form.refresh()
            self._count_more(key)

    def focus_first(self) -> None:
        """The first field of the first tab."""
        self._form(self._sections[0].key).focus_first()

    def focus_field(self, name: str) -> None:
        """This field, whatever tab it is on."""
        key = self._home.get(name)
        if key is not None:
            self.tabs.show_tab(key)
            self._form(key).focus_field(name)

    def focus_unreadable(self) -> bool:
        """The first field whose text cannot be read; False when all can."""
        for form in self._forms.values():
            for name in form.findings():
                form.show_notices(())
                self.focus_field(name)
                return True
        return False

    # inner

    def _form(self, key: str) -> CardForm:
        if key not in self._forms:
            context = self._context
            form = CardForm(
                context.theme,
                context.say,
                self._fields[key],
                context.counter.catalogue.codes,
                context.counter.today,
            )
            self._forms[key] = form
            self._fill(key, form)
            form.changed.connect(lambda name, form=form: self._on_changed(form, name))
            form.finished.connect(lambda key=key: self._on_finished(key))
            form.reveal_wanted.connect(self.reveal_wanted)
            self.addWidget(self._sheet(key, form))
            self._count_more(key)
        return self._forms[key]

    def _sheet(self, key: str, form: CardForm) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(FOCUS_RING, SPACE_2, FOCUS_RING, SPACE_2)
        column.setSpacing(SPACE_3)
        column.addWidget(form)
        more = Button(self._context.theme, "", "quiet", icon="chevron-down")
        more.clicked.connect(lambda: self._show_more(key))
        self._more[key] = more
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(next(s.title for s in self._sections if s.key == key))
        area.setWidget(inner)
        return area

    def _fill(self, key: str, form: CardForm) -> None:
        names = [field.name for field in self._fields[key]]
        form.set_values({name: self._start.get(name) for name in names})
        for name in names:
            if name in self._typed:
                form.editor(name).set_value(self._typed[name])
        form.refresh()
        self._count_more(key)

    def _on_changed(self, form: CardForm, name: str) -> None:
        self._typed[name] = form.editor(name).value()
        if name == "id_no":
            self._typed |= read_off_id(form)
        self.changed.emit(name)

    def _on_finished(self, key: str) -> None:
        keys = [section.key for section in self._sections]
        at = keys.index(key) + 1
        if at < len(keys):
            self.tabs.show_tab(keys[at])
            self._form(keys[at]).focus_first()
        else:
            self.finished.emit()

    def _show_tab(self, key: str) -> None:
        form = self._form(key)
        for at in range(self.count()):
            sheet = self.widget(at)
            if sheet is not None and sheet.isAncestorOf(form):
                self.setCurrentIndex(at)

    def _show_more(self, key: str) -> None:
        form = self._form(key)
        before = form.shown_fields()
        form.show_whole()
        self._count_more(key)
        form.focus_after(before)

    def _count_more(self, key: str) -> None:
        button = self._more.get(key)
        if button is not None:
            left = self._forms[key].left_out
            button.say(self._context.say("ui.people.more_fields", n=left))
            button.setVisible(left > 0)

    def _name_tabs(self, wrong: Mapping[str, int]) -> None:
        say = self._context.say
        self.tabs.show_tabs(
            [
                (
                    section.key,
                    say("ui.people.tab_wrong", title=section.title, n=wrong[section.key])
                    if section.key in wrong
                    else section.title,
                )
                for section in self._sections
            ]
        )


def told(notice: Notice) -> Notice:
    """A notice as it stands below its field: somebody else's name is no value to take over."""
    return replace(notice, suggest=None) if notice.existing else notice


def read_off_id(form: CardForm) -> dict[str, Value]:
    """Birth date and sex are written in the number: what is empty is filled in, and given."""
    number = people.normalise_id(str(form.editor("id_no").value() or ""))
    if not (people.has_shape(number) and people.checksum_holds(number)):
        return {}
    born, sex = people.birth_of(number), people.sex_of(number)
    found: dict[str, Value] = {}
    for name, value in (("birth_date", born.isoformat() if born else None), ("sex", sex)):
        editor = form.editor(name)
        if value is not None and editor.value() is None:
            editor.set_value(value)
            found[name] = value
    return found
