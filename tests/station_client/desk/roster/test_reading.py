"""One row: what is taken, mended, asked about, refused."""

from datetime import date

import pytest

from station_client.desk.roster.cells import Cell
from station_client.desk.roster.verdicts import Verdict
from tests.station_client.desk.roster.conftest import (
    HEAD,
    ZHAO,
    keys,
    plan_of,
    row_of,
    sheet,
    varied,
)

OLD_NUMBER = "990101730603666"


def test_a_sound_row_is_taken_as_it_stands() -> None:
    row = row_of(*ZHAO)
    assert row.verdict is Verdict.TAKEN
    assert row.remarks == ()
    assert row.values == {
        "household_no": "0001", "name": "赵一", "sex": "2", "birth_date": "1973-06-03",
        "id_no": "990101197306036667", "rel_to_head": "02", "mobile": "19900007104",
        "education": "90",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("990101 19730603 6667", "id-spaces"),
        ("９９０１０１１９７３０６０３６６６７", "id-width"),
        ("'990101197306036667", "id-apostrophe"),
        ("\u200b990101197306036667 ", "id-spaces"),
    ],
)
def test_marks_of_typing_are_taken_off_the_number(cell: str, key: str) -> None:
    row = row_of(*varied(ZHAO, 公民身份号码=cell))
    assert row.verdict is Verdict.REPAIRED
    assert keys(row) == [key]
    assert row.values["id_no"] == "990101197306036667"


def test_a_small_x_becomes_a_capital() -> None:
    cells = varied(ZHAO, 公民身份号码="99010119801120519x", 出生年月="1980-11-20", 性别="男")
    row = row_of(*cells)
    assert keys(row) == ["id-case"]
    assert row.values["id_no"] == "99010119801120519X"


def test_an_old_number_is_widened_when_it_agrees_with_the_rest() -> None:
    row = row_of(*varied(ZHAO, 公民身份号码=OLD_NUMBER))
    assert row.verdict is Verdict.REPAIRED
    assert row.values["id_no"] == "990101197306036667"[:17] + row.values["id_no"][-1]
    assert len(row.values["id_no"]) == 18
    number = row_of(*varied(ZHAO, 公民身份号码=float(OLD_NUMBER)))
    assert number.values["id_no"] == row.values["id_no"]


def test_an_old_number_of_somebody_born_later_is_asked_about() -> None:
    row = row_of(*varied(ZHAO, 公民身份号码=OLD_NUMBER, 出生年月="2003-06-03"))
    assert row.verdict is Verdict.ASKED
    assert row.held


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("", "id-blank"),
        (9.90101199608295e17, "id-ruined"),
        ("9.90101E+17", "id-ruined"),
        ("990101197306036000", "id-ruined"),
        ("99010119730603666", "id-shape"),
        ("不详", "id-shape"),
    ],
)
def test_a_number_without_a_reading_is_refused(cell: Cell, key: str) -> None:
    row = row_of(*varied(ZHAO, 公民身份号码=cell))
    assert row.verdict is Verdict.REFUSED
    assert keys(row) == [key]
    assert not row.writes
    assert row.values["mobile"] == "19900007104"


def test_a_number_that_excel_ruined_is_not_saved_by_a_check_digit_that_happens_to_fit() -> None:
    row = row_of(*varied(ZHAO, 公民身份号码=990101199608296000.0, 出生年月="1996-08-29"))
    assert keys(row) == ["id-ruined"]


def test_in_a_text_file_a_sound_number_that_ends_in_zeros_is_asked_about() -> None:
    cells = varied(ZHAO, 公民身份号码="990101197306035000")
    assert keys(row_of(*cells, text_only=True))[0] in {"id-ends-000", "id-ruined"}
    for sixth in range(10):
        number = f"99010119730603{sixth}000"
        row = row_of(*varied(ZHAO, 公民身份号码=number), text_only=True)
        assert not row.writes


def test_a_wrong_check_digit_is_asked_about() -> None:
    row = row_of(*varied(ZHAO, 公民身份号码="990101197306036668"))
    assert row.verdict is Verdict.ASKED
    assert keys(row) == ["id-check"]
    assert row.held
    assert "id_no" not in row.values


@pytest.mark.parametrize("number", ["990101202906030013", "990101187006030015"])
def test_a_number_of_somebody_not_yet_born_or_too_old_is_refused(number: str) -> None:
    from ledger.rules.people import check_character

    sound = number[:17] + check_character(number[:17])
    assert keys(row_of(*varied(ZHAO, 公民身份号码=sound)))[0] == "id-no-date"


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("1973.06", "birth-completed"),
        ("1973年6月", "birth-completed"),
        ("1973/06/03", "birth-form"),
        (date(1973, 6, 3), "birth-cell"),
        (26818.0, "birth-cell"),
        ("", "birth-from-id"),
        ("属牛", "birth-unreadable"),
    ],
)
def test_a_birth_date_is_completed_from_the_number(cell: Cell, key: str) -> None:
    row = row_of(*varied(ZHAO, 出生年月=cell))
    assert row.verdict is Verdict.REPAIRED
    assert keys(row) == [key]
    assert row.values["birth_date"] == "1973-06-03"


@pytest.mark.parametrize("cell", ["1974-06-03", "1973.07", "1974"])
def test_a_birth_date_at_odds_with_the_number_is_asked_about(cell: str) -> None:
    row = row_of(*varied(ZHAO, 出生年月=cell))
    assert row.verdict is Verdict.ASKED
    assert keys(row) == ["birth-differs"]
    assert row.held


def test_a_sex_at_odds_with_the_number_is_asked_about() -> None:
    row = row_of(*varied(ZHAO, 性别="男"))
    assert keys(row) == ["sex-differs"]
    assert row.held
    assert keys(row_of(*varied(ZHAO, 性别=""))) == ["sex-from-id"]


@pytest.mark.parametrize(
    ("cell", "mobile", "phone", "key"),
    [
        ("19900007104/043112345678", "19900007104", "043112345678", "phone-split"),
        ("043112345678、19900007104", "19900007104", "043112345678", "phone-split"),
        ("0431-12345678", None, "0431-12345678", None),
        (19900007104.0, "19900007104", None, None),
        ("+86 199 0000 7104", None, None, "phone-bad"),
        ("199-0000-7104", "19900007104", None, "phone-form"),
        ("１９９００００７１０４", "19900007104", None, "phone-form"),
        ("无", None, None, None),
        ("", None, None, None),
    ],
)
def test_telephones_go_where_they_belong(
    cell: Cell, mobile: str | None, phone: str | None, key: str | None
) -> None:
    row = row_of(*varied(ZHAO, 联系电话=cell))
    assert row.values.get("mobile") == mobile
    assert row.values.get("phone") == phone
    assert set(keys(row)) == ({key} if key else set())


@pytest.mark.parametrize(
    ("cell", "key"),
    [("1990000710", "phone-bad"), ("19900007104/19900007105", "phone-two")],
)
def test_a_doubtful_telephone_is_asked_about_and_the_rest_is_taken(cell: str, key: str) -> None:
    row = row_of(*varied(ZHAO, 联系电话=cell))
    assert row.verdict is Verdict.ASKED
    assert keys(row) == [key]
    assert row.writes
    assert "mobile" not in row.changes


@pytest.mark.parametrize(
    ("cell", "name"),
    [("段\u3000强子", "段强子"), ("赵 一", "赵一"), ("买买提•吐尔逊", "买买提·吐尔逊")],
)
def test_blanks_in_a_name_are_taken_out(cell: str, name: str) -> None:
    row = row_of(*varied(ZHAO, 姓名=cell))
    assert row.values["name"] == name
    assert keys(row) == ["name-spaces"]


@pytest.mark.parametrize("name", ["赵一", "\U00030000一", "䶮一", "〇一"])
def test_rare_characters_are_names_like_others(name: str) -> None:
    assert row_of(*varied(ZHAO, 姓名=name)).verdict is Verdict.TAKEN


def test_a_stand_in_character_is_taken_and_asked_about() -> None:
    row = row_of(*varied(ZHAO, 姓名="唐然\ue003"))
    assert row.verdict is Verdict.ASKED
    assert keys(row) == ["name-stand-in"]
    assert row.writes


@pytest.mark.parametrize("cell", ["赵1", "赵一(已故)", "赵" * 51])
def test_a_name_that_is_none_is_asked_about(cell: str) -> None:
    row = row_of(*varied(ZHAO, 姓名=cell))
    assert keys(row) == ["name-odd"]
    assert row.held


def test_a_row_without_a_name_is_refused() -> None:
    assert keys(row_of(*varied(ZHAO, 姓名=" "))) == ["name-blank"]


@pytest.mark.parametrize(
    ("cell", "code"), [("初中毕业", "71"), ("初中", "71"), ("大学本科", "21"), ("文盲", "90")]
)
def test_words_become_codes(cell: str, code: str) -> None:
    row = row_of(*varied(ZHAO, 文化程度=cell))
    assert row.values["education"] == code
    assert row.verdict is Verdict.TAKEN


def test_a_word_no_table_knows_is_asked_about_and_counted() -> None:
    plan = plan_of(sheet(varied(ZHAO, 文化程度="私塾")))
    assert keys(plan.rows[0]) == ["word-unknown"]
    assert plan.rows[0].writes
    assert plan.unknown_words == {("education", "私塾"): 1}


def test_a_passport_is_not_held_to_the_rules_of_identity_cards() -> None:
    head = (*HEAD, "证件类型")
    cells = (*varied(ZHAO, 公民身份号码="E12345678"), "护照")
    row = row_of(*cells, head=head)
    assert row.values["id_no"] == "E12345678"
    assert row.values["id_type"] == "05"
    assert row.writes


def test_ticked_columns_become_tags_and_kinds_of_insurance() -> None:
    head = (*HEAD, "居民养老保险", "低保", "残疾")
    plan = plan_of(
        sheet(
            (*ZHAO, "√", "是", "肢体三级"),
            (
                *varied(ZHAO, 公民身份号码="990101197006103063", 出生年月="1970-06-10"),
                "否",
                "",
                "无",
            ),
            head=head,
        )
    )
    first, second = plan.rows
    assert first.values["pension_kind"] == "2"
    assert first.values["person_tags"] == ["11", "19"]
    assert first.values["remark"] == "残疾人：肢体三级"
    assert "pension_kind" not in second.values
    assert "person_tags" not in second.values
    assert second.verdict is Verdict.TAKEN
