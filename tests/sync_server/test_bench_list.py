"""The benches as lists: who sees which, what is found, what changed, what can be taken along."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
import python_calamine

from sync_server.office import Office
from tests.helpers.fakes import FakeWall
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor

Visit = Callable[[str], Visitor]


def names(page: str) -> list[str]:
    return re.findall(r'<td class="name"><a [^>]*>([^<]+)</a>', page)


@pytest.mark.parametrize(
    ("who", "own", "others"),
    [
        ("孙丽", "综合受理", ("分类审批", "综合出件")),
        ("李明", "分类审批", ("综合受理", "综合出件")),
        ("赵静", "综合出件", ("综合受理", "分类审批")),
    ],
)
def test_B03_three_people_see_three_different_benches(
    visit: Visit, who: str, own: str, others: tuple[str, ...]
) -> None:
    visitor = visit(who)
    visitor.open("/")
    assert own in visitor.text
    assert not [other for other in others if other in visitor.text]


def test_B03_who_accepts_has_no_approve_button(arrived: str, visit: Visit) -> None:
    visitor = visit("孙丽")
    visitor.open(f"/case/{arrived}")
    assert "do/pass" not in visitor.page
    assert "do/take" not in visitor.page
    visitor.send(f"/case/{arrived}/do/take")
    assert visitor.status == 409


def test_B03_the_issuing_window_hands_out_nothing_that_is_not_decided(
    office: Office, arrived: str, visit: Visit
) -> None:
    visitor = visit("赵静")
    visitor.open("/bench/issue")
    assert "待出件 0 件" in visitor.text
    visitor.open(f"/case/{arrived}")
    assert "do/hand_over" not in visitor.page
    visitor.send(f"/case/{arrived}/do/hand_over", receiver="赵国强", receiver_check="01")
    assert visitor.status == 409
    record = office.ledger.record(arrived)
    assert record is not None
    assert record.data["state"] == "S24"


def test_a_bench_of_another_post_is_refused(visit: Visit) -> None:
    visitor = visit("孙丽")
    visitor.open("/bench/review")
    assert visitor.status == 409
    assert "不是您的岗位" in visitor.text


def test_the_administrator_sees_no_case(arrived: str, visit: Visit) -> None:
    visitor = visit("周管")
    visitor.open(f"/case/{arrived}")
    assert "赵国强" not in visitor.text


def test_the_earliest_deadline_stands_first_and_its_colour_is_said_in_words(
    office: Office, village: Village, wall: FakeWall, visit: Visit
) -> None:
    village.case(village.person("周桂芝", date(1980, 1, 2)))
    wall.advance(days=4)
    village.case(village.person("马晓东", date(1980, 1, 3), "1"))
    village.send_to(office)
    visitor = visit("李明")
    visitor.open("/bench/review")
    assert names(visitor.page) == ["周桂芝", "马晓东"]
    assert "超 1 天" in visitor.text
    assert "超期 1 · 今天到期 0" in visitor.text


def test_search_village_and_order_narrow_the_bench(
    office: Office, let_in: Callable[..., Village], visit: Visit
) -> None:
    here = let_in()
    there = let_in("北沟村服务站", "990101001003", "于海")
    here.case(here.person("李永福", date(1975, 7, 8), "1"))
    here.case(here.person("郑佳琪", date(1985, 7, 8)))
    there.case(there.person("李永福", date(1976, 7, 9), "1"))
    here.send_to(office)
    there.send_to(office)
    visitor = visit("李明")
    visitor.open("/bench/review?q=李永")
    assert names(visitor.page) == ["李永福", "李永福"]
    visitor.open("/bench/review?q=李永&area=990101001003")
    assert names(visitor.page) == ["李永福"]
    visitor.open("/bench/review?area=990101001001&sort=name&down=1")
    assert sorted(names(visitor.page)) == ["李永福", "郑佳琪"]
    visitor.open("/bench/review?q=没有的人")
    assert "没有找到" in visitor.text


def test_what_changed_is_told_without_moving_a_row(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    visitor = visit("李明")
    page = visitor.open("/bench/review")
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    visitor.open(f"/bench/review/news?seen={seen[1]}")
    assert visitor.text == ""
    village.case(village.person("周桂芝", date(1980, 1, 2)))
    village.send_to(office)
    visitor.open(f"/bench/review/news?seen={seen[1]}")
    assert "新到 1 件" in visitor.text
    village.step(arrived, "withdraw", withdrawn_reason="已找到工作")
    village.send_to(office)
    visitor.open(f"/bench/review/news?seen={seen[1]}")
    assert f'data-gone="{arrived}"' in visitor.page


def test_a_long_bench_comes_in_pages(office: Office, village: Village, visit: Visit) -> None:
    for number in range(52):
        village.case(village.person("周桂芝", date(1960, 1, 1 + number % 28)))
    village.send_to(office)
    visitor = visit("李明")
    visitor.open("/bench/review")
    assert len(names(visitor.page)) == 50
    assert "第 1 页，共 2 页" in visitor.text
    visitor.open("/bench/review?page=2")
    assert len(names(visitor.page)) == 2


def test_the_excel_file_says_who_took_it_and_the_taking_is_logged(
    office: Office, arrived: str, visit: Visit
) -> None:
    visitor = visit("李明")
    answer = visitor.fetch("/bench/review/sheet")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert "李明 于 2026-11-23 09:00 取出" in str(rows[1][0])
    assert rows[4][1] == "赵国强"
    entry = office.ledger.local.diary.recent("access")[0].data
    assert (entry["name"], entry["action"], entry["records"]) == ("李明", "export", 1)


def test_a_search_full_of_sql_finds_nothing_and_harms_nothing(arrived: str, visit: Visit) -> None:
    visitor = visit("李明")
    visitor.open("/bench/review?q=' OR 1=1 --&sort=data) DESC;--&page=-1&area=' OR ''='")
    assert visitor.status == 200
    assert names(visitor.page) == []


@pytest.mark.parametrize(("ahead", "told"), [(-30, False), (0, True), (365, True)])
def test_the_bench_says_that_days_off_are_not_known_yet(
    office: Office, wall: FakeWall, visit: Visit, *, ahead: int, told: bool
) -> None:
    wall.advance(days=ahead)
    visitor = visit("李明")
    visitor.open("/bench/review")
    assert office.year_without_calendar() == (2027 if told else None)
    assert ("程序里还没有 2027 年的放假安排" in visitor.text) is told
