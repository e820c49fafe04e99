"""An office with its people, a village that talks to it, and a browserless visitor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import argon2
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from ledger.catalogue.model import Catalogue
from ledger.core.clock import Clock
from sync_server import stations
from sync_server.app import build
from sync_server.home import Home
from sync_server.office import Office
from sync_server.opening import Words, found_office, open_office
from tests.helpers.fakes import FakeWall
from tests.helpers.world import texts
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor

AREA = "990101001000"
PASSWORD = "a long password"
WORDS: Words = {"zh": texts("zh"), "en": texts("en")}
#: Name and posts of everybody at the office of the tests.
PEOPLE = {
    "孙丽": "T1",
    "李明": "T3",
    "王芳": "T3",
    "赵静": "T5",
    "周管": "A1",
    "所长": "T8",
}


def quick_hasher() -> argon2.PasswordHasher:
    """Argon2id with the least it allows: a test is no attack."""
    return argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The declared business."""
    return Catalogue.load()


@pytest.fixture
def home(tmp_path: Path, catalogue: Catalogue) -> Home:
    """A folder with a fresh office in it."""
    home = Home(tmp_path / "office")
    name, address = "青石镇人社事务所", "http://10.12.0.5:8010"
    found_office(home, AREA, name, address, "zh", catalogue, WORDS).ledger.close()
    return home


@pytest.fixture
def office(home: Home, wall: FakeWall, catalogue: Catalogue) -> Iterator[Office]:
    """The office, opened, with everybody in PEOPLE."""
    office = open_office(
        home, clock=Clock(wall), hasher=quick_hasher(), catalogue=catalogue, texts=WORDS
    )
    for name, posts in PEOPLE.items():
        office.accounts.add(office.accounts.office_itself(), name, [posts], PASSWORD)
    yield office
    office.ledger.close()


@pytest.fixture
def let_in(office: Office, wall: FakeWall) -> Iterator[Callable[..., Village]]:
    """Makes villages that were let in by this office."""
    made: list[Village] = []

    def make(
        name: str = "柳河村服务站", area: str = "990101001001", who: str = "王秀英"
    ) -> Village:
        by = office.accounts.office_itself()
        invitation = stations.add(office, by, name, area, ["http://10.12.0.5:8010"])
        made.append(Village(office.catalogue, invitation, wall, who))
        return made[-1]

    yield make
    for village in made:
        village.ledger.close()


@pytest.fixture
def village(let_in: Callable[..., Village]) -> Village:
    """柳河村, let in and not yet heard of."""
    return let_in()


@pytest.fixture
def client(office: Office) -> Iterator[TestClient[Litestar]]:
    """The office's web application, asked without a socket."""
    with TestClient(build(office), base_url="http://office.test") as client:
        yield client


@pytest.fixture
def visit(client: TestClient[Litestar]) -> Callable[[str], Visitor]:
    """Signs somebody in and gives what they can see and press."""

    def sign_in(name: str) -> Visitor:
        visitor = Visitor(client)
        visitor.sign_in(name, PASSWORD)
        return visitor

    return sign_in


@pytest.fixture
def arrived(office: Office, village: Village) -> str:
    """A case of 赵国强 that the village reviewed and sent up."""
    person = village.person("赵国强", date(1979, 3, 8), "1")
    case = village.case(person)
    village.send_to(office)
    return case
