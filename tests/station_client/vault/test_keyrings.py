"""Which keyring is trusted."""

import keyring.backend
import keyring.errors
import pytest
from keyring.backends import SecretService
from keyring.backends.fail import Keyring as FailKeyring

from ledger.core.faults import EnvironmentFault
from station_client.vault import keyrings
from tests.helpers.fakes import MemoryKeyring


class LockedKeyring(MemoryKeyring):
    """A keyring whose owner has not unlocked it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.PasswordSetError("no")

    def delete_password(self, service: str, username: str) -> None:
        raise keyring.errors.KeyringError("no")


class PlaintextKeyring(MemoryKeyring):
    """What keyrings.alt would silently put in the place of a real keyring."""

    priority = 9


def test_an_unknown_backend_is_not_trusted_with_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not keyrings.is_trusted(PlaintextKeyring())
    assert not keyrings.is_trusted(object.__new__(FailKeyring))
    monkeypatch.setattr(keyring.backend, "get_all_keyring", lambda: [PlaintextKeyring()])
    assert keyrings.system_keyring() is None


def test_the_keyring_of_the_desktop_is_trusted() -> None:
    backend = object.__new__(SecretService.Keyring)
    assert keyrings.is_trusted(backend)


def test_a_secret_is_kept_given_back_and_forgotten(memory_keyring: MemoryKeyring) -> None:
    store = keyrings.SystemKeyring(memory_keyring)
    store.put("home", "secret")
    assert memory_keyring.entries == {("village-station", "home"): "secret"}
    assert store.get("home") == "secret"
    store.drop("home")
    store.drop("home")
    assert store.get("home") is None


def test_a_locked_keyring_says_so() -> None:
    store = keyrings.SystemKeyring(LockedKeyring())
    with pytest.raises(EnvironmentFault, match=r"vault.keyring-locked"):
        store.get("home")
    with pytest.raises(EnvironmentFault, match=r"vault.keyring-failed"):
        store.put("home", "secret")
    with pytest.raises(EnvironmentFault, match=r"vault.keyring-failed"):
        store.drop("home")
