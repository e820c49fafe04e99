"""Making the demonstration: real programs, started as their users start them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
ROSTER = ROOT / "tests" / "data" / "roster_liuhe.xlsx"
TOWN, TOWN_NAME = "990101001000", "青石镇人力资源社会保障事务所"
VILLAGE, VILLAGE_NAME = "990101001001", "柳河村人力资源社会保障服务站"
OPERATOR, OPERATOR_PASSWORD = "王秀英", "liuhe-2026"
PASSPHRASE = "demo-passphrase-2026"
#: The office's staff: name, posts, password.
CLERKS = (
    ("李明", "T3", "fushen-2026"),
    ("张敏", "T1", "shouli-2026"),
    ("陈静", "T5", "chujian-2026"),
)
_PATIENCE_SECONDS = 120
#: Ports below those that systems hand out to whoever connects: what is free now stays free,
#: whoever connects to somewhere meanwhile.
_PORTS = range(20_000, 30_000)
#: Processes that are started together begin to look so far apart.
_APART = 97
_looked = count()


@dataclass(frozen=True)
class Setting:
    """The folders of one demonstration and the office's address."""

    folder: Path
    port: int

    @property
    def office(self) -> Path:
        """The office's home."""
        return self.folder / "office"

    @property
    def station(self) -> Path:
        """The station's home."""
        return self.folder / "station"

    @property
    def ticket(self) -> Path:
        """The station's enrolment file."""
        return self.folder / "柳河村.enrol"

    @property
    def address(self) -> str:
        """Where the office answers."""
        return f"http://127.0.0.1:{self.port}"


def environment() -> Mapping[str, str]:
    """What the programs run with: the demonstration's passphrase in place of a keyring."""
    return {
        **os.environ,
        "STATION_PASSPHRASE": PASSPHRASE,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONIOENCODING": "utf-8",
    }


def program(module: str, *arguments: object) -> list[str]:
    """The command line of one of the two programs."""
    return [sys.executable, "-m", module, *(str(argument) for argument in arguments)]


def call(module: str, *arguments: object) -> str:
    """Run a program to its end and give what it said; RuntimeError with its words if it failed."""
    done = subprocess.run(
        program(module, *arguments),
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} {arguments[0]}: {done.stderr or done.stdout}")
    return done.stdout.strip()


def free_port() -> int:
    """A port of loopback that nobody uses now, and that nobody is likely to want before it is
    used: no process is given one twice, and two at once begin at different ones."""
    for _ in _PORTS:
        port = _PORTS[(os.getpid() * _APART + next(_looked)) % len(_PORTS)]
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"no port from {_PORTS.start} to {_PORTS.stop} is free")


def prepare(
    folder: Path, port: int, *, enrol: bool = True, roster: Path | None = ROSTER
) -> Setting:
    """Found the office, enrol the station, import the village; what is there is left as it is.

    Without ``enrol`` the station's file is made and left to be chosen in the window.
    """
    setting = Setting(folder, port)
    if (folder / "ready").exists():
        return setting
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    home = ("--home", setting.office)
    call("sync_server.cli", "init", *home, "--area", TOWN, "--name", TOWN_NAME)
    with ThreadPoolExecutor(max_workers=2) as hands:
        done = [hands.submit(_employ, setting, *clerk) for clerk in CLERKS]
        done.append(hands.submit(_let_in, setting))
        for each in done:
            each.result()
    if enrol:
        with _secret(folder, OPERATOR_PASSWORD) as password:
            call(
                "station_client.cli", "--home", setting.station, "enrol", setting.ticket,
                "--operator", OPERATOR, "--password-file", password,
            )  # fmt: skip
        if roster is not None:
            call("station_client.cli", "--home", setting.station, "import-roster", roster)
    (folder / "ready").touch()
    return setting


def _employ(setting: Setting, name: str, posts: str, password: str) -> None:
    """One more member of the office's staff."""
    with _secret(setting.folder, password) as file:
        call(
            "sync_server.cli", "operator", "add", "--home", setting.office,
            "--name", name, "--posts", posts, "--password-file", file,
        )  # fmt: skip


def _let_in(setting: Setting) -> None:
    """The station's enrolment file."""
    call(
        "sync_server.cli", "station", "add", "--home", setting.office, "--area", VILLAGE,
        "--name", VILLAGE_NAME, "--address", setting.address, "--out", setting.ticket,
    )  # fmt: skip


@contextmanager
def _secret(folder: Path, word: str) -> Iterator[Path]:
    """A word in a file of its own, for as long as a command reads it."""
    descriptor, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        os.write(descriptor, word.encode())
        os.close(descriptor)
        yield path
    finally:
        path.unlink()


class RunningOffice:
    """The office's server as a process of its own, for the length of a ``with``."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> RunningOffice:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process that serves."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start serving, and wait until it says that it does.

        Its own words are waited for: at its port somebody else might answer.
        """
        log = self._setting.folder / "office.log"
        with log.open("ab") as sink:
            before = sink.tell()
            self._process = subprocess.Popen(
                program(
                    "sync_server.cli", "serve", "--home", self._setting.office,
                    "--port", self._setting.port,
                ),
                env=environment(), cwd=ROOT, stdout=sink, stderr=sink,
            )  # fmt: skip
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self._setting.address.encode() not in log.read_bytes()[before:]:
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the office did not start; see {log}")
            time.sleep(0.1)

    def kill(self) -> None:
        """Pull the plug."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=_PATIENCE_SECONDS)
            self._process = None

    def stop(self) -> None:
        """Stop serving, in order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=_PATIENCE_SECONDS)
            self._process = None
