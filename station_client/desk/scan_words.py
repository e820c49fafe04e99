"""What is said of attachments on their way, wherever a case is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules.attachments import Attachments

if TYPE_CHECKING:
    from ledger.store.under_way import UnderWay
    from station_client.desk.counter import Counter


def say_way(counter: Counter, way: UnderWay, *owners: str) -> str:
    """附件在途 2: how many attachments of some records are on their way; "" when none is."""
    count = way.of(owners)
    return counter.say("desk.scan.under-way", n=count) if count else ""


def say_limits(counter: Counter) -> str:
    """What may be attached, how large and how much of it, as the rule declares it."""
    limits = Attachments(counter.catalogue)
    text = counter.say("desk.scan.limits", size=limits.most >> 20)
    if limits.share is None:
        return text
    sum_of_all = limits.share.most_sum >> 20
    return text + counter.say("desk.scan.limits-share", most=limits.share.most, sum=sum_of_all)


def say_size(size: int) -> str:
    """A size as people read it."""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{-(-size >> 10)} KB"
