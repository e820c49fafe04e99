"""The operator's drafts: go on with one, or throw it away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.confirm import Confirm
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.places import Context
from station_client.ui.theme.tokens import SPACE_2
from station_client.ui.when import moment

if TYPE_CHECKING:
    from station_client.desk.drafts import DraftLine


class DraftsCard(Card):
    """The list.

    Signals:
        opened(str): Go on with this draft.
        dropped(): A draft was thrown away.
    """

    opened = Signal(str)
    dropped = Signal()

    def __init__(self, context: Context) -> None:
        say, theme = context.say, context.theme
        super().__init__(theme, say("screen.accept.drafts"), say("screen.accept.drafts_hint"))
        self._context = context
        self.rows = Rows()
        self._none = EmptyState(theme, say("screen.accept.no_drafts"), icon="save")
        area = Scrolled(say("screen.accept.drafts"), spacing=0)
        area.column.addWidget(self.rows)
        area.column.addWidget(self._none)
        area.column.addStretch(1)
        self.body.addWidget(area)

    def show_drafts(self, drafts: Sequence[DraftLine]) -> None:
        """These drafts."""
        self.rows.show_rows([self._row(draft) for draft in drafts])
        self._none.setVisible(not drafts)

    def _row(self, draft: DraftLine) -> Row:
        say, theme = self._context.say, self._context.theme
        when = moment(draft.saved_at, self._context.counter.now(), say)
        row = Row(theme, f"{draft.name} {draft.title} {when}")
        row.row.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        row.row.addWidget(Label(draft.name, "strong"))
        row.row.addWidget(ElidedLabel(draft.title), 1)
        row.row.addWidget(Label(when, "hint"))
        drop = Button(theme, say("screen.accept.drop"), "quiet")
        drop.setAccessibleName(f"{say('screen.accept.drop')} {draft.name} {draft.title}")
        drop.clicked.connect(lambda: self._drop(draft))
        row.row.addWidget(drop)
        row.opened.connect(lambda: self.opened.emit(draft.id))
        return row

    def _drop(self, draft: DraftLine) -> None:
        from station_client.desk.drafts import drop_draft

        say, counter = self._context.say, self._context.counter
        sure = Confirm.ask(
            self._context.theme,
            self.window(),
            title=say("screen.accept.drop_title"),
            text=say("screen.accept.drop_text", name=draft.name, item=draft.title),
            yes=say("screen.accept.drop_yes"),
            no=say("screen.accept.drop_no"),
        )
        if sure:
            self._context.work.run(
                lambda: drop_draft(counter, draft.id),
                lambda _nothing: self.dropped.emit(),
                self._context.fail,
                owner=self,
            )
