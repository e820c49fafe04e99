"""The station's command line: for schedulers, support and tests. Without a command, the window.

Exit codes: see ledger.core.exits; 0 done, 2 usage. With ``--json`` one object goes to
standard output; errors always go to standard error, in the language set.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledger.catalogue.texts import Texts
from ledger.core import collector
from ledger.core.clock import Clock
from ledger.core.exits import FAILED, FORGED, exit_code
from ledger.core.faults import Fault, Locked, RuleFault
from ledger.core.release import VERSION
from ledger.exchange.older import waiting_in
from station_client.app import Declared, Station, enrol_station, open_station
from station_client.vault.accounts import Login
from station_client.vault.home import Home, default_path
from station_client.vault.keyrings import system_keyring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station_client.link.attempt import Attempt


@dataclass
class Shell:
    """What every command works with: the home, how to answer, and the open station."""

    home: Home = field(default_factory=lambda: Home(default_path()))
    as_json: bool = False

    @cached_property
    def declared(self) -> Declared:
        """The catalogue."""
        return Declared.load()

    @cached_property
    def say(self) -> Texts:
        """The texts, in the language the window is set to."""
        from station_client.door import FileSettings

        lang = FileSettings(self.home.path / "window.json").get("ui.language")
        return self.declared.texts("en" if lang == "en" else "zh")

    @contextmanager
    def open(self) -> Iterator[Station]:
        """The station of this home, for the length of a command."""
        station = open_station(self.home, self.declared, ask=ask_passphrase(self.say))
        try:
            yield station
        finally:
            station.close()

    def answer(self, data: Mapping[str, Any], sentence: str) -> None:
        """Say what came of it."""
        click.echo(json.dumps(data, ensure_ascii=False) if self.as_json else sentence)

    def somebody(self, station: Station, name: str | None) -> Login:
        """The operator a command acts for: the one named, or the only one."""
        people = station.accounts.people()
        wanted = [login for login in people if name in (None, login.name, login.staff)]
        if len(wanted) != 1:
            raise RuleFault("cli.which-operator", names=" ".join(one.name for one in people))
        return wanted[0]


def ask_passphrase(say: Texts) -> Callable[[], str] | None:
    """Ask on the terminal, where there is one."""
    if not sys.stdin.isatty():
        return None
    return lambda: getpass.getpass(say("cli.passphrase"))


@click.group(invoke_without_command=True)
@click.option("--home", type=click.Path(path_type=Path), help="Folder of this installation.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@click.version_option(VERSION, prog_name="station-client")
@click.pass_context
def cli(context: click.Context, home: Path | None, as_json: bool) -> None:
    """The ledger of a village counter. Without a command, opens the window."""
    shell = context.ensure_object(Shell)
    shell.home, shell.as_json = Home(home) if home else shell.home, as_json
    if context.invoked_subcommand is None:
        from station_client.window import show

        context.exit(show(context.obj.home, context.obj.declared))


def common(function: Callable[..., None]) -> Callable[..., None]:
    """``--home`` and ``--json`` are taken before and after the name of a command."""

    @click.option("--home", "late_home", type=click.Path(path_type=Path), hidden=True)
    @click.option("--json", "late_json", is_flag=True, hidden=True)
    @click.pass_context
    def run(
        context: click.Context, /, *args: Any, late_home: Path | None, late_json: bool, **named: Any
    ) -> None:
        shell = context.find_object(Shell)
        if shell is not None and late_home is not None:
            shell.home = Home(late_home)
        if shell is not None and late_json:
            shell.as_json = True
        function(*args, **named)

    return run


@cli.command("enrol")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--operator", required=True, help="Name of the first operator.")
@click.option("--password-file", type=click.Path(path_type=Path, exists=True), required=True)
@common
@click.pass_obj
def enrol(shell: Shell, file: Path, operator: str, password_file: Path) -> None:
    """Make this computer a station, with the enrolment FILE of the township office."""
    import os

    from ledger.exchange.invitation import Invitation
    from station_client.vault.keys import PASSPHRASE_VARIABLE

    keyring = system_keyring()
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    ask = ask_passphrase(shell.say)
    if passphrase is None and keyring is None and ask is not None:
        passphrase = ask()
    station = enrol_station(
        shell.home,
        shell.declared,
        Invitation.from_bytes(file.read_bytes()),
        operator=operator,
        password=password_file.read_text(encoding="utf-8").strip(),
        passphrase=passphrase,
        store=keyring,
    )
    name, node = station.identity.name, station.ledger.node
    station.close()
    shell.answer({"node": node, "name": name}, shell.say("cli.enrolled", name=name, node=node))


@cli.command("import-roster")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--operator", help="Who imports, where there is more than one operator.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the verdicts here (xlsx).")
@common
@click.pass_obj
def import_roster(shell: Shell, file: Path, operator: str | None, report: Path | None) -> None:
    """Make cards out of a roster FILE (xlsx, xls, ods, csv), with a verdict on every row."""
    from station_client.desk.roster.importing import import_file

    with shell.open() as station:
        counter = station.counter(shell.somebody(station, operator), shell.say.lang)
        done = import_file(counter, file, report)
    counts = {name: getattr(done, name) for name in ROSTER_COUNTS}
    shell.answer(counts, shell.say("cli.roster", **counts))


ROSTER_COUNTS = ("rows", "taken", "repaired", "asked", "refused", "unchanged")


@cli.command("sync")
@click.option("--night", is_flag=True, help="The run of the night window.")
@click.option("--scheduled", is_flag=True, help="For schedulers: the night's run if it is due.")
@click.option(
    "--night-kbit",
    type=click.IntRange(0),
    help="From now on keep nightly runs below so many kbit/s (0: no bound).",
)
@common
@click.pass_obj
def sync(shell: Shell, night: bool, scheduled: bool, night_kbit: int | None) -> None:
    """Exchange with the township office now, by private line or VPN."""
    from station_client.link.nights import Nights, limit_nights, run_scheduled

    with shell.open() as station:
        courier, ledger = station.courier, station.ledger
        if night_kbit is not None:
            limit_nights(ledger, night_kbit)
        if scheduled:
            attempt = run_scheduled(courier, Nights(ledger, station.night_window))
        else:
            attempt = courier.by_line(night=night)
        waits = waiting_in(ledger)
    if attempt is None:
        shell.answer({"carrier": ""}, shell.say("fault.link.under-way"))
    else:
        _tell(shell, attempt, "cli.synced", waits)


@cli.group("usb")
def usb() -> None:
    """Exchange by USB stick."""


@usb.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@common
@click.pass_obj
def usb_export(shell: Shell, folder: Path) -> None:
    """Write what the office has not confirmed into FOLDER."""
    with shell.open() as station:
        attempt = station.courier.to_stick(folder, station.ledger.clock.now())
    _tell(shell, attempt, "cli.stick-written")


@usb.command("import")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@common
@click.pass_obj
def usb_import(shell: Shell, folder: Path) -> None:
    """Read the office's answers from FOLDER."""
    with shell.open() as station:
        attempt = station.courier.from_stick(folder)
        waits = waiting_in(station.ledger)
    _tell(shell, attempt, "cli.stick-read", waits)


def _tell(shell: Shell, attempt: Attempt, key: str, waits: int = 0) -> None:
    """Say what came of it; ``waits`` are acts that the office cannot take before its update."""
    names = ("carrier", "sent", "received", "bytes_up", "bytes_down", "seconds", "digest_equal")
    told = {name: value for name, value in attempt.as_data().items() if name in names}
    text = shell.say(key, confirmed=attempt.confirmed, **told)
    if waits:
        text += "\n" + shell.say("desk.exchange.older", n=waits)
    shell.answer({**told, "waits": waits}, text)


@cli.command("status")
@common
@click.pass_obj
def status(shell: Shell) -> None:
    """How many acts are saved, sent and decided, and when the office was last heard."""
    from station_client.desk.exchange_view import exchange_view, last_contact

    with shell.open() as station:
        login = shell.somebody(station, station.accounts.people()[0].staff)
        counter = station.counter(login, shell.say.lang)
        unsent = station.ledger.unsent()
        view = exchange_view(counter)
        contact = last_contact(counter)
        way = station.ledger.under_way()
        told = {
            "node": station.ledger.node,
            "acts": station.ledger.acts(),
            "unsent": unsent.count,
            "oldest_unsent": unsent.oldest.isoformat() if unsent.oldest else None,
            "received": station.ledger.received(),
            "decided": view.decided.number,
            "conflicts": len(station.ledger.conflicts("person")),
            "last_contact": contact.at.isoformat() if contact else None,
            "attachments": way.count,
            "attachment_bytes": way.bytes,
        }
    shown = {key: "-" if value is None else value for key, value in told.items()}
    shell.answer(told, shell.say("cli.status", **shown))


@cli.command("digest")
@common
@click.pass_obj
def digest(shell: Shell) -> None:
    """The digests of what this station holds, by area and kind."""
    with shell.open() as station:
        found = station.ledger.digest()
    areas = {
        area: {kind: {"records": count, "digest": total} for kind, (count, total) in kinds.items()}
        for area, kinds in found.items()
    }
    lines = [
        f"{area} {kind} {item['records']} {item['digest']}"
        for area, kinds in areas.items()
        for kind, item in kinds.items()
    ]
    shell.answer({"areas": areas}, "\n".join(lines))


@cli.command("verify")
@click.option("--mend", "mends", is_flag=True, help="put records right from the journal first")
@common
@click.pass_obj
def verify(shell: Shell, mends: bool) -> None:
    """Check everything shown against the journal."""
    from ledger.store.mending import mend

    with shell.open() as station:
        mended = len(mend(station.ledger)) if mends else 0
        report = station.ledger.verify()
    faults = [shell.say(key, **params) for key, params in report.faults]
    counts = {"acts": report.acts, "records": report.records}
    told = {"ok": report.ok, **counts, "mended": mended, "awaited": report.awaited}
    key = "cli.verified" if report.ok else "cli.not-verified"
    sentences = [shell.say("cli.mended", n=mended)] if mends else []
    sentences.append(shell.say(key, **counts, faults="\n".join(faults)))
    if report.awaited:
        sentences.append(shell.say("cli.awaiting", n=report.awaited))
    shell.answer({**told, "faults": faults}, "\n".join(sentences))
    if not report.ok:
        click.get_current_context().exit(FORGED)


@cli.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@common
@click.pass_obj
def backup(shell: Shell, file: Path) -> None:
    """Write everything into one sealed FILE, under the passphrase."""
    import os

    from station_client import vault
    from station_client.vault import keys
    from station_client.vault.backup import backup as write

    source = keys.passphrase_source(os.environ, ask_passphrase(shell.say))
    if source is None:
        raise Locked("vault.passphrase-needed")
    key = vault.open(shell.home, store=system_keyring(), ask=source)
    slip = write(shell.home, key, file, source(), Clock().now())
    shell.answer({"file": str(file), "made": slip.made}, shell.say("cli.backed-up", file=file))


@cli.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@common
@click.pass_obj
def restore(shell: Shell, file: Path) -> None:
    """Make the (empty) home out of a backup FILE."""
    import os

    from station_client.vault import keys
    from station_client.vault.restore import restore as read

    source = keys.passphrase_source(os.environ, ask_passphrase(shell.say))
    if source is None:
        raise Locked("vault.passphrase-needed")
    slip = read(file, shell.home, source(), Clock().now(), store=system_keyring())
    shell.answer({"made": slip.made}, shell.say("cli.restored", made=slip.made))


@cli.command("export-ledger")
@click.argument("code")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--operator", help="Who exports, where there is more than one operator.")
@common
@click.pass_obj
def export_ledger(shell: Shell, code: str, out: Path, operator: str | None) -> None:
    """Write ledger CODE (for example TZ-05) to OUT (xlsx)."""
    from station_client.desk.ledger_export import export

    with shell.open() as station:
        counter = station.counter(shell.somebody(station, operator), shell.say.lang)
        done = export(counter, code, out)
    told = {"rows": done.rows, "file": str(out)}
    shell.answer(told, shell.say("cli.exported", code=code, **told))


def main() -> None:
    """Run the command line; faults become a sentence and an exit code."""
    collector.settle()
    shell = Shell()
    try:
        sys.exit(cli(sys.argv[1:], obj=shell, standalone_mode=False) or 0)
    except click.exceptions.Exit as left:
        sys.exit(left.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(FAILED)
    except Fault as fault:
        click.echo(_sentence(shell.say, fault), err=True)
        sys.exit(exit_code(fault))


def _sentence(say: Texts, fault: Fault) -> str:
    key = f"fault.{fault.code}"
    return say(key, **fault.params) if key in say else str(fault)


if __name__ == "__main__":
    main()
