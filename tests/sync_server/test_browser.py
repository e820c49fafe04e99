"""The office's pages in a real browser: by keyboard, refreshed in part, whole on small screens."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from sync_server import moving
from sync_server.app import build
from sync_server.moving import Wanted
from sync_server.office import Office
from tests.helpers.waiting import PATIENCE_SECONDS, until
from tests.sync_server.conftest import PASSWORD
from tests.sync_server.village import Village
from tools.demo.clerk import browsing

pytestmark = pytest.mark.browser

# Playwright's own patience with what is expected is five seconds.
expect.set_options(timeout=PATIENCE_SECONDS * 1000)

USUAL = (1366, 728)
SIZES = ((1280, 720), USUAL, (1920, 1040))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a screen."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """The office, served on a free port for as long as the test runs."""
    config = uvicorn.Config(build(office), port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def enter(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a window and signs somebody in; a fault in a page's script fails the test."""
    faults: list[str] = []
    contexts = []

    def sign_in(name: str, size: tuple[int, int] = USUAL) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}/login")
        # A busy machine may be slower than these hands in giving the first field the keyboard.
        expect(page.locator("input[name=name]")).to_be_focused()
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/(bench|stations)"))
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert faults == []


def turn(page: Page, key: str) -> None:
    """Press a key that leads to another page, or to this one anew, and wait until its scripts have
    run: what is drawn may be read before, but a key pressed before is lost."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_reviewer_takes_returns_and_passes_without_the_mouse(
    office: Office, village: Village, arrived: str, enter: Callable[..., Page]
) -> None:
    page = enter("李明")
    page.keyboard.press("ArrowDown")
    turn(page, "Enter")
    assert "/case/" in page.url
    turn(page, "F10")
    expect(page.get_by_role("status")).to_contain_text("由您复审")
    page.keyboard.press("F9")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("请补承诺书签字页")
    turn(page, "F9")
    expect(page.get_by_role("status")).to_contain_text("已退回村里")
    village.send_to(office)
    village.step(arrived, "resubmit", fixed_note="签字页已补")
    village.send_to(office)
    turn(page, "r")
    expect(page.locator(".rows tbody tr")).to_contain_text("补件后重报")
    page.locator(".rows tbody a").focus()
    turn(page, "Enter")
    assert "/case/" in page.url
    turn(page, "F10")
    expect(page.get_by_role("status")).to_contain_text("由您复审")
    page.keyboard.press("F10")
    page.keyboard.type("同意")
    turn(page, "Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("已通过")
    record = office.ledger.record(arrived)
    assert record is not None
    assert record.data["state"] == "S50"


def test_a_new_case_is_told_and_the_rows_stay_where_they_are(
    office: Office, village: Village, arrived: str, enter: Callable[..., Page]
) -> None:
    page = enter("李明")
    village.case(village.person("周桂芝", date(1980, 1, 2)))
    village.send_to(office)
    page.evaluate("htmx.trigger('.news', 'refresh')")
    expect(page.locator(".news").first).to_contain_text("新到 1 件")
    assert page.locator(".rows tbody tr").count() == 1
    village.step(arrived, "withdraw", withdrawn_reason="已找到工作")
    village.send_to(office)
    page.evaluate("htmx.trigger('.news', 'refresh')")
    expect(page.locator(".rows tbody tr[data-mark=gone]")).to_have_count(1)
    turn(page, "r")
    expect(page.locator(".rows tbody tr td.name")).to_have_text("周桂芝")


def test_numbers_are_shown_for_a_purpose_and_covered_again(
    arrived: str, enter: Callable[..., Page]
) -> None:
    page = enter("李明")
    page.keyboard.press("ArrowDown")
    turn(page, "Enter")
    assert "/case/" in page.url
    extract = page.locator("#extract")
    expect(extract).to_contain_text("199****0001")
    page.get_by_label("为什么要看").select_option("contact")
    page.get_by_role("button", name="显示完整号码").click()
    expect(extract).to_contain_text("19900000001")
    page.get_by_role("button", name="遮起来").click()
    expect(extract).to_contain_text("199****0001")


def test_an_opinion_half_typed_outlives_a_reload(arrived: str, enter: Callable[..., Page]) -> None:
    page = enter("李明")
    page.keyboard.press("ArrowDown")
    turn(page, "Enter")
    assert "/case/" in page.url
    turn(page, "F10")
    expect(page.get_by_role("status")).to_contain_text("由您复审")
    page.keyboard.press("F10")
    page.keyboard.type("材料都看过了，")
    page.reload()
    expect(page.locator("#pass-second_opinion")).to_have_value("材料都看过了，")


def test_the_keys_are_shown_on_demand_and_escape_leads_back(
    arrived: str, enter: Callable[..., Page]
) -> None:
    page = enter("李明")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    turn(page, "Enter")
    assert "/case/" in page.url
    turn(page, "Escape")
    assert "/bench/review" in page.url
    page.keyboard.press("Control+k")
    page.keyboard.type("赵国")
    turn(page, "Enter")
    assert "q=" in page.url
    expect(page.locator(".rows tbody tr")).to_have_count(1)


PAGES = ["/bench/review", "/case/{case}", "/stations", "/conflicts", "/settings"]
DESK_PAGES = ["/moves", "/moves/new?q=赵国强", "/moves/new?who={person}&area=990101001002"]
ADMIN_PAGES = [
    "/stations", "/stations/add", "/stations/99010100100101/pcs", "/sticks", "/settings",
]  # fmt: skip

TASTES = (
    {"lang": "zh", "type": "normal", "theme": "light"},
    {"lang": "zh", "type": "large", "theme": "dark"},
    {"lang": "en", "type": "normal", "theme": "light"},
    {"lang": "en", "type": "large", "theme": "dark"},
)

#: What does not fit: wider than the window, or text wider than the box that hides it.
CUT_OFF = """() => {
  const OPERABLE = "button, a, input:not([type=hidden]), select, textarea";
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
  for (const node of document.querySelectorAll("h1,h2,th,td,dt,dd,a,button,span,label,p,summary")) {
    const style = getComputedStyle(node);
    if (node.closest(".unseen,.skip,.printed,dialog") || style.overflow === "visible") continue;
    if (node.scrollWidth > node.clientWidth + 1) found.push(node.textContent.trim().slice(0, 40));
  }
  for (const node of document.querySelectorAll(OPERABLE)) {
    if (node.closest("dialog") || !node.offsetParent) continue;
    const box = node.getBoundingClientRect();
    if (box.right > innerWidth + 1) found.push("outside: " + (node.textContent || node.name));
    const name = node.textContent.trim() || node.getAttribute("aria-label") || node.labels?.length;
    if (!name) found.push("nameless: " + node.outerHTML.slice(0, 80));
  }
  return found;
}"""


@pytest.fixture
def applicant(
    office: Office, village: Village, arrived: str, let_in: Callable[..., Village]
) -> str:
    """Who applied; somebody else has moved to the other village already."""
    let_in("北沟村服务站", "990101001002", "刘桂芬").send_to(office)
    other = village.person("欧阳淑芬", date(1968, 3, 4), household_no="H7")
    village.send_to(office)
    clerk = office.accounts.sign_in("孙丽", PASSWORD)
    day = office.today().isoformat()
    wanted = Wanted((other,), "990101001002", "随子女在北沟村居住，老房子已经交还", day)
    moving.move(office, clerk, office.texts["zh"], wanted)
    case = office.ledger.record(arrived)
    assert case is not None
    return str(case.data["person"])


@pytest.mark.parametrize(
    ("who", "paths"), [("李明", PAGES), ("孙丽", DESK_PAGES), ("周管", ADMIN_PAGES)]
)
def test_nothing_is_cut_off_or_nameless_on_any_page(
    office: Office,
    arrived: str,
    applicant: str,
    enter: Callable[..., Page],
    address: str,
    who: str,
    paths: Sequence[str],
) -> None:
    staff = next(one.id for one in office.accounts.members() if one.name == who)
    page, wrong = enter(who), []
    for taste in TASTES:
        office.ledger.local.settings.set(f"console.taste.{staff}", taste)
        look = f"{who}-{taste['lang']}-{taste['type']}"
        for path in paths:
            page.goto(address + path.format(case=arrived, person=applicant))
            expect(page.locator("html")).to_have_attribute("lang", re.compile(taste["lang"]))
            expect(page.locator("html")).to_have_attribute("data-type", taste["type"])
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                wrong += [f"{path} {look} {width}: {what}" for what in page.evaluate(CUT_OFF)]
                name = re.sub(r"\W+", "-", path.format(case="case", person="who").strip("/"))
                keep_picture(page, f"{name}-{look}-{width}")
    assert wrong == []


def keep_picture(page: Page, name: str) -> None:
    """Leave a picture where OFFICE_PICTURES says, for people to look at."""
    folder = os.environ.get("OFFICE_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_every_colour_and_size_comes_from_the_token_file() -> None:
    static = Path(__file__).parents[2] / "sync_server" / "console" / "static"
    style = (static / "office.css").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", style) == []
    named = set(re.findall(r"var\((--[a-z0-9-]+)\)", style))
    declared = set(re.findall(r"(--[a-z0-9-]+):", (static / "tokens.css").read_text("utf-8")))
    assert named <= declared


def test_paper_shows_the_list_and_who_printed_it(arrived: str, enter: Callable[..., Page]) -> None:
    page = enter("李明")
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text("李明 于")
    expect(page.locator(".head")).to_be_hidden()
    expect(page.locator(".rows")).to_be_visible()
