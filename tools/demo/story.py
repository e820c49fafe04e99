"""The main job in chapters; the tour shows them and the acceptance tests check them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ledger.core.clock import CHINA
from tools.demo.deeds import cases, places
from tools.demo.deeds.people import Resident
from tools.demo.seat import Seat
from tools.demo.setting import CLERKS, Setting, call

if TYPE_CHECKING:
    from ledger.core.record import Record

Digest = Mapping[str, tuple[int, str]]
BY_LINE = Resident("白德华", "bdh")
BY_STICK = Resident("孔东淑", "kds")
#: Where no office answers.
NOWHERE = "http://127.0.0.1:9"


class OfficeClerk(Protocol):
    """Somebody at the office's pages, with a browser or without."""

    @property
    def address(self) -> str: ...
    def sign_in(self, name: str, password: str) -> None: ...
    def open_page(self, address: str) -> str: ...
    def open_bench(self, code: str) -> str: ...
    def open_case(self, name: str, bench: str = "review") -> str: ...
    def decide(self, deed: str, fields: Mapping[str, str] | None = None) -> str: ...
    def may(self, deed: str) -> bool: ...
    def move(self, name: str, area: str, reason: str, picture: str) -> None: ...
    def read_stick(self, files: list[Path], folder: Path) -> Path: ...
    def picture(self, name: str) -> None: ...


def accept_offline(seat: Seat, who: Resident) -> Record:
    """Told once what is missing; back with the papers; accepted; first opinion. Gives the case."""
    cases.begin(seat, who)
    cases.fill_in(seat, [cases.IDENTITY])
    cases.look_up(seat, cases.TERMINATION)
    cases.tell_missing(seat, "acceptance-one-missing")
    seat.hand.picture("told")
    cases.carry_on(seat)
    cases.tick(seat, cases.STATEMENT)
    cases.accept(seat, who, "acceptance-complete")
    cases.review(seat, "first-review")
    return cases.case_of(seat, who)


def accept_quickly(seat: Seat, who: Resident) -> Record:
    """Everything is there: accepted, first opinion. Gives the case."""
    fill_in_all(seat, who)
    cases.accept(seat, who)
    cases.review(seat)
    return cases.case_of(seat, who)


def fill_in_all(seat: Seat, who: Resident) -> None:
    """An application with nothing missing, not yet decided on."""
    cases.begin(seat, who)
    cases.fill_in(seat, [cases.IDENTITY, cases.STATEMENT])
    cases.look_up(seat, cases.TERMINATION)


@dataclass(frozen=True)
class Staff:
    """Who works at the office, in the order of CLERKS.

    The second reviewer, the front desk, which reads sticks, and who issues the results.
    """

    reviewer: OfficeClerk
    front: OfficeClerk
    issuer: OfficeClerk

    def sign_in(self) -> None:
        """Everybody comes to work."""
        everybody = (self.reviewer, self.front, self.issuer)
        for clerk, (name, _posts, password) in zip(everybody, CLERKS, strict=True):
            clerk.sign_in(name, password)


def return_case(clerk: OfficeClerk, who: Resident) -> None:
    """The office takes the case and sends it back with a coded reason and a deadline."""
    clerk.open_bench("review")
    clerk.picture("office-bench")
    clerk.open_case(who.name)
    clerk.picture("office-case")
    clerk.decide("take")
    until = datetime.now(CHINA).date() + timedelta(days=7)  # as the clerk reads it off the wall
    clerk.decide(
        "return",
        {
            "returned_reason": "02",
            "returned_note": "承诺书请本人签字",
            "return_deadline": until.isoformat(),
        },
    )
    clerk.picture("office-returned")


def pass_case(clerk: OfficeClerk, who: Resident) -> None:
    """The office takes the case and passes it."""
    clerk.open_case(who.name)
    clerk.decide("take")
    clerk.picture("office-second-review")
    approve(clerk, who)
    clerk.picture("office-passed")


def approve(clerk: OfficeClerk, who: Resident) -> None:
    """Pass a case that was taken."""
    clerk.open_case(who.name)
    clerk.decide("pass", {"second_opinion": "材料齐全，同意登记"})


def resubmit(seat: Seat, who: Resident) -> None:
    """The returned case is mended and goes up again under its number."""
    cases.open_case(seat, who, "returned-case")
    cases.resubmit(seat, "承诺书已补签", "resubmit")


def finish(seat: Seat, who: Resident) -> None:
    """The result is printed, handed over, and the certificate printed."""
    cases.open_case(seat, who, "decided-case")
    cases.print_now(seat, "result-notice")
    cases.open_case(seat, who)
    cases.hand_over(seat, "hand-over")
    cases.open_case(seat, who, "closed-case")
    cases.print_now(seat, "certificate")


def once_by_stick(seat: Seat, staff: Staff, who: Resident, folder: Path) -> Record:
    """Up with the case, back with the decision, up with the closing. Gives the closed case."""
    accept_quickly(seat, who)
    round_trip(seat, staff.front, folder / "1", pictures=True)
    pass_case(staff.reviewer, who)
    round_trip(seat, staff.front, folder / "2")
    finish(seat, who)
    round_trip(seat, staff.front, folder / "3")
    return cases.case_of(seat, who)


def round_trip(
    seat: Seat, clerk: OfficeClerk, folder: Path, *, pictures: bool = False
) -> list[Path]:
    """A stick to the office and back; gives the files that went up."""
    folder.mkdir(parents=True, exist_ok=True)
    files = places.to_stick(seat, folder)
    if pictures:
        seat.hand.picture("stick-written")
    clerk.read_stick(files, files[0].parent)
    if pictures:
        clerk.picture("office-stick")
    places.from_stick(seat, folder)
    if pictures:
        seat.hand.picture("stick-read")
    return files


def digests(seat: Seat, setting: Setting) -> tuple[Digest, Digest]:
    """What station and office hold of the village: kind -> number of records and digest."""
    area = seat.station.identity.area
    answer = call("sync_server.cli", "digest", "--home", setting.office, "--json")
    kinds = json.loads(answer)["areas"].get(area, {})
    office = {kind: (one["records"], one["digest"]) for kind, one in kinds.items()}
    return dict(seat.station.ledger.digest()[area]), office
