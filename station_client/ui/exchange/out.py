"""The lists of the exchange out of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.exchange_lists import Asked
    from station_client.ui.screens.ledger.taking_out import Wanted

#: Per list: the ledger it belongs to, and the text that names it.
_LISTS = {
    "diary": ("TZ-55", "desk.list.diary"),
    "unsent": ("", "desk.list.unsent"),
    "refused": ("", "desk.list.refused"),
}


def title_of(say: Texts, name: str) -> str:
    """What a list is called."""
    return say(_LISTS[name][1])


def list_out(say: Texts, name: str) -> Callable[[Asked], Wanted]:
    """How a list ("diary", "unsent" or "refused") is found as it was asked for."""

    def wanted(asked: Asked) -> Wanted:
        from station_client.desk import lists
        from station_client.ui.screens.ledger.taking_out import Wanted

        find = {"diary": lists.of_diary, "unsent": lists.of_unsent, "refused": lists.of_refused}
        return Wanted(
            _LISTS[name][0], title_of(say, name), lambda counter: find[name](counter, asked)
        )

    return wanted
