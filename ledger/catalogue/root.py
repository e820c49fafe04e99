"""Where the declared business (`resources/`) lies.

The same data is found in three homes, and the rule is one: beside the code it
belongs to. A wheel and a frozen program carry it as ``ledger/resources``; a
checkout has it as ``resources`` next to the ``ledger`` folder.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_PLACES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


def resources_root() -> Path:
    """Return the folder with the declared business; FileNotFoundError says where it was sought."""
    for place in _PLACES:
        if place.is_dir():
            return place
    sought = " and ".join(str(place) for place in _PLACES)
    raise FileNotFoundError(f"the folder with the declared business is missing; sought at {sought}")
