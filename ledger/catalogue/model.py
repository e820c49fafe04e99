"""The catalogue: the whole declared business as one frozen, typed value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from ledger.catalogue import loader
from ledger.catalogue.codes import CodeItem, CodeTable
from ledger.catalogue.flows import Apart, Flow, Permission, Post, State, Transition
from ledger.catalogue.items import Effect, Given, GuideEntry, Item, Paper, Requirement, Step
from ledger.catalogue.outputs import Column, Filter, LedgerDef, PrintDef, Report, ReportLine
from ledger.catalogue.places import Calendar, CalendarYear, Division, Profile, RetirementRule
from ledger.catalogue.records import Condition, Declared, Field, Group, Kind, Lang
from ledger.catalogue.root import resources_root

__all__ = [
    "Apart",
    "Calendar",
    "CalendarYear",
    "Catalogue",
    "CodeItem",
    "CodeTable",
    "Column",
    "Condition",
    "Division",
    "Effect",
    "Field",
    "Filter",
    "Flow",
    "Given",
    "Group",
    "GuideEntry",
    "Item",
    "Kind",
    "Lang",
    "LedgerDef",
    "Paper",
    "Permission",
    "Post",
    "PrintDef",
    "Profile",
    "Report",
    "ReportLine",
    "Requirement",
    "RetirementRule",
    "State",
    "Step",
    "Transition",
]


class Catalogue(Declared, frozen=True, kw_only=True):
    """Everything that ``resources/`` declares.

    Attributes:
        version: number of the catalogue's release.
        digest: hash of the files it was read from (hex).
        codes: code tables by code (``GB/T 2261.1``, ``CT-03``). Four are made from other
            declarations: ``CT-23`` case states, ``CT-29`` posts, ``division``, ``item``.
        divisions: administrative divisions by code.
        retirement: the dated table of statutory retirement ages.
    """

    version: int
    digest: str
    kinds: Mapping[str, Kind]
    codes: Mapping[str, CodeTable]
    guide: tuple[GuideEntry, ...]
    items: Mapping[str, Item]
    flows: Mapping[str, Flow]
    posts: Mapping[str, Post]
    permissions: Mapping[str, Permission]
    ledgers: Mapping[str, LedgerDef]
    prints: Mapping[str, PrintDef]
    reports: Mapping[str, Report]
    calendar: Calendar
    profile: Profile
    profiles: Mapping[str, Profile]
    divisions: Mapping[str, Division]
    retirement: tuple[RetirementRule, ...]

    @classmethod
    def load(cls, root: Path | None = None) -> Catalogue:
        """Read the catalogue from a resources directory.

        Raises:
            CatalogueFault: some declarations are wrong; it lists all of them, by file and key.
        """
        home = resources_root() if root is None else root
        data = loader.compiled(home)
        if data is not None:
            return msgspec.msgpack.decode(data, type=cls)
        return cls(**loader.read(home))

    def division_name(self, code: str, lang: Lang = "zh", full: bool = False) -> str:
        """Return the name of a division; with `full`, those above it first.

        A code that is not declared is returned as it is.
        """
        division = self.divisions.get(code)
        if division is None:
            return code
        if not full or not division.parent:
            return division.label(lang)
        above = self.division_name(division.parent, lang, full=True)
        if above == division.parent:
            return division.label(lang)
        return above + division.zh if lang == "zh" else f"{division.en}, {above}"
