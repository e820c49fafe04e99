"""The third page: what would become of every row; nothing has been written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from ledger.rules import masking
from station_client.desk.roster.verdicts import Verdict
from station_client.desk.roster.wording import explain
from station_client.ui.kit.banner import Banner
from station_client.ui.kit.card import Card
from station_client.ui.kit.segments import Segments
from station_client.ui.kit.table.page import Column, Filters, Line, Page, Sort
from station_client.ui.kit.table.table import Memory, PagedTable
from station_client.ui.theme.tokens import SPACE_2

if TYPE_CHECKING:
    from station_client.desk.roster.verdicts import Plan, RowPlan
    from station_client.ui.places import Context
    from station_client.ui.theme.tokens import Tone

ALL = "all"
TONES: dict[Verdict, Tone] = {
    Verdict.TAKEN: "green",
    Verdict.REPAIRED: "blue",
    Verdict.ASKED: "amber",
    Verdict.REFUSED: "red",
    Verdict.UNCHANGED: "grey",
    Verdict.SKIPPED: "grey",
}


class PreviewPage(Card):
    """Verdicts with their counts to filter by, and the rows.

    Signals:
        words_wanted(): Teach the words that no table knows.
    """

    words_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme)
        self._context = context
        self._plan: Plan | None = None
        self.verdicts: Segments | None = None
        self._words = Banner(
            context.theme, "", "blue", icon="info", action=context.say("ui.roster.teach")
        )
        self._words.acted.connect(self.words_wanted)
        self._words.hide()
        self.table = PagedTable(
            context.theme,
            context.work,
            self._columns(),
            self._fetch,
            title=context.say("ui.roster.rows"),
            memory=Memory(context.prefs, "roster"),
        )
        self.table.failed.connect(context.fail)
        self.body.setSpacing(SPACE_2)
        self.body.addWidget(self._words)
        self.body.addWidget(self.table, 1)

    def show_plan(self, plan: Plan) -> None:
        """The rows of a plan."""
        self._plan = plan
        say = self._context.say
        choices = [
            (ALL, say("ui.roster.filter", verdict=say("ui.roster.all"), n=f"{len(plan.rows):,}"))
        ]
        for verdict, count in plan.tally.items():
            if count:
                words = say(f"ui.roster.verdict.{verdict}")
                shown = say("ui.roster.filter", verdict=words, n=f"{count:,}")
                choices.append((verdict.value, shown))
        if self.verdicts is not None:
            self.body.removeWidget(self.verdicts)
            self.verdicts.hide()
            self.verdicts.deleteLater()
        self.verdicts = Segments(self._context.theme, say("ui.roster.by_verdict"), choices, ALL)
        self.verdicts.chosen.connect(self._filter)
        self.body.insertWidget(0, self.verdicts)
        unknown = plan.unknown_words
        if unknown:
            (_field, text), count = max(unknown.items(), key=lambda one: one[1])
            said = say("ui.roster.unknown", n=len(unknown), text=text, rows=count)
            self._words.show_text(said)
        self._words.setVisible(bool(unknown))
        self._filter(ALL)

    def take_focus(self) -> None:
        """The rows have the keyboard."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self, verdict: str) -> None:
        self.table.ask({"verdict": verdict})

    def _columns(self) -> tuple[Column, ...]:
        say = self._context.say
        return (
            Column("row", say("ui.roster.col.row"), 64, "right", sortable=False),
            Column("name", say("ui.roster.col.name"), 84, sortable=False, strong=True),
            Column("id_no", say("ui.people.id_no"), 176, sortable=False, digits=True),
            Column("verdict", say("ui.roster.col.verdict"), 112, sortable=False, badge=True),
            Column("why", say("ui.roster.col.why"), 620, sortable=False),
        )

    def _fetch(self, offset: int, limit: int, _sort: Sort, filters: Filters) -> Page:
        plan, wanted = self._plan, filters.get("verdict", ALL)
        if plan is None:
            return Page((), 0, 0.0)
        rows = [row for row in plan.rows if wanted in (ALL, row.verdict.value)]
        lines = tuple(self._line(plan, row) for row in rows[offset : offset + limit])
        return Page(lines, len(rows), 0.0)

    def _line(self, plan: Plan, row: RowPlan) -> Line:
        say, catalogue = self._context.say, self._context.counter.catalogue
        number = str(row.values.get("id_no") or "")
        where = str(row.number)
        if sum(1 for one in plan.mapping.sheets if one is not None) > 1:
            where = f"{row.sheet + 1}-{row.number}"
        return Line(
            f"{row.sheet}-{row.number}",
            (
                where,
                row.name,
                masking.mask("id", number) if number else "",
                say(f"ui.roster.verdict.{row.verdict}"),
                explain(say, catalogue, row),
            ),
            {"verdict": TONES[row.verdict]},
        )
