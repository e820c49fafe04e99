"""Fakes are code that other tests trust, so they are tested too."""

import keyring
import pytest
from keyring.errors import NoKeyringError, PasswordDeleteError

from tests.helpers.fakes import FakeWall, MemoryKeyring
from tests.helpers.waiting import until


def test_the_wall_clock_moves_only_when_told(wall: FakeWall) -> None:
    first = wall()
    assert wall() == first
    wall.advance(days=-1, seconds=1)
    assert wall() == first - 86_399_000


def test_the_memory_keyring_keeps_and_forgets(memory_keyring: MemoryKeyring) -> None:
    keyring.set_password("village-station", "home", "secret")
    assert keyring.get_password("village-station", "home") == "secret"
    keyring.delete_password("village-station", "home")
    assert keyring.get_password("village-station", "home") is None
    with pytest.raises(PasswordDeleteError):
        keyring.delete_password("village-station", "home")


def test_without_it_a_test_meets_a_desktop_without_keyring() -> None:
    with pytest.raises(NoKeyringError):
        keyring.get_password("village-station", "home")


def test_waiting_returns_the_answer_and_gives_up_with_it() -> None:
    answers = iter([None, "", "here"])
    assert until(lambda: next(answers)) == "here"
    with pytest.raises(TimeoutError, match="still 0"):
        until(lambda: 0, seconds=0.01)
