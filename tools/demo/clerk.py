"""A clerk of the office at a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE_SECONDS = 120
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def browser_path() -> str | None:
    """Where Chromium lies, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium; RuntimeError where there is none."""
    from playwright.sync_api import sync_playwright

    path = browser_path()
    if path is None:
        raise RuntimeError("Chromium is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Clerk:
    """Signs in, works a bench, decides cases; keeps pictures if given a folder."""

    def __init__(
        self, browser: Browser, address: str, pictures: Path | None = None, *, width: int = 1280
    ) -> None:
        self._address = address
        self._pictures = pictures
        context = browser.new_context(
            viewport={"width": width, "height": 720}, locale="zh-CN", accept_downloads=True
        )
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_SECONDS * 1000)

    def sign_in(self, name: str, password: str) -> None:
        """Through the door."""
        self.page.goto(f"{self._address}/login?lang=zh")
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.page.press("#password", "Enter")
        self.page.wait_for_url(lambda url: "/login" not in url)

    @property
    def address(self) -> str:
        """The whole address of the page."""
        return self.page.url

    def open_page(self, address: str) -> str:
        """A page by its whole address."""
        self.page.goto(address)
        return self.page.inner_text("main")

    def open_bench(self, code: str) -> str:
        """The words on a bench (accept, review, issue)."""
        answer = self.page.goto(f"{self._address}/bench/{code}")
        if answer is None or not answer.ok:
            raise RuntimeError(f"bench {code}: {self.page.inner_text('main')}")
        return self.page.inner_text("main")

    def open_case(self, name: str, bench: str = "review") -> str:
        """The page of somebody's case."""
        self.open_bench(bench)
        self.page.get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_url("**/case/**")
        return self.page.inner_text("main")

    def decide(self, deed: str, fields: Mapping[str, str] | None = None) -> str:
        """Take one step of the case that is open: fill in what it asks for, and send it."""
        form = self.page.locator(f"form[action$='/do/{deed}']")
        details = self.page.locator(f"details[data-deed='{deed}']")
        if details.count() and details.get_attribute("open") is None:
            details.locator("summary").click()
        for name, value in (fields or {}).items():
            field = form.locator(f"[name='{name}']")
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        with self.page.expect_navigation():
            form.locator("button").click()
        return self.page.inner_text("main")

    def may(self, deed: str) -> bool:
        """Whether the page offers a step."""
        return self.page.locator(f"form[action$='/do/{deed}']").count() > 0

    def move(self, name: str, area: str, reason: str, picture: str) -> None:
        """Move somebody to another village; the picture shows the page before it is sent."""
        self.page.goto(f"{self._address}/moves/new?q={quote(name)}")
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=f"选 {name}").first.click()
        with self.page.expect_navigation():
            self.page.select_option("#to", area)
        self.page.fill("#reason", reason)
        self.picture(picture)
        with self.page.expect_navigation():
            self.page.locator("form[method=post] button.main").click()

    def read_stick(self, files: list[Path], folder: Path) -> Path:
        """Upload a station's bundles and save the (last) answer into a folder."""
        self.page.goto(f"{self._address}/sticks")
        self.page.set_input_files("#files", [str(file) for file in files])
        with self.page.expect_navigation():
            self.page.locator("form[action='/sticks'] button").click()
        link = self.page.locator("p[role=status] a[download]").last
        with self.page.expect_download() as waiting:
            link.click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def picture(self, name: str) -> None:
        """Keep a picture of the page."""
        if self._pictures is not None:
            self.page.screenshot(path=str(self._pictures / f"{name}.png"))
