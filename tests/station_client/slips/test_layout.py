"""Nothing runs off the paper: long names, long addresses, many papers, rare characters."""

from typing import Literal

import msgspec
import pytest
from PySide6.QtGui import QImage

from station_client.slips.book import Paper, SlipBook
from station_client.slips.data import Applicant, Missing, PaperLine, Slip
from tests.station_client.slips.samples import (
    LONG_ADDRESS,
    LONG_NAME,
    WANG,
    acceptance,
    all_papers,
    ledger,
    one_time,
    proof,
)

LONG = Applicant(name=LONG_NAME, id_no=WANG.id_no, phone=WANG.phone, address=LONG_ADDRESS)
PAPERS = all_papers()
DPI = 50
EDGE_MM = 7
NEARLY_WHITE = 250


def ink_on_the_edge(paper: Paper) -> list[str]:
    """Which pages have something dark within 7 mm of the left, right or lower edge."""
    found = []
    edge = round(EDGE_MM / 25.4 * DPI)
    for number, png in enumerate(paper.png(DPI), 1):
        page = QImage.fromData(png).convertToFormat(QImage.Format.Format_Grayscale8)
        dots, line = bytes(page.constBits()), page.bytesPerLine()
        rows = [dots[at * line : at * line + page.width()] for at in range(page.height())]
        outer = [row[:edge] + row[-edge:] for row in rows] + rows[-edge:]
        if any(min(part) < NEARLY_WHITE for part in outer):
            found.append(f"page {number}")
    return found


def crowded() -> dict[str, Slip]:
    replace = msgspec.structs.replace
    long_item = "就业困难人员灵活就业（自主创业）社会保险补贴申请（含转移接续）" * 2
    papers = tuple(
        PaperLine(name=long_item, count=n, kept="checked", form="both") for n in range(12)
    )
    return {
        "PT-01": replace(
            acceptance(), applicant=LONG, item=long_item, papers=papers, agent=LONG_NAME
        ),
        "PT-02": replace(one_time(30), applicant=LONG, number=2, cause=LONG_ADDRESS),
        "PT-08": replace(PAPERS["PT-08"], applicant=LONG, item=long_item, fix=LONG_ADDRESS * 2),
        "PT-11": replace(PAPERS["PT-11"], applicant=LONG, item=long_item, window=LONG_ADDRESS),
        "PT-12": replace(PAPERS["PT-12"], applicant=LONG, place=LONG_ADDRESS, remark=LONG_ADDRESS),
        "PT-26": ledger(120),
        "PT-35": replace(proof(), name=LONG_NAME, address=LONG_ADDRESS),
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(crowded()))
def test_a_crowded_paper_keeps_its_margins(
    book: SlipBook, code: str, lang: Literal["zh", "en"]
) -> None:
    assert ink_on_the_edge(book.render(code, crowded()[code], lang=lang)) == []


@pytest.mark.parametrize("code", sorted(PAPERS))
def test_a_common_paper_keeps_its_margins(book: SlipBook, code: str) -> None:
    assert ink_on_the_edge(book.render(code, PAPERS[code], reprint=1)) == []


def test_common_papers_take_one_page(book: SlipBook) -> None:
    for code in ("PT-01", "PT-02", "PT-07", "PT-08", "PT-11", "PT-12", "PT-13", "PT-32", "PT-35"):
        assert book.render(code, PAPERS[code]).pages == 1, code


def test_a_certificate_stays_on_one_page_with_a_long_name_and_a_rare_character(
    book: SlipBook,
) -> None:
    data = msgspec.structs.replace(proof(), name=LONG_NAME + "\U000323af", address=LONG_ADDRESS)
    assert book.render("PT-35", data).pages == 1


def test_twelve_papers_and_thirty_missing_ones_go_on_over_the_page(book: SlipBook) -> None:
    assert book.render("PT-01", crowded()["PT-01"]).pages == 2
    assert book.render("PT-02", one_time(30)).pages >= 3


def test_a_reason_longer_than_a_page_goes_on_over_the_page(book: SlipBook) -> None:
    endless = Missing(name="材料", reason="请重新开具证明并由用人单位盖章。" * 200)
    paper = book.render("PT-02", msgspec.structs.replace(one_time(), missing=(endless,)))
    assert paper.pages >= 3
    assert ink_on_the_edge(paper) == []


def test_a_long_code_without_spaces_is_broken_and_not_cut(book: SlipBook) -> None:
    data = msgspec.structs.replace(PAPERS["PT-32"], file_name="station-" + "0123456789" * 20)
    assert ink_on_the_edge(book.render("PT-32", data)) == []


def test_an_empty_ledger_still_prints_and_says_so(book: SlipBook) -> None:
    assert book.render("PT-26", ledger(0)).pages == 1


def test_blank_values_leave_a_line_to_fill_in(book: SlipBook) -> None:
    blank = msgspec.structs.replace(PAPERS["PT-12"], way="", handed_by="")
    picture = QImage.fromData(book.render("PT-12", blank).png(DPI)[0])
    filled = QImage.fromData(book.render("PT-12", PAPERS["PT-12"]).png(DPI)[0])
    assert not picture.isNull()
    assert picture != filled
