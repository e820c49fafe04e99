"""Numbers of persons on paper: masked by type, so that a full one cannot slip in.

Masking is 6 + 8 stars + 4 for an identity number and 3 + 4 stars + 4 for a mobile number
(domain 4.S, V-27).
"""

from __future__ import annotations

import re
from typing import Self

_ID_IN_TEXT = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![0-9A-Za-z])")
_MOBILE_IN_TEXT = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_LONG_RUN = re.compile(r"\d{9,}")


class MaskedId(str):
    """An identity number as it may stand on a paper that is handed out, or empty.

    Raises:
        ValueError: the text could be a full number: nothing in it is hidden.
    """

    __slots__ = ()

    def __new__(cls, text: str = "") -> Self:
        if text and ("*" not in text or _LONG_RUN.search(text)):
            raise ValueError("a paper that is handed out takes a masked number only")
        return super().__new__(cls, text)

    @classmethod
    def of(cls, number: str) -> Self:
        """Mask a full number of any kind of identity paper; a masked one stays as it is."""
        number = number.strip()
        if not number or "*" in number:
            return cls(number)
        if len(number) >= 15:
            return cls(number[:6] + "*" * (len(number) - 10) + number[-4:])
        if len(number) <= 2:
            return cls("*" * len(number))
        kept = max(1, len(number) // 4)
        return cls(number[:kept] + "*" * (len(number) - 2 * kept) + number[-kept:])


def mask_mobile(number: str) -> str:
    """Mask a mobile number; anything else comes back unchanged."""
    return _MOBILE_IN_TEXT.sub(lambda hit: hit[0][:3] + "****" + hit[0][-4:], number)


def mask_ids_in(text: str) -> str:
    """Mask every resident identity number that stands inside a free text."""
    return _ID_IN_TEXT.sub(lambda hit: str(MaskedId.of(hit[0])), text)
