"""What may be attached to a case or a card: known kinds of content, of a bounded size.

What a content is shows in its first bytes, never in the name of a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.core.faults import RuleFault
from ledger.core.record import Record

KIND: Final = "attachment"
#: So many bytes from the beginning of a content say what it is.
TELLING_BYTES: Final = 1024
_STARTS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_PDF: Final = b"%PDF-"
_NAME: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


def media_of(content: bytes) -> str:
    """What a content is, by its first bytes; "" when it is nothing that may be attached."""
    for start, media in _STARTS:
        if content.startswith(start):
            return media
    # A printer driver may put a few lines before a PDF's own first one.
    return "application/pdf" if _PDF in content[:TELLING_BYTES] else ""


class Attachments:
    """The declared bounds, and whether a record of an attachment keeps them."""

    def __init__(self, catalogue: Catalogue) -> None:
        fields = catalogue.kinds[KIND].fields
        size = fields["size"]
        self.least = size.least or 1
        self.most = size.most or 0
        self.media = frozenset(catalogue.codes[str(fields["media"].codes)].by_code)

    def check(self, values: Mapping[str, Value], before: Record | None) -> RuleFault | None:
        """The reason why a write to an attachment must not be let in, or None.

        Once made, an attachment can be declared void or move with its owner, and nothing else.
        """
        if values.keys() <= {"void", "area"}:
            return None
        if before is not None:
            return RuleFault("attachment.fixed", record=before.id)
        name, media, size = (values.get(field) for field in ("file", "media", "size"))
        if not isinstance(name, str) or _NAME.fullmatch(name) is None:
            return RuleFault("attachment.name")
        if media not in self.media:
            return RuleFault("attachment.media", media=str(media)[:40])
        if not isinstance(size, int) or size < self.least:
            return RuleFault("attachment.empty")
        return self._too_large(size)

    def _too_large(self, size: int) -> RuleFault | None:
        if size <= self.most:
            return None
        return RuleFault("attachment.size", size=_megabytes(size), most=_megabytes(self.most))

    def judge(self, content: bytes) -> str:
        """What a content is; RuleFault when it may not be attached: ``attachment.empty``,
        ``attachment.media`` or ``attachment.size``."""
        if not content:
            raise RuleFault("attachment.empty")
        media = media_of(content)
        if media not in self.media:
            raise RuleFault("attachment.media", media="-")
        fault = self._too_large(len(content))
        if fault is not None:
            raise fault
        return media


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f}"
