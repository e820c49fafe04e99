"""The settings page (Ctrl+,)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from station_client.link.timetable import LEAST_KBIT, MOST_KBIT
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.check_box import CheckBox
from station_client.ui.kit.fields.text import TextEditor
from station_client.ui.kit.label import Label
from station_client.ui.kit.page_title import PageTitle
from station_client.ui.kit.secret_box import SecretBox
from station_client.ui.kit.segments import Segments
from station_client.ui.places import Context, Screen
from station_client.ui.prefs import Appearance, Language
from station_client.ui.program import LinkSettings
from station_client.ui.theme.theme import Look
from station_client.ui.theme.tokens import SPACE_3, SPACE_4

if TYPE_CHECKING:
    from station_client.ui.program import Carrier, Door


class SettingsScreen(Screen):
    """Changes of the look take effect at once; addresses and password when saved."""

    def __init__(
        self,
        context: Context,
        door: Door,
        carrier: Carrier,
        appearance: Appearance,
        change: Callable[[Appearance], bool],
    ) -> None:
        super().__init__(context)
        self._door = door
        self._carrier = carrier
        self._appearance = appearance
        self._change = change
        say, theme = context.say, context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        column.addWidget(PageTitle(theme, say("ui.settings.title"), say("ui.settings.hint")))
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        left = QVBoxLayout()
        left.setSpacing(SPACE_4)
        left.addWidget(self._look_card())
        left.addWidget(self._password_card())
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self._link_card())
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        column.addLayout(row, 1)

    def arrive(self, target: Mapping[str, str]) -> None:
        self._language.focus_current()
        self.context.work.run(self._carrier.link_settings, self._show_link, owner=self)

    def _look_card(self) -> Card:
        say, theme = self.context.say, self.context.theme
        card = Card(theme, say("ui.settings.look"), say("ui.settings.look_hint"))
        card.body.addWidget(Label(say("ui.settings.language"), "second"))
        self._language = Segments(
            theme,
            say("ui.settings.language"),
            (("zh", "中文"), ("en", "English")),
            self._appearance.language,
        )
        card.body.addWidget(self._language)
        self._large = CheckBox(theme, say("ui.settings.large"))
        self._large.setChecked(self._appearance.look.large)
        self._dark = CheckBox(theme, say("ui.settings.dark"))
        self._dark.setChecked(self._appearance.look.dark)
        card.body.addWidget(self._large)
        card.body.addWidget(self._dark)
        self._language.chosen.connect(lambda _key: self._look_changed())
        self._large.clicked.connect(self._look_changed)
        self._dark.clicked.connect(self._look_changed)
        return card

    def _link_card(self) -> Card:
        say, theme = self.context.say, self.context.theme
        card = Card(theme, say("ui.settings.link"), say("ui.settings.link_hint"))
        self._line = TextEditor(theme, "line", say("ui.settings.line"), limit=200)
        self._vpn = TextEditor(theme, "vpn", say("ui.settings.vpn"), limit=200)
        self._from = TextEditor(theme, "from", say("ui.settings.night_from"), limit=5)
        self._to = TextEditor(theme, "to", say("ui.settings.night_to"), limit=5)
        card.body.addWidget(self._line)
        card.body.addWidget(self._vpn)
        night = QHBoxLayout()
        night.setSpacing(SPACE_3)
        night.addWidget(self._from)
        night.addWidget(self._to)
        card.body.addLayout(night)
        self._kbit = TextEditor(
            theme, "kbit", say("ui.settings.night_kbit"), limit=7, hint=say("ui.settings.no_bound")
        )
        card.body.addWidget(self._kbit)
        card.body.addWidget(Label(say("ui.settings.night_hint"), "hint", wrap=True))
        save = Button(theme, say("ui.settings.save"), "primary", icon="save", key="Ctrl+S")
        save.clicked.connect(self._save_link)
        card.body.addWidget(save, 0, Qt.AlignmentFlag.AlignRight)
        order = (self._line, self._vpn, self._from, self._to, self._kbit)
        for editor, following in itertools.pairwise(order):
            editor.entered.connect(lambda _n, f=following: f.input.setFocus())
        self._kbit.entered.connect(lambda _n: save.setFocus())
        return card

    def _password_card(self) -> Card:
        say, theme = self.context.say, self.context.theme
        card = Card(theme, say("ui.settings.password"), self.context.counter.operator.name)
        self._old = SecretBox(theme, "old", say("ui.settings.old"))
        self._new = SecretBox(theme, "new", say("ui.settings.new"))
        self._again = SecretBox(theme, "again", say("ui.first.again"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        boxes = (self._old, self._new, self._again)
        for box in boxes:
            row.addWidget(box)
            box.changed.connect(lambda _n, b=box: b.clear_message())
        card.body.addLayout(row)
        change = Button(theme, say("ui.settings.change"))
        change.clicked.connect(self._change_password)
        card.body.addWidget(change, 0, Qt.AlignmentFlag.AlignRight)
        for box, following in itertools.pairwise(boxes):
            box.entered.connect(lambda _n, f=following: f.input.setFocus())
        self._again.entered.connect(lambda _n: self._change_password())
        return card

    def _look_changed(self) -> None:
        look = Look(dark=self._dark.isChecked(), large=self._large.isChecked())
        language: Language = "en" if self._language.current() == "en" else "zh"
        wanted = replace(self._appearance, language=language, look=look)
        if self._change(wanted):
            self._appearance = wanted
            return
        self._language.show_choice(self._appearance.language)
        self._large.setChecked(self._appearance.look.large)
        self._dark.setChecked(self._appearance.look.dark)

    def _show_link(self, settings: LinkSettings) -> None:
        self._line.set_value(settings.line)
        self._vpn.set_value(settings.vpn)
        self._from.set_value(settings.night_from)
        self._to.set_value(settings.night_to)
        self._kbit.set_value(settings.night_kbit or None)

    def _save_link(self) -> None:
        if not self._link_is_readable():
            return
        settings = LinkSettings(
            line=self._line.edit.text().strip(),
            vpn=self._vpn.edit.text().strip(),
            night_from=self._from.edit.text().strip(),
            night_to=self._to.edit.text().strip(),
            night_kbit=_bound(self._kbit.edit.text()) or 0,
        )
        self.context.work.run(
            lambda: self._carrier.set_link_settings(settings),
            lambda _none: self.context.notify(self.context.say("ui.settings.saved")),
            self.context.fail,
            owner=self,
        )

    def _link_is_readable(self) -> bool:
        """Whether times and bound can be read; says so at each that cannot."""
        say = self.context.say
        for each in (self._from, self._to, self._kbit):
            each.clear_message()
        wrong = [each for each in (self._from, self._to) if not _is_clock(each.edit.text())]
        for editor in wrong:
            editor.show_message("block", say("ui.settings.no_clock"))
        if _bound(self._kbit.edit.text()) is None:
            bounds = say("ui.settings.bad_bound", least=LEAST_KBIT, most=MOST_KBIT)
            self._kbit.show_message("block", bounds)
            wrong.append(self._kbit)
        if wrong:
            wrong[0].input.setFocus()
        return not wrong

    def _change_password(self) -> None:
        say = self.context.say
        if self._new.text != self._again.text:
            self._again.show_message("block", say("ui.first.differ"))
            self._again.input.setFocus()
            return
        if not self._old.text or not self._new.text:
            empty = self._new if self._old.text else self._old
            empty.show_message("block", say("ui.first.need", field=empty.label))
            empty.input.setFocus()
            return
        staff, old, new = self.context.counter.operator.id, self._old.text, self._new.text
        self.context.work.run(
            lambda: self._door.change_password(staff, old, new),
            lambda _none: self._password_changed(),
            lambda fault: self._old.show_message("block", self.context.explain(fault)),
            owner=self,
        )

    def _password_changed(self) -> None:
        for box in (self._old, self._new, self._again):
            box.set_value(None)
            box.clear_message()
        self.context.notify(self.context.say("ui.settings.changed"))


def _is_clock(text: str) -> bool:
    hours, colon, minutes = text.strip().partition(":")
    return (
        colon == ":"
        and hours.isdigit()
        and minutes.isdigit()
        and len(minutes) == 2
        and int(hours) < 24
        and int(minutes) < 60
    )


def _bound(text: str) -> int | None:
    """So many kbit/s, 0 for an empty text, None for what is no bound."""
    digits = text.strip()
    if not digits:
        return 0
    kbit = int(digits) if digits.isdecimal() else 0
    return kbit if LEAST_KBIT <= kbit <= MOST_KBIT else None
