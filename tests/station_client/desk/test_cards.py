"""Cards as the operator meets them."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ledger.core.act import Trust
from ledger.core.faults import RuleFault
from ledger.core.record import EVERYBODY, Change
from station_client.desk import cards
from station_client.desk.standing import Sign
from station_client.desk.views import CardView, FieldView
from tests.helpers.world import OTHER_VILLAGE
from tests.station_client.desk.conftest import TYPED, ZHAO_ID, Desk


def field(card: CardView, name: str) -> FieldView:
    return next(each for group in card.groups for each in group.fields if each.name == name)


def test_a_new_card_takes_birth_date_and_sex_from_the_id_number(desk: Desk) -> None:
    saved = cards.create_card(desk.counter, TYPED)
    card = cards.open_card(desk.counter, saved.record)
    assert field(card, "birth_date").value == "1982-05-16"
    assert field(card, "birth_date").shown == "1982年5月16日"
    assert field(card, "sex").shown == "男性"
    assert saved.text == "赵国强 的卡已建好，存在本站。"
    assert len(desk.read(saved.record).data["card_no"]) == 23


def test_the_head_says_who_it_is_without_showing_the_number(desk: Desk) -> None:
    head = cards.open_card(desk.counter, desk.new_card(birth_date="1976-05-16", id_no="")).head
    assert head.line == "男 · 50岁 · 汉族" or head.age == 50
    head = cards.open_card(desk.counter, desk.new_card()).head
    assert head.id_shown == "9901**********1519"
    assert head.phone_shown == "199****0496"
    assert head.line == "男 · 44岁 · 汉族"
    assert head.address == "4组18号"
    assert [badge.text for badge in head.badges] == ["未登记失业", "农村"]


def test_a_woman_of_forty_out_of_work_is_marked_4050(desk: Desk) -> None:
    person = desk.new_card(name="金凤兰", id_no="", birth_date="1985-03-02", sex="2")
    badges = [badge.text for badge in cards.open_card(desk.counter, person).head.badges]
    assert "4050" in badges


def test_the_card_is_shown_in_its_groups_with_words_for_codes(desk: Desk) -> None:
    card = cards.open_card(desk.counter, desk.new_card())
    assert [group.title for group in card.groups][:2] == [
        group.zh for group in desk.counter.catalogue.kinds["person"].groups[:2]
    ]
    assert field(card, "hukou_type").shown == "本地农村"
    assert field(card, "age").value == 44
    assert not field(card, "age").editable
    assert field(card, "completeness").value > 50


def test_a_second_card_with_the_same_id_number_opens_the_first_J02(desk: Desk) -> None:
    first = desk.new_card()
    notices = cards.check_card(desk.counter, {"id_no": ZHAO_ID, "name": "赵国庆"})
    twin = next(notice for notice in notices if notice.existing)
    assert (twin.existing, twin.level) == (first, "block")
    assert twin.text == (
        "赵国强 已有一张卡，证件号码是 9901**********1519。不用再建，打开那张就行。"
    )
    with pytest.raises(RuleFault) as refused:
        cards.create_card(desk.counter, {**TYPED, "name": "赵国庆"})
    assert refused.value.code == "card.duplicate"
    assert refused.value.params["record"] == first


def test_two_terminals_saving_the_same_person_at_once_make_one_card_J02(desk: Desk) -> None:
    outcomes: list[Any] = []
    start = threading.Barrier(4)

    def save() -> None:
        start.wait()
        try:
            outcomes.append(cards.create_card(desk.counter, TYPED).record)
        except RuleFault as fault:
            outcomes.append(fault.code)

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("card.duplicate") == 3
    assert len(desk.counter.ledger.lookup("person", "id_no", ZHAO_ID)) == 1


def test_an_id_number_with_a_wrong_check_digit_is_not_saved(desk: Desk) -> None:
    notices = cards.check_card(desk.counter, {**TYPED, "id_no": "990101198205161510"})
    assert any(notice.field == "id_no" and notice.level == "block" for notice in notices)
    with pytest.raises(RuleFault) as refused:
        cards.create_card(desk.counter, {**TYPED, "id_no": "990101198205161510"})
    assert refused.value.code == "card.findings"
    assert refused.value.params["n"] == 1


def test_somebody_of_the_same_name_and_birth_is_named(desk: Desk) -> None:
    first = desk.new_card()
    notices = cards.check_card(
        desk.counter,
        {"name": "赵国强", "birth_date": "1982-05-16", "sex": "1"},
    )
    hint = next(notice for notice in notices if notice.key == "name:namesake")
    assert hint.level == "warn"
    assert hint.existing == first
    assert "1982-05-16" in hint.text


def test_a_changed_phone_is_saved_and_told_by_its_name(desk: Desk) -> None:
    person = desk.new_card()
    card = cards.open_card(desk.counter, person)
    saved = cards.edit_card(desk.counter, person, {"mobile": "199 0000 0777"}, card.seen)
    assert saved.text == "赵国强 的手机号码已改好，存在本站。"
    assert desk.read(person).data["mobile"] == "19900000777"


def test_saving_without_a_change_says_so(desk: Desk) -> None:
    person = desk.new_card()
    with pytest.raises(RuleFault) as refused:
        cards.edit_card(desk.counter, person, {"mobile": "19900000496"}, ())
    assert refused.value.code == "card.nothing-changed"


def test_old_faults_in_other_fields_do_not_stand_in_the_way(desk: Desk) -> None:
    record = desk.station.create(7, id_no="990101198205161510")
    saved = cards.edit_card(desk.counter, record.id, {"education": "初中毕业"}, record.seen)
    assert desk.read(saved.record).data["education"] == "71"


def test_history_says_who_changed_what_where_and_whether_it_arrived(desk: Desk) -> None:
    person = desk.new_card()
    seen = cards.open_card(desk.counter, person).seen
    desk.sync()
    cards.edit_card(desk.counter, person, {"mobile": "19900000777"}, seen)
    newest, *older = cards.history(desk.counter, person)
    assert (newest.label, newest.before, newest.after) == (
        "手机号码", "199****0496", "199****0777",
    )  # fmt: skip
    assert (newest.who, newest.where, newest.deed) == ("王秀英", "本站", "改卡")
    assert not newest.received
    assert all(line.received for line in older)
    desk.sync()
    assert cards.history(desk.counter, person)[0].received


def test_history_names_the_clerk_of_the_office_who_wrote(desk: Desk) -> None:
    person = desk.new_card()
    desk.sync()
    world = desk.world
    change = Change("person", {"mobile": "19900000888"}, record=person)
    clerk = world.hire(world.office, "周敏", ["T1"], EVERYBODY, "T")
    world.office.commit(clerk, "card.edit", [change])
    desk.sync()
    newest = cards.history(desk.counter, person)[0]
    assert (newest.who, newest.after) == ("周敏", "199****0888")


def test_the_sign_turns_from_saved_to_received(desk: Desk) -> None:
    person = desk.new_card()
    assert cards.open_card(desk.counter, person).head.standing.sign is Sign.SAVED
    desk.sync()
    standing = cards.open_card(desk.counter, person).head.standing
    assert (standing.sign, standing.text) == (Sign.RECEIVED, "所已收")


def test_two_numbers_for_one_phone_are_told_with_who_and_when_and_settled(desk: Desk) -> None:
    person = desk.new_card()
    desk.sync()
    other = desk.world.station("second")
    desk.world.sync(other)
    theirs = other.read(person)
    mine = desk.read(person)
    cards.edit_card(desk.counter, person, {"mobile": "19900000777"}, mine.seen)
    desk.wall.advance(days=1)
    other.edit(theirs, mobile="19900008813")
    desk.world.sync(other)
    desk.sync()
    card = cards.open_card(desk.counter, person)
    (conflict,) = card.conflicts
    assert conflict.title == "“手机号码”有 2 个说法"
    assert "199****0777（王秀英）" in conflict.sentence
    assert "11月24日记 199****8813" in conflict.sentence
    assert field(card, "mobile").conflict
    saved = cards.settle(desk.counter, person, "mobile", conflict.choices[1].value)
    assert cards.open_card(desk.counter, person).conflicts == ()
    assert desk.read(person).data["mobile"] == "19900008813"
    assert saved.text == "赵国强 的“手机号码”已定下，存在本站。"


def test_a_covered_number_is_shown_for_a_purpose_and_the_look_is_logged(desk: Desk) -> None:
    person = desk.new_card()
    with pytest.raises(RuleFault) as refused:
        cards.reveal(desk.counter, person, "id_no", " ")
    assert refused.value.code == "card.reveal-purpose"
    assert cards.reveal(desk.counter, person, "id_no", "核对身份证原件") == ZHAO_ID
    (entry,) = desk.counter.ledger.local.diary.recent("access")
    assert entry.data["object"] == person
    assert entry.data["fields"] == ["id_no"]
    assert entry.data["purpose"] == "核对身份证原件"


def test_people_are_found_by_initials_and_by_the_end_of_the_number(desk: Desk) -> None:
    person = desk.new_card()
    assert [row.id for row in cards.find_people(desk.counter, "zgq").rows] == [person]
    (row,) = cards.find_people(desk.counter, "1519").rows
    assert (row.sex_age, row.id_shown) == ("男 44", "9901…1982****1519")


def test_before_anything_is_typed_the_last_ones_come_first(desk: Desk) -> None:
    for number in range(3):
        desk.station.create(number)
    person = desk.new_card()
    other = desk.station.create(9, name="安小小")
    found = cards.find_people(desk.counter, "")
    assert [row.id for row in found.rows[:2]] == [person, other.id]
    assert found.total == 5


def test_a_dead_persons_card_can_be_read_but_not_changed(desk: Desk) -> None:
    person = desk.station.create(3, card_status="3").id
    card = cards.open_card(desk.counter, person)
    assert card.locked == "这张卡是“死亡”，只能看，不能改。"
    assert not any(each.editable for group in card.groups for each in group.fields)
    with pytest.raises(RuleFault) as refused:
        cards.edit_card(desk.counter, person, {"mobile": "19900000777"}, card.seen)
    assert refused.value.code == "card.locked"


def test_a_person_moved_to_another_village_can_still_be_read_here(desk: Desk) -> None:
    person = desk.new_card()
    desk.sync()
    world = desk.world
    clerk = world.hire(world.office, "周敏", ["T1"], EVERYBODY, "T")
    move = Change("person", {"area": OTHER_VILLAGE}, person, Trust.OFFICE)
    world.office.commit(clerk, "card.edit", [move])
    desk.sync()
    card = cards.open_card(desk.counter, person)
    assert "只能看，不能改" in card.locked
    assert not any(each.editable for group in card.groups for each in group.fields)
    with pytest.raises(RuleFault) as refused:
        cards.edit_card(desk.counter, person, {"mobile": "19900000777"}, card.seen)
    assert refused.value.code == "card.locked"


def test_a_blank_card_starts_with_the_village(desk: Desk) -> None:
    card = cards.blank_card(desk.counter, {"name": "新来的"})
    assert card.id == ""
    assert field(card, "name").value == "新来的"
    assert field(card, "live_division").value == desk.counter.site.area
