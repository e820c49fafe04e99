"""A clerk without a browser: walks through the office's pages by HTTP, form by form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import httpx

_SECONDS = 120


class PlainClerk:
    """Does what `clerk.Clerk` does; its pictures are the pages themselves."""

    def __init__(self, address: str, pictures: Path | None = None) -> None:
        self._address = address
        self._pictures = pictures
        self._session = httpx.Client(timeout=_SECONDS, follow_redirects=True, trust_env=False)
        self._page = ""
        self._path = ""

    def close(self) -> None:
        """Go home: the connections are given back."""
        self._session.close()

    def sign_in(self, name: str, password: str) -> None:
        """Through the door."""
        self._get("/login?lang=zh")
        self._post("/login", {"name": name, "password": password, "lang": "zh"})
        if "/login" in self._path:
            raise RuntimeError(f"{name} was not let in")

    @property
    def address(self) -> str:
        """The whole address of the page."""
        return self._address + self._path

    def open_page(self, address: str) -> str:
        """A page by its whole address."""
        return self._get(address.removeprefix(self._address))

    def open_bench(self, code: str) -> str:
        """The words on a bench (accept, review, issue)."""
        return self._get(f"/bench/{code}")

    def open_case(self, name: str, bench: str = "review") -> str:
        """The page of somebody's case."""
        self.open_bench(bench)
        found = re.search(rf'href="(/case/[^"]+)"[^>]*>\s*{re.escape(name)}\s*<', self._page)
        if found is None:
            raise RuntimeError(f"{name} is not on the bench {bench}")
        return self._get(unescape(found[1]))

    def decide(self, deed: str, fields: Mapping[str, str] | None = None) -> str:
        """Take one step of the case that is open: fill in what it asks for, and send it."""
        return self._post(f"{self._path}/do/{deed}", {**_typed(self._page, deed), **(fields or {})})

    def may(self, deed: str) -> bool:
        """Whether the page offers a step."""
        return f'/do/{deed}"' in self._page

    def move(self, name: str, area: str, reason: str, picture: str) -> None:
        """Move somebody to another village; the picture shows the page before it is sent."""
        self._get(f"/moves/new?q={quote(name)}")
        found = re.search(r'name="who" value="([^"]+)"', self._page)
        if found is None:
            raise RuntimeError(f"{name} is not among the people")
        self._get(f"/moves/new?who={found[1]}&area={area}")
        self.picture(picture)
        day = re.search(r'name="day"[^>]*value="([^"]+)"', self._page)
        fields = {"who": found[1], "area": area, "reason": reason, "day": day[1] if day else ""}
        self._post("/moves/new", fields)

    def read_stick(self, files: list[Path], folder: Path) -> Path:
        """Upload a station's bundles and save the (last) answer into a folder."""
        self._get("/sticks")
        sent = [("files", (file.name, file.read_bytes())) for file in files]
        answer = self._session.post(
            f"{self._address}/sticks",
            data={"_csrf_token": self._proof()},
            files=sent,
        )
        self._keep(answer)
        said = re.findall(r'(?s)<p[^>]*role="status".*?</p>', self._page)
        links = re.findall(r'href="(/sticks/answers/[^"]+)"', "".join(said))
        path = folder / unquote(links[-1].rsplit("/", 1)[1])
        path.write_bytes(self._session.get(self._address + links[-1]).content)
        return path

    def picture(self, name: str) -> None:
        """Keep the page."""
        if self._pictures is not None:
            (self._pictures / f"{name}.html").write_text(self._page, encoding="utf-8")

    def _get(self, path: str) -> str:
        return self._keep(self._session.get(self._address + path))

    def _post(self, path: str, fields: Mapping[str, str]) -> str:
        data = {**fields, "_csrf_token": self._proof()}
        return self._keep(self._session.post(self._address + path, data=data))

    def _keep(self, answer: httpx.Response) -> str:
        if answer.is_error:
            raise RuntimeError(f"{answer.url}: {answer.status_code}")
        self._page = answer.text
        self._path = str(answer.url).removeprefix(self._address).partition("?")[0]
        body = re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", self._page)
        return " ".join(unescape(body).split())

    def _proof(self) -> str:
        found = re.search(r'name="_csrf_token" value="([^"]+)"', self._page)
        return found[1] if found else ""


class _Form(HTMLParser):
    """Reads what one form of a page would send as it stands."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self._action = action
        self._inside = False
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = str(given.get("action") or "").endswith(self._action)
        elif self._inside and tag == "input" and given.get("name"):
            self.fields[str(given["name"])] = str(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def _typed(page: str, deed: str) -> dict[str, str]:
    form = _Form(f"/do/{deed}")
    form.feed(page)
    return form.fields
