"""Scans at the counter: chosen with the application, attached to a case, on their way."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault, RuleFault
from ledger.core.record import Change
from ledger.store.compose import Tx
from station_client.desk import accepting, case_view, draft_scans, drafts, scans
from station_client.desk.application import application
from station_client.desk.cards import open_card
from station_client.desk.case_lines import cases_of
from station_client.desk.exchange_lists import Asked, refused_lines
from station_client.desk.exchange_view import exchange_view, unsent_lines
from station_client.desk.scan_words import say_limits
from tests.helpers.world import FakeStation, picture, scanned
from tests.station_client.desk.conftest import ITEM, Desk
from tests.station_client.desk.neighbours import FORM, Town, neighbours

PDF = b"%PDF-1.7\n" + bytes(500)


def test_scans_chosen_with_the_application_go_with_the_case(desk: Desk) -> None:
    card = desk.new_card()
    draft = desk.draft(card)
    scans.add_to_draft(desk.counter, draft, "id_card", "身份证正面.jpg", picture(3000))
    scans.add_to_draft(desk.counter, draft, "id_card", "身份证反面.pdf", PDF)
    line = next(p for p in application(desk.counter, draft).papers if p.key == "id_card")
    assert line.scans == 2
    done = accepting.accept(desk.counter, draft)
    papers = {
        paper.key: paper.scans for paper in case_view.open_case(desk.counter, done.case).papers
    }
    assert papers["id_card"] == 2
    first, second = scans.case_lines(desk.counter, done.case, "id_card")
    assert (first.title, second.media) == ("身份证正面.jpg", "application/pdf")
    assert scans.open_scan(desk.counter, first) == picture(3000)
    assert desk.counter.ledger.local.diary.recent("access")[0].data["object"] == first.id


def test_what_is_on_its_way_is_said_until_the_office_has_it(desk: Desk) -> None:
    card = desk.new_card()
    done = desk.accepted(card)
    scans.add_to_case(desk.counter, done.case, "id_card", "身份证", picture(3000))
    assert case_view.open_case(desk.counter, done.case).line.way == "附件在途 1"
    assert cases_of(desk.counter, desk.read(card))[0].way == "附件在途 1"
    (line,) = scans.case_lines(desk.counter, done.case, "id_card")
    assert line.way == "在途：镇上还没收到"
    seen = exchange_view(desk.counter)
    assert "附件在途 1 个" in seen.saved.text
    assert unsent_lines(desk.counter, Asked()).lines[0].title == "赵国强 失业登记 · 添加扫描件"
    desk.world.once(desk.station)
    # The office has the act, and not the content yet.
    line_now = case_view.open_case(desk.counter, done.case).line
    assert (line_now.standing.text, line_now.way) == ("所已收", "附件在途 1")
    desk.sync()
    assert case_view.open_case(desk.counter, done.case).line.way == ""
    assert scans.case_lines(desk.counter, done.case, "id_card")[0].way == ""
    assert "附件" not in exchange_view(desk.counter).saved.text


def test_a_wrong_scan_is_declared_void_with_a_reason(desk: Desk) -> None:
    done = desk.accepted(desk.new_card())
    scans.add_to_case(desk.counter, done.case, "id_card", "身份证", picture(3000))
    (line,) = scans.case_lines(desk.counter, done.case, "id_card")
    with pytest.raises(RuleFault, match=r"scan\.no-reason"):
        scans.void_scan(desk.counter, line.id, "  ")
    scans.void_scan(desk.counter, line.id, "扫错了人")
    assert scans.case_lines(desk.counter, done.case, "id_card") == ()
    assert desk.read(line.id).data["void"] == "扫错了人"


def test_the_same_scan_twice_is_told(desk: Desk) -> None:
    done = desk.accepted(desk.new_card())
    scans.add_to_case(desk.counter, done.case, "id_card", "身份证", picture(3000))
    with pytest.raises(RuleFault, match=r"scan\.twice"):
        scans.add_to_case(desk.counter, done.case, "id_card", "又一次", picture(3000))


def test_a_draft_thrown_away_leaves_no_scan_behind(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    scans.add_to_draft(desk.counter, draft, "id_card", "身份证", picture(3000))
    (line,) = scans.draft_lines(desk.counter, draft, "id_card")
    assert desk.counter.ledger.local.files.holds(line.file)
    drafts.drop_draft(desk.counter, draft)
    assert not desk.counter.ledger.local.files.holds(line.file)


def test_a_scan_taken_out_of_a_draft_stays_where_a_case_has_it(desk: Desk) -> None:
    card = desk.new_card()
    done = desk.accepted(card)
    scans.add_to_case(desk.counter, done.case, "id_card", "身份证", picture(3000))
    draft = desk.draft(card)
    scans.add_to_draft(desk.counter, draft, "id_card", "身份证", picture(3000))
    (line,) = scans.draft_lines(desk.counter, draft, "id_card")
    scans.drop_from_draft(desk.counter, draft, line.id)
    assert scans.draft_lines(desk.counter, draft, "id_card") == ()
    assert desk.counter.ledger.local.files.holds(line.file)


def test_what_a_file_is_shows_in_its_content_not_its_name(desk: Desk, tmp_path: Path) -> None:
    draft = desk.draft(desk.new_card())
    file = tmp_path / "身份证.jpg"
    file.write_bytes(b"MZ" + bytes(500))
    with pytest.raises(RuleFault, match=r"attachment\.media"):
        scans.add_to_draft(desk.counter, draft, "id_card", file.name, scans.read_file(file))
    with pytest.raises(EnvironmentFault, match=r"scan\.unreadable"):
        scans.read_file(tmp_path / "没有.jpg")
    with pytest.raises(RuleFault, match=r"attachment\.size"):
        scans.add_to_draft(desk.counter, draft, "id_card", "大", picture(11 << 20))


def test_scans_on_the_card_and_of_the_cases_stand_on_the_card(desk: Desk) -> None:
    card = desk.new_card()
    scans.add_to_card(desk.counter, card, "户口本", picture(3000))
    case = desk.accepted(card).case
    scans.add_to_case(desk.counter, case, "id_card", "身份证", picture(3000))
    view = open_card(desk.counter, card)
    # The badge counts what the list below it says is on its way.
    assert (view.scans, view.way) == (2, "附件在途 2")
    (own,) = scans.card_lines(desk.counter, card)
    (other,) = scans.lines_of_cases(desk.counter, card)
    assert (own.title, own.of, own.way) == ("户口本", "", "在途：镇上还没收到")
    assert other.way == own.way
    assert other.title == "身份证"
    assert other.of.startswith("失业登记 ")
    assert other.of.endswith("身份证或社保卡")
    desk.sync()
    assert open_card(desk.counter, card).way == ""
    assert desk.world.office.under_way().count == 0
    scans.void_scan(desk.counter, own.id, "扫错了人")
    assert scans.card_lines(desk.counter, card) == ()
    assert open_card(desk.counter, card).scans == 1


def test_a_card_that_moved_away_shows_its_scans_and_takes_no_more(desk: Desk) -> None:
    town = neighbours(desk)
    card = town.card()
    scans.add_to_card(town.home, card.id, "户口本", picture(3000))
    town.sync()
    town.moved_to_liuhe(card)
    town.sync()
    assert [line.title for line in scans.card_lines(town.home, card.id)] == ["户口本"]
    with pytest.raises(RuleFault, match=r"scan\.closed") as caught:
        scans.add_to_card(town.home, card.id, "身份证", picture(4000))
    assert "转到柳河村" in str(caught.value.params["why"])
    (line,) = scans.card_lines(desk.counter, card.id)
    assert scans.open_scan(desk.counter, line) == picture(3000)
    scans.add_to_card(desk.counter, card.id, "身份证", picture(4000))
    town.sync()
    assert desk.world.office.under_way().count == 0


def test_scans_of_a_guests_case_are_seen_and_opened_in_his_own_village(desk: Desk) -> None:
    town = neighbours(desk)
    town.sync()
    draft = town.guest_draft()
    scans.add_to_draft(desk.counter, draft, "id_card", "身份证", picture(3000))
    case = accepting.accept(desk.counter, draft).case
    scans.add_to_case(desk.counter, case, "statement", "承诺书", picture(4000))
    town.sync()
    town.sync()
    (first,) = scans.case_lines(town.home, case, "id_card")
    (second,) = scans.case_lines(town.home, case, "statement")
    assert (first.way, second.way) == ("", "")
    assert scans.open_scan(town.home, second) == picture(4000)
    with pytest.raises(RuleFault, match=r"scan\.closed"):
        scans.add_to_case(town.home, case, "id_card", "又一张", picture(5000))
    scans.void_scan(desk.counter, second.id, "扫错了人")
    town.sync()
    assert scans.case_lines(town.home, case, "statement") == ()


def test_a_scan_added_before_the_village_heard_of_the_move_is_seen_where_he_went(
    desk: Desk,
) -> None:
    town = neighbours(desk)
    person = town.card()
    case = accepting.accept(town.home, _filled_at_beigou(town, person.id)).case
    town.sync()
    town.moved_to_liuhe(person, case)
    scans.add_to_case(town.home, case, "id_card", "身份证", picture(3000))
    town.sync()
    town.sync()
    (line,) = scans.case_lines(desk.counter, case, "id_card")
    assert scans.open_scan(desk.counter, line) == picture(3000)


def _filled_at_beigou(town: Town, person: str) -> str:
    draft = drafts.start(town.home, person, ITEM)
    papers = {key: {"got": True} for key in ("id_card", "statement")}
    looked_up = {"contract_end": {"exempt": True}}
    drafts.save_draft(town.home, draft, fields=FORM, papers={**papers, **looked_up})
    return draft


def test_one_scan_too_many_is_told_before_it_is_kept_and_one_refused_is_told_on_the_card(
    desk: Desk,
) -> None:
    card = desk.new_card()
    desk.sync()
    other = desk.world.station("liuhe2")
    desk.world.sync(other)
    _attach_many(other, card, 59)
    draft = desk.draft(card)
    for number in range(3):
        scans.add_to_card(desk.counter, card, f"第{number}页", picture(500, number))
    desk.world.sync(other)
    desk.sync()
    # Two of the three came when the card was full at the office.
    assert [line.title for line in scans.card_lines(desk.counter, card)].count("第0页") == 1
    assert len(desk.world.office.owned(card, "attachment")) == 60
    first, second = refused_lines(desk.counter, Asked()).lines
    assert (first.kind, first.record) == ("person", card)
    assert "添加扫描件" in first.said
    assert "“第2页”没有存：一件办件、一张卡最多 60 个附件" in first.said
    assert "第1页" in second.said
    with pytest.raises(RuleFault, match=r"attachment\.many"):
        scans.add_to_card(desk.counter, card, "再一页", picture(600))
    scans.add_to_draft(desk.counter, draft, "id_card", "身份证", picture(600))


def test_how_many_scans_may_be_attached_is_said_as_the_rule_has_it(desk: Desk) -> None:
    bound = scans.limits(desk.counter)
    assert bound.share is not None
    said = say_limits(desk.counter)
    assert f"每个最大 {bound.most >> 20} MB" in said
    assert f"最多 {bound.share.most} 个，共 {bound.share.most_sum >> 20} MB" in said


def test_an_application_takes_no_more_scans_than_its_case_may_have(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    for number in range(60):
        scan = draft_scans.DraftScan("", number, "id_card", "页", f"{number}", "image/jpeg", 500)
        draft_scans.add(desk.counter, draft, scan)
    with pytest.raises(RuleFault, match=r"attachment\.many"):
        scans.add_to_draft(desk.counter, draft, "statement", "承诺书", picture(500))


def _attach_many(station: FakeStation, card: str, count: int) -> None:
    def made(tx: Tx) -> list[Change]:
        owner, who = station.read(card), station.operator
        return [scanned(tx, who, owner, picture(500, 100 + number)) for number in range(count)]

    station.ledger.commit(station.operator, "scan.add", made)
