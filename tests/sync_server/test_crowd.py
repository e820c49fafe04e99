"""Who asks for an exchange and does not behave: he leaves, is slow, or comes with too many."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from litestar import Litestar

from sync_server.api.bodies import LEAST_BYTES, PATIENCE_SECONDS, Bodies
from sync_server.api.gate import Door
from sync_server.app import build
from sync_server.office import Office
from tests.station_client.link.carrying import FakeTime
from tests.sync_server.village import Village

Message = dict[str, Any]


def part(body: bytes, *, more: bool = False) -> Message:
    """Some of a body; ``more`` when it is not the end."""
    return {"type": "http.request", "body": body, "more_body": more}


def coming(*messages: Message) -> Callable[[], Awaitable[Message]]:
    """These messages one after the other, and then silence."""
    left = list(messages)

    async def receive() -> Message:
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    return receive


async def ask(
    app: Litestar, receive: Callable[[], Awaitable[Message]], address: str = "10.0.0.1"
) -> int:
    """One exchange whose messages come as they are received; gives the status of its answer."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "path": "/v1/exchange", "raw_path": b"/v1/exchange", "root_path": "", "query_string": b"",
        "scheme": "http", "headers": [], "client": (address, 9), "server": ("office", 80),
        "state": {},
    }  # fmt: skip
    sent: list[Message] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)  # type: ignore[arg-type]
    return int(sent[0]["status"])


def test_nothing_is_done_for_somebody_who_left_before_it_was_his_turn(
    office: Office, village: Village
) -> None:
    app, blob, before = build(office), village.side.outgoing().blob, office.ledger.acts()
    asyncio.run(ask(app, coming(part(blob), {"type": "http.disconnect"})))
    assert office.ledger.acts() == before
    assert asyncio.run(ask(app, coming(part(blob)))) == 200
    assert office.ledger.acts() == before + 1


def test_a_body_that_does_not_come_on_gives_its_place_back(office: Office) -> None:
    app = build(office, bodies=Bodies(Door(running=1, waiting=0), patience=0.01))
    for _ in range(3):
        assert asyncio.run(ask(app, coming(part(b"beginning", more=True)))) == 503
    assert asyncio.run(ask(app, coming(part(b"rubbish")))) == 400


def test_a_body_that_only_drips_gives_its_place_back(office: Office) -> None:
    async def drip() -> Message:
        await asyncio.sleep(0.001)
        return part(b"x", more=True)

    app = build(office, bodies=Bodies(patience=0.05))
    assert asyncio.run(ask(app, drip)) == 503


def test_a_large_body_may_take_its_time_as_long_as_it_comes_on(office: Office) -> None:
    """Its parts take many times the patience together; time stands still between them."""

    moment = FakeTime()

    async def come() -> int:
        asyncio.get_running_loop().time = moment  # type: ignore[method-assign]
        left = [part(bytes(LEAST_BYTES), more=True) for _ in range(20)]

        async def receive() -> Message:
            moment.pause(PATIENCE_SECONDS * 0.9)
            await asyncio.sleep(0)
            return left.pop() if left else part(b"")

        return await ask(build(office), receive)

    assert asyncio.run(come()) == 400


async def _beside_one_that_stays(app: Litestar, address: str) -> tuple[int, int]:
    """What a second one is told while the first still sends, and once it has left."""
    begun, leave = asyncio.Event(), asyncio.Event()
    messages = iter([part(b"beginning", more=True)])

    async def receive() -> Message:
        for message in messages:
            return message
        begun.set()
        await leave.wait()
        return {"type": "http.disconnect"}

    first = asyncio.create_task(ask(app, receive))
    await begun.wait()
    beside = await ask(app, coming(part(b"rubbish")), address)
    leave.set()
    await first
    return beside, await ask(app, coming(part(b"rubbish")), address)


@pytest.mark.parametrize(
    ("bodies", "address", "told"),
    [
        (Bodies(Door(running=1, waiting=0)), "10.0.0.2", 503),
        (Bodies(Door(running=9, waiting=0, each=1)), "10.0.0.1", 429),
        (Bodies(Door(running=9, waiting=0, each=1)), "10.0.0.2", 400),
        (Bodies(most=len("beginning") + 3), "10.0.0.1", 503),
    ],
    ids=["too many", "too many of one address", "one each", "too many bytes"],
)
def test_more_bodies_at_once_than_there_is_room_for_are_sent_away_for_a_while(
    office: Office, bodies: Bodies, address: str, told: int
) -> None:
    app = build(office, bodies=bodies)
    assert asyncio.run(_beside_one_that_stays(app, address)) == (told, 400)
