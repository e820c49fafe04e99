"""Somebody at the office's pages without a browser: reads them, presses their buttons."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx
from litestar.testing import TestClient


class Visitor:
    """Keeps the last page; `send` presses a form's button with its hidden proof."""

    def __init__(self, client: TestClient[Any]) -> None:
        client.cookies.clear()
        self._client = client
        self.page = ""
        self.status = 0

    def sign_in(self, name: str, password: str) -> None:
        """Through the door."""
        self.open("/login")
        self.send("/login", name=name, password=password)

    def open(self, path: str) -> str:
        """Read a page."""
        return self._kept(self._client.get(path))

    def send(self, path: str, **fields: Any) -> str:
        """Send a form; what it leads to is the page now."""
        data = {**fields, "_csrf_token": self._proof()}
        return self._kept(self._client.post(path, data=data))

    def upload(self, path: str, *files: tuple[str, bytes]) -> str:
        """Send files chosen in a form."""
        sent = [("files", (name, content, "application/octet-stream")) for name, content in files]
        return self._kept(self._client.post(path, data={"_csrf_token": self._proof()}, files=sent))

    def fetch(self, path: str) -> httpx.Response:
        """A file."""
        return self._client.get(path)

    @property
    def text(self) -> str:
        """What the page says, without its marks."""
        body = re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", self.page)
        return " ".join(unescape(body).split())

    def _kept(self, answer: httpx.Response) -> str:
        self.page, self.status = answer.text, answer.status_code
        return self.page

    def _proof(self) -> str:
        found = re.search(r'name="_csrf_token" value="([^"]+)"', self.page)
        return found[1] if found else ""
