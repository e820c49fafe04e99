"""Getting in, staying in, getting out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from ledger.core.faults import RuleFault
from sync_server.app import build
from sync_server.office import Office
from tests.helpers.fakes import FakeWall
from tests.sync_server.conftest import PASSWORD
from tests.sync_server.visitor import Visitor

Visit = Callable[[str], Visitor]


def test_a_stranger_is_led_to_the_door(client: TestClient[Litestar]) -> None:
    visitor = Visitor(client)
    for path in ("/", "/bench/review", "/stations", "/settings", "/sticks", "/case/x.1.0"):
        visitor.open(path)
        assert "请用您自己的名字登录" in visitor.text, path


@pytest.mark.parametrize(("name", "password"), [("李明", "not it"), ("没有的人", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_read_the_same(
    client: TestClient[Litestar], name: str, password: str
) -> None:
    visitor = Visitor(client)
    visitor.sign_in(name, password)
    assert visitor.status == 401
    assert "名字或密码不对" in visitor.text


def test_after_wrong_passwords_the_right_one_has_to_wait_longer_each_time(
    office: Office, wall: FakeWall
) -> None:
    for _ in range(3):
        with pytest.raises(RuleFault, match=r"account\.wrong"):
            office.accounts.sign_in("李明", "not it")
    with pytest.raises(RuleFault, match=r"account\.wait"):
        office.accounts.sign_in("李明", PASSWORD)
    wall.advance(seconds=6)
    with pytest.raises(RuleFault, match=r"account\.wrong"):
        office.accounts.sign_in("李明", "not it")
    wall.advance(seconds=6)
    with pytest.raises(RuleFault, match=r"account\.wait"):
        office.accounts.sign_in("李明", PASSWORD)
    wall.advance(seconds=6)
    assert office.accounts.sign_in("李明", PASSWORD).name == "李明"


def test_every_sign_in_gets_a_fresh_cookie_that_scripts_cannot_read(
    client: TestClient[Litestar],
) -> None:
    client.cookies.set("office", "planted beforehand")
    Visitor(client)
    page = client.get("/login")
    proof = page.text.split('name="_csrf_token" value="')[1].split('"')[0]
    form = {"name": "李明", "password": PASSWORD, "_csrf_token": proof}
    answer = client.post("/login", data=form, follow_redirects=False)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("office="))
    assert "planted" not in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


def test_a_form_from_elsewhere_is_refused(client: TestClient[Litestar], visit: Visit) -> None:
    visitor = visit("周管")
    visitor.page = ""
    visitor.send("/settings/people", name="冒名", posts="T3", password="a long password")
    assert visitor.status == 403
    assert "这一页开得太久了" in visitor.text


def test_signing_out_closes_the_session_on_the_server(
    client: TestClient[Litestar], visit: Visit
) -> None:
    visitor = visit("李明")
    cookie = client.cookies["office"]
    visitor.open("/")
    visitor.send("/logout")
    client.cookies.set("office", cookie)
    visitor.open("/bench/review")
    assert "请用您自己的名字登录" in visitor.text


def test_a_session_ends_after_a_working_day(visit: Visit, wall: FakeWall) -> None:
    visitor = visit("李明")
    wall.advance(hours=9)
    assert "待复审" in visitor.open("/bench/review")
    wall.advance(hours=2)
    assert "待复审" not in visitor.open("/bench/review")


def test_a_restart_of_the_server_signs_nobody_out(
    office: Office, client: TestClient[Litestar]
) -> None:
    visitor = Visitor(client)
    visitor.sign_in("李明", PASSWORD)
    cookie = client.cookies["office"]
    # Not entered as a context: its end would close the ledger under the first application.
    again = TestClient(build(office), base_url="http://office.test")
    again.cookies.set("office", cookie)
    assert "待复审" in again.get("/bench/review").text


def test_no_page_may_be_kept_framed_or_fed_foreign_scripts(client: TestClient[Litestar]) -> None:
    headers = client.get("/login").headers
    assert headers["cache-control"] == "no-store"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_door_does_not_lead_to_other_sites(client: TestClient[Litestar]) -> None:
    page = client.get("/login")
    proof = page.text.split('name="_csrf_token" value="')[1].split('"')[0]
    form = {"name": "李明", "password": PASSWORD, "_csrf_token": proof, "next": "//evil.example/"}
    answer = client.post("/login", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/"
