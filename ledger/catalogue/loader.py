"""Reads ``resources/`` into typed values: one type per kind of file, unknown keys rejected."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ledger.catalogue.codes import CodeItem, CodeTable
from ledger.catalogue.filling import fill
from ledger.catalogue.flows import Flow, Permission, Post
from ledger.catalogue.items import GuideEntry, Item
from ledger.catalogue.outputs import LedgerDef, PrintDef, Report
from ledger.catalogue.places import Calendar, CalendarYear, Division, Profile, RetirementRule
from ledger.catalogue.problems import CatalogueFault, Problem, problems_of
from ledger.catalogue.records import Declared, Field, Kind

Parsed = dict[str, Any]

COMPILED = "catalogue.msgpack"
_DIGEST = 16


class Release(Declared, frozen=True, kw_only=True):
    """``catalogue.toml``: the number of the release and the region profile in use. ``content`` is
    the digest of what it declares, which the check run compares."""

    version: int
    profile: str
    content: str = ""


class SystemFields(Declared, frozen=True, kw_only=True):
    """``system.toml``: the fields that every record has."""

    fields: tuple[Field, ...]


class Guide(Declared, frozen=True, kw_only=True):
    """``guide.toml``: the entries of every item's guide."""

    entries: tuple[GuideEntry, ...]


class Posts(Declared, frozen=True, kw_only=True):
    """``posts.toml``: posts and what they may do."""

    posts: tuple[Post, ...]
    permissions: tuple[Permission, ...]


class Prints(Declared, frozen=True, kw_only=True):
    """``prints.toml``: the printed papers."""

    prints: tuple[PrintDef, ...]


class Divisions(Declared, frozen=True, kw_only=True):
    """``divisions.toml``: administrative divisions."""

    divisions: tuple[Division, ...]


class Retirement(Declared, frozen=True, kw_only=True):
    """``retirement.toml``: the dated table of retirement ages."""

    rules: tuple[RetirementRule, ...]


FOLDERS: Mapping[str, type[Declared]] = {
    "calendars": CalendarYear,
    "codes": CodeTable,
    "flows": Flow,
    "items": Item,
    "ledgers": LedgerDef,
    "profiles": Profile,
    "records": Kind,
    "reports": Report,
}
FILES: Mapping[str, type[Declared]] = {
    "catalogue.toml": Release,
    "divisions.toml": Divisions,
    "guide.toml": Guide,
    "posts.toml": Posts,
    "prints.toml": Prints,
    "retirement.toml": Retirement,
    "system.toml": SystemFields,
}


def read(root: Path) -> dict[str, Any]:
    """Read and check all declarations; the result has one entry per field of the catalogue.

    Raises:
        CatalogueFault: some declarations are wrong; it lists all of them.
    """
    problems: list[Problem] = []
    sources = {name: path.read_bytes() for name, path in declarations(root)}
    parsed: dict[str, Parsed] = {}
    for name, data in sources.items():
        try:
            parsed[name] = tomllib.loads(data.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(name, "", str(error)))
    problems += [Problem(name, "", "missing") for name in FILES if name not in sources]
    problems += fill(parsed)
    values = {name: _typed(name, table, problems) for name, table in parsed.items()}
    if problems:
        raise CatalogueFault(problems)
    return _assemble(values, _digest(sources))


def compiled(root: Path) -> bytes | None:
    """Return the compiled catalogue, or None where there is none that fits the declarations."""
    try:
        data = (root / COMPILED).read_bytes()
    except OSError:
        return None
    return data[_DIGEST:] if data[:_DIGEST].hex() == digest_of(root) else None


def digest_of(root: Path) -> str:
    """Return the hash of all declarations below a resources directory."""
    return _digest({name: path.read_bytes() for name, path in declarations(root)})


def _digest(sources: Mapping[str, bytes]) -> str:
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for name, data in sources.items():
        digest.update(b"%s\0%d\0%s" % (name.encode(), len(data), data))
    return digest.hexdigest()


def declarations(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield name below the root and path of every declaration, in a fixed order."""
    for name in FILES:
        if (root / name).is_file():
            yield name, root / name
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.toml")):
            yield f"{folder}/{path.name}", path


def _typed(name: str, table: Parsed, problems: list[Problem]) -> Any:
    wanted = FILES[name] if name in FILES else FOLDERS[name.split("/", maxsplit=1)[0]]
    try:
        return msgspec.convert(table, wanted)
    except msgspec.ValidationError as error:
        found = list(problems_of(name, table, wanted))
        problems += found or [Problem(name, "", str(error))]
        return None


def _assemble(values: Mapping[str, Any], digest: str) -> dict[str, Any]:
    def folder(name: str) -> dict[str, Any]:
        found = (value for file, value in values.items() if file.startswith(name + "/"))
        return {value.code: value for value in found}

    release, posts = values["catalogue.toml"], values["posts.toml"]
    divisions, profiles = values["divisions.toml"].divisions, folder("profiles")
    years = (value for file, value in values.items() if file.startswith("calendars/"))
    flows = folder("flows")
    if release.profile not in profiles:
        raise CatalogueFault([Problem("catalogue.toml", "profile", "no such profile")])
    return {
        "version": release.version,
        "digest": digest,
        "kinds": folder("records"),
        "codes": folder("codes") | _made_tables(folder("items"), flows, posts, divisions),
        "guide": values["guide.toml"].entries,
        "items": folder("items"),
        "flows": flows,
        "posts": {post.code: post for post in posts.posts},
        "permissions": {permission.key: permission for permission in posts.permissions},
        "ledgers": folder("ledgers"),
        "prints": {one.code: one for one in values["prints.toml"].prints},
        "reports": folder("reports"),
        "calendar": Calendar(years={year.year: year for year in years}),
        "profile": profiles[release.profile],
        "profiles": profiles,
        "divisions": {division.code: division for division in divisions},
        "retirement": values["retirement.toml"].rules,
    }


def _made_tables(
    items: Mapping[str, Item],
    flows: Mapping[str, Flow],
    posts: Posts,
    divisions: tuple[Division, ...],
) -> dict[str, CodeTable]:
    """Tables of codes that other declarations define: states, posts, divisions, items."""
    states = {state.code: state for flow in flows.values() for state in flow.state}
    sources = (
        ("CT-23", "办件状态", "State of the case", sorted(states.values(), key=lambda s: s.code)),
        ("CT-29", "岗位", "Post", posts.posts),
        ("division", "行政区划", "Division", divisions),
        ("item", "事项", "Service", items.values()),
    )
    return {
        code: CodeTable(
            code=code,
            zh=zh,
            en=en,
            items=tuple(
                CodeItem(code=one.code, zh=one.zh, en=one.en, also=getattr(one, "also", ()))
                for one in source
            ),
        )
        for code, zh, en, source in sources
    }
