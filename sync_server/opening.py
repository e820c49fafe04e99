"""Founding, restoring and opening an office: where its parts are put together, but for the pages.

The command line does without the pages: their framework takes as long to load as all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import argon2

from ledger.catalogue.model import Catalogue
from ledger.catalogue.records import Lang
from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts
from ledger.core.clock import Clock
from ledger.core.keys import NodeKeys
from ledger.exchange.office import OfficeSide
from ledger.rules.admission import Rulebook
from ledger.rules.days import WorkCalendar
from ledger.store.opening import (
    Identity,
    create_ledger,
    open_database,
    open_ledger,
    read_identity,
)
from sync_server import highwater
from sync_server.accounts import Accounts
from sync_server.backups import lay_back
from sync_server.home import Facts, Home, new_facts, read_facts, write_facts
from sync_server.office import Office

#: All texts, by language.
Words = Mapping[Lang, Texts]


def read_texts() -> Words:
    """All texts of both languages."""
    root = resources_root()
    return {"zh": Texts.load(root, "zh"), "en": Texts.load(root, "en")}


def found_office(
    home: Home,
    area: str,
    name: str,
    address: str,
    lang: str,
    catalogue: Catalogue | None = None,
    texts: Words | None = None,
) -> Office:
    """Make a new office in a home."""
    facts = new_facts(area, name, address, lang)
    home.make()
    catalogue, clock = catalogue or Catalogue.load(), Clock()
    identity = Identity(NodeKeys.generate(), "T", area, "", name)
    rulebook = Rulebook(catalogue, identity.keys.node, clock)
    database = open_database(home.ledger, None, catalogue)
    home.ledger.chmod(0o600)
    ledger = create_ledger(database, identity, catalogue, rulebook, clock, feeds=True)
    write_facts(ledger.local.settings, facts)
    highwater.keep(ledger, home)
    ledger.close()
    return open_office(home, catalogue=catalogue, texts=texts)


def restore_office(home: Home, file: Path) -> Office:
    """Make an office from a backup: its feed begins a new history, so every reader starts over."""
    lay_back(home, file)
    home.mark.unlink(missing_ok=True)  # it told of the database that is gone
    office = open_office(home)
    office.ledger.new_epoch()
    highwater.keep(office.ledger, home)
    return office


def open_office(
    home: Home,
    *,
    clock: Clock | None = None,
    hasher: argon2.PasswordHasher | None = None,
    catalogue: Catalogue | None = None,
    texts: Words | None = None,
) -> Office:
    """Open the office that lives in a home; if it was put back by hand, it begins anew."""
    home.require()
    clock = clock or Clock()
    catalogue = catalogue or Catalogue.load()
    database = open_database(home.ledger, None, catalogue)
    rulebook = Rulebook(catalogue, read_identity(database).keys.node, clock)
    ledger = open_ledger(database, catalogue, rulebook, clock, feeds=True)
    facts: Facts = read_facts(ledger.local.settings)
    highwater.look(ledger, home)
    return Office(
        home=home,
        facts=facts,
        ledger=ledger,
        catalogue=catalogue,
        rulebook=rulebook,
        calendar=WorkCalendar.of(catalogue.calendar),
        texts=texts or read_texts(),
        accounts=Accounts(ledger, catalogue, facts.area, clock.now, hasher),
        exchange=OfficeSide(ledger),
        clock=clock.now,
    )
