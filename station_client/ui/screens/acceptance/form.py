"""The form of the item, what the card still lacks, and what was found about both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.card import Card
from station_client.ui.kit.fields.code import CodesEditor
from station_client.ui.kit.fields.form import FormView
from station_client.ui.kit.label import Label
from station_client.ui.places import Context
from station_client.ui.theme.tokens import SPACE_2

if TYPE_CHECKING:
    from ledger.catalogue.records import Field
    from ledger.core.act import Value
    from station_client.desk.application import Application
    from station_client.desk.views import Notice

CARD = "card."
OF_CASE = ("channel", "identity_way")
THIRD = 4


class Questions(QWidget):
    """What the operator has to say yes to, and what he should look at.

    Signals:
        confirmed(str): Yes to the question of this key.
        mended(str, object): Put the value that was proposed into the field.
        opened(str): Open the record the hint points at.
    """

    confirmed = Signal(str)
    mended = Signal(str, object)
    opened = Signal(str)

    def __init__(self, context: Context, shown_as: Callable[[Notice], str]) -> None:
        super().__init__()
        self._context = context
        self._shown_as = shown_as
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)
        self._shown: tuple[Notice, ...] = ()
        self._banners: list[Banner] = []
        self.hide()

    def show_notices(self, notices: Iterable[Notice]) -> None:
        """Put these in place of what was asked before."""
        wanted = tuple(notices)
        if wanted == self._shown:
            return
        self._shown = wanted
        for old in self._banners:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._banners = [self._banner(notice) for notice in wanted]
        for banner in self._banners:
            self._column.addWidget(banner)
        self.setVisible(bool(wanted))

    @property
    def banners(self) -> tuple[Banner, ...]:
        """What is asked now."""
        return tuple(self._banners)

    def _banner(self, notice: Notice) -> Banner:
        say, theme = self._context.say, self._context.theme
        action = ""
        if notice.level == "ask" and notice.suggest is not None:
            action = say("ui.field.take", value=self._shown_as(notice))
        elif notice.level == "ask":
            action = say("screen.accept.confirm")
        elif notice.existing:
            action = say("screen.accept.open_twin")
        icon = "circle-alert" if notice.level == "ask" else "info"
        banner = Banner(theme, notice.text, "amber", icon=icon, action=action)
        if notice.level == "ask" and notice.suggest is not None:
            banner.acted.connect(lambda: self.mended.emit(notice.field, notice.suggest))
        elif notice.level == "ask":
            banner.acted.connect(lambda: self.confirmed.emit(notice.key))
        else:
            banner.acted.connect(lambda: self.opened.emit(notice.existing))
        return banner


class FormCard(Card):
    """The generated form.

    What is required and still empty is starred and counted, but a field is only called wrong
    once it was touched, or once the operator asked for the outcome.

    Signals:
        changed(str, object): A field and its value, those of the card as "card.<name>".
        confirmed(str): Yes to a question.
        opened(str): Open the case a hint points at.
        finished(): Enter in the last field.
    """

    changed = Signal(str, object)
    confirmed = Signal(str)
    opened = Signal(str)
    finished = Signal()

    def __init__(self, context: Context) -> None:
        say, theme = context.say, context.theme
        super().__init__(theme, say("screen.accept.form"), say("screen.accept.form_hint"))
        self._context = context
        self.questions = Questions(context, self._suggestion)
        self.questions.mended.connect(self._mend)
        self.questions.confirmed.connect(self.confirmed)
        self.questions.opened.connect(self.opened)
        self.body.addWidget(self.questions)
        self._place = QVBoxLayout()
        self._place.setSpacing(SPACE_2)
        self.body.addLayout(self._place)
        self.body.addStretch(1)
        self._forms: list[FormView] = []
        self._widgets: list[QWidget] = []
        self._names: tuple[str, ...] = ()
        self._known: set[str] = set()
        self._touched: set[str] = set()
        self._insisting = False
        self._seen: Application | None = None
        self._confirmed: frozenset[str] = frozenset()

    # what it shows

    def show_form(self, seen: Application, confirmed: Sequence[str]) -> None:
        """The form as it stands; what is being typed is left alone."""
        names = tuple(view.name for view in seen.fields if view.name.startswith(CARD))
        same_draft = self._seen is not None and self._seen.draft == seen.draft
        if not same_draft or names != self._names:
            self._build(seen, names)
        self._seen, self._confirmed = seen, frozenset(confirmed)
        self._fill(seen)
        self._show_found()

    def insist(self) -> None:
        """From now on, what is empty and required is called so too."""
        self._insisting = True
        self._show_found()

    def focus_first(self) -> None:
        """Put the cursor in the first required field that is empty, else in the first field."""
        if not self.focus_first_problem() and self._forms:
            self._forms[0].focus_first()

    def focus_first_problem(self) -> bool:
        """Put the cursor where the first thing is to be mended; False when nothing is."""
        return any(form.focus_first_problem() for form in self._forms)

    @property
    def forms(self) -> tuple[FormView, ...]:
        """The form of the item, and that of the card where it lacks something."""
        return tuple(self._forms)

    def editor_of(self, name: str) -> FormView:
        """The form a field is in."""
        return self._forms[-1] if name.startswith(CARD) else self._forms[0]

    # inner

    def _build(self, seen: Application, names: tuple[str, ...]) -> None:
        for old in self._widgets:
            self._place.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._names, self._known, self._forms, self._widgets = names, set(), [], []
        self._touched, self._insisting = set(), False
        catalogue = self._context.counter.catalogue
        case = catalogue.kinds["case"].fields
        own = [*catalogue.items[seen.item].fields.values()]
        own += [
            msgspec.structs.replace(case[name], span=THIRD, shown=None, locked=False)
            for name in OF_CASE
        ]
        self._add_form(own)
        if names:
            self._add(Label(self._context.say("screen.accept.card_lacks"), "strong", wrap=True))
            person = catalogue.kinds["person"].fields
            self._add_form([_of_card(person[name.removeprefix(CARD)]) for name in names])

    def _add(self, widget: QWidget) -> None:
        self._widgets.append(widget)
        self._place.addWidget(widget)

    def _add_form(self, fields: Sequence[Field]) -> None:
        counter = self._context.counter
        form = FormView(
            self._context.theme,
            self._context.say,
            fields,
            counter.catalogue.codes,
            counter.today,
            columns=3 if self._context.theme.size.scale == 1.0 else 2,
        )
        form.changed.connect(lambda name: self._on_changed(form, name))
        form.finished.connect(lambda: self._on_finished(form))
        form.reveal_wanted.connect(lambda name: self._reveal(form, name))
        for field in fields:
            if field.type == "codes":
                several = form.editor(field.name)
                if isinstance(several, CodesEditor):
                    several.edit.setPlaceholderText(self._context.say("screen.accept.several"))
        self._forms.append(form)
        self._add(form)

    def _fill(self, seen: Application) -> None:
        """Put in values of fields that were not shown before."""
        values: dict[str, Value] = {view.name: view.value for view in seen.fields}
        values |= {"channel": seen.channel, "identity_way": seen.identity_way}
        if not self._known:
            for form in self._forms:
                form.set_values(values)
        else:
            for name in values.keys() - self._known - self._touched:
                self.editor_of(name).editor(name).set_value(values[name])
        self._known |= set(values)

    def _show_found(self) -> None:
        seen = self._seen
        if seen is None:
            return
        blank = {name for form in self._forms for name, value in form.values().items() if not value}
        blank -= {
            name for form in self._forms for name, value in form.values().items() if value is False
        }
        quiet = set() if self._insisting else blank - self._touched
        told = [
            notice
            for notice in seen.notices
            if notice.key not in self._confirmed
            and not (notice.level == "block" and notice.field in quiet)
        ]
        for form in self._forms:
            form.show_notices(told)
        self.questions.show_notices(notice for notice in told if self._is_question(notice))

    def _is_question(self, notice: Notice) -> bool:
        """Whether it needs a yes, or has no field to stand under."""
        if all(notice.field not in form.values() for form in self._forms):
            return True
        unread = any(notice.field in form.findings() for form in self._forms)
        return notice.level == "ask" and (notice.suggest is not None or not unread)

    def _suggestion(self, notice: Notice) -> str:
        return self.editor_of(notice.field).editor(notice.field).shown(notice.suggest)

    def _mend(self, name: str, value: Value) -> None:
        self.editor_of(name).put(name, value)
        self.editor_of(name).focus_field(name)

    def _on_changed(self, form: FormView, name: str) -> None:
        self._touched.add(name)
        self.changed.emit(name, form.editor(name).value())

    def _reveal(self, form: FormView, name: str) -> None:
        """Uncover a number of the card; the look is logged first."""
        from station_client.desk.cards import reveal

        seen, counter = self._seen, self._context.counter
        if seen is None:
            return
        field = counter.catalogue.items[seen.item].fields[name].fills or name
        purpose = self._context.say("screen.accept.reveal_for", item=seen.item_title)
        self._context.work.run(
            lambda: reveal(counter, seen.person.id, field, purpose),
            lambda _whole: form.uncover(name),
            self._context.fail,
            owner=form,
        )

    def _on_finished(self, form: FormView) -> None:
        at = self._forms.index(form) + 1
        if at < len(self._forms):
            self._forms[at].focus_first()
        else:
            self.finished.emit()


def _of_card(field: Field) -> Field:
    """A field of the card as a field of this form."""
    return msgspec.structs.replace(
        field, name=CARD + field.name, required=True, shown=None, span=THIRD, mask=None
    )
