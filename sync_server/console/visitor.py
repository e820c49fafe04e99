"""The person in front of a page: who, in which language, with which places to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from sync_server.benches import BENCHES
from sync_server.console.sessions import COOKIE, Said, Session, Sessions, Tone

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection
    from litestar.types import ASGIApp

    from ledger.catalogue.texts import Texts
    from ledger.rules.actor import Actor
    from sync_server.office import Office

STICK_POSTS = ("T9", "A1", "T8", "T1")
SETTING_POSTS = ("A1",)
#: Who moves people between villages (`card.move` of the declared posts), and who reads of it.
MOVING_POSTS = ("T1", "T2", "T8", "T7")


@dataclass(frozen=True)
class Taste:
    """How somebody likes the pages."""

    lang: str = "zh"
    type: str = "normal"
    theme: str = "light"


@dataclass(frozen=True)
class Visitor:
    """A signed-in member of staff, for the time of one request."""

    actor: Actor
    session: Session
    say: Texts
    taste: Taste

    def tell(self, key: str, tone: Tone = "good", link: str = "", **params: object) -> None:
        """Have a sentence shown on the next page."""
        self.session.said.append(Said(self.say(key, **params), tone, link))

    def heard(self) -> list[Said]:
        """The sentences waiting; they are shown once."""
        waiting = list(self.session.said)
        self.session.said.clear()
        return waiting

    @property
    def manages(self) -> bool:
        """May add people and stations."""
        return self.actor.holds(*SETTING_POSTS)

    @property
    def carries(self) -> bool:
        """May read sticks in and write them."""
        return self.actor.holds(*STICK_POSTS)

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where this person's head bar leads: path, text key."""
        found = [
            (f"/bench/{bench.code}", f"office.bench.{bench.code}.name")
            for bench in BENCHES.values()
            if self.actor.holds(*bench.posts)
        ]
        if any(self.actor.holds(*bench.posts) for bench in BENCHES.values()):
            found.append(("/conflicts", "office.conflicts.name"))
        if self.actor.holds(*MOVING_POSTS):
            found.append(("/moves", "office.moves.name"))
        found.append(("/stations", "office.stations.name"))
        if self.carries:
            found.append(("/sticks", "office.sticks.name"))
        return found


def taste_of(office: Office, staff: str) -> Taste:
    """What a person chose in the settings."""
    kept = office.ledger.local.settings.get(f"console.taste.{staff}", {})
    return Taste(**{"lang": office.facts.lang, **kept})


def keep_taste(office: Office, staff: str, taste: Taste) -> None:
    """Remember what a person chose."""
    office.ledger.local.settings.set(
        f"console.taste.{staff}",
        {"lang": taste.lang, "type": taste.type, "theme": taste.theme},
    )


class Gate(AbstractAuthenticationMiddleware):
    """Finds the visitor of a request from its cookie; ``user`` is None for a stranger."""

    def __init__(
        self, app: ASGIApp, office: Office, sessions: Sessions, exclude: list[str]
    ) -> None:
        super().__init__(app, exclude=exclude)
        self._office = office
        self._sessions = sessions

    async def authenticate_request(self, connection: ASGIConnection) -> AuthenticationResult:  # type: ignore[type-arg]
        """Look the cookie up."""
        found = self._sessions.find(connection.cookies.get(COOKIE))
        if found is None:
            return AuthenticationResult(user=None, auth=None)
        session, actor = found
        taste = taste_of(self._office, actor.id)
        say = self._office.texts["en" if taste.lang == "en" else "zh"]
        return AuthenticationResult(user=Visitor(actor, session, say, taste), auth=session)
