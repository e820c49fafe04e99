"""What the project declares is whole, and the words of rosters are known."""

import datetime

import pytest

from ledger.catalogue.check import main
from ledger.catalogue.checks.fields import value_fault
from ledger.catalogue.model import Catalogue

# Every value that the demonstration rosters carry in a coded column.
ROSTER_WORDS = {
    "sex": {"男": "1", "女": "2"},
    "ethnic": {"汉族": "01", "汉": "01", "满族": "11", "朝鲜族": "10", "回族": "03"},
    "rel_to_head": {
        "户主": "02",
        "配偶": "10",
        "夫": "11",
        "妻": "12",
        "子": "20",
        "长子": "22",
        "次子": "23",
        "女": "30",
        "长女": "32",
        "儿媳": "38",
        "孙子": "41",
        "孙女": "42",
        "父亲": "51",
        "母亲": "52",
    },
    "education": {
        "硕士": "14",
        "大学本科": "21",
        "本科": "21",
        "大专": "31",
        "中专": "41",
        "技校": "47",
        "高中": "61",
        "初中": "71",
        "初中毕业": "71",
        "小学": "81",
        "文盲": "90",
    },
    "marital": {"未婚": "10", "已婚": "20", "丧偶": "30", "离婚": "40"},
    "hukou_type": {"农业": "20", "非农业": "10", "居民户口": "50"},
    "emp_status": {
        "在职": "11",
        "个体": "12",
        "灵活就业": "13",
        "公益性岗位": "14",
        "外出务工": "15",
        "务农": "16",
        "失业": "22",
        "无业": "22",
        "学生": "31",
        "退休": "32",
    },
}


def test_the_project_s_own_declarations_and_texts_have_no_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main([])
    assert capsys.readouterr().err == ""
    assert code == 0


@pytest.mark.parametrize("field", ROSTER_WORDS)
def test_every_word_of_the_rosters_finds_its_code(catalogue: Catalogue, field: str) -> None:
    table = catalogue.codes[catalogue.kinds["person"].fields[field].codes or ""]
    found = {word: table.find(word) for word in ROSTER_WORDS[field]}
    assert found == ROSTER_WORDS[field]


def test_every_default_passes_its_own_type(catalogue: Catalogue) -> None:
    faults = [
        (kind.code, field.name, value_fault(catalogue, field, field.default))
        for kind in catalogue.kinds.values()
        for field in kind.fields.values()
        if field.default is not None
    ]
    assert len(faults) > 10
    assert [fault for fault in faults if fault[2]] == []


def test_everything_with_a_name_has_it_in_both_languages(catalogue: Catalogue) -> None:
    named = [item for table in catalogue.codes.values() for item in table.items]
    nameless = [item.code for item in named if not item.zh.strip() or not item.en.strip()]
    assert len(named) > 800
    assert nameless == []


def test_the_card_has_every_field_of_groups_a_to_e(catalogue: Catalogue) -> None:
    sizes = {group.code: len(group.fields) for group in catalogue.kinds["person"].groups}
    # Of group A's 24 fields person_id is the record itself and finger_ref is left out on purpose;
    # the derived labour_age_flag of TZ-01 and the birth_proof of V-05 stand beside age and birth.
    assert (sizes["A"], sizes["B"], sizes["C"], sizes["D"], sizes["E"]) == (24, 15, 8, 6, 31)


def test_a_case_keeps_what_the_application_form_asks(catalogue: Catalogue) -> None:
    case = catalogue.kinds["case"].fields
    assert set(catalogue.items["V-JY-02"].fields) <= set(case)
    assert case["prev_employer"].required is False
    assert case["phone"].search == "phone"


def test_v_jy_02_has_eighteen_guide_entries_in_the_declared_order(catalogue: Catalogue) -> None:
    item = catalogue.items["V-JY-02"]
    assert list(item.guide) == [entry.key for entry in catalogue.guide]
    assert len(item.guide) == 18


def test_v_jy_02_takes_three_working_days(catalogue: Catalogue) -> None:
    item = catalogue.items["V-JY-02"]
    assert (item.limit.legal, item.days, item.unit) == (10, 3, "work")


def test_the_last_employer_is_asked_for_only_after_a_contract(catalogue: Catalogue) -> None:
    item = catalogue.items["V-JY-02"]
    employer = item.fields["prev_employer"]
    paper = next(paper for paper in item.papers if paper.key == "contract_end")
    for reason, asked in (("01", False), ("02", True), ("03", True), ("99", False)):
        assert employer.needed({"unemp_reason": reason}) is asked
        assert paper.asked({"unemp_reason": reason}) is asked
    assert paper.exempt_by_check


def test_a_case_the_office_has_received_shows_as_waiting_there(catalogue: Catalogue) -> None:
    flow = catalogue.flows["K2"]
    assert flow.shown("S24", received=False).code == "S24"
    assert flow.shown("S24", received=True).code == "S30"
    assert flow.shown("S25", received=True).sign == "half"
    assert flow.shown("S50", received=True).code == "S50"


def test_a_decision_stands_over_everything_before_it(catalogue: Catalogue) -> None:
    order = catalogue.flows["K2"].precedence
    assert order["S50"] > order["S13"] > order["S32"] > order["S31"] > order["S24"] > order["S20"]
    assert order["S20"] > order["S12"] > order["S10"]


def test_nobody_reviews_a_case_twice(catalogue: Catalogue) -> None:
    steps = catalogue.flows["K2"].transitions
    for key in ("take", "return", "pass", "fail"):
        assert ("first_reviewer", "SD-01") in [(a.field, a.rule) for a in steps[key].apart]


def test_a_one_person_village_may_accept_and_review_first(catalogue: Catalogue) -> None:
    apart = catalogue.flows["K2"].transitions["first_pass"].apart
    assert all("V" not in one.levels for one in apart if one.field == "accepted_by")


def test_what_belongs_to_the_office_cannot_be_done_offline(catalogue: Catalogue) -> None:
    steps = catalogue.flows["K2"].transition
    online = {step.key for step in steps if not step.offline}
    assert online == {"take", "return", "pass", "fail"}


@pytest.mark.parametrize("code", ["TZ-01", "TZ-05", "TZ-43"])
def test_ledger_columns_carry_the_names_of_their_fields(catalogue: Catalogue, code: str) -> None:
    ledger = catalogue.ledgers[code]
    assert ledger.columns[0].field == "seq"
    assert all(column.zh and column.en for column in ledger.columns)


def test_tz_05_shows_the_person_the_row_belongs_to(catalogue: Catalogue) -> None:
    columns = {column.field: column for column in catalogue.ledgers["TZ-05"].columns}
    assert (columns["name"].source, columns["name"].zh) == ("owner", "姓名")
    assert (columns["case_no"].source, columns["case_no"].zh) == ("case", "办件编号")


def test_the_calendars_know_holidays_and_make_up_days(catalogue: Catalogue) -> None:
    year = catalogue.calendar.years[2026]
    assert datetime.date(2026, 2, 17) in year.days_off
    assert datetime.date(2026, 10, 10) in year.workdays
    assert sorted(catalogue.calendar.years) == [2025, 2026]


def test_the_calendars_agree_with_the_published_holidays(catalogue: Catalogue) -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar")
    for number, year in catalogue.calendar.years.items():
        published = {day for day in chinese_calendar.holidays if day.year == number}
        assert published == year.days_off
        assert {d for d in chinese_calendar.workdays if d.year == number} == set(year.workdays)


def test_divisions_are_named_with_those_above_them(catalogue: Catalogue) -> None:
    assert catalogue.division_name("990101001001") == "柳河村"
    assert catalogue.division_name("990101001001", full=True) == "示范省示范市示范县青石镇柳河村"
    english = catalogue.division_name("990101001001", "en", full=True)
    assert english.startswith("Liuhe Village, Qingshi Town")
    assert catalogue.division_name("123456") == "123456"


def test_office_and_station_are_named_by_the_region(catalogue: Catalogue) -> None:
    profile = catalogue.profile
    assert profile.office_name("青石镇", "zh") == "青石镇人力资源社会保障事务所"
    assert profile.station_name("青石镇", "柳河村", "zh") == "柳河村人力资源社会保障服务站"
    assert profile.document_no("青石镇", 2026, 12, "zh") == "青石镇人社服告〔2026〕12号"


def test_tables_of_states_posts_divisions_and_items_are_made(catalogue: Catalogue) -> None:
    assert catalogue.codes["CT-23"].label("S32") == "退回补办"
    assert catalogue.codes["CT-29"].label("T3", "en") == "Second review"
    assert catalogue.codes["division"].find("柳河") == "990101001001"
    assert catalogue.codes["item"].label("V-JY-02") == "失业登记"
