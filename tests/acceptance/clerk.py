"""A clerk at the office's pages without a browser, over a real line."""

from __future__ import annotations

import re
from html import unescape
from types import TracebackType

import requests


class PlainClerk:
    """Reads pages and presses their buttons."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session = requests.Session()
        self._session.trust_env = False

    def __enter__(self) -> PlainClerk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def sign_in(self, name: str, password: str) -> None:
        """Through the door."""
        self._send("/login", "/login", name=name, password=password)

    def do(self, case: str, deed: str, **fields: str) -> None:
        """Take one step of a case."""
        self._send(f"/case/{case}", f"/case/{case}/do/{deed}", **fields)

    def read(self, path: str) -> str:
        """The words of a page."""
        answer = self._session.get(self._address + path, timeout=20)
        assert answer.ok, answer.text
        return unescape(re.sub(r"<[^>]+>", " ", answer.text))

    def _send(self, page: str, path: str, **fields: str) -> None:
        shown = self._session.get(self._address + page, timeout=20).text
        proof = re.search(r'name="_csrf_token" value="([^"]+)"', shown)
        assert proof is not None, shown
        data = {**fields, "_csrf_token": unescape(proof.group(1))}
        answer = self._session.post(self._address + path, data=data, timeout=20)
        assert answer.ok, answer.text
