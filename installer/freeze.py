"""What both frozen programs need beside the modules that PyInstaller finds by itself."""

import os
import shutil
import sys
from pathlib import Path

from PyInstaller.utils.hooks import (  # type: ignore[import-untyped,unused-ignore]
    collect_data_files,
    collect_submodules,
    copy_metadata,
)

ROOT = Path(__file__).resolve().parents[1]

# Qt brings these along; nothing here draws with them. The second half is GTK, which one of Qt's
# desktop themes would pull in whole.
_UNUSED_LIBRARIES = (
    "Qt6Qml",
    "Qt6Quick",
    "Qt6VirtualKeyboard",
    "Qt6Pdf",
    "Qt6Designer",
    "Qt6Sql",
    "Qt6Test",
    "libqgtk3",
    "libgtk-3",
    "libgdk",
    "libcairo",
    "libpango",
    "libatk",
    "libatspi",
    "libepoxy",
    "libthai",
    "libdatrie",
)
# Symbols for a debugger make up a third of the libraries from wheels.
STRIP = sys.platform.startswith("linux") and shutil.which("strip") is not None
EXCLUDED = ["tkinter", "unittest", "pytest", "hypothesis", "IPython", "PyInstaller", "numpy"]


def datas(package: str) -> list[tuple[str, str]]:
    """Declared data, migrations (Alembic reads them as files) and the package's own files."""
    collected = [(str(ROOT / "resources"), "ledger/resources"), *copy_metadata("village-station")]
    for name, with_code in (("ledger.store.migrations", True), (package, False)):
        collected += collect_data_files(name, include_py_files=with_code)
    for library in ("pypinyin", "barcode"):
        collected += collect_data_files(library)
    return collected


def hidden_imports(package: str) -> list[str]:
    """Modules that are imported by name or late, where PyInstaller cannot see it."""
    names = [package, "ledger", "alembic.ddl", "sqlalchemy.dialects.sqlite"]
    return sorted({module for name in names for module in collect_submodules(name)})


def trimmed(files: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Leave out Qt's libraries that nothing uses, and its translations but Chinese."""
    return [entry for entry in files if not _is_unused(entry[0])]


def _is_unused(name: str) -> bool:
    file = os.path.basename(name)  # noqa: PTH119  (a name inside the archive, not a path here)
    if file.endswith(".qm"):
        return not file.startswith(("qtbase_zh", "qt_zh"))
    return any(unused in file for unused in _UNUSED_LIBRARIES)
