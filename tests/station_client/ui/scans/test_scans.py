"""Scans in the window: chosen, made to fit, opened, declared void."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage

from ledger.store.query import Query
from station_client.desk import scans
from station_client.ui.scans import images
from station_client.ui.scans.scan_list import ScanList
from station_client.ui.screens.acceptance.screen import AcceptanceScreen
from station_client.ui.screens.cases.screen import CasesScreen
from tests.station_client.desk.neighbours import neighbours
from tests.station_client.ui.photos import photo
from tests.station_client.ui.scans.hands import FakeReader, dropped
from tests.station_client.ui.screens.acceptance.at_desk import Shop, in_every_look

PAPER = "id_card"


def noise(folder: Path, side: int) -> Path:
    """A photo that no packing makes small."""
    content = QByteArray(random.Random(1).randbytes(side * side * 4))
    image = QImage(content.data(), side, side, QImage.Format.Format_RGB32)
    path = folder / "大照片.png"
    image.save(str(path))
    return path


def in_draft(shop: Shop) -> AcceptanceScreen:
    """An application on the screen, the scans of the identity card beside it."""
    draft = shop.desk.draft(shop.desk.new_card())
    screen = shop.go("accept", AcceptanceScreen, draft=draft)
    shop.until(lambda: PAPER in screen.sheet.papers.keys)
    screen.sheet.papers.row(PAPER).scans.click()
    shop.settle()
    return screen


def on_case(shop: Shop, case: str) -> tuple[CasesScreen, ScanList]:
    """A case on the screen, the scans of the identity card below its papers."""
    screen = shop.go("cases", CasesScreen, case=case)
    shop.until(lambda: screen.page.view is not None)
    view = screen.page.view
    assert view is not None
    screen.page.show_scans(next(paper for paper in view.papers if paper.key == PAPER))
    shop.settle()
    return screen, screen.page.scans.list


def test_a_photo_chosen_at_the_counter_goes_with_the_case(shop: Shop, tmp_path: Path) -> None:
    screen = in_draft(shop)
    screen.sheet.scans.list.add_paths([photo(tmp_path)])
    row = screen.sheet.papers.row(PAPER)
    shop.until(lambda: "扫描件 1" in row.scans.toolTip())
    assert len(screen.sheet.scans.list.rows.rows) == 1
    assert screen.escape()
    screen.sheet.accept()
    shop.paper()
    shop.put_paper_away()
    case = shop.desk.counter.ledger.find(Query("case")).rows[0].id
    (line,) = scans.case_lines(shop.desk.counter, case, PAPER)
    assert line.title == "身份证正面"


def test_a_photo_that_is_too_large_is_made_smaller_and_said_so(tmp_path: Path) -> None:
    content = noise(tmp_path, 1600).read_bytes()
    most = 3 << 20
    assert len(content) > most
    fitting = images.made_to_fit(content, most)
    assert len(fitting) <= most
    assert not images.upright(fitting).isNull()
    assert images.made_to_fit(b"%PDF-1.7" + bytes(most), most) == b"%PDF-1.7" + bytes(most)


def test_what_is_no_picture_is_said_and_the_others_that_were_dropped_are_kept(
    shop: Shop, tmp_path: Path
) -> None:
    screen = in_draft(shop)
    wrong, other = tmp_path / "说明.docx", tmp_path / "表格.xlsx"
    for path in (wrong, other):
        path.write_bytes(b"PK\x03\x04" + bytes(100))
    assert dropped(screen.sheet.scans.list, [wrong, photo(tmp_path), other])
    shop.until(lambda: "照片（JPEG、PNG）或 PDF" in shop.shell.notices.text)
    assert shop.shell.notices.text.endswith("存好 1 个扫描件。还有没存的：表格.xlsx。")
    assert len(screen.sheet.scans.list.rows.rows) == 1


# The window of the tests belongs to no desktop, which says so where a PC without a reader says no.
@pytest.mark.qt_log_ignore("does not support QPlatformServices::openDocument")
def test_a_pdf_of_another_villages_case_is_opened_in_the_systems_reader_and_no_file_is_taken(
    shop: Shop, tmp_path: Path
) -> None:
    town = neighbours(shop.desk)
    town.sync()
    case, content = town.accepted_at_beigou(), b"%PDF-1.7\n" + bytes(900)
    scans.add_to_case(town.home, case, PAPER, "身份证", content)
    town.sync()
    town.sync()
    _, card = on_case(shop, case)
    shop.until(lambda: len(card.rows.rows) == 1)
    assert not card.add.isVisible()
    assert not dropped(card, [photo(tmp_path)])
    assert shop.faults("scans-elsewhere") == []
    (line,) = scans.case_lines(shop.desk.counter, case, PAPER)
    with FakeReader() as reader:
        card.open_scan(line)
        shop.until(lambda: reader.read == [content])
    seen = shop.desk.counter.ledger.local.diary.recent("access")[0].data
    assert (seen["action"], seen["fields"]) == ("scan", ["身份证"])
    with FakeReader(installed=False):
        card.open_scan(line)
        shop.until(lambda: "没有能看 PDF 的程序" in shop.shell.notices.text)


def test_a_scan_is_opened_over_the_screen_and_declared_void(shop: Shop, tmp_path: Path) -> None:
    case = shop.desk.accepted(shop.desk.new_card()).case
    screen, card = on_case(shop, case)
    card.add_paths([photo(tmp_path)])
    shop.until(lambda: len(card.rows.rows) == 1)
    (line,) = scans.case_lines(shop.desk.counter, case, PAPER)
    card.open_scan(line)
    assert shop.paper().startswith("身份证正面")
    shop.put_paper_away()
    card.take_away(line)
    card.reason.edit.setText("扫错了人")
    card.reason.button.click()
    shop.until(lambda: card.rows.rows == ())
    assert shop.desk.read(line.id).data["void"] == "扫错了人"
    assert screen.escape()
    assert not card.isVisible()


def test_a_photo_added_to_a_case_says_that_it_is_on_its_way(shop: Shop, tmp_path: Path) -> None:
    case = shop.desk.accepted(shop.desk.new_card()).case
    screen, card = on_case(shop, case)
    card.add_paths([photo(tmp_path)])
    shop.until(lambda: len(card.rows.rows) == 1)

    def way() -> str:
        assert screen.page.view is not None
        return screen.page.view.line.way

    shop.until(lambda: way() == "附件在途 1")
    screen.escape()
    screen.escape()
    shop.until(lambda: "附件在途 1" in str(_line(screen)))
    assert shop.faults("scans-list") == []
    on_case(shop, case)
    shop.exchange()
    shop.until(lambda: way() == "")


def _line(screen: CasesScreen) -> object:
    line = screen.list.table.current()
    return line.cells if line is not None else None


def test_the_scans_look_right_everywhere(shop: Shop, tmp_path: Path) -> None:
    screen = in_draft(shop)
    pictures = [photo(tmp_path), photo(tmp_path, "身份证反面.jpg", 500)]
    pdf = tmp_path / "解除劳动合同证明（盖章，共三页）.pdf"
    pdf.write_bytes(b"%PDF-1.7\n" + bytes(900))
    screen.sheet.scans.list.add_paths([*pictures, pdf])
    shop.until(lambda: len(screen.sheet.scans.list.rows.rows) == 3)

    def draft(look: str) -> list[str]:
        shown = shop.screen(AcceptanceScreen)
        shown.sheet.papers.row(PAPER).scans.click()
        return shop.faults(f"scans-draft-{look}")

    assert in_every_look(shop, draft) == []


def test_the_scans_of_a_case_look_right_everywhere(shop: Shop, tmp_path: Path) -> None:
    case = shop.desk.accepted(shop.desk.new_card()).case
    _, card = on_case(shop, case)
    card.add_paths([photo(tmp_path)])
    shop.until(lambda: len(card.rows.rows) == 1)

    def page(look: str) -> list[str]:
        _, shown = on_case(shop, case)
        shop.until(lambda: len(shown.rows.rows) == 1)
        (line,) = scans.case_lines(shop.desk.counter, case, PAPER)
        shown.take_away(line)
        return shop.faults(f"scans-case-{look}")

    assert in_every_look(shop, page) == []
