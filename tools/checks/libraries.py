"""Some libraries may be touched in one folder only; late imports count too.

import-linter holds the order of our own packages. This holds the doors to the
outside, where a new folder must not slip past a list of folders.
"""

import ast
from collections.abc import Iterator

from tools.checks.tree import PRODUCT, Complaint, Tree

# library -> the folders of the product that may import it
DOORS = {
    "PySide6": ("station_client/ui/",),
    "urllib3": ("station_client/link/",),
    "litestar": ("sync_server/",),
    "uvicorn": ("sync_server/",),
    "jinja2": ("sync_server/",),
    "keyring": ("station_client/vault/",),
    "typst": ("station_client/slips/",),
    "sqlcipher3": ("ledger/store/", "station_client/vault/"),
    "sqlalchemy": ("ledger/store/", "ledger/exchange/", "station_client/vault/"),
    "alembic": ("ledger/store/",),
}


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield every import of a guarded library outside its folders."""
    for name in tree.under(PRODUCT, ".py"):
        for line, module in imported(tree.syntax(name)):
            doors = DOORS.get(module.partition(".")[0])
            if doors and not name.startswith(doors):
                where = " and ".join(doors)
                yield Complaint(f"{name}:{line}", f"{module} belongs in {where} only", name)


def imported(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and name of every absolute import, wherever it stands in the file."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
