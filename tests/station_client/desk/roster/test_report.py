"""The roster handed back, with the verdict on every row."""

from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault
from station_client.desk.roster import importing
from station_client.desk.roster.report import write_report
from station_client.desk.roster.verdicts import Verdict
from station_client.desk.roster.wording import explain, verdict_text
from station_client.desk.roster.workbook import read_sheets
from tests.helpers.world import catalogue, texts
from tests.station_client.desk.conftest import Desk
from tests.station_client.desk.roster.conftest import (
    LIN,
    LIUHE,
    ZHAO,
    FakeCards,
    card,
    plan_of,
    row_of,
    sheet,
    varied,
)
from tests.station_client.desk.roster.test_running import written


def test_every_row_of_liuhe_comes_back_with_verdict_and_reason(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    done = importing.import_file(desk.counter, LIUHE, path)
    original, report = read_sheets(LIUHE).sheets[0], read_sheets(path)
    assert [one.name for one in report.sheets] == ["导入结果汇总", "柳河村", "填表说明"]
    rows = report.sheets[1].rows
    assert rows[2][20:22] == ("导入结果", "导入说明")
    assert len(rows) == len(original.rows)
    verdicts = {row.number: row.verdict for row in done.final}
    say = texts("zh")
    for number, verdict in verdicts.items():
        assert rows[number - 1][20] == verdict_text(say, verdict)
        if verdict in (Verdict.ASKED, Verdict.REFUSED, Verdict.REPAIRED, Verdict.SKIPPED):
            assert rows[number - 1][21]
    assert rows[4][2] == original.rows[4][2]


def test_the_report_can_be_mended_and_imported_again(desk: Desk, tmp_path: Path) -> None:
    ruined = varied(ZHAO, 公民身份号码=9.90101197306036e17)
    source = written(tmp_path / "a.xlsx", LIN, ruined)
    path = tmp_path / "report.xlsx"
    importing.import_file(desk.counter, source, path)
    sheet_back = read_sheets(path).sheets[1]
    assert sheet_back.rows[2][5] == "990101197306036???"
    again = importing.import_file(desk.counter, path)
    assert (again.rows, again.unchanged, again.refused) == (2, 1, 1)


def test_a_cell_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    plan = plan_of(sheet(varied(ZHAO, 文化程度='=HYPERLINK("http://x")')))
    write_report(plan, tmp_path / "r.xlsx", texts("zh"), catalogue())
    assert read_sheets(tmp_path / "r.xlsx").sheets[1].rows[1][8] == '=HYPERLINK("http://x")'


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    plan = plan_of(sheet(ZHAO))
    with pytest.raises(EnvironmentFault, match=r"roster.report-unwritten"):
        write_report(plan, tmp_path / "no" / "r.xlsx", texts("zh"), catalogue())
    assert list(tmp_path.iterdir()) == []


def test_names_of_sheets_that_excel_refuses_are_made_fit(tmp_path: Path) -> None:
    from dataclasses import replace

    one = replace(sheet(ZHAO), name="一组/二组:[全]" + "长" * 40)
    write_report(plan_of(one, one), tmp_path / "r.xlsx", texts("zh"), catalogue())
    names = [page.name for page in read_sheets(tmp_path / "r.xlsx").sheets]
    assert len(names) == 3
    assert len(set(names)) == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_remark_has_words_in_both_languages(lang: str) -> None:
    say = texts("en" if lang == "en" else "zh")
    sound = {"name": "赵一", "id_no": "990101197306036667", "mobile": "19900000002", "sex": "1"}
    known = FakeCards(card(**sound))
    rows = [
        row_of(*varied(ZHAO, 联系电话="1990000710", 文化程度="私塾", 出生年月="1973.06")),
        row_of(*varied(ZHAO, 公民身份号码="", 姓名="赵1")),
        row_of(*varied(ZHAO, 性别="男")),
        row_of(*ZHAO, known=known),
        row_of(*varied(ZHAO, 姓名="钱二"), known=known),
        *plan_of(sheet(ZHAO, ZHAO, varied(ZHAO, 姓名="孙三"))).rows,
    ]
    for row in rows:
        assert verdict_text(say, row.verdict)
        if row.remarks:
            told = explain(say, catalogue(), row)
            assert "{" not in told
            assert "roster." not in told


def test_a_difference_is_told_in_words_not_codes() -> None:
    known = FakeCards(card(name="赵一", id_no="990101197306036667", sex="2", education="81"))
    row = row_of(*ZHAO, known=known)
    told = explain(texts("zh"), catalogue(), row)
    assert "卡上是“小学毕业”，表里是“其他”" in told
    assert "文化程度" in told
