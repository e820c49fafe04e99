"""Stations, sticks, conflicts and settings, as the people at the office see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from ledger.core.act import Trust
from ledger.core.record import Change
from ledger.exchange.invitation import Invitation
from ledger.rules.actor import Actor
from ledger.store.renewal import renew
from sync_server import exchanges, sticks
from sync_server.office import Office
from tests.faults.hands import tampered
from tests.helpers.fakes import FakeWall
from tests.sync_server.conftest import PASSWORD
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor

Visit = Callable[[str], Visitor]


def test_a_station_shows_its_last_contact_what_it_has_left_and_its_version(
    office: Office, village: Village, arrived: str, visit: Visit, wall: FakeWall
) -> None:
    wall.advance(minutes=5)
    visitor = visit("李明")
    visitor.open("/stations")
    assert "柳河村服务站 5 分钟前 0 0.1.0 准" in visitor.text
    wall.advance(days=4)
    visitor = visit("李明")
    visitor.open("/stations")
    assert "4 天没消息" in visitor.text
    assert "未知" in visitor.text


def test_a_station_never_heard_of_says_so(village: Village, visit: Visit) -> None:
    visitor = visit("李明")
    visitor.open("/stations")
    assert "还没来过" in visitor.text


def test_a_station_clock_years_off_is_said_and_blocks_nothing(
    office: Office, village: Village, wall: FakeWall, visit: Visit
) -> None:
    village.person("金凤兰", date(1981, 5, 6))
    blob = village.side.outgoing().blob
    wall.advance(days=3 * 365)
    office.exchange.handle(blob)
    visitor = visit("李明")
    visitor.open("/stations")
    assert "慢 1095 天" in visitor.text


def test_fault_49_a_station_newer_than_the_office_is_told_with_what_to_do(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    village.send_to(office)
    ledger = village.ledger
    ledger.catalogue = msgspec.structs.replace(
        office.catalogue, version=office.catalogue.version + 1
    )
    with tampered(ledger):
        village.person("金凤兰", date(1981, 5, 6), blood_type="A")
    village.person("王桂英", date(1970, 3, 4))
    village.send_to(office)
    visitor = visit("李明")
    visitor.open("/stations")
    assert "有 2 条本所还认不得" in visitor.text
    assert "请升级本所的程序" in visitor.text


def test_a_pc_that_came_back_under_a_new_name_is_told_until_somebody_has_looked(
    office: Office, village: Village, arrived: str, visit: Visit, wall: FakeWall
) -> None:
    village.person("金凤兰", date(1981, 5, 6))
    renew(village.ledger)
    wall.advance(hours=30)
    for _ in range(2):
        blob = village.side.outgoing().blob
        village.side.incoming(exchanges.answer(office, blob, "line").blob)
    wall.advance(minutes=5)
    visitor = visit("李明")
    visitor.open("/stations")
    assert "5 分钟前换了新编号" in visitor.text
    assert "5 分钟前 0 0.1.0 准" in visitor.text
    wall.advance(days=20)
    visitor = visit("李明")
    visitor.open("/stations")
    assert "换了新编号" not in visitor.text


def test_after_a_restore_of_the_office_nobody_is_suspected_for_his_new_name(
    office: Office, village: Village, arrived: str, visit: Visit, wall: FakeWall
) -> None:
    wall.advance(minutes=1)
    village.person("金凤兰", date(1981, 5, 6))
    office.exchange.handle(village.side.outgoing().blob)  # the answer is lost: one counts as unsent
    office.ledger.new_epoch()
    before = village.ledger.node
    for _ in range(5):
        wall.advance(minutes=1)
        blob = village.side.outgoing().blob
        if village.side.incoming(exchanges.answer(office, blob, "line").blob).retire:
            renew(village.ledger)
    assert village.ledger.node != before
    visitor = visit("李明")
    visitor.open("/stations")
    assert "换了新编号" not in visitor.text
    assert "刚刚 0 0.1.0 准" in visitor.text


def test_letting_a_station_in_downloads_a_file_that_works_once(
    office: Office, visit: Visit, wall: FakeWall
) -> None:
    visitor = visit("周管")
    visitor.open("/stations/add")
    visitor.send(
        "/stations/add", area="990101001003", name="北沟村服务站", address="http://10.12.0.5:8010"
    )
    file = Invitation.from_bytes(visitor.page.encode())
    assert file.station == "99010100100301"
    village = Village(office.catalogue, file, wall, "于海")
    village.send_to(office)
    second = Village(office.catalogue, file, wall, "别人")
    with pytest.raises(Exception, match=r"enrol\.used"):
        second.send_to(office)
    village.ledger.close()
    second.ledger.close()


def test_only_the_administrator_lets_stations_in(visit: Visit) -> None:
    visitor = visit("李明")
    visitor.open("/stations/add")
    assert visitor.status == 409
    assert "您的岗位不能做这一步" in visitor.text


def test_a_village_of_another_town_is_refused_in_words(visit: Visit) -> None:
    visitor = visit("周管")
    visitor.open("/stations/add")
    visitor.send("/stations/add", area="110101001003", name="别处", address="http://10.12.0.5:8010")
    assert "不是本镇的村" in visitor.text


def test_a_stick_is_read_in_and_its_answer_carried_back(
    office: Office, village: Village, visit: Visit
) -> None:
    case = village.case(village.person("李娜", date(1990, 9, 9)))
    stick = village.side.outgoing().blob
    visitor = visit("周管")
    visitor.open("/sticks")
    visitor.upload("/sticks", ("czt-abcdefgh-up-20261123090000.czt", stick))
    assert "柳河村服务站：收下" in visitor.text
    assert office.ledger.record(case) is not None
    answer = sticks.waiting(office)[0]
    outcome = village.side.incoming(visitor.fetch(f"/sticks/answers/{answer.file}").content)
    assert outcome.confirmed > 0
    assert village.ledger.unsent().count == 0
    visitor.open("/sticks")
    visitor.upload("/sticks", ("again.czt", stick))
    assert "以前都收过了" in visitor.text


def test_a_damaged_file_and_a_strangers_are_refused_one_by_one(
    office: Office, village: Village, visit: Visit
) -> None:
    village.person("李娜", date(1990, 9, 9))
    good = village.side.outgoing().blob
    visitor = visit("周管")
    visitor.open("/sticks")
    bad = good[:-20] + bytes(20)
    visitor.upload("/sticks", ("坏.czt", bad), ("照片.jpg", b"\xff\xd8 not ours"), ("好.czt", good))
    assert visitor.text.count("没有收") >= 2
    assert "柳河村服务站：收下" in visitor.text


def test_an_answer_is_fetched_by_its_own_name_only(office: Office, visit: Visit) -> None:
    visitor = visit("周管")
    for name in ("office.db", "..%2Foffice.db", "%2e%2e%2foffice.db"):
        assert visitor.fetch(f"/sticks/answers/{name}").status_code in (404, 409)


def test_a_conflict_shows_both_values_and_a_person_settles_it(
    office: Office, village: Village, visit: Visit
) -> None:
    person = village.person("孙小红", date(1988, 8, 8))
    village.send_to(office)
    reception = next(one for one in office.accounts.members() if one.name == "孙丽")
    actor = Actor(reception.id, "孙丽", frozenset({"T1"}), "T", office.facts.area)
    change = Change("person", {"school": "一中"}, record=person, trust=Trust.STATION)
    office.ledger.commit(actor, "card.edit", [change])
    village.edit(person, school="二中")
    village.send_to(office)
    visitor = visit("孙丽")
    visitor.open("/conflicts")
    assert "一中" in visitor.text
    assert "二中" in visitor.text
    choice = 0 if visitor.page.index("以“一中”") < visitor.page.index("以“二中”") else 1
    visitor.send("/conflicts", record=person, field="school", choice=str(choice))
    assert "已经定下来了" in visitor.text
    village.send_to(office)
    assert village.data(person)["school"] == "一中"
    assert office.ledger.conflicts("person") == []


def test_english_is_one_setting_away_and_stays(visit: Visit) -> None:
    visitor = visit("李明")
    visitor.open("/settings")
    visitor.send("/settings/looks", lang="en", type="large", theme="dark")
    visitor.open("/bench/review")
    assert "0 to review" in visitor.text
    assert 'data-type="large" data-theme="dark"' in visitor.page


def test_the_administrator_adds_somebody_and_stops_somebody_the_same_day(
    office: Office, visit: Visit
) -> None:
    visitor = visit("周管")
    visitor.open("/settings")
    visitor.send("/settings/people", name="新来的", posts=["T1", "T5"], password=PASSWORD)
    assert "新来的 可以登录了" in visitor.text
    new = next(one for one in office.accounts.members() if one.name == "新来的")
    assert new.posts == ("T1", "T5")
    visitor.send(f"/settings/people/{new.id}", active="0")
    stopped = visit("新来的")
    assert "停用了" in stopped.text


def test_an_administrator_may_hold_no_business_post(visit: Visit) -> None:
    visitor = visit("周管")
    visitor.open("/settings")
    visitor.send("/settings/people", name="都要", posts=["A1", "T3"], password=PASSWORD)
    assert "不能兼办业务" in visitor.text


def test_only_the_administrator_adds_people(office: Office, visit: Visit) -> None:
    visitor = visit("李明")
    visitor.open("/settings")
    visitor.send("/settings/people", name="冒名", posts="T3", password=PASSWORD)
    assert visitor.status == 409
    assert "冒名" not in [one.name for one in office.accounts.members()]


def test_another_password_signs_the_person_out_elsewhere(office: Office, visit: Visit) -> None:
    visitor = visit("李明")
    visitor.open("/settings")
    visitor.send("/settings/password", old="not it", new="another password")
    assert "名字或密码不对" in visitor.text
    visitor.send("/settings/password", old=PASSWORD, new="another password")
    assert "密码换好了" in visitor.text
    assert office.accounts.sign_in("李明", "another password").name == "李明"
