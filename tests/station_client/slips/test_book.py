"""Papers come out as PDF/A, the same every time, in both languages, and mark their reprints."""

import dataclasses
import hashlib
import re
import threading
import zlib
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from ledger.catalogue.texts import Texts
from station_client.slips.book import SlipBook
from station_client.slips.data import to_plain
from station_client.slips.faces import Faces
from station_client.slips.kinds import KINDS
from tests.station_client.slips.samples import (
    CASE_NO,
    FULL_ID,
    DeclaredPrints,
    acceptance,
    all_papers,
    card,
)

PAPERS = all_papers()


def dots(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG picture."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_paper_is_set_in_both_languages(
    book: SlipBook, code: str, lang: Literal["zh", "en"]
) -> None:
    paper = book.render(code, PAPERS[code], lang=lang)
    assert paper.pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid:part" in paper.pdf
    assert paper.sha256 == hashlib.sha256(paper.pdf).hexdigest()
    assert paper.pages >= 1
    assert paper.lacking == ()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_the_same_data_gives_the_same_bytes_in_another_book(
    book: SlipBook, root: Path, wording: dict[str, Texts], code: str
) -> None:
    other = SlipBook(DeclaredPrints(), root, wording["zh"], faces=Faces(root / "fonts"))
    assert other.render(code, PAPERS[code]).sha256 == book.render(code, PAPERS[code]).sha256


def test_a_paper_is_dated_by_its_data_and_not_by_the_clock(book: SlipBook) -> None:
    assert b"D:20261122" in book.render("PT-01", acceptance()).pdf
    later = msgspec.structs.replace(
        acceptance(), accepted_at=acceptance().accepted_at.replace(year=2027)
    )
    assert b"D:20271122" in book.render("PT-01", later).pdf


def test_a_reprint_differs_from_the_first_print_and_from_the_next_reprint(book: SlipBook) -> None:
    prints = [book.render("PT-01", acceptance(), reprint=n).sha256 for n in (0, 1, 2)]
    assert len(set(prints)) == 3


def test_pages_are_drawn_one_picture_each_in_the_size_of_the_paper(book: SlipBook) -> None:
    paper = book.render("PT-02", PAPERS["PT-02"])
    pictures = paper.png(dpi=72)
    assert len(pictures) == paper.pages
    assert dots(pictures[0]) == (595, 842)


def test_a_receipt_fits_half_a_sheet(book: SlipBook) -> None:
    for code in ("PT-01", "PT-02", "PT-11"):
        paper = book.render(code, PAPERS[code], size="A5")
        assert paper.pages == 1
        assert dots(paper.png(dpi=72)[0]) == (420, 595)


def test_a_ledger_lies_on_its_side(book: SlipBook) -> None:
    width, height = dots(book.render("PT-26", PAPERS["PT-26"]).png(dpi=72)[0])
    assert width > height


def test_plain_values_make_the_same_paper_as_the_structure(book: SlipBook) -> None:
    plain = to_plain(acceptance())
    assert book.render("PT-01", plain).sha256 == book.render("PT-01", acceptance()).sha256


def test_a_full_identity_number_is_refused_where_the_paper_is_handed_out(book: SlipBook) -> None:
    plain = to_plain(acceptance())
    plain["applicant"]["id_no"] = FULL_ID
    with pytest.raises(msgspec.ValidationError, match=r"applicant\.id_no"):
        book.render("PT-01", plain)


def test_data_of_another_paper_is_refused(book: SlipBook) -> None:
    with pytest.raises(TypeError, match="AcceptanceNotice"):
        book.render("PT-01", PAPERS["PT-02"])


def test_a_paper_nobody_declared_is_a_mistake_of_the_caller(book: SlipBook) -> None:
    with pytest.raises(KeyError):
        book.render("PT-99", acceptance())


def test_a_value_that_does_not_belong_is_refused(book: SlipBook) -> None:
    plain = to_plain(acceptance()) | {"colour": "red"}
    with pytest.raises(msgspec.ValidationError, match="colour"):
        book.render("PT-01", plain)


def test_a_card_takes_a_photo(book: SlipBook) -> None:
    with_photo = book.render("PT-13", card(photo=one_dot_png()))
    assert with_photo.sha256 != book.render("PT-13", card()).sha256


def one_dot_png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + check

    head = chunk(b"IHDR", bytes.fromhex("00000001000000010802000000"))
    body = chunk(b"IDAT", zlib.compress(b"\x00\x20\x40\x60"))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def test_a_number_no_scanner_can_read_is_printed_without_a_barcode(book: SlipBook) -> None:
    data = msgspec.structs.replace(acceptance(), case_no="青人社〔2026〕12号")
    assert len(book.render("PT-01", data).pdf) < len(book.render("PT-01", acceptance()).pdf)


def test_two_threads_can_print_at_once(book: SlipBook) -> None:
    made: list[str] = []
    workers = [
        threading.Thread(target=lambda: made.append(book.render("PT-01", acceptance()).sha256))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_a_region_may_put_its_mark_on_the_papers(
    root: Path, wording: dict[str, Texts], tmp_path: Path, bare_faces: Faces
) -> None:
    (tmp_path / "prints").mkdir()
    for template in (root / "prints").glob("*.typ"):
        (tmp_path / "prints" / template.name).write_bytes(template.read_bytes())
    book = SlipBook(DeclaredPrints(), tmp_path, wording["zh"], faces=bare_faces)
    without = book.render("PT-01", acceptance()).sha256
    (tmp_path / "prints" / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<rect width="9" height="9"/></svg>'
    )
    assert book.render("PT-01", acceptance()).sha256 != without


def test_a_paper_shows_no_bytes_in_its_own_description(book: SlipBook) -> None:
    paper = book.render("PT-01", acceptance())
    names = {each.name for each in dataclasses.fields(paper)}
    assert {"code", "pdf", "sha256", "pages"} <= names
    assert re.search(r"code='PT-01'", repr(paper))
    assert CASE_NO not in repr(paper)
