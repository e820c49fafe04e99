"""The book of printed papers: values in, PDF/A out, the same bytes for the same values."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec
import typst

from ledger.catalogue.outputs import PrintDef
from ledger.catalogue.records import Lang
from ledger.catalogue.texts import Texts
from station_client.slips.codes import barcode_svg, qr_svg
from station_client.slips.data import Slip, from_plain
from station_client.slips.faces import Faces, Setting
from station_client.slips.kinds import KINDS, Kind
from station_client.slips.view import View, mark_lacking

Size = Literal["A4", "A5"]
_STANDARD = "a-2b"
_SHARED = "slip.typ"
_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b")


class Prints(Protocol):
    """What the book needs of the catalogue."""

    @property
    def prints(self) -> Mapping[str, PrintDef]:
        """The declared papers, by code."""
        ...


@dataclass(frozen=True)
class Paper:
    """A paper ready to show, print and keep with the case.

    Attributes:
        pdf: PDF/A-2b. sha256: of these bytes, in hex. pages: how many.
        lacking: code points that no font could draw; 〓 stands for each.
    """

    code: str
    pdf: bytes
    sha256: str
    pages: int
    lacking: tuple[str, ...]
    _draw: Callable[[int], list[bytes]] = field(repr=False, compare=False)

    def png(self, dpi: int = 150) -> list[bytes]:
        """Draw the pages as PNG pictures, one each, for the screen or a printer."""
        return self._draw(dpi)


class SlipBook:
    """All papers that the station prints. Any thread may call; one paper is set at a time."""

    def __init__(
        self, catalogue: Prints, root: Path, say: Texts, *, faces: Faces | None = None
    ) -> None:
        """Make the book from a resources directory; `say.lang` is the usual language."""
        self._prints = catalogue.prints
        self._root = root
        self._faces = faces or Faces(root / "fonts")
        self._texts: dict[Lang, Mapping[str, str]] = {say.lang: _wording(say)}
        self._usual = say.lang
        self._templates: dict[str, bytes] = {}
        self._compilers: dict[int, typst.Compiler] = {}
        self._turn = threading.Lock()

    def render(
        self,
        code: str,
        data: Slip | Mapping[str, Any],
        *,
        lang: Lang | None = None,
        reprint: int = 0,
        size: Size | None = None,
    ) -> Paper:
        """Set a paper.

        Args:
            data: the structure of that paper (see `data`), or plain values for it.
            reprint: 0 for the first print; n marks it 补打 第 n 次.
            size: A5 for the receipts that fit on half a sheet; as declared when not given.

        Raises:
            KeyError: there is no such paper.
            TypeError: the data is of another paper.
            ValueError: a value is missing, wrong, or shows a full identity number.
        """
        kind, declared = KINDS[code], self._prints[code]
        if not isinstance(data, Slip):
            data = from_plain(kind.data, data)
        if not isinstance(data, kind.data):
            raise TypeError(f"{code} is made from {kind.data.__name__}")
        view = View(data, lang or self._usual)
        setting = self._faces.setting(view.characters)
        values, lacking = mark_lacking(view.values, setting.lacking)
        sheet = {
            "d": values,
            "code": code,
            "lang": lang or self._usual,
            "reprint": reprint,
            "size": size or ("A5" if declared.paper == "A5" else "A4"),
            "families": setting.families,
            "lacking": lacking,
            "name": declared.label(lang or self._usual),
            "logo": self._logo(),
            "t": self._wording(lang or self._usual),
            "date": _day(kind.day_of(data)),
            **_codes(kind, data),
        }
        files = {
            "main.typ": self._template(declared.template),
            _SHARED: self._template(_SHARED),
            "data.json": msgspec.json.encode(sheet),
        }
        return self._paper(code, files, setting)

    def _paper(self, code: str, files: dict[str, bytes], setting: Setting) -> Paper:
        def draw(dpi: int) -> list[bytes]:
            drawn = self._compile(files, setting.fonts, format="png", ppi=float(dpi))
            return drawn if isinstance(drawn, list) else [drawn]

        pdf = self._compile(
            files,
            setting.fonts,
            format="pdf",
            pdf_standards=_STANDARD,
            pdf_tags=KINDS[code].tagged,
            timestamp=0,
        )
        if not isinstance(pdf, bytes):
            raise TypeError("the typesetter gave several files for one PDF")
        points = tuple(f"U+{ord(each):04X}" for each in sorted(setting.lacking))
        return Paper(code, pdf, hashlib.sha256(pdf).hexdigest(), _page_count(pdf), points, draw)

    def _compile(
        self, files: dict[str, bytes], fonts: typst.Fonts, **how: Any
    ) -> bytes | list[bytes]:
        with self._turn:
            compiler = self._compilers.get(id(fonts))
            if compiler is None:
                compiler = typst.Compiler(font_paths=fonts)
                self._compilers[id(fonts)] = compiler
            made: bytes | list[bytes] | None = compiler.compile(input=files, **how)
        if made is None:
            raise TypeError("the typesetter gave nothing back")
        return made

    def _template(self, name: str) -> bytes:
        if name not in self._templates:
            self._templates[name] = (self._root / "prints" / name).read_bytes()
        return self._templates[name]

    def _wording(self, lang: Lang) -> Mapping[str, str]:
        if lang not in self._texts:
            self._texts[lang] = _wording(Texts.load(self._root, lang))
        return self._texts[lang]

    def _logo(self) -> str | None:
        # The seeds name a mark but give no picture of it: a region that has one puts it here.
        path = self._root / "prints" / "logo.svg"
        return path.read_text(encoding="utf-8") if path.is_file() else None


def _wording(texts: Texts) -> Mapping[str, str]:
    return {key: text for key, text in texts.entries.items() if key.startswith("slip.")}


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _codes(kind: Kind, data: Slip) -> dict[str, Any]:
    number = kind.number_of(data)
    query = getattr(data, "query", "") if kind.qr else ""
    target = query + number if query else number
    # A number with Chinese in it stands on the paper as text only.
    scannable = bool(number) and number.isascii() and number.isprintable()
    return {
        "number": number,
        "barcode": barcode_svg(number) if kind.barcode and scannable else None,
        "qr": qr_svg(target) if kind.qr and scannable else None,
        "qr-leads": bool(query),
    }


def _page_count(pdf: bytes) -> int:
    counts = [int(first or second) for first, second in _PAGES.findall(pdf)]
    if not counts:
        raise ValueError("the typesetter gave a PDF without pages")
    return max(counts)
