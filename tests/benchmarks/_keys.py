"""The key and the operator of the home that benchmarks work on."""

from __future__ import annotations

import json
from pathlib import Path

OPERATOR, PASSWORD = "王秀英", "liuhe-2026"


class FileKeys:
    """Stands for a desktop's keyring: a file beside the home. These people are invented."""

    def __init__(self, home: Path) -> None:
        self._path = home / "keyring.json"

    def get(self, name: str) -> str | None:
        """The secret, or None."""
        return self._all().get(name)

    def put(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._path.write_text(json.dumps({**self._all(), name: secret}), encoding="utf-8")

    def drop(self, name: str) -> None:
        """Forget a secret."""
        left = {key: value for key, value in self._all().items() if key != name}
        self._path.write_text(json.dumps(left), encoding="utf-8")

    def _all(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        found: dict[str, str] = json.loads(self._path.read_text(encoding="utf-8"))
        return found
