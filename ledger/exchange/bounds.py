"""How many bytes go at once: what both sides of an exchange keep to.

Counted are acts, packed, and contents of attachments behind them. What is believed of a bundle that
comes in is bounded where it is opened (see envelope and segments).
"""

from __future__ import annotations

#: What a bundle carries over a line, either way: what a broken exchange may cost.
LINE_BYTES = 2 << 20
#: What it carries on a stick, either way: the next one comes tomorrow.
STICK_BYTES = 32 << 20
#: How much of that is contents, over a line, at most; a thin line says less.
CONTENT_BYTES = 512 << 10
#: At least so many of a content, or what is left of it: it says there what it is.
LEAST_CONTENT_BYTES = 4 << 10
#: The least that a station may ask an answer to be kept to.
LEAST_ROOM = 4 << 10
