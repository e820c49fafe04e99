"""Who acts: the person at the counter or at the office, with posts, level and area."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["V", "T", "X"]


@dataclass(frozen=True)
class Actor:
    """One person at work.

    `id` is the record id of the staff record; `posts` are codes of CT-29; `area` is the
    12-digit division the person serves; `station` is the 14-digit code of the station, or ""
    at an office.
    """

    id: str
    name: str
    posts: frozenset[str]
    level: Level
    area: str
    station: str = ""

    def holds(self, *posts: str) -> bool:
        """True if the person holds any of these posts."""
        return not self.posts.isdisjoint(posts)
