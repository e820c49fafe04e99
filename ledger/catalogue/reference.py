"""Writes the reference pages: ``python -m ledger.catalogue.reference [--check] [DIR]``.

The pages of ``docs/reference`` are made from the declarations and from nothing else. With
``--check`` nothing is written; exit code 1 and a list of names say which pages are out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ledger.catalogue.model import Catalogue
from ledger.catalogue.pages import codes, flows, items, outputs, places, records
from ledger.catalogue.pages.markdown import page, table

DEFAULT = Path("docs/reference")

_TITLES = {
    "items.md": "服务事项 Service items",
    "card.md": "个人基本信息卡 Resident card",
    "records.md": "其他记录 Other records",
    "flows.md": "流程与岗位 Flows and posts",
    "ledgers.md": "台账 Ledgers",
    "outputs.md": "单据与报表 Prints and reports",
    "codes.md": "代码表 Code tables",
    "places.md": "区划、地区设置、日历、退休年龄 Divisions, profile, calendar, retirement ages",
}


def pages_of(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the text of every reference page by file name."""
    made = {
        "items.md": items.items_page(catalogue),
        "card.md": records.card_page(catalogue),
        "records.md": records.records_page(catalogue),
        "flows.md": flows.flows_page(catalogue),
        "ledgers.md": outputs.ledgers_page(catalogue),
        "outputs.md": outputs.outputs_page(catalogue),
        "codes.md": codes.codes_page(catalogue),
        "places.md": places.places_page(catalogue),
    }
    pages = {name: page(_TITLES[name], made[name]) for name in made}
    rows = [[f"[{title}]({name})"] for name, title in _TITLES.items()]
    head = f"Catalogue release {catalogue.version}, region profile `{catalogue.profile.code}`."
    pages["README.md"] = page("参考 Reference", [head, *table(["Page"], rows)])
    return pages


def stale(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Return the names of the pages that are missing, differ, or should not be there."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(
        name for name in pages.keys() | there.keys() if pages.get(name) != there.get(name)
    )


def main(arguments: Sequence[str]) -> int:
    """Write or check the pages; return the exit code."""
    folders = [Path(argument) for argument in arguments if argument != "--check"]
    folder = folders[0] if folders else DEFAULT
    pages = pages_of(Catalogue.load())
    old = stale(pages, folder)
    if "--check" in arguments:
        for name in old:
            sys.stderr.write(f"{folder / name} is out of date\n")
        return 1 if old else 0
    folder.mkdir(parents=True, exist_ok=True)
    for name in old:
        if name in pages:
            (folder / name).write_text(pages[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
