"""What may be attached to a case or a card: known kinds of content, of a bounded size.

What a content is shows in its first bytes, never in the name of a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from ledger.catalogue.model import Catalogue
from ledger.core.act import Act, Value
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
#: Where it lies and whom it concerns follows the case or card; that it is void is said once made.
_MAY_CHANGE: Final = frozenset({"void", "area", "home"})
_NAME: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


def media_of(content: bytes) -> str:
    """What a content is, by its first bytes; "" when it is nothing that may be attached."""
    for start, media in _STARTS:
        if content.startswith(start):
            return media
    # A printer driver may put a few lines before a PDF's own first one.
    return "application/pdf" if _PDF in content[:TELLING_BYTES] else ""


class View(Protocol):
    """What is looked at: the ledger as it stands."""

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one."""


class Attachments:
    """The declared bounds, and whether a record of an attachment keeps them."""

    def __init__(self, catalogue: Catalogue) -> None:
        fields = catalogue.kinds[KIND].fields
        size = fields["size"]
        self.share = catalogue.kinds[KIND].share
        self.least = size.least or 1
        self.most = size.most or 0
        self.media = frozenset(catalogue.codes[str(fields["media"].codes)].by_code)

    def check(self, values: Mapping[str, Value], before: Record | None) -> RuleFault | None:
        """The reason why a write to an attachment must not be let in, or None.

        Once made, an attachment can be declared void and moved, and nothing else.
        """
        if before is not None and values.keys() <= _MAY_CHANGE:
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

    def check_shares(
        self, act: Act, befores: Sequence[Record | None], view: View
    ) -> RuleFault | None:
        """The reason why what an act adds is too much for the case or card it belongs to, or None.

        ``befores`` are the records that its writes are about, as they stand without it.
        """
        added: dict[str, list[Mapping[str, Value]]] = {}
        for write, before in zip(act.writes, befores, strict=True):
            after = {**(before.data if before is not None else {}), **write.set}
            stood = before is not None and not before.data.get("void")
            if write.kind == KIND and not stood and not after.get("void"):
                added.setdefault(str(after.get("owner") or ""), []).append(after)
        for owner, new in added.items():
            held = [sized(one.data) for one in view.owned(owner, KIND) if not one.data.get("void")]
            for one in new:
                fault = self.fits(held, sized(one), str(one.get("title") or ""))
                if fault is not None:
                    return fault
                held.append(sized(one))
        return None

    def fits(self, held: Sequence[int], size: int, title: str) -> RuleFault | None:
        """The reason why one more of a size is too much beside those of the sizes ``held``."""
        share = self.share
        if share is None:
            return None
        if len(held) >= share.most:
            return RuleFault("attachment.many", title=title, most=share.most)
        if sum(held) + size > share.most_sum:
            room = _megabytes(max(share.most_sum - sum(held), 0))
            return RuleFault(
                "attachment.much", title=title, size=_megabytes(size), room=room,
                most=share.most_sum >> 20,
            )  # fmt: skip
        return None

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


def sized(data: Mapping[str, Value]) -> int:
    """The declared size of an attachment."""
    size = data.get("size")
    return size if isinstance(size, int) else 0


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f}"
