"""Every folder of code is a real package; one without ``__init__.py`` is invisible to the tools."""

from collections.abc import Iterator

from tools.checks.tree import PRODUCT, Complaint, Tree


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield each folder that holds modules but is no package."""
    modules = tree.under([*PRODUCT, "tools"], ".py")
    for folder in sorted({name.rpartition("/")[0] for name in modules}):
        if f"{folder}/__init__.py" not in tree.files:
            yield Complaint(folder, "has modules but no __init__.py", folder)
