"""Bundles on sticks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault
from ledger.exchange import stick
from ledger.store.query import Query
from tests.helpers.world import World

NODE = "abcdefgh23456777"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_a_bundle_on_a_stick_is_found_by_whom_it_is_for(tmp_path: Path) -> None:
    path = stick.write(tmp_path, NODE, "up", AT, b"bundle")
    stick.write(tmp_path, "zzzzzzzz23456777", "up", AT, b"other")
    (tmp_path / "holiday.jpg").write_bytes(b"sea")
    (tmp_path / "czt-abcdefgh-up-1.czt.exe").write_bytes(b"malware")
    found = stick.bundles(tmp_path, "up", NODE)
    assert [file.path for file in found] == [path]
    assert found[0].read() == b"bundle"
    assert len(stick.bundles(tmp_path, "up")) == 2
    assert stick.bundles(tmp_path, "down") == []


def test_two_bundles_of_one_second_do_not_overwrite_each_other(tmp_path: Path) -> None:
    first = stick.write(tmp_path, NODE, "up", AT, b"one")
    second = stick.write(tmp_path, NODE, "up", AT, b"two")
    assert first != second
    assert len(stick.bundles(tmp_path, "up", NODE)) == 2


def test_a_stick_that_is_not_there_is_said_to_be_gone(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        stick.write(tmp_path / "pulled", NODE, "up", AT, b"bundle")
    assert caught.value.code == "stick.gone"
    with pytest.raises(EnvironmentFault):
        stick.bundles(tmp_path / "pulled", "up")


def test_half_a_file_is_never_left_under_a_bundles_name(tmp_path: Path) -> None:
    stick.write(tmp_path, NODE, "up", AT, b"bundle")
    assert [path.suffix for path in tmp_path.iterdir()] == [".czt"]


def test_c02_a_stick_gives_the_same_state_as_the_line(world: World, tmp_path: Path) -> None:
    by_line, by_stick = world.station("line"), world.station("stick", "990101001002")
    for number in range(1, 6):
        by_line.create(number)
        by_stick.create(number + 10)
    world.sync(by_line)
    node = by_stick.ledger.node
    stick.write(tmp_path, node, "up", AT, by_stick.side.outgoing().blob)
    for _ in range(2):  # importing twice changes nothing
        for file in stick.bundles(tmp_path, "up"):
            answer = world.side.handle(file.read(), live=False)
            stick.write(tmp_path, node, "down", AT, answer.blob)
    outcomes = [by_stick.side.incoming(f.read()) for f in stick.bundles(tmp_path, "down", node)]
    assert outcomes[0].confirmed == 6
    assert outcomes[-1].digest_equal is True
    assert world.office.find(Query("person")).total == 10
    assert by_stick.ledger.unsent().count == 0


def test_what_a_power_cut_left_half_written_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    half = tmp_path / f"czt-{NODE[:8]}-up-20260101000000.part"
    other = tmp_path / f"czt-{NODE[:8]}-down-20260101000000.part"
    for path in (half, other):
        path.write_bytes(b"half")
    stick.write(tmp_path, NODE, "up", AT, b"whole")
    assert not half.exists()
    assert other.exists()


def test_a_name_that_copying_changed_is_still_a_bundles(tmp_path: Path) -> None:
    path = stick.write(tmp_path, NODE, "up", AT, b"whole")
    for name in (path.name.upper(), f"{path.stem} (1).czt", f"{path.stem} - 副本.czt"):
        path = path.rename(tmp_path / name)
        (found,) = stick.bundles(tmp_path, "up", NODE)
        assert (found.node, found.read()) == (NODE[:8], b"whole")
