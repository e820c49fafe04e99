"""What stations and monitors ask of the office over HTTP."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from ledger.core.faults import EnvironmentFault
from sync_server.api.bodies import LARGEST_BODY
from sync_server.api.gate import Door
from sync_server.app import build
from sync_server.faults import Busy
from sync_server.office import Office
from tests.helpers.waiting import until
from tests.sync_server.village import Village

OCTETS = {"content-type": "application/octet-stream"}


def post(client: TestClient[Litestar], blob: bytes) -> tuple[int, bytes, dict[str, str]]:
    answer = client.post("/v1/exchange", content=blob, headers=OCTETS)
    said = answer.json() if answer.status_code != 200 else {}
    return answer.status_code, answer.content, said


def test_health_tells_who_is_there_and_what_time_it_is(
    client: TestClient[Litestar], office: Office
) -> None:
    told = client.get("/v1/health").json()
    assert told["ok"] is True
    assert told["node"] == office.ledger.node
    assert told["time"] == "2026-11-23T09:00:00.000+08:00"
    assert told["catalogue"] == office.catalogue.version


def test_fault_21_22_health_says_which_office_it_is_after_a_restore_too(
    client: TestClient[Litestar], office: Office
) -> None:
    before = client.get("/v1/health").json()
    office.ledger.new_epoch()
    told = client.get("/v1/health").json()
    assert told["office"] == before["office"] == office.ledger.keys.node
    assert told["node"] != before["node"]


def test_fault_40_an_office_that_is_busy_with_all_its_threads_says_that_it_is_there(
    client: TestClient[Litestar],
) -> None:
    done = threading.Event()

    async def be_busy() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        loop.run_in_executor(None, done.wait)

    told: list[bool] = []
    asking = threading.Thread(target=lambda: told.append(client.get("/v1/health").is_success))
    with client.portal() as portal:
        portal.call(be_busy)
        asking.start()
        try:
            assert until(lambda: told) == [True]
        finally:
            done.set()
            asking.join()


def test_a_bundle_goes_up_and_one_comes_back(
    client: TestClient[Litestar], office: Office, village: Village
) -> None:
    person = village.person("李娜", date(1990, 9, 9))
    code, blob, _ = post(client, village.side.outgoing().blob)
    assert code == 200
    village.side.incoming(blob)
    assert village.ledger.unsent().count == 0
    assert office.ledger.record(person) is not None


def test_rubbish_is_400_and_says_so(client: TestClient[Litestar]) -> None:
    code, _, said = post(client, b"<html>portal</html>")
    assert code == 400
    assert said["code"].startswith("bundle.")
    assert said["message"]


def test_every_cut_of_a_bundle_is_refused_and_nothing_of_it_kept(
    client: TestClient[Litestar], office: Office, village: Village
) -> None:
    village.person("李娜", date(1990, 9, 9))
    blob = village.side.outgoing().blob
    before = office.ledger.acts()
    for end in range(len(blob)):
        assert post(client, blob[:end])[0] == 400
    assert office.ledger.acts() == before


def test_a_strangers_bundle_is_403(
    client: TestClient[Litestar], office: Office, village: Village
) -> None:
    with office.ledger.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM invitation")
    code, _, said = post(client, village.side.outgoing().blob)
    assert code == 403
    assert said["code"] == "enrol.unknown-secret"


def test_more_than_any_station_sends_is_413_before_it_is_read(client: TestClient[Litestar]) -> None:
    code, _, said = post(client, bytes(LARGEST_BODY + 1))
    assert code == 413
    assert said["code"] == "office.too-large"


def test_the_wrong_method_and_path_are_answered_as_json(client: TestClient[Litestar]) -> None:
    assert client.get("/v1/exchange").json()["code"] == "http.405"
    assert client.get("/v1/nothing").status_code == 404


def test_the_exchange_needs_no_cookie_and_sets_none(
    client: TestClient[Litestar], village: Village
) -> None:
    blob = village.side.outgoing().blob
    answer = client.post("/v1/exchange", content=blob, headers=OCTETS)
    assert "set-cookie" not in answer.headers


def test_a_crowd_is_sent_away_for_a_while_and_not_all_at_once() -> None:
    async def crowd() -> list[Busy]:
        door = Door(running=2, waiting=3, each=10)
        leave, full = asyncio.Event(), asyncio.Event()
        away: list[Busy] = []

        async def come(address: str) -> None:
            try:
                async with door.enter(address):
                    await leave.wait()
            except Busy as busy:
                away.append(busy)
                if len(away) == 35:
                    full.set()

        tasks = [asyncio.create_task(come(f"10.0.0.{n}")) for n in range(40)]
        await full.wait()
        leave.set()
        await asyncio.gather(*tasks)
        return away

    away = asyncio.run(crowd())
    assert len(away) == 35
    assert len({busy.seconds for busy in away}) > 3


def test_one_address_cannot_fill_the_door() -> None:
    async def come() -> None:
        door = Door(running=1, waiting=50, each=1)
        async with door.enter("10.0.0.1"):
            with pytest.raises(Busy, match=r"office\.too-often"):
                async with door.enter("10.0.0.1"):
                    pass

    asyncio.run(come())


def test_a_busy_office_says_when_to_come_back(office: Office, village: Village) -> None:
    with TestClient(build(office, Door(running=1, waiting=-1, each=9))) as client:
        answer = client.post("/v1/exchange", content=village.side.outgoing().blob, headers=OCTETS)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) >= 3


@pytest.mark.expected_log("contacts could not be written down")
def test_contacts_are_written_down_after_a_moment_in_which_they_could_not_be(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[bool] = []

    def save() -> None:
        saved.append(len(saved) > 1)
        if not saved[-1]:
            raise EnvironmentFault("store.locked")

    monkeypatch.setattr("sync_server.app.SAVE_CONTACTS_SECONDS", 0.01)
    monkeypatch.setattr(office.exchange.contacts, "save", save)
    with TestClient(build(office)):
        until(lambda: True in saved)


@pytest.mark.expected_log("contacts could not be written down")
def test_an_office_that_ends_while_the_disk_is_full_closes_its_ledger_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []

    def full() -> None:
        raise EnvironmentFault("store.disk-full")

    monkeypatch.setattr(office.exchange.contacts, "save", full)
    monkeypatch.setattr(office.ledger, "close", lambda: closed.append(True))
    with TestClient(build(office)):
        pass
    monkeypatch.undo()
    assert closed


@pytest.mark.expected_log("a request failed")
def test_our_own_mistake_is_told_without_particulars(office: Office) -> None:
    class Broken:
        contacts = office.exchange.contacts

        def handle(self, blob: bytes, *, live: bool) -> None:
            raise ZeroDivisionError("a secret path")

    broken = dataclasses.replace(office, exchange=Broken())  # type: ignore[arg-type]
    with TestClient(build(broken), raise_server_exceptions=False) as client:
        answer = client.post("/v1/exchange", content=b"x", headers=OCTETS)
    assert answer.status_code == 500
    assert "secret" not in answer.text
