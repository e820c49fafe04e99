"""The PCs of the stations: shutting one out that was stolen, and letting it in again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from ledger.core.faults import Stranger
from ledger.store.renewal import renew
from sync_server import exchanges, sticks, terminals
from sync_server.office import Office
from tests.helpers.fakes import FakeWall
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor

Visit = Callable[[str], Visitor]


def code_of(village: Village) -> str:
    """The code of its station."""
    return village.ledger.author.station


def page_of(visitor: Visitor, village: Village) -> str:
    """The page of its PCs, found by the station's name."""
    visitor.open("/stations")
    link = re.search(r'href="(/stations/[^"]+/pcs)">柳河村服务站', visitor.page)
    assert link is not None
    visitor.open(link[1])
    return link[1]


def test_a_stolen_pc_is_shut_out_by_line_and_stick_and_let_in_again_when_found(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    node, admin = village.ledger.node, visit("周管")
    path = page_of(admin, village)
    assert "在用" in admin.text
    admin.send(f"{path}/{node}", shut="1", why="被盗")
    assert f"编号 {node[:8]} 的电脑已停用" in admin.text
    assert "由周管停用" in admin.text
    assert "被盗" in admin.text
    card = village.person("金凤兰", date(1981, 5, 6))
    for carrier in ("line", "usb"):
        with pytest.raises(Stranger, match=r"node\.revoked"):
            exchanges.answer(office, village.side.outgoing().blob, carrier)  # type: ignore[arg-type]
    admin.open("/stations")
    assert "电脑都已停用" in admin.text
    page_of(admin, village)
    admin.send(f"{path}/{node}", shut="0")
    village.send_to(office)
    assert office.ledger.record(card) is not None


def test_neither_a_successor_nor_an_old_backup_of_a_stolen_pc_gets_in(
    office: Office, village: Village, arrived: str, wall: FakeWall
) -> None:
    before = village.ledger.node
    old = village.side.outgoing().blob
    wall.advance(minutes=1)
    renew(village.ledger)
    wall.advance(minutes=1)
    village.send_to(office)
    assert [one.node for one in terminals.terminals(office)] == [village.ledger.node]
    actor = office.accounts.office_itself()
    terminals.shut_out(office, actor, village.ledger.node, "丢失")
    renew(village.ledger)
    for blob in (old, village.side.outgoing().blob):
        with pytest.raises(Stranger, match=r"node\.revoked"):
            exchanges.answer(office, blob, "line")
    shown = {one.node: one for one in terminals.terminals(office)}
    assert all(one.shut is not None for one in shown.values())
    assert {one.why for one in shown.values()} == {"丢失"}
    assert before in shown  # a PC at work may still go by it, and is let in again by it alone


def test_every_name_of_a_pc_renewed_twice_before_it_was_heard_is_shut_out(
    office: Office, village: Village, arrived: str, wall: FakeWall
) -> None:
    old = village.side.outgoing().blob
    wall.advance(minutes=1)
    for _ in range(2):
        renew(village.ledger)
    wall.advance(minutes=1)
    village.send_to(office)
    assert [one.node for one in terminals.terminals(office)] == [village.ledger.node]
    terminals.shut_out(office, office.accounts.office_itself(), village.ledger.node, "丢失")
    with pytest.raises(Stranger, match=r"node\.revoked"):
        exchanges.answer(office, old, "line")


def test_a_pc_whose_office_was_killed_before_it_answered_is_shut_out_whole(
    office: Office, village: Village, arrived: str, wall: FakeWall
) -> None:
    old = village.side.outgoing().blob
    wall.advance(minutes=1)
    renew(village.ledger)
    wall.advance(minutes=1)
    blob = village.side.outgoing().blob
    sticks.Reading(office).take("one.czt", lambda: blob)  # and no answer
    village.send_to(office)
    terminals.shut_out(office, office.accounts.office_itself(), village.ledger.node, "丢失")
    with pytest.raises(Stranger, match=r"node\.revoked"):
        exchanges.answer(office, old, "line")


def test_the_pc_that_a_stolen_copy_was_made_of_is_let_in_again_by_itself(
    office: Office, village: Village, arrived: str, wall: FakeWall
) -> None:
    honest, blob = village.ledger.node, village.side.outgoing().blob
    wall.advance(minutes=1)
    renew(village.ledger)  # the copy
    wall.advance(minutes=1)
    village.send_to(office)
    actor = office.accounts.office_itself()
    terminals.shut_out(office, actor, village.ledger.node, "被盗")
    assert honest in [one.node for one in terminals.terminals(office)]
    terminals.let_in(office, actor, honest)
    exchanges.answer(office, blob, "line")
    with pytest.raises(Stranger, match=r"node\.revoked"):
        exchanges.answer(office, village.side.outgoing().blob, "line")


def test_another_pc_of_the_station_goes_on(
    office: Office, village: Village, let_in: Callable[..., Village], arrived: str
) -> None:
    other = let_in("second")
    other.send_to(office)
    terminals.shut_out(office, office.accounts.office_itself(), other.ledger.node, "报废")
    card = village.person("金凤兰", date(1981, 5, 6))
    village.send_to(office)
    assert office.ledger.record(card) is not None


def test_without_a_reason_or_a_known_number_nothing_is_changed(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    admin = visit("周管")
    path = page_of(admin, village)
    admin.send(f"{path}/{village.ledger.node}", shut="1", why="  ")
    assert "请写停用的原因" in admin.text
    admin.send(f"{path}/nobody", shut="1", why="被盗")
    assert "没有编号为 nobody 的电脑" in admin.text
    village.send_to(office)


def test_only_the_administrator_shuts_a_pc_out(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    clerk = visit("李明")
    path = page_of(clerk, village)
    assert "停用原因" not in clerk.text
    clerk.send(f"{path}/{village.ledger.node}", shut="1", why="被盗")
    assert clerk.status == 409
    village.send_to(office)
