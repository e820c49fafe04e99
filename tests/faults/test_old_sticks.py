"""Fault case 44 on sticks that have seen years: bad places, held files, and use day after day."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.core.faults import EnvironmentFault
from tests.faults.hands import answered
from tests.faults.wire import courier
from tests.helpers.world import World


def _refusing(call: str, refused: Path, number: int = errno.EIO) -> Callable[..., Any]:
    """A call of the system as it is, save for one file."""
    real = getattr(Path, call)

    def asked(path: Path, *words: Any, **named: Any) -> Any:
        if path == refused:
            raise OSError(number, os.strerror(number))
        return real(path, *words, **named)

    return asked


@pytest.mark.parametrize("call", ["open", "is_file"])
@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_fault_44_a_file_that_cannot_be_read_hides_no_bundle_beside_it(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    station = world.station()
    station.create(1)
    answered(world, station, folder)
    photo = folder / "holiday.jpg"
    photo.write_bytes(b"sea")
    monkeypatch.setattr(Path, call, _refusing(call, photo, number))
    attempt = courier(station).from_stick(folder)
    assert (attempt.confirmed, attempt.bad) == (2, [])


def test_fault_44_a_stick_pulled_while_it_is_looked_through_is_gone(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = world.station()
    (folder / "holiday.jpg").write_bytes(b"sea")

    def pulled(path: Path, *words: Any) -> Any:
        shutil.rmtree(folder)
        raise OSError(errno.EIO, "pulled")

    monkeypatch.setattr(Path, "open", pulled)
    with pytest.raises(EnvironmentFault) as caught:
        courier(station).from_stick(folder)
    assert caught.value.code == "stick.gone"


def test_fault_44_a_bundle_in_a_bad_place_of_the_stick_hides_none_behind_it(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is the place or the whole stick is not known: that it cannot be read is told."""
    station = world.station()
    station.create(1)
    spoiled = answered(world, station, folder)
    answered(world, station, folder, minutes=1)
    monkeypatch.setattr(Path, "read_bytes", _refusing("read_bytes", spoiled))
    with pytest.raises(EnvironmentFault) as caught:
        courier(station).from_stick(folder)
    assert caught.value.code == "stick.gone"
    assert station.ledger.unsent().count == 0
