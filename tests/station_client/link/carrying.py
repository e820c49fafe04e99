"""What the tests of carrying share: a line that ends at the world's office, and the diary."""

from __future__ import annotations

from ledger.core.faults import EnvironmentFault
from ledger.store.renewal import renew
from station_client.link.courier import Courier
from station_client.link.turn import Turn
from tests.helpers.world import FakeStation, World


class FakeTime:
    """A clock that is moved by waiting on it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds


class FakeLine:
    """A line that ends at the world's office, or at nobody."""

    def __init__(self, world: World, name: str, *, up: bool = True) -> None:
        self.world = world
        self.name = name
        self.address = f"http://{name}"
        self.up = up
        self.lose_answers = 0

    def ask(self) -> dict[str, object]:
        if not self.up:
            raise EnvironmentFault("link.no-answer", address=self.address)
        return {"ok": True, "office": self.world.office.keys.node}

    def exchange(self, blob: bytes) -> bytes:
        self.ask()
        answer = self.world.side.handle(blob)
        if self.lose_answers:
            self.lose_answers -= 1
            raise EnvironmentFault("link.no-answer", address=self.address)
        return answer.blob

    def close(self) -> None:
        """Nothing is held."""


def courier(station: FakeStation, *lines: FakeLine, turn: Turn | None = None) -> Courier:
    """Carries for a station over these lines."""
    return Courier(
        station.ledger,
        station.side,
        lambda: lines,  # type: ignore[arg-type, return-value]
        lambda: renew(station.ledger),
        turn,
    )


def diary(station: FakeStation) -> list[dict[str, object]]:
    return [dict(entry.data) for entry in station.ledger.local.diary.recent("exchange")]
