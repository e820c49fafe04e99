"""What the window remembers: some of it per person, some of it for this PC."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from station_client.ui.theme.theme import Look

if TYPE_CHECKING:
    from ledger.core.act import Value

Language = Literal["zh", "en"]


class SettingsStore(Protocol):
    """Where settings are kept: ``Ledger.local.settings``, or a small file before login."""

    def get(self, key: str, default: Value = None) -> Value: ...

    def set(self, key: str, value: Value) -> None: ...


class Prefs:
    """Settings of one person at this PC (columns of a table, the last item, type size)."""

    def __init__(self, store: SettingsStore, person: str) -> None:
        self._store = store
        self._prefix = f"ui.{person}."

    def get(self, key: str, default: Value = None) -> Value:
        """The value kept under ``key``, or ``default``."""
        return self._store.get(self._prefix + key, default)

    def set(self, key: str, value: Value) -> None:
        """Keep ``value`` under ``key``; what is already kept so is not written again."""
        if self.get(key) != value:
            self._store.set(self._prefix + key, value)


@dataclass(frozen=True)
class Appearance:
    """Language and look, chosen on the settings page, the same for everybody at this PC."""

    language: Language = "zh"
    look: Look = field(default_factory=Look)


def load_appearance(store: SettingsStore) -> Appearance:
    """The appearance kept in ``store``, or the usual one."""
    return Appearance(
        "en" if store.get("ui.language") == "en" else "zh",
        Look(dark=bool(store.get("ui.dark")), large=bool(store.get("ui.large"))),
    )


def save_appearance(store: SettingsStore, appearance: Appearance) -> None:
    """Keep ``appearance`` for the next start."""
    store.set("ui.language", appearance.language)
    store.set("ui.dark", appearance.look.dark)
    store.set("ui.large", appearance.look.large)
