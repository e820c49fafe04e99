"""What files are read, and what is said of those that are not."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from ledger.core.faults import EnvironmentFault, ForgedInput
from station_client.desk.roster import plaintext, spreadsheet, workbook
from station_client.desk.roster.workbook import read_sheets
from tests.station_client.desk.roster.conftest import BEIGOU, DATA, LIUHE

TEXT = "姓名,公民身份号码\n赵一,990101197306036667\n"


def written(path: Path, content: bytes | str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def test_the_roster_of_liuhe_is_read_with_its_notes_sheet_and_merged_heading() -> None:
    book = read_sheets(LIUHE)
    assert [(one.name, len(one.rows)) for one in book.sheets] == [("柳河村", 3030), ("填表说明", 2)]
    assert (2, 15, 2, 16) in book.sheets[0].merged
    assert book.sheets[0].rows[8][5] == date(1941, 7, 8)


def test_the_roster_of_beigou_is_read_as_gb18030() -> None:
    book = read_sheets(BEIGOU)
    assert book.sheets[0].rows[1][2] == "韩丽勇"
    assert len(book.sheets[0].rows) == 404
    assert book.sheets[0].text_only


@pytest.mark.parametrize("name", ["roster_small.xls", "roster_small.ods"])
def test_old_excel_and_libreoffice_files_are_read(name: str) -> None:
    rows = read_sheets(DATA / name).sheets[0].rows
    assert rows[1][2] == "姓名"
    assert rows[2][2] == "赵一"
    assert rows[3][4] == date(2012, 3, 7)
    assert len(rows) == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_every_usual_writing(tmp_path: Path, encoding: str) -> None:
    book = read_sheets(written(tmp_path / "a.csv", TEXT, encoding))
    assert book.sheets[0].rows == (("姓名", "公民身份号码"), ("赵一", "990101197306036667"))


@pytest.mark.parametrize("sign", [",", "\t", ";", "|", "，"])
def test_the_separator_is_found(tmp_path: Path, sign: str) -> None:
    book = read_sheets(written(tmp_path / "a.txt", TEXT.replace(",", sign)))
    assert book.sheets[0].rows[1] == ("赵一", "990101197306036667")


def test_quoted_cells_keep_their_commas_and_line_ends() -> None:
    sheet = plaintext.read('姓名,住址\n赵一,"柳河村,6组\n1号"\n'.encode(), "a.csv")
    assert sheet.rows[1] == ("赵一", "柳河村,6组\n1号")


def test_the_same_content_has_the_same_name_wherever_it_lies(tmp_path: Path) -> None:
    one = read_sheets(written(tmp_path / "a.csv", TEXT))
    other = read_sheets(written(tmp_path / "b.csv", TEXT))
    assert one.sha256 == other.sha256


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "roster.empty"),
        (b"\xef\xbb\xbf \r\n", "roster.empty"),
        (b"%PDF-1.7 ...", "roster.wrong-type"),
        (b"\x89PNG\r\n\x1a\n", "roster.wrong-type"),
        (b"a\0b,c\0d\n", "roster.wrong-type"),
        (b"<html><table><tr><td>\xe5\xa7\x93</td></tr></table></html>", "roster.web-page"),
        (b"\xff\xff\xff\xff\x80\x80", "roster.unknown-writing"),
        (b"PK\x03\x04 broken", "roster.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "roster.damaged"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, code: str
) -> None:
    with pytest.raises(ForgedInput) as caught:
        read_sheets(written(tmp_path / "roster.xlsx", content))
    assert caught.value.code == code
    assert caught.value.params["name"] == "roster.xlsx"


def test_a_file_under_a_password_is_recognised(tmp_path: Path) -> None:
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(ForgedInput, match=r"roster.password"):
        read_sheets(written(tmp_path / "a.xlsx", content))


def test_a_missing_file_or_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"roster.no-file"):
        read_sheets(tmp_path / "none.xlsx")
    with pytest.raises(EnvironmentFault, match=r"roster.no-file"):
        read_sheets(tmp_path)


def test_another_package_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("word/document.xml", "<a/>")
    with pytest.raises(ForgedInput, match=r"roster.wrong-type"):
        read_sheets(tmp_path / "a.xlsx")


def test_a_small_file_that_claims_a_giant_sheet_is_refused_unread(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet()
    page.write(0, 0, "姓名")
    page.write(1_048_575, 16_383, "赵一")
    book.close()
    with pytest.raises(ForgedInput, match=r"roster.too-big"):
        read_sheets(tmp_path / "a.xlsx")


def test_a_package_that_unpacks_beyond_measure_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 1000)
    with pytest.raises(ForgedInput, match=r"roster.too-big"):
        read_sheets(LIUHE)


def test_repeats_with_content_cannot_blow_up_a_sheet(tmp_path: Path) -> None:
    xml = (
        '<table:table-row table:number-rows-repeated="900000">'
        '<table:table-cell table:number-columns-repeated="900" office:value="1">'
        "<text:p>1</text:p></table:table-cell></table:table-row>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as package:
        package.writestr("content.xml", xml)
    with pytest.raises(ForgedInput, match=r"roster.too-big"):
        read_sheets(tmp_path / "a.ods")


def test_too_many_rows_or_bytes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.csv", TEXT * 10)
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    with pytest.raises(ForgedInput, match=r"roster.too-big"):
        read_sheets(path)
    monkeypatch.setattr(workbook, "LARGEST_FILE", 10)
    with pytest.raises(ForgedInput, match=r"roster.too-big"):
        read_sheets(path)


def test_every_truncation_of_a_workbook_is_a_fault_and_no_crash() -> None:
    content = (DATA / "roster_small.xls").read_bytes()
    package = io.BytesIO(LIUHE.read_bytes()).getvalue()
    for data, steps in ((content, range(8, len(content), 397)), (package, range(4, 4000, 331))):
        for end in steps:
            with pytest.raises(ForgedInput):
                if spreadsheet.read(data[:end], "a") == ():
                    raise ForgedInput("roster.empty")
