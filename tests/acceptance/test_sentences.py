"""Acceptance sentences, each shown by what it says; the number is in the name of its test."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.core.clock import Clock
from ledger.core.faults import RuleFault
from ledger.core.record import Record
from ledger.rules.admission import Rulebook
from ledger.store.ledger import Ledger
from ledger.store.opening import open_database, open_ledger, read_identity
from station_client.app import Declared
from station_client.desk import accepting, cards, drafts, printing
from station_client.desk import cases as cases_at_desk
from station_client.desk.application import application
from station_client.desk.case_view import list_cases, open_case
from station_client.desk.ledgers import page
from station_client.desk.reports import quarter_of, report
from station_client.link.timetable import wait_seconds
from sync_server.office import Office
from tests.helpers.fakes import FakeWall
from tests.helpers.world import KEY, catalogue
from tests.station_client.desk.conftest import Desk, make_counter
from tests.station_client.desk.neighbours import neighbours
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor
from tools.demo import story
from tools.demo.deeds import cases, door, places
from tools.demo.plain import PlainClerk
from tools.demo.seat import seated
from tools.demo.setting import (
    OPERATOR_PASSWORD,
    PASSPHRASE,
    ROOT,
    RunningOffice,
    Setting,
    call,
    environment,
    program,
)
from tools.demo.story import BY_LINE, BY_STICK, Staff

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Visit = Callable[[str], Visitor]
SMALL_ROSTER = ROOT / "tests" / "data" / "roster_small.ods"


# J02: Saving a second live card with an ID number already held is refused and opens the existing
# card; PT-13 prints employment, labour-use and social-security groups.


def test_J02_a_second_card_with_the_same_number_is_refused_and_the_first_opens(desk: Desk) -> None:
    first = desk.new_card()
    with pytest.raises(RuleFault):
        desk.new_card(name="赵国强二")
    typed = {"id_no": desk.read(first).data["id_no"], "name": "赵国强二"}
    found = next(notice for notice in cards.check_card(desk.counter, typed) if notice.existing)
    assert (found.level, found.existing) == ("block", first)
    assert cards.open_card(desk.counter, found.existing).head.name == "赵国强"


def test_J02_the_printed_card_has_employment_labour_use_and_insurance(desk: Desk) -> None:
    codes = desk.counter.catalogue.codes
    contract, pension = codes["CT-45"].items[0], codes["CT-48"].items[0]
    person = desk.new_card(
        employer_name="青石镇砖瓦厂", contract_type=contract.code, pension_kind=pension.code
    )
    printed = printing.print_card(desk.counter, person).hand_out()
    assert printed.code == "PT-13"
    assert printed.paper.pdf.startswith(b"%PDF")
    said = str(desk.read(printed.slip).data["data"])
    for words in ("就业与失业", "未登记失业", "用人单位", "青石镇砖瓦厂", "劳动合同类型"):
        assert words in said
    for words in (contract.zh, "社会保险", "养老保险类型", pension.zh):
        assert words in said


# J03: With the cable unplugged, closing an unemployment registration changes the card, TZ-05 and
# the RP-03 draft in one transaction, and all three survive a forced power-off.

_CLOSING = """
import os, signal, sys
from pathlib import Path
from ledger.core.clock import Clock
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store.opening import open_database, open_ledger, read_identity
from station_client.desk import cases
from tests.helpers.fakes import FakeWall
from tests.helpers.world import KEY, VILLAGE, FakeStation, catalogue
from tests.station_client.desk.conftest import make_counter

file, operator, case, moment = sys.argv[1:]
wall = FakeWall()
wall.advance(minutes=5)
database = open_database(Path(file), KEY, catalogue())
rules = Rulebook(catalogue(), read_identity(database).keys.node)
ledger = open_ledger(database, catalogue(), rules, Clock(wall))
who = Actor(operator, "王秀英", frozenset({"V1", "V2"}), "V", VILLAGE, VILLAGE + "01")
counter = make_counter(FakeStation(ledger, None, who), wall)
if moment == "before":
    import ledger.store.writing as writing
    writes = writing.write_acts
    def torn(*arguments, **named):
        writes(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    import ledger.store.batch, ledger.store.ledger
    for module in list(sys.modules.values()):
        if getattr(module, "write_acts", None) is writes:
            module.write_acts = torn
cases.hand_over(counter, case, "赵国强", "3")
os.kill(os.getpid(), signal.SIGKILL)
"""


def reopened(file: Path) -> Ledger:
    database = open_database(file, KEY, catalogue())
    rules = Rulebook(catalogue(), read_identity(database).keys.node)
    return open_ledger(database, catalogue(), rules, Clock(FakeWall()))


def read(ledger: Ledger, record: str) -> Record:
    found = ledger.record(record)
    assert found is not None
    return found


def closed_before_the_power_went(desk: Desk, file: Path, moment: str) -> tuple[str, int, int, str]:
    """Close a case offline and cut the power; gives card, TZ-05, RP-03 and the case afterwards."""
    person = desk.new_card()
    case = desk.granted(person)
    desk.station.ledger.close()
    ended = subprocess.run(
        [sys.executable, "-c", _CLOSING, str(file), desk.station.operator.id, case, moment],
        cwd=ROOT, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    ledger = reopened(file)
    desk.station.ledger = ledger
    counter = make_counter(desk.station, desk.wall)
    draft = report(counter, "RP-03", *quarter_of(date(2026, 11, 23)))
    registered = next(row.value for row in draft.rows if row.label == "本期失业登记人数")
    assert ledger.verify().ok
    return (
        str(read(ledger, person).data["emp_status"]),
        len(ledger.owned(person, "tz05")),
        int(registered),
        str(read(ledger, case).data["state"]),
    )


@pytest.mark.process
@pytest.mark.parametrize(
    ("moment", "standing"), [("after", ("21", 1, 1, "S60")), ("before", ("22", 0, 0, "S50"))]
)
def test_J03_closing_offline_changes_all_three_or_none_when_the_power_goes(
    desk: Desk, tmp_path: Path, moment: str, standing: tuple[str, int, int, str]
) -> None:
    assert closed_before_the_power_went(desk, tmp_path / "liuhe.db", moment) == standing


# J10: Station B accepts for a resident of village A; after sync the case is in A's list and both
# stations show the same state.


def test_J10_a_case_of_another_villages_resident_stands_in_both_lists_alike(desk: Desk) -> None:
    town = neighbours(desk)
    town.card()
    case = town.accepted()
    assert list_cases(town.home).rows == ()
    for step in ("accepted", "reviewed", "decided", "closed"):
        if step == "reviewed":
            cases_at_desk.first_review(desk.counter, case, True, "材料齐全，情况属实")
        if step == "decided":
            desk.at_office(case, "take", "pass", second_opinion="同意")
        if step == "closed":
            cases_at_desk.hand_over(desk.counter, case, "赵国强", "3")
        town.sync()
        here, there = (
            {line.id: line.state_text for line in list_cases(counter, "all").rows}
            for counter in (desk.counter, town.home)
        )
        assert here == there
        assert case in there


# J13: A second correction notice on one case is blocked without a supervisor's cause, and an
# overdue case turns red and appears (RP-17 is counted from TZ-43) with the responsible person.


def test_J13_a_second_notice_needs_the_cause_of_the_head_of_the_station(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    drafts.save_draft(desk.counter, draft, papers={"statement": {"got": False}})
    accepting.notify_missing(desk.counter, draft)
    with pytest.raises(RuleFault) as refused:
        accepting.notify_missing(desk.counter, draft)
    assert refused.value.code == "flow.second-notice"
    with pytest.raises(RuleFault):
        accepting.notify_missing(desk.counter, draft, supervisor=desk.supervisor(), cause=" ")
    assert "站长" in application(desk.counter, draft).notify_blocked


def test_J13_an_overdue_case_is_red_and_stands_in_the_ledger_with_who_is_responsible(
    desk: Desk,
) -> None:
    done = desk.accepted(desk.new_card())
    assert open_case(desk.counter, done.case).line.light == "green"
    desk.wall.advance(days=7)
    line = open_case(desk.counter, done.case).line
    assert (line.light, line.light_text) == ("red", "超 2 天")
    ledger = page(desk.counter, "TZ-43")
    (row,) = ledger.rows
    titles = [column.label for column in ledger.columns]
    said = dict(zip(titles, row.cells, strict=True))
    assert said["超期天数"] == "2"
    assert "王秀英" in row.cells


# J20: The network page lists every station with last contact, pending count and version; a case
# created in a village shows at township (and county: two levels until the county joins) after sync.


def test_J20_every_station_is_listed_and_a_villages_case_shows_at_the_town(
    office: Office, let_in: Callable[..., Village], visit: Visit, wall: FakeWall
) -> None:
    here = let_in()
    let_in("北沟村服务站", "990101001003", "于海")
    here.case(here.person("赵国强", date(1979, 3, 8), "1"))
    visitor = visit("李明")
    visitor.open("/bench/review")
    assert "赵国强" not in visitor.text
    here.send_to(office)
    wall.advance(minutes=5)
    visitor.open("/bench/review")
    assert "赵国强" in visitor.text
    visitor.open("/stations")
    assert "柳河村服务站 5 分钟前 0 0.1.0" in visitor.text
    assert "北沟村服务站" in visitor.text
    assert "还没来过" in visitor.text


# B03: Three users see three different work-benches; the accepting user has no approve button and
# the issuing user can only hand out approved cases.


@pytest.mark.browser
@pytest.mark.process
def test_B03_three_clerks_have_three_benches_and_only_their_own_buttons(
    peopled: Setting, declared: Declared, at_work: Callable[[Setting], Staff]
) -> None:
    with RunningOffice(peopled), closing(PlainClerk(peopled.address)) as issuing:
        with seated(peopled.station, declared) as seat:
            door.unlock(seat, PASSPHRASE)
            door.log_in(seat, OPERATOR_PASSWORD)
            story.accept_quickly(seat, BY_LINE)
            places.send_all(seat)
        staff = at_work(peopled)
        issuing.sign_in("陈静", "chujian-2026")
        benches = {
            "review": staff.reviewer.open_bench("review"),
            "accept": staff.front.open_bench("accept"),
            "issue": issuing.open_bench("issue"),
        }
        assert len(set(benches.values())) == 3
        assert BY_LINE.name in benches["review"]
        assert BY_LINE.name not in benches["issue"]
        staff.reviewer.open_case(BY_LINE.name)
        address = staff.reviewer.address
        staff.front.open_page(address)
        assert not any(staff.front.may(deed) for deed in ("take", "pass", "fail", "hand_over"))
        issuing.open_page(address)
        assert not any(issuing.may(deed) for deed in ("take", "pass", "fail", "hand_over"))
        story.pass_case(staff.reviewer, BY_LINE)
        assert BY_LINE.name in issuing.open_bench("issue")
        issuing.open_case(BY_LINE.name, "issue")
        assert issuing.may("hand_over")
        assert not issuing.may("pass")


# C02: An encrypted package carried by USB gives the same server state as network sync; tampering
# with one byte is rejected; importing twice changes nothing.


def digests(office: Path) -> Any:
    return json.loads(call("sync_server.cli", "digest", "--home", office, "--json"))["areas"]


@pytest.mark.process
def test_C02_a_stick_gives_the_same_as_the_line_and_a_changed_byte_gives_nothing(
    fresh: Setting, tmp_path: Path
) -> None:
    call("station_client.cli", "--home", fresh.station, "import-roster", SMALL_ROSTER)
    carried = Setting(tmp_path / "carried", fresh.port)
    shutil.copytree(fresh.folder, carried.folder)
    with RunningOffice(fresh):
        call("station_client.cli", "--home", fresh.station, "sync")
    by_line = digests(fresh.office)

    stick, spoilt = tmp_path / "stick", tmp_path / "spoilt"
    stick.mkdir()
    spoilt.mkdir()
    call("station_client.cli", "--home", carried.station, "usb", "export", stick)
    (package,) = [file for file in stick.rglob("*") if file.is_file()]
    content = package.read_bytes()
    for number, at in enumerate((0, len(content) // 2, len(content) - 1), start=1):
        wrong = bytearray(content)
        wrong[at] ^= 1
        (spoilt / f"{package.stem}-{number}{package.suffix}").write_bytes(bytes(wrong))
    refused = subprocess.run(
        program("sync_server.cli", "usb", "import", spoilt, "--home", carried.office),
        env=environment(), cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert refused.returncode in (4, 5), refused.stderr
    assert refused.stderr.count(package.suffix) >= 3
    assert not any("person" in kinds for kinds in digests(carried.office).values())
    for _ in range(2):
        call("sync_server.cli", "usb", "import", stick, "--home", carried.office)
    assert digests(carried.office) == by_line
    assert any("person" in kinds for kinds in by_line.values())


# D03: With the link up, a submitted case appears in the township inbox within 60 s; with it down,
# it queues and the operator sees '待上传 n'.


@pytest.mark.process
def test_D03_up_it_is_in_the_inbox_within_a_minute_and_down_it_queues_in_sight(
    peopled: Setting, declared: Declared
) -> None:
    plain = closing(PlainClerk(peopled.address))
    with plain as reviewer, seated(peopled.station, declared) as seat:
        with RunningOffice(peopled):
            reviewer.sign_in("李明", "fushen-2026")
            door.unlock(seat, PASSPHRASE)
            door.log_in(seat, OPERATOR_PASSWORD)
            seat.hand.wait(lambda: seat.station.ledger.unsent().count == 0, "the first exchange")
            story.accept_quickly(seat, BY_LINE)
            # Nobody sends it: the program does, by itself, as soon as its timetable says.
            assert wait_seconds(linked=True, dirty=True, failures=0) < 60
            seat.hand.wait(
                lambda: BY_LINE.name in reviewer.open_bench("review"), "the case in the inbox"
            )
        story.accept_quickly(seat, BY_STICK)
        waiting = seat.station.ledger.unsent().count
        assert waiting >= 2
        places.go(seat, places.TODAY)
        assert seat.hand.read(f"待上传 {waiting}")
        cases.open_case(seat, BY_STICK)
        assert "待上传" in seat.hand.read("已存在本站，待上传")
