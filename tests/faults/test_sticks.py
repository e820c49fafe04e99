"""Fault cases 44 and 45: sticks that are pulled, full, spoiled, mixed up, late and forged."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault, ForgedInput
from ledger.core.keys import NodeKeys
from ledger.exchange import stick
from ledger.exchange.envelope import seal
from ledger.exchange.payload import FORMAT, MarkOf, Payload
from ledger.store import nodes
from ledger.store.query import Query
from tests.faults.errand import AT
from tests.faults.hands import answered, settle_down
from tests.faults.wire import courier, network
from tests.helpers.world import World, texts


class FailingStick:
    """A stick that fails at one of the system's calls, as a pulled or full one does."""

    def __init__(self, call: str, number: int) -> None:
        self.call, self.number = call, number

    def __call__(self, *arguments: object, **named: object) -> None:
        raise OSError(self.number, os.strerror(self.number))

    def spoil(self, patch: pytest.MonkeyPatch) -> None:
        """From now on."""
        place: object = os if self.call == "fsync" else Path
        patch.setattr(place, self.call, self)


@pytest.mark.parametrize("call", ["open", "fsync", "read_bytes", "replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EIO, "stick.gone"),
        (errno.ENODEV, "stick.gone"),
        (errno.ENOSPC, "stick.full"),
        (errno.EROFS, "stick.read-only"),
        (errno.EACCES, "stick.read-only"),
    ],
)
def test_fault_44_a_stick_that_fails_while_written_is_said_and_nothing_counts_as_sent(
    world: World, folder: Path, call: str, number: int, code: str
) -> None:
    station = world.station()
    station.create(1)
    with pytest.MonkeyPatch.context() as patch:
        FailingStick(call, number).spoil(patch)
        with pytest.raises(EnvironmentFault) as caught:
            courier(station).to_stick(folder, AT)
    assert caught.value.code == code
    assert str(folder) in texts()(f"fault.{code}", **caught.value.params)
    assert stick.bundles(folder, "up") == []
    assert station.ledger.unsent().count == 2
    entry = station.ledger.local.diary.recent("exchange")[0].data
    assert (entry["carrier"], entry["direction"], entry["code"]) == ("usb", "out", code)
    courier(station).to_stick(folder, AT)
    assert len(list(folder.iterdir())) == 1


def test_fault_44_a_stick_pulled_while_read_keeps_what_was_read(world: World, folder: Path) -> None:
    station, other = world.station("one"), world.station("two")
    station.create(1)
    answered(world, station, folder)
    other.create(2)
    world.sync(other)
    pulled = answered(world, station, folder, minutes=1)
    read = Path.read_bytes

    def until_pulled(path: Path) -> bytes:
        if path == pulled:
            raise OSError(errno.EIO, "pulled")
        return read(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", until_pulled)
        with pytest.raises(EnvironmentFault) as caught:
            courier(station).from_stick(folder)
    assert caught.value.code == "stick.gone"
    assert station.ledger.unsent().count == 0
    assert station.ledger.find(Query("person")).total == 1
    courier(station).from_stick(folder)
    assert station.ledger.find(Query("person")).total == 2


def test_fault_44_what_a_pulled_stick_left_half_written_is_swept_away(
    world: World, folder: Path
) -> None:
    station = world.station()
    whole = courier(station).to_stick(folder, AT).files[0]
    left = folder / f"{Path(whole).stem}-9.part"
    left.write_bytes(b"half")
    strange = folder / "somebody.part"
    strange.write_bytes(b"not ours")
    courier(station).to_stick(folder, AT)
    assert not left.exists()
    assert strange.exists()
    assert len(stick.bundles(folder, "up")) == 1


def _spoilings(blob: bytes) -> dict[str, bytes]:
    dice = random.Random(44)
    spoiled = {f"cut at {end}": blob[:end] for end in (0, 1, 21, len(blob) // 2, len(blob) - 1)}
    for place in sorted(dice.sample(range(len(blob)), 10)):
        flipped = bytes([blob[place] ^ (1 << dice.randrange(8))])
        spoiled[f"bit at {place}"] = blob[:place] + flipped + blob[place + 1 :]
    spoiled["more than there was"] = blob + b"\0"
    spoiled["zeros, as FAT leaves them"] = bytes(len(blob))
    return spoiled


def test_fault_44_damaged_files_are_passed_over_and_named_and_the_sound_one_is_read(
    world: World, folder: Path
) -> None:
    station = world.station()
    station.create(1)
    sound = answered(world, station, folder, minutes=99)
    names = []
    for number, content in enumerate(_spoilings(sound.read_bytes()).values()):
        at = AT + timedelta(minutes=number)
        names.append(stick.write(folder, station.ledger.node, "down", at, content).name)
    attempt = courier(station).from_stick(folder)
    assert (attempt.confirmed, attempt.digest_equal) == (2, True)
    assert attempt.files == [sound.name]
    assert attempt.bad == names
    assert station.ledger.local.diary.recent("exchange")[0].data["bad"] == names


def test_fault_44_only_damaged_files_are_said_by_name_and_nothing_is_taken(
    world: World, folder: Path
) -> None:
    station = world.station()
    station.create(1)
    sound = answered(world, station, folder)
    for what, content in _spoilings(sound.read_bytes()).items():
        sound.write_bytes(content)
        with pytest.raises(ForgedInput) as caught:
            courier(station).from_stick(folder)
        assert caught.value.code == "stick.damaged", what
        assert sound.name in texts()("fault.stick.damaged", **caught.value.params)
        assert station.ledger.unsent().count == 2
        with pytest.raises(ForgedInput):
            world.side.handle(content, live=False)
    assert station.ledger.verify().ok


@pytest.mark.parametrize(
    "renamed",
    [
        lambda name: name.upper(),
        lambda name: name.replace(".czt", " (1).czt"),
        lambda name: name.replace(".czt", " - 副本.czt"),
        lambda name: name.replace(".czt", "-2.CZT"),
    ],
    ids=["capitals", "copied twice", "copied by hand", "copied in capitals"],
)
def test_fault_44_a_renamed_bundle_is_still_found(
    world: World, folder: Path, renamed: Callable[[str], str]
) -> None:
    station = world.station()
    station.create(1)
    path = answered(world, station, folder)
    path.rename(folder / renamed(path.name))
    assert courier(station).from_stick(folder).confirmed == 2


def _short(path: Path, number: int) -> Path:
    """The name that a stick of eight letters and three gives a file."""
    return path.rename(
        path.with_name(f"{path.name[:6].upper()}~{number}.{path.suffix[1:4].upper()}")
    )


def test_fault_44_names_cut_to_eight_letters_lose_nothing(world: World, folder: Path) -> None:
    station, other = world.station("one"), world.station("two")
    station.create(1)
    up = _short(folder / courier(station).to_stick(folder, AT).files[0], 1)
    for number, each in enumerate((other, station), start=2):
        _short(answered(world, each, folder), number)
    (folder / "LIUHEC~1").write_bytes(b"not ours")
    (folder / "CZT-AB~9.PAR").write_bytes(stick.BEGINNING + b"\n-> half")
    assert stick.bundles(folder, "down") == []
    names = sorted(path.name for path in folder.iterdir())
    attempt = courier(station).from_stick(folder)
    assert (attempt.confirmed, attempt.bad) == (2, [])
    assert [Path(name).suffix for name in attempt.files] == [".CZT"]
    assert sorted(path.name for path in folder.iterdir()) == names
    opened = []
    for file in stick.strays(folder, "up"):
        with contextlib.suppress(ForgedInput):
            opened.append((file.path, world.side.handle(file.read(), live=False).sender))
    assert opened == [(up, station.ledger.node)]


def test_fault_44_a_stick_with_short_names_for_others_only_has_nothing_for_us(
    world: World, folder: Path
) -> None:
    station, other = world.station("one"), world.station("two")
    _short(answered(world, other, folder), 1)
    with pytest.raises(EnvironmentFault) as caught:
        courier(station).from_stick(folder)
    assert caught.value.code == "stick.nothing"


def test_fault_44_two_generations_on_one_stick_in_any_order_of_time(
    world: World, folder: Path
) -> None:
    """FAT knows times to two seconds, and whoever copies changes them: they say nothing."""
    station, other = world.station("one"), world.station("two")
    files = []
    for number in range(4):
        station.create(number)
        other.create(10 + number)
        world.sync(other)
        files.append(answered(world, station, folder, minutes=number))
    for age, path in enumerate(files):
        os.utime(path, (1_700_000_000 - age * 7200,) * 2)
    attempt = courier(station).from_stick(folder)
    assert (attempt.confirmed, attempt.digest_equal) == (5, True)
    again = courier(station).from_stick(folder)
    assert (again.confirmed, again.received, again.digest_equal) == (0, 0, True)
    settle_down(world, station, other)


def test_fault_44_a_file_for_somebody_else_under_our_name_is_left_out(
    world: World, folder: Path
) -> None:
    station, other = world.station("one"), world.station("two")
    answer = world.side.handle(other.side.outgoing().blob, live=False).blob
    stick.write(folder, station.ledger.node, "down", AT, answer)
    with pytest.raises(ForgedInput) as caught:
        courier(station).from_stick(folder)
    assert caught.value.code == "stick.damaged"
    assert station.ledger.unsent().count == 1


def test_fault_44_a_strangers_receipt_deletes_nothing_and_confirms_nothing(
    world: World, folder: Path
) -> None:
    """Sealed to us, by somebody who says that he is the office and holds everything."""
    station = world.station()
    station.create(1)
    with station.ledger.database.read() as connection:
        mark = nodes.mark_of(connection, station.ledger.place.office, station.ledger.node)
    stranger, office = NodeKeys.generate(), world.office.keys.node
    for sender in (office, stranger.node):
        receipt = Payload(
            format=FORMAT, sender=sender, receiver=station.ledger.node, number=1 << 62, time=0,
            marks=(MarkOf(station.ledger.node, mark.seq, mark.hash),),
        )  # fmt: skip
        forged = seal(receipt, stranger, station.ledger.keys.public)
        stick.write(folder, station.ledger.node, "down", AT, forged)
    with pytest.raises(ForgedInput):
        courier(station).from_stick(folder)
    assert station.ledger.unsent().count == 2
    settle_down(world, station)


def test_fault_44_an_old_bundle_read_again_changes_nothing_on_either_side(
    world: World, folder: Path
) -> None:
    station = world.station()
    card = station.create(1)
    old = station.side.outgoing().blob
    older_answer = answered(world, station, folder).read_bytes()
    courier(station).from_stick(folder)
    edited = station.edit(station.read(card.id), mobile="19900000044")
    settle_down(world, station)
    answer = world.side.handle(old, live=False)
    assert (answer.acts, answer.refused) == (0, 0)
    stick.write(folder, station.ledger.node, "down", AT + timedelta(days=9), older_answer)
    courier(station).from_stick(folder)
    assert station.read(card.id) == edited
    assert station.ledger.unsent().count == 0
    settle_down(world, station)


def test_fault_44_whatever_else_lies_on_a_stick_is_neither_opened_nor_touched(
    world: World, folder: Path
) -> None:
    station = world.station()
    station.create(1)
    path = answered(world, station, folder)
    others = {
        "autorun.inf": b"[autorun]\nopen=setup.exe",
        "setup.exe": b"MZ" + bytes(500),
        f"{path.stem}.exe": b"MZ",
        f"{path.name}.lnk": b"L\0\0\0",
        f"._{path.name}": b"\0\5\x16\7",
        "czt-.czt": b"",
        "国内新闻.czt": b"x",
    }
    for name, content in others.items():
        (folder / name).write_bytes(content)
    (folder / path.name.replace("down-2", "down-3")).mkdir()
    attempt = courier(station).from_stick(folder)
    assert (attempt.files, attempt.bad) == ([path.name], [])
    assert {name: (folder / name).read_bytes() for name in others} == others


@pytest.fixture
def tiny(folder: Path) -> Iterator[Path]:
    """A stick on which hardly anything fits: a real file system of 64 kB."""
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small file system, on Linux")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_fault_44_a_stick_that_is_really_full_is_said_and_left_clean(
    world: World, tiny: Path
) -> None:
    station = world.station()
    (tiny / "holiday.jpg").write_bytes(bytes(64 << 10))
    with pytest.raises(EnvironmentFault) as caught:
        courier(station).to_stick(tiny, AT)
    assert caught.value.code == "stick.full"
    assert [path.name for path in tiny.iterdir()] == ["holiday.jpg"]
    (tiny / "holiday.jpg").unlink()
    assert courier(station).to_stick(tiny, AT).files


@pytest.mark.parametrize("first", ["stick", "line"])
def test_fault_45_the_same_acts_by_stick_and_by_line_stand_once(
    world: World, folder: Path, first: str
) -> None:
    station = world.station()
    with network(world) as between:
        for number in range(3):
            station.create(number)
            run = courier(station, between.address)
            run.to_stick(folder, AT + timedelta(minutes=number))
            if first == "line":
                run.by_line()
            for found in stick.bundles(folder, "up"):
                answer = world.side.handle(found.read(), live=False)
                stick.write(folder, station.ledger.node, "down", AT, answer.blob)
            run.by_line()
        assert run.from_stick(folder).confirmed == 0
    assert world.office.find(Query("person")).total == 3
    authors = [entry.act.id for entry in world.office.history(station.operator.id)]
    assert len(authors) == len(set(authors)) == 1
    settle_down(world, station)


def test_fault_45_the_sticks_receipt_is_lost_and_the_line_brings_it(
    world: World, folder: Path
) -> None:
    station = world.station()
    station.create(1)
    courier(station).to_stick(folder, AT)
    for found in stick.bundles(folder, "up"):
        world.side.handle(found.read(), live=False)
    assert station.ledger.unsent().count == 2
    with network(world) as between:
        attempt = courier(station, between.address).by_line()
    assert (attempt.confirmed, attempt.digest_equal) == (2, True)
    assert world.office.find(Query("person")).total == 1


def test_fault_45_the_sticks_receipt_is_read_while_the_line_is_about_to_try_again(
    world: World, folder: Path
) -> None:
    station = world.station()
    station.create(1)
    waiting = station.side.outgoing()  # made, not yet handed over
    answered(world, station, folder)
    assert courier(station).from_stick(folder).confirmed == 2
    late = station.side.incoming(world.side.handle(waiting.blob).blob)
    assert (late.confirmed, late.digest_equal) == (0, True)
    settle_down(world, station)
