"""Barcodes and QR codes as small SVG pictures, the same bytes for the same text.

The values of a Code 128 are worked out here and only the bar patterns are taken from
python-barcode: its own optimiser takes the pair 99 at the start of a number for a change of code
set and drops it (seen with 0.16.1), and numbers of the demonstration division start with 99.
"""

from __future__ import annotations

import functools

_START_B, _START_C = 104, 105
_TO_C, _TO_B = 99, 100
_LAST_BAR = "11"
# From how many digits on it pays to write two in one: at an end, and in the middle.
_RUN_AT_END, _RUN_INSIDE = 4, 6


@functools.lru_cache(maxsize=64)
def barcode_svg(text: str) -> str:
    """Draw a Code 128 barcode, one unit per module, to be stretched to the wanted size.

    Raises:
        ValueError: the text cannot be written in Code 128.
    """
    modules = barcode_modules(text)
    bars = []
    at = 0
    while at < len(modules):
        end = at
        while end < len(modules) and modules[end] == modules[at]:
            end += 1
        if modules[at] == "1":
            bars.append(f"M{at} 0h{end - at}v40h-{end - at}z")
        at = end
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(modules)} 40" '
        f'width="{len(modules)}" height="40" preserveAspectRatio="none">'
        f'<path d="{"".join(bars)}"/></svg>'
    )


def barcode_modules(text: str) -> str:
    """The bars (1) and gaps (0) of a text in Code 128, with start, check and stop.

    Raises:
        ValueError: the text cannot be written in Code 128.
    """
    if not text or not text.isascii() or not text.isprintable():
        raise ValueError("a barcode takes printable ASCII characters only")
    # Both libraries are read when the first code is drawn: together they take longer to read
    # than the window has for opening.
    from barcode.charsets.code128 import CODES, STOP

    values = _values(text)
    check = (values[0] + sum(at * value for at, value in enumerate(values))) % 103
    patterns: list[str] = [CODES[value] for value in (*values, check)]
    return "".join(patterns) + str(STOP) + _LAST_BAR


def _values(text: str) -> list[int]:
    in_pairs = _digits_from(text, 0) >= _RUN_AT_END
    values = [_START_C if in_pairs else _START_B]
    at = 0
    while at < len(text):
        run = _digits_from(text, at)
        if in_pairs and run >= 2:
            values.append(int(text[at : at + 2]))
            at += 2
            continue
        if in_pairs:
            values.append(_TO_B)
            in_pairs = False
        elif run % 2 == 0 and run >= (_RUN_AT_END if at + run == len(text) else _RUN_INSIDE):
            values.append(_TO_C)
            in_pairs = True
            continue
        values.append(ord(text[at]) - 32)
        at += 1
    return values


def _digits_from(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end].isdigit():
        end += 1
    return end - at


@functools.lru_cache(maxsize=64)
def qr_svg(text: str) -> str:
    """Draw a QR code of medium redundancy with a narrow quiet zone.

    Raises:
        ValueError: the text is too long for one code.
    """
    import segno

    drawn: str = segno.make(text, error="m", micro=False).svg_inline(border=1, omitsize=False)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
