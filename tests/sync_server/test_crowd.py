"""Who asks for an exchange and does not behave: he leaves, is slow, or comes with too many."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Litestar

from sync_server.app import build
from sync_server.office import Office
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


async def ask(app: Litestar, receive: Callable[[], Awaitable[Message]]) -> int:
    """One exchange whose messages come as they are received; gives the status of its answer."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "path": "/v1/exchange", "raw_path": b"/v1/exchange", "root_path": "", "query_string": b"",
        "scheme": "http", "headers": [], "client": ("10.0.0.1", 9), "server": ("office", 80),
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
