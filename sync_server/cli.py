"""The command line of the office, for schedulers, support and tests.

Exit codes: see ledger.core.exits; 0 done, 2 usage.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts
from ledger.core.exits import FORGED, exit_code
from ledger.core.faults import Fault
from ledger.exchange import stick
from ledger.store.mending import mend
from sync_server import backups, highwater, memory, opening, stations, sticks, terminals
from sync_server.faults import sentence
from sync_server.home import Home
from sync_server.office import Office
from sync_server.overview import overview

Command = Callable[..., dict[str, Any] | None]


class _Words:
    """The language of a command: that of the office, or as asked for with --lang."""

    def __init__(self, lang: str) -> None:
        self.say = Texts.load(resources_root(), "en" if lang == "en" else "zh")

    def of(self, office: Office) -> None:
        self.say = office.texts["en" if office.facts.lang == "en" else "zh"]


def _command(function: Command) -> Callable[..., None]:
    """A command: --home, --json, --lang; one object or one sentence out; faults as exit codes."""

    @functools.wraps(function)
    def run(home: Path, as_json: bool, lang: str, **options: Any) -> None:
        words = _Words(lang)
        try:
            result = function(Home(home), words, **options)
        except Fault as fault:
            click.echo(sentence(words.say, fault), err=True)
            sys.exit(exit_code(fault))
        if result is not None:
            name = str(function.__name__).rstrip("_").replace("_", "-")
            _print(result, as_json, words.say, name)
            if result.get("ok") is False:
                sys.exit(FORGED)

    run = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh")(run)
    run = click.option("--json", "as_json", is_flag=True, help="one object on standard output")(run)
    return click.option("--home", type=click.Path(path_type=Path, file_okay=False), required=True)(
        run
    )


def _print(result: dict[str, Any], as_json: bool, say: Texts, name: str) -> None:
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    shown = {key: _shown(value, say) for key, value in result.items()}
    advice = say("office_cli.mend-with") if result.get("faults") else ""
    click.echo(say(f"office_cli.{name}", **shown) + advice)


def _shown(value: object, say: Texts) -> object:
    if value is None or value == []:
        return say("office_cli.none")
    return "\n".join(map(str, value)) if isinstance(value, list) else value


@contextmanager
def _opened(home: Home, words: _Words) -> Iterator[Office]:
    office = opening.open_office(home)
    words.of(office)
    try:
        yield office
    finally:
        highwater.keep(office.ledger, home)
        office.ledger.close()


@click.group()
def main() -> None:
    """The office: init | serve | station | operator | usb | status | digest | verify |
    backup | restore."""


@main.command()
@_command
@click.option("--area", required=True, help="12-digit division of the office")
@click.option("--name", required=True, help="the office's full name")
@click.option("--address", default="", help="where stations reach it, https://… behind TLS")
def init(home: Home, words: _Words, area: str, name: str, address: str) -> dict[str, Any]:
    """Make a new office in an empty folder."""
    lang = words.say.lang
    office = opening.found_office(home, area, name, address, lang)
    node = office.ledger.node
    office.ledger.close()
    return {"node": node, "area": area, "name": name, "home": str(home.path)}


@main.command()
@_command
@click.option("--host", default="127.0.0.1")
@click.option("--port", type=click.IntRange(0, 65535), default=8010)
def serve(home: Home, words: _Words, host: str, port: int) -> None:
    """Answer stations and browsers until told to stop (SIGTERM, Ctrl+C)."""
    # The only command that needs the pages, which take half a second to load.
    from sync_server.app import build
    from sync_server.serving import serve_until_told

    office = opening.open_office(home)
    words.of(office)
    memory.settle()

    def listening(address: str) -> None:
        click.echo(words.say("office_cli.listening", name=office.facts.name, address=address))
        sys.stdout.flush()

    serve_until_told(build(office), host, port, listening)


@main.group()
def station() -> None:
    """Stations of the office."""


@station.command("add")
@_command
@click.option("--area", required=True, help="12-digit division of the village")
@click.option("--name", required=True)
@click.option("--address", "addresses", multiple=True, required=True, help="office URL; repeatable")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
def station_add(
    home: Home, words: _Words, area: str, name: str, addresses: tuple[str, ...], out: Path
) -> dict[str, Any]:
    """Let a station's PC in and write its enrolment file."""
    with _opened(home, words) as office:
        actor = office.accounts.office_itself()
        invitation = stations.add(office, actor, name, area, addresses)
    _write_private(out, invitation.to_bytes())
    return {
        "station": invitation.station,
        "terminal": invitation.terminal,
        "name": name,
        "file": str(out),
    }


@station.command("list")
@_command
def station_list(home: Home, words: _Words) -> dict[str, Any]:
    """The PCs of all stations, with their numbers."""
    with _opened(home, words) as office:
        found = terminals.terminals(office)
    lines = [
        f"{one.node} {one.station} {one.since:%Y-%m-%d} "
        + (f"{one.last:%Y-%m-%d %H:%M}" if one.last else "-")
        + (f" × {one.why}" if one.shut else "")
        for one in found
    ]
    return {"pcs": lines}


@station.command("shut-out")
@_command
@click.argument("node")
@click.option("--why", required=True, help="stolen, lost, sold …")
def station_shut_out(home: Home, words: _Words, node: str, why: str) -> dict[str, Any]:
    """Take nothing more from the PC of this number, and give it nothing."""
    with _opened(home, words) as office:
        known = terminals.shut_out(office, office.accounts.office_itself(), node, why)
    return {"node": known.id, "station": known.station}


@station.command("let-in")
@_command
@click.argument("node")
def station_let_in(home: Home, words: _Words, node: str) -> dict[str, Any]:
    """Let a PC in again that was shut out."""
    with _opened(home, words) as office:
        known = terminals.let_in(office, office.accounts.office_itself(), node)
    return {"node": known.id, "station": known.station}


@main.group()
def operator() -> None:
    """People of the office."""


@operator.command("add")
@_command
@click.option("--name", required=True)
@click.option("--posts", required=True, help="codes of CT-29, such as T3 or T1,T5")
@click.option("--password-file", type=click.File("r", encoding="utf-8"), required=True)
def operator_add(
    home: Home, words: _Words, name: str, posts: str, password_file: Any
) -> dict[str, Any]:
    """Add somebody who may sign in; the password is the file's first line ("-": from a pipe)."""
    password = password_file.readline().rstrip("\r\n")
    with _opened(home, words) as office:
        actor = office.accounts.office_itself()
        staff = office.accounts.add(actor, name, posts.replace("，", ",").split(","), password)
    return {"staff": staff, "name": name, "posts": posts}


@main.group()
def usb() -> None:
    """Sticks."""


@usb.command("import")
@_command
@click.argument("folder", type=click.Path(path_type=Path))
def usb_import(home: Home, words: _Words, folder: Path) -> dict[str, Any]:
    """Read every bundle on a stick and write the answers onto it."""
    with _opened(home, words) as office:
        if folder.is_file():
            found, folder = [stick.StickFile(folder, "", "up")], folder.parent
        else:
            found = [*stick.bundles(folder, "up"), *stick.strays(folder, "up")]
        started = time.perf_counter()
        reading = sticks.Reading(office)
        for file in found:
            reading.take(file.path.name, file.read)
        taken = reading.answer(onto=folder)
        office.exchange.contacts.save()
    whose = {file.path.name: file for file in found}
    faults = [
        (name, fault)
        for name, fault in reading.faults
        if not (name in whose and whose[name].is_not_ours(fault))
    ]
    for name, fault in faults:
        why = sentence(words.say, fault)
        click.echo(words.say("office_cli.not-taken", file=name, why=why), err=True)
    if faults:
        raise faults[0][1]
    return {
        "carrier": "usb",
        "sent": sum(item.sent for item in taken),
        "received": sum(item.acts for item in taken),
        "refused": sum(item.refused for item in taken),
        "bytes_up": sum(item.bytes_up for item in taken),
        "bytes_down": sum(item.bytes_down for item in taken),
        "seconds": round(time.perf_counter() - started, 3),
        "digest_equal": None,
        "files": sum(item.files for item in taken),
    }


@usb.command("export")
@_command
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def usb_export(home: Home, words: _Words, folder: Path) -> dict[str, Any]:
    """Write the newest answer of every station onto a stick, again if need be."""
    with _opened(home, words) as office:
        written = sticks.write_answers(office, folder)
    return {
        "carrier": "usb",
        "sent": 0,
        "received": 0,
        "bytes_up": 0,
        "bytes_down": sum(size for _, size in written),
        "seconds": 0.0,
        "digest_equal": None,
        "files": len(written),
    }


@main.command()
@_command
def status(home: Home, words: _Words) -> dict[str, Any]:
    """How the office stands, in numbers."""
    with _opened(home, words) as office:
        return overview(office)


@main.command()
@_command
def digest(home: Home, words: _Words) -> dict[str, Any]:
    """Number and digest of the records, per area and kind."""
    with _opened(home, words) as office:
        areas = {
            area: {kind: {"records": n, "digest": value} for kind, (n, value) in kinds.items()}
            for area, kinds in office.ledger.digest().items()
        }
    return {"areas": areas}


@main.command()
@_command
@click.option("--mend", "mends", is_flag=True, help="put records right from the journal first")
def verify(home: Home, words: _Words, mends: bool) -> dict[str, Any]:
    """Replay the whole journal and compare; exit code 5 when something differs."""
    with _opened(home, words) as office:
        mended = len(mend(office.ledger)) if mends else 0
        report = office.ledger.verify()
    return {
        "ok": report.ok,
        "acts": report.acts,
        "records": report.records,
        "mended": mended,
        "faults": [words.say(code, **params) for code, params in report.faults],
    }


@main.command()
@_command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(home: Home, words: _Words, file: Path) -> dict[str, Any]:
    """Write everything into one file, while the office may be serving."""
    with _opened(home, words) as office:
        size = backups.back_up(office.ledger, file)
    return {"file": str(file), "bytes": size}


@main.command()
@_command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(home: Home, words: _Words, file: Path) -> dict[str, Any]:
    """Make the office of a backup in an empty folder; stations then start over by themselves."""
    office = opening.restore_office(home, file)
    words.of(office)
    result = {
        "node": office.ledger.node,
        "acts": office.ledger.acts(),
        "epoch": office.ledger.epoch(),
    }
    office.ledger.close()
    return result


def _write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read."""
    path.touch(mode=0o600)
    path.write_bytes(data)


if __name__ == "__main__":
    main()
