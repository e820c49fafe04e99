"""How fast bytes go."""

from __future__ import annotations

from station_client.link.pace import PIECE_BYTES, Pace, Upload
from tests.station_client.link.carrying import FakeTime


def test_fault_39_a_bundle_leaves_in_small_pieces_and_whole() -> None:
    blob = bytes(range(256)) * 40
    upload = Upload(blob, Pace(lambda: 0))
    pieces = list(iter(upload.read, b""))
    assert b"".join(pieces) == blob
    assert max(map(len, pieces)) <= PIECE_BYTES
    assert upload.read() == b""


def test_a_bound_leaves_the_rest_of_the_line_to_others() -> None:
    moment = FakeTime()
    pace = Pace(lambda: 4000, moment, moment.pause)
    upload = Upload(bytes(40_000), pace)
    while upload.read():
        pass
    pace.moved(40_000)
    assert 19.9 < moment.now - 100 < 20.1


def test_a_rest_does_not_save_up_speed() -> None:
    moment = FakeTime()
    pace = Pace(lambda: 1000, moment, moment.pause)
    moment.now += 3600
    pace.moved(5000)
    assert moment.now == 100 + 3600 + 5


def test_without_a_bound_nobody_waits() -> None:
    moment = FakeTime()
    Pace(lambda: 0, moment, moment.pause).moved(1 << 30)
    assert moment.now == 100
