"""What is not taken of scans and photos: hostile pieces, other kinds, too many, too large."""

from __future__ import annotations

import hashlib

import pytest

from ledger.core.faults import RuleFault
from ledger.core.record import Change, Record
from ledger.exchange import files
from ledger.exchange.envelope import open_bundle
from ledger.exchange.office import OfficeSide
from ledger.exchange.payload import PieceOf
from ledger.store.compose import Tx
from ledger.store.query import Query
from tests.faults.forging import said
from tests.helpers.world import FakeStation, World, picture, scanned
from tests.ledger.exchange.test_files import content_at


def _piece(content: bytes, start: int = 0, total: int | None = None, name: str = "") -> PieceOf:
    called = name or hashlib.sha256(content).hexdigest()
    return PieceOf(bytes.fromhex(called), start, total or len(content), content[start:])


def test_fault_48_hostile_pieces_do_no_harm_to_the_acts_beside_them(world: World) -> None:
    station = world.station()
    scan = station.attach(station.create(1), picture())
    world.once(station)
    name, size = str(scan.data["file"]), int(str(scan.data["size"]))
    other = station.create(2)
    wrong = picture(size, seed=9)
    given = (
        _piece(picture(10_000, 5)),  # nobody asked for it
        _piece(wrong, total=size + 1, name=name),
        _piece(wrong[: size - 1], start=5, total=size, name=name),  # leaves a gap
        _piece(b"GIF89a" + wrong[6:], total=size, name=name),  # not what was declared
        PieceOf(b"short", -5, 1 << 60, b"x"),
    )
    pieces = given * 20
    answer = world.side.handle(said(world, station, pieces=pieces))
    assert (answer.acts, answer.files) == (1, 0)
    assert world.office.record(other.id) is not None
    assert world.office.under_way().bytes == size


def test_a_content_that_is_not_what_its_name_says_is_asked_for_again_but_not_for_ever(
    world: World,
) -> None:
    station = world.station()
    scan = station.attach(station.create(1), picture())
    world.once(station)
    wrong = _piece(picture(20_000, seed=9), name=str(scan.data["file"]))
    for tries in range(files.MOST_TRIES):
        blob = said(world, station, pieces=(wrong,))
        answer = world.side.handle(blob)
        asked = open_bundle(answer.blob, station.ledger.keys, lambda *_: world.office.keys.public)
        assert len(asked.wants) == (1 if tries < files.MOST_TRIES - 1 else 0)
    assert content_at(world.office, scan) is None
    world.side = OfficeSide(world.office)
    world.sync(station)
    assert content_at(world.office, scan) == picture()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"media": "text/html"}, "attachment.media"),
        ({"size": 11 << 20}, "attachment.size"),
        ({"size": 0}, "attachment.empty"),
        ({"file": "../../etc/passwd"}, "attachment.name"),
    ],
)
def test_what_may_not_be_attached_is_refused_where_it_is_made(
    world: World, change: dict[str, object], code: str
) -> None:
    station = world.station()
    with pytest.raises(RuleFault) as caught:
        station.attach(station.create(1), picture(), **change)
    assert caught.value.code == code
    assert station.ledger.local.files.get(hashlib.sha256(picture()).hexdigest()) is None


def test_a_card_takes_no_more_scans_than_it_may_have_here_or_at_the_office(world: World) -> None:
    first, second = world.station("liuhe"), world.station("liuhe2")
    world.sync(first, second)
    card = first.create(1)
    world.sync(first, second)
    _fill(first, card, 40)
    _fill(second, second.read(card.id), 40, seed=100)
    with pytest.raises(RuleFault) as caught:
        _fill(first, card, 21, seed=200)
    assert (caught.value.code, caught.value.params["most"]) == ("attachment.many", 60)
    world.sync(first, second)
    assert len(world.office.owned(card.id, "attachment")) == 40
    (refusal,) = second.ledger.find(Query("refusal")).rows
    assert refusal.data["code"] == "attachment.many"
    scan = first.ledger.owned(card.id, "attachment")[0]
    void = Change("attachment", {"void": "多余"}, scan.id)
    first.ledger.commit(first.operator, "scan.void", [void])
    _fill(first, card, 21, seed=200)
    with pytest.raises(RuleFault, match=r"attachment\.many"):
        again = Change("attachment", {"void": None}, scan.id)
        first.ledger.commit(first.operator, "scan.void", [again])


def test_the_scans_of_a_card_have_a_largest_size_together(world: World) -> None:
    station = world.station()
    card = station.create(1)
    _fill(station, card, 9, size=10 << 20)
    with pytest.raises(RuleFault, match=r"attachment\.much") as caught:
        _fill(station, card, 2, seed=100, size=10 << 20)
    assert caught.value.params["room"] == "0.0"


def _fill(station: FakeStation, card: Record, count: int, seed: int = 0, **more: object) -> None:
    """Attach so many scans in one act; ``more`` is said of each."""

    def made(tx: Tx) -> list[Change]:
        contents = (picture(500, seed + number) for number in range(count))
        return [scanned(tx, station.operator, card, content, **more) for content in contents]

    station.ledger.commit(station.operator, "scan.add", made)


def test_an_attachment_never_changes_its_content(world: World) -> None:
    station = world.station()
    scan = station.attach(station.create(1), picture())
    with pytest.raises(RuleFault) as caught:
        station.ledger.commit(
            station.operator, "scan.add", [Change("attachment", {"title": "别的"}, scan.id)]
        )
    assert caught.value.code == "attachment.fixed"


def test_a_closed_card_takes_no_scan_from_a_station(world: World) -> None:
    station = world.station()
    card = station.create(1)
    scan = station.attach(card, picture())
    world.sync(station)
    clerk = world.hire(world.office, "张敏", ["T1"], "990101001000", "T")
    closed = Change("person", {"card_status": "4"}, record=card.id)
    world.office.commit(clerk, "card.edit", [closed])
    late = station.attach(card, picture(3000), title="又一张")
    world.sync(station)
    assert world.office.record(late.id) is None
    assert station.ledger.record(late.id) is None
    with pytest.raises(RuleFault, match=r"card\.locked"):
        void = Change("attachment", {"void": "扫错了人"}, scan.id)
        station.ledger.commit(station.operator, "scan.void", [void])
