"""Fault cases 37 to 41 on real sockets: cut, slow, silent, and answered by somebody else."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

import msgspec
import pytest

from ledger.core.faults import EnvironmentFault, Fault, ForgedInput
from ledger.exchange.bounds import LINE_BYTES
from ledger.exchange.envelope import seal
from ledger.store import nodes
from ledger.store.query import Query
from station_client.link.room import ROOM
from tests.faults.forging import opened
from tests.faults.hands import tampered
from tests.faults.impostor import Reply, honest, impostor, page, sealed
from tests.faults.wire import Network, Weather, courier, network
from tests.helpers.world import FakeStation, World, texts

#: Places at which a whole exchange is cut: a prime apart, so that no field is passed over. Every
#: single byte is tested where it is cheap (the line alone, the station's reading, the office's).
BYTES_APART = 13
GIVEN_UP = ("link.no-answer", "link.stuck")


def _healthy(world: World, station: FakeStation, between: Network) -> None:
    """The network is well again: one run, and everything is where it belongs."""
    between.weather = Weather()
    attempt = courier(station, between.address).by_line()
    assert attempt.digest_equal is True
    assert station.ledger.unsent().count == 0
    assert station.ledger.verify().ok
    assert world.office.verify().ok


def _held(world: World, station: FakeStation) -> int:
    with world.office.database.read() as connection:
        place = world.office.place.office
        return nodes.mark_of(connection, place, station.ledger.node).seq


# Where a header is cut in its name, the HTTP library says so in the log.
CUT_HEADER = pytest.mark.expected_log("Failed to parse headers")


@pytest.mark.parametrize("way", ["up", pytest.param("down", marks=CUT_HEADER)])
def test_fault_39_cut_anywhere_nothing_counts_as_sent_that_did_not_arrive(
    world: World, way: str
) -> None:
    station = world.station()
    with network(world) as between:
        between.weather = whole = Weather()
        station.create(0)
        courier(station, between.address).by_line()
        people, positions = 1, range(1, getattr(whole, way), BYTES_APART)
        for position in positions:
            if not station.ledger.unsent().count:
                station.create(people)
                people += 1
            between.weather = Weather(**{f"cut_{way}": position})
            with suppress(EnvironmentFault):
                courier(station, between.address).by_line()
            assert station.ledger.confirmed() <= _held(world, station)
        assert station.ledger.find(Query("person")).total == people
        results = [entry.data for entry in station.ledger.local.diary.recent("exchange", 10_000)]
        failed = [entry for entry in results if entry["result"] == "failed"]
        assert len(failed) > len(positions) // 2
        assert {entry["code"] for entry in failed} == {"link.no-answer"}
        _healthy(world, station, between)


def test_fault_39_an_answer_cut_at_every_byte_moves_nothing(world: World) -> None:
    """What got past the line's own length: each beginning of an answer, shown to the station."""
    station, other = world.station("here"), world.station("there")
    station.create(1)
    other.create(2)
    world.sync(other)
    answer = world.side.handle(station.side.outgoing().blob).blob
    for length in range(len(answer)):
        with pytest.raises(ForgedInput):
            station.side.incoming(answer[:length])
    assert station.ledger.unsent().count == 2
    assert station.ledger.find(Query("person")).total == 1
    assert station.side.incoming(answer).digest_equal is True


@pytest.mark.parametrize(
    "ways", [("up",), ("down",), ("up", "down")], ids=["in", "out", "both ways"]
)
def test_fault_37_a_line_dead_one_way_or_both_heals_and_drains(
    world: World, ways: tuple[str, ...]
) -> None:
    station, other = world.station("here"), world.station("there")
    world.sync(station, other)
    with network(world) as between:
        for number in range(3):
            station.create(number)
            other.create(10 + number)
            world.sync(other)
            between.weather = Weather(**{f"mute_{way}": 0 for way in ways})
            with pytest.raises(EnvironmentFault) as caught:
                courier(station, between.address, silent=0.05, greeting=0.05).by_line()
            assert caught.value.code in GIVEN_UP
        assert station.ledger.unsent().count == 3
        _healthy(world, station, between)
        assert len(station.ledger.search("199").rows) == len(world.office.search("199").rows) == 6


@pytest.mark.parametrize("way", ["up", "down"])
def test_fault_38_a_line_on_which_nothing_moves_any_more_is_given_up_and_said(
    world: World, way: str
) -> None:
    station = world.station()
    station.create(1)
    with network(world) as between:
        between.weather = Weather(
            **{f"mute_{way}": 400}
        )  # the greeting passes, the bundle does not
        with pytest.raises(EnvironmentFault) as caught:
            courier(station, between.address, silent=1).by_line()
        assert caught.value.code == "link.stuck"
        entry = station.ledger.local.diary.recent("exchange")[0].data
        assert (entry["result"], entry["code"], entry["carrier"]) == (
            "failed",
            "link.stuck",
            "line",
        )
        assert entry["seconds"] >= 1
        _healthy(world, station, between)


@pytest.mark.parametrize("after", [160, 700], ids=["head", "body"])
def test_fault_38_an_answer_that_only_drips_is_given_up_and_said(world: World, after: int) -> None:
    """A byte every 10 s, and 40 s of patience for a byte: forty times as fast, and told apart.

    No gap is long enough for silence, so it is the counting of what came that gives up.
    """
    station = world.station()
    station.create(1)
    with network(world) as between:
        between.weather = passing = Weather()
        assert courier(station, between.address).reachable()  # so far goes the greeting alone
        between.weather = Weather(drip_down=passing.down + after, drop=0.25)
        with pytest.raises(EnvironmentFault) as caught:
            courier(station, between.address, silent=1).by_line()
        assert caught.value.code == "link.stuck"
        entry = station.ledger.local.diary.recent("exchange")[0].data
        assert (entry["result"], entry["code"]) == ("failed", "link.stuck")
        assert station.ledger.unsent().count == 2
        _healthy(world, station, between)


def test_fault_39_a_thin_line_that_loses_much_is_slow_but_not_stuck(world: World) -> None:
    """32 kbit/s and 40 s of patience, all ten times faster; the bundle takes twice the patience."""
    station, dice = world.station(), random.Random(39)
    with tampered(station.ledger), tampered(world.office):
        for number in range(90):
            noise = "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(1500))
            station.create(number, live_address=noise)
        with network(world) as between:
            between.weather = Weather(rate=40_000, delay=0.01, loss=0.1)
            attempt = courier(station, between.address, silent=4).by_line()
    assert attempt.seconds > 2 * 4
    assert (attempt.confirmed, attempt.digest_equal) == (91, True)


def test_fault_39_a_thin_line_that_breaks_loads_five_hundred_people_in_small_pieces(
    world: World,
) -> None:
    """32 kbit/s, hung up every 20 kB: what is said again stays small, and nothing comes twice."""
    source, station = world.station("source"), world.station("new")
    dice = random.Random(39)
    for number in range(500):
        noise = "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(60))
        source.create(number, live_address=noise)
    world.sync(source)
    tries, came = 0, 0
    with network(world) as between:
        while station.ledger.find(Query("person")).total < 500 and tries < 30:
            between.weather = weather = Weather(rate=160_000, cut_down=20_000)
            with suppress(EnvironmentFault):
                courier(station, between.address).by_line()
            tries += 1
            came += weather.down
        _healthy(world, station, between)
        between.weather = whole = Weather()
        fresh = world.station("another")
        courier(fresh, between.address).by_line()
    assert tries < 30
    assert came < 2.5 * whole.down
    assert station.ledger.local.settings.get(ROOM) < LINE_BYTES


def test_fault_39_an_office_obeys_no_wish_beyond_its_bounds(world: World) -> None:
    source, reader = world.station("source"), world.station("reader")
    world.sync(reader)
    for number in range(60):
        source.create(number)
    world.sync(source)
    for wish, least, most in ((1, 1, 30), (10**15, 61, 70), (-5, 1, 30), (True, 61, 70)):
        asked = msgspec.structs.replace(opened(world, reader), report={"room": wish})
        office = world.office.keys.public
        sent = world.side.handle(seal(asked, reader.ledger.keys, office)).sent
        assert least <= sent <= most, wish


def test_fault_39_two_seconds_to_the_moon_and_back_are_no_failure(world: World) -> None:
    """A second each way, 40 s of patience; all ten times faster."""
    station = world.station()
    station.create(1)
    with network(world) as between:
        between.weather = Weather(delay=0.1)
        attempt = courier(station, between.address, silent=4).by_line()
    assert attempt.confirmed == 2
    assert attempt.seconds > 0.3


def test_fault_41_a_run_given_up_can_be_run_again_at_once_and_as_often_as_one_likes(
    world: World,
) -> None:
    station = world.station()
    with network(world) as between:
        for number in range(6):
            station.create(number)
            run = courier(station, between.address)
            assert run.by_line(cancelled=lambda: True).ok
            assert run.by_line(cancelled=lambda: True).sent == 0
        _healthy(world, station, between)


WRONG_ANSWERS: dict[str, Callable[[bytes, str], Reply]] = {
    "login page": lambda good, here: page(200),
    "found": lambda good, here: page(302, Location=f"{here}/elsewhere"),
    "moved": lambda good, here: page(308, Location=f"{here}/elsewhere"),
    "name and password": lambda good, here: page(401, WWW_Authenticate="Basic"),
    "proxy's password": lambda good, here: page(407),
    "too much": lambda good, here: page(413),
    "too often": lambda good, here: page(429, Retry_After="30"),
    "our own mistake": lambda good, here: page(500),
    "no way on": lambda good, here: page(502),
    "overloaded": lambda good, here: page(503),
    "bad words": lambda good, here: (400, {"Content-Type": "application/json"}, b"{not json"),
    "nothing": lambda good, here: sealed(b""),
    "noise": lambda good, here: sealed(b"\x00\xff" * 500),
    "a page as bytes": lambda good, here: sealed(b"<html>please log in</html>"),
    "half, and said so": lambda good, here: sealed(good[: len(good) // 2]),
    "half, and hung up": lambda good, here: sealed(good[: -len(good) // 2], Content_Length="x"),
    "half of what was promised": lambda good, here: sealed(
        good[: len(good) // 2], **{"Content-Length": str(len(good))}
    ),
    "half, of no known length": lambda good, here: sealed(good[:-1], Connection="close"),
    "one byte changed": lambda good, here: sealed(good[:-9] + bytes([good[-9] ^ 1]) + good[-8:]),
}


@pytest.mark.parametrize("wrong", WRONG_ANSWERS)
def test_fault_40_a_broken_answer_in_the_middle_never_counts_as_sent(
    world: World, wrong: str
) -> None:
    """The first bundle goes well, the second is answered by somebody else or by half."""
    station = world.station()
    answer = honest(world)
    with impostor(answer) as somebody:
        courier(station, somebody.address).by_line()
        station.create(1)
        before = station.ledger.confirmed()
        somebody.answer = lambda blob: WRONG_ANSWERS[wrong](answer(blob)[2], somebody.address)
        with pytest.raises(Fault) as caught:
            courier(station, somebody.address).by_line()
        assert f"fault.{caught.value.code}" in texts()
        assert station.ledger.confirmed() == before
        assert station.ledger.unsent().count == 1
        assert "/elsewhere" not in somebody.asked
        somebody.answer = answer
        attempt = courier(station, somebody.address).by_line()
    assert (attempt.confirmed, attempt.digest_equal) == (1, True)
    assert world.office.find(Query("person")).total == 1
    assert station.ledger.verify().ok


def test_fault_40_every_failure_is_written_down_with_what_was_tried(world: World) -> None:
    station = world.station()
    with impostor(lambda blob: page(200)) as somebody:
        with pytest.raises(EnvironmentFault):
            courier(station, somebody.address).by_line()
        entry = station.ledger.local.diary.recent("exchange")[0].data
        told = texts()(f"fault.{entry['code']}", **entry["params"])
    assert (entry["carrier"], entry["result"]) == ("line", "failed")
    way = {"carrier": "line", "address": somebody.address, "code": "link.login-page"}
    assert entry["tried"] == [way]
    assert somebody.address in told
    assert "登录" in told
