"""The keyring of the operating system, where it has one that keeps secrets secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from ledger.core.faults import EnvironmentFault, Locked

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "village-station"

#: Modules of backends that the system itself protects. With other packages installed, the
#: library's default may silently be a plain text file (keyrings.alt), so only these are taken.
_TRUSTED: Final = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)


class KeyStore(Protocol):
    """Somewhere that keeps a short secret under a name."""

    def get(self, name: str) -> str | None:
        """The secret, or None if it is not there. EnvironmentFault if it cannot be asked."""

    def put(self, name: str, secret: str) -> None:
        """Keep a secret. EnvironmentFault if it cannot."""

    def drop(self, name: str) -> None:
        """Forget a secret; one that is not there is no fault."""


class SystemKeyring:
    """The first trusted backend of this desktop, as a `KeyStore`."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    def get(self, name: str) -> str | None:
        """See `KeyStore`."""
        import keyring.errors

        try:
            return self._backend.get_password(SERVICE, name)
        except keyring.errors.KeyringLocked as error:
            raise Locked("vault.keyring-locked") from error
        except (keyring.errors.KeyringError, OSError) as error:
            raise EnvironmentFault("vault.keyring-failed", detail=str(error)) from error

    def put(self, name: str, secret: str) -> None:
        """See `KeyStore`."""
        import keyring.errors

        try:
            self._backend.set_password(SERVICE, name, secret)
        except keyring.errors.KeyringLocked as error:
            raise Locked("vault.keyring-locked") from error
        except (keyring.errors.KeyringError, OSError) as error:
            raise EnvironmentFault("vault.keyring-failed", detail=str(error)) from error

    def drop(self, name: str) -> None:
        """See `KeyStore`."""
        import keyring.errors

        try:
            self._backend.delete_password(SERVICE, name)
        except keyring.errors.PasswordDeleteError:
            return
        except (keyring.errors.KeyringError, OSError) as error:
            raise EnvironmentFault("vault.keyring-failed", detail=str(error)) from error


def system_keyring() -> SystemKeyring | None:
    """The keyring of this desktop; None where there is none, or only one in plain text."""
    import keyring.backend

    backends = sorted(keyring.backend.get_all_keyring(), key=lambda one: one.priority, reverse=True)
    for backend in backends:
        if is_trusted(backend) and backend.priority > 0:
            return SystemKeyring(backend)
    return None


def is_trusted(backend: KeyringBackend) -> bool:
    """Whether secrets in this backend are protected by the system."""
    return type(backend).__module__ in _TRUSTED
