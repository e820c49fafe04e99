"""What a screen is given, and how the window knows the screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.desk.printing import Printed, Ready
    from station_client.ui.bus import LedgerSignals
    from station_client.ui.prefs import Prefs
    from station_client.ui.theme.theme import Theme
    from station_client.ui.theme.tokens import Tone
    from station_client.ui.work import Work


class Navigate(Protocol):
    """Go to a place; what to show there is handed to its :meth:`Screen.arrive`."""

    def __call__(self, place: str, **target: str) -> None: ...


class Notify(Protocol):
    """Say something in the line at the bottom; it blocks nothing.

    ``tone``: green (done, goes away by itself), amber and red (stay until closed), grey.
    ``action``: a word for a button and what it does.
    """

    def __call__(
        self,
        text: str,
        tone: Tone = "green",
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> None: ...


class Sheets(NamedTuple):
    """A paper to look at: its title, its pages as PNG bytes, and what is done once it is printed.

    ``taken`` runs on a worker thread, after the printer took the pages.
    """

    title: str
    pages: Sequence[bytes]
    taken: Callable[[], object] | None = None


class ShowPaper(Protocol):
    """Show a paper over the screen before it is printed; ``make`` runs on a worker thread."""

    def __call__(self, make: Callable[[], Sheets]) -> None: ...


def sheets_of(ready: Ready) -> Sheets:
    """A paper that is handed out once it is printed."""
    return Sheets(ready.title, ready.paper.png(), ready.hand_out)


def stored_sheets(printed: Printed) -> Sheets:
    """A paper that an act has named already."""
    return Sheets(printed.title, printed.paper.png())


@dataclass(frozen=True)
class Context:
    """Everything a screen needs, built once per login (and again for a new look).

    Attributes:
        send_now: Exchange with the office now (Ctrl+U does the same).
        waiting: ``waiting(place, n)`` puts a number beside a place in the side bar.
    """

    counter: Counter
    work: Work
    say: Texts
    theme: Theme
    navigate: Navigate
    notify: Notify
    show_paper: ShowPaper
    bus: LedgerSignals
    prefs: Prefs
    send_now: Callable[[], None]
    waiting: Callable[[str, int], None]

    def explain(self, fault: Exception) -> str:
        """A failure as a sentence in the operator's words."""
        return explain(self.say, fault)

    def fail(self, fault: Exception) -> None:
        """Say a failure in the line at the bottom."""
        self.notify(self.explain(fault), "red")


class Screen(QWidget):
    """A place's page.  Screens override what they need.

    The shell calls :meth:`arrive` each time the place is shown, also when it is shown already.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("role", "ground")

    def arrive(self, target: Mapping[str, str]) -> None:
        """Shown, with what to show (empty: as it was left). Put the focus where typing starts."""

    def home(self) -> None:
        """Gone to by its own key or name: where it begins, if it has such a page."""
        self.arrive({})

    def leave(self) -> None:
        """About to be hidden: save what was typed."""

    def where(self) -> Mapping[str, str]:
        """What to hand to :meth:`arrive` to be here again after the window was rebuilt."""
        return {}

    def held(self) -> str:
        """Why it cannot be rebuilt in another look or language now, as a sentence; "" if it can."""
        return ""

    def keep(self) -> object | None:
        """What :meth:`resume` of the rebuilt screen needs beside :meth:`where`; None: nothing."""
        return None

    def resume(self, kept: object) -> None:
        """Go on with what :meth:`keep` of the screen before gave."""

    def escape(self) -> bool:
        """Esc: step back inside the screen without loss; False when there is nothing to."""
        return False


@dataclass(frozen=True)
class Place:
    """One of the places of the side bar, registered by the composition root.

    Attributes:
        key: What :class:`Navigate` is called with: today, people, accept, cases, ledger, guide,
            report, exchange.
        text: Key of its name.
        icon: Lucide name.
        fkey: 1 to 8 for F1 to F8.
        build: Makes the screen, when it is first shown.
    """

    key: str
    text: str
    icon: str
    fkey: int
    build: Callable[[Context], Screen]


def explain(say: Texts, fault: Exception) -> str:
    """A failure as a sentence: that of its fault code, else that something unforeseen happened."""
    code = getattr(fault, "code", None)
    if isinstance(code, str) and f"fault.{code}" in say:
        return say(f"fault.{code}", **getattr(fault, "params", {}))
    return say("ui.unforeseen", what=type(fault).__name__)
