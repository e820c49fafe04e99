"""Checks all declarations at once: ``python -m ledger.catalogue.check [ROOT]``.

Prints every fault with its file and key; exit code 1 when there is one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ledger.catalogue.checks.codes import check_codes, slug
from ledger.catalogue.checks.fields import check_kinds
from ledger.catalogue.checks.flows import check_flows, check_posts
from ledger.catalogue.checks.items import check_items
from ledger.catalogue.checks.outputs import check_ledgers, check_prints, check_reports
from ledger.catalogue.checks.places import check_places
from ledger.catalogue.checks.texts import check_texts
from ledger.catalogue.loader import declarations
from ledger.catalogue.model import Catalogue
from ledger.catalogue.problems import CatalogueFault, Problem
from ledger.catalogue.root import resources_root


def check(root: Path) -> tuple[Problem, ...]:
    """Return every fault of the declarations and texts below a resources directory."""
    texts = tuple(check_texts(root))
    try:
        catalogue = Catalogue.load(root)
    except CatalogueFault as fault:
        return (*fault.problems, *texts)
    return (
        *_check_names(catalogue, root),
        *check_codes(catalogue),
        *check_kinds(catalogue),
        *check_posts(catalogue),
        *check_flows(catalogue),
        *check_items(catalogue),
        *check_ledgers(catalogue),
        *check_prints(catalogue, root),
        *check_reports(catalogue),
        *check_places(catalogue),
        *texts,
    )


def _check_names(catalogue: Catalogue, root: Path) -> list[Problem]:
    """A file is named for the code it declares."""
    known = {
        "calendars": {str(year) for year in catalogue.calendar.years},
        "codes": {slug(code) for code in catalogue.codes},
        "flows": set(catalogue.flows),
        "items": set(catalogue.items),
        "ledgers": set(catalogue.ledgers),
        "profiles": set(catalogue.profiles),
        "records": set(catalogue.kinds),
        "reports": set(catalogue.reports),
    }
    return [
        Problem(name, "code", "the file is not named for its code")
        for name, path in declarations(root)
        if "/" in name and path.stem not in known[name.partition("/")[0]]
    ]


def main(arguments: Sequence[str]) -> int:
    """Check the directory named, or the project's own; return the exit code."""
    problems = check(Path(arguments[0]) if arguments else resources_root())
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
