#!/usr/bin/env python3
"""The project's one tool: python3 dev.py run, python3 dev.py test, and a few more.

Standard library only, so that it works on a bare machine, on Debian and on
Windows alike. It makes ``.venv``, installs what is missing, says what it does
and how long each step takes, and leaves nothing running.
"""

from __future__ import annotations  # so that an older Python gets as far as being told so

import argparse
import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "ready"
OUR_CODE = ("ledger", "station_client", "sync_server", "tools", "installer/pack.py", "dev.py")
OLDEST = (3, 11)
# How a group of processes is made and interrupted; Windows has its own words for both.
NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
INTERRUPT: int = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT)


class Stop(Exception):
    """Something is missing that only the person at the keyboard can provide."""


# ---------------------------------------------------------------- telling


def say(text: str) -> None:
    """Print one line of our own, marked, at once."""
    print(f"== {text}", flush=True)


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Say what begins, and when it ends how long it took."""
    say(name)
    start = time.monotonic()
    try:
        yield
    finally:
        say(f"{name}: {time.monotonic() - start:.1f} s")


# ---------------------------------------------------------------- running


def call(*command: str | Path, quiet: bool = False) -> int:
    """Run a command to its end and return its exit code; what it says is shown unless `quiet`."""
    sink = subprocess.DEVNULL if quiet else None
    words = list(map(str, command))
    return subprocess.run(words, cwd=ROOT, stdout=sink, stderr=sink, check=False).returncode


def must(*command: str | Path, terse: bool = False) -> None:
    """Run a command that has to succeed; `terse` shows its complaints only."""
    words = list(map(str, command))
    sink = subprocess.DEVNULL if terse else None
    if code := subprocess.run(words, cwd=ROOT, stdout=sink, check=False).returncode:
        raise Stop(f"this did not work (exit code {code}): {' '.join(words)}")


def call_whole(*command: str | Path) -> int:
    """Run a program that starts others, and end all of them with it, also on Ctrl+C."""
    words = list(map(str, command))
    child = subprocess.Popen(
        words, cwd=ROOT, creationflags=NEW_GROUP, start_new_session=not WINDOWS
    )
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.send_signal(INTERRUPT)
        try:
            return child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            return 130
    finally:
        _end_group(child)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    if WINDOWS:
        if child.poll() is None:
            call("taskkill", "/T", "/F", "/PID", str(child.pid), quiet=True)
    else:
        # The group outlives its leader when a grandchild was left behind.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


# ---------------------------------------------------------------- system packages


def _library(name: str) -> Callable[[], bool]:
    def there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return there


def _chinese_font() -> bool:
    homes = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
    names = ("wqy-*", "NotoSansCJK*", "NotoSansSC*", "SourceHanSans*")
    return any(next(home.rglob(name), None) for home in homes if home.is_dir() for name in names)


def _browser() -> bool:
    return any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))


# Debian package -> how to see whether what it brings is there already
WINDOW = {
    "libgl1": _library("libGL.so.1"),
    "libegl1": _library("libEGL.so.1"),
    "libglib2.0-0": _library("libglib-2.0.so.0"),
    "libxkbcommon0": _library("libxkbcommon.so.0"),
    "libfontconfig1": _library("libfontconfig.so.1"),
    "libdbus-1-3": _library("libdbus-1.so.3"),
    "fonts-wqy-zenhei": _chinese_font,
}
DISPLAY = {
    "libxcb-cursor0": _library("libxcb-cursor.so.0"),
    "libxcb-icccm4": _library("libxcb-icccm.so.4"),
    "libxcb-image0": _library("libxcb-image.so.0"),
    "libxcb-keysyms1": _library("libxcb-keysyms.so.1"),
    "libxcb-render-util0": _library("libxcb-render-util.so.0"),
    "libxcb-shape0": _library("libxcb-shape.so.0"),
    "libxkbcommon-x11-0": _library("libxkbcommon-x11.so.0"),
}
BROWSER = {"chromium": _browser}


def missing_packages(*, display: bool, browser: bool) -> list[str]:
    """Name the Debian packages that are needed and not there; none on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = WINDOW | (DISPLAY if display else {}) | (BROWSER if browser else {})
    missing = [package for package, is_there in wanted.items() if not is_there()]
    if not PYTHON.exists() and not importlib.util.find_spec("ensurepip"):
        missing.append("python3-venv")
    return missing


def install_packages(packages: Sequence[str]) -> None:
    """Install with apt as root or through sudo; otherwise stop and say exactly what to install."""
    by_hand = f"apt-get install --no-install-recommends {' '.join(packages)}"
    apt = shutil.which("apt-get")
    if apt is None:
        raise Stop(f"please install what these Debian packages bring, then try again:\n  {by_hand}")
    prefix: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or call(sudo, "-n", "true", quiet=True):
            raise Stop(f"please install these packages as root, then try again:\n  {by_hand}")
        prefix = [sudo, "-n"]
    wait = ("-o", "DPkg::Lock::Timeout=300")
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", *wait]
    with step(f"installing system packages: {' '.join(packages)}"):
        must(*quiet, "update", terse=True)
        must(*quiet, "install", "-y", "--no-install-recommends", *packages, terse=True)


# ---------------------------------------------------------------- setup


def _wanted_stamp() -> str:
    """What the environment must have been made from to be used as it is."""
    made_of = [(ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(made_of)).hexdigest()


def make_environment() -> None:
    """Make ``.venv`` and install the project and its development tools into it, once."""
    stamp = _wanted_stamp()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == stamp:
        return
    with step("making the environment in .venv (the first time takes a minute or two)"):
        STAMP.unlink(missing_ok=True)
        if not PYTHON.exists() or call(PYTHON, "-c", "import pip", quiet=True):
            must(sys.executable, "-m", "venv", "--clear", VENV)
        must(PYTHON, "-m", "pip", "install", "--quiet", "-e", ".[dev]")
        STAMP.write_text(stamp)


def setup(*, display: bool = False, browser: bool = False) -> None:
    """Bring everything that is missing; quick when nothing is."""
    if sys.version_info < OLDEST:
        raise Stop(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version}")
    packages = missing_packages(display=display, browser=browser)
    if packages:
        install_packages(packages)
    make_environment()


def has_display() -> bool:
    """Whether a window could be shown to somebody."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# ---------------------------------------------------------------- the commands


def run_setup(_: argparse.Namespace) -> int:
    """Set up everything that the other commands need."""
    setup(display=has_display(), browser=True)
    say("ready")
    return 0


def run_demo(options: argparse.Namespace) -> int:
    """Open the counter with a demonstration office behind it, or tour it without a display."""
    tour = options.tour or not has_display()
    setup(display=not tour)
    if tour:
        say("touring the main job offscreen; pictures and papers go to build/tour")
        return call_whole(PYTHON, "-m", "tools.demo", "tour", "--out", ROOT / "build" / "tour")
    return call_whole(PYTHON, "-m", "tools.demo", "run")


# The longest first: two run at a time.
CHECKS: dict[str, tuple[str | Path, ...]] = {
    "types (mypy)": (PYTHON, "-m", "mypy", *OUR_CODE),
    "format (ruff)": (PYTHON, "-m", "ruff", "format", "--check", "."),
    "lint (ruff)": (PYTHON, "-m", "ruff", "check", "."),
    "import rules (import-linter)": (PYTHON.with_name("lint-imports"), "--no-logo"),
    "house rules": (PYTHON, "-m", "tools.checks"),
    "the declared business": (PYTHON, "-m", "ledger.catalogue.check"),
    "reference pages": (PYTHON, "-m", "ledger.catalogue.reference", "--check"),
}


def failed_checks() -> list[str]:
    """Run every check to the end and return the names of those that complained."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as hands:
        for name, (code, said, seconds) in zip(
            CHECKS, hands.map(_checked, CHECKS.values()), strict=True
        ):
            print(said, end="", flush=True)
            say(f"check: {name}: {seconds:.1f} s")
            if code:
                failed.append(name)
    return failed


def _checked(command: tuple[str | Path, ...]) -> tuple[int, str, float]:
    """Exit code, what was said, and the seconds that it took."""
    start = time.monotonic()
    words = list(map(str, command))
    done = subprocess.run(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.returncode, done.stdout.decode("utf-8", "replace"), time.monotonic() - start


def run_check(_: argparse.Namespace) -> int:
    """Run every check that needs no test: style, types, import rules, house rules, data."""
    setup()
    return _verdict(failed_checks())


def _verdict(failed: Sequence[str]) -> int:
    say(f"checks that complained: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def quick_place() -> Path | None:
    """Memory, where there is room: thousands of tests save durably and would wait for a disk."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30 else None


def run_test(options: argparse.Namespace) -> int:
    """Check everything and run every test; ends with pytest's own closing line."""
    setup(browser=True)
    if options.pytest:
        return call(PYTHON, "-m", "pytest", *options.pytest)
    failed = _verdict(failed_checks())
    parallel = (PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "--durations=20")
    cover = ("--cov", "--cov-report=html") if options.cover else ()
    with tempfile.TemporaryDirectory(dir=quick_place(), ignore_cleanup_errors=True) as folder:
        os.environ["TMPDIR"] = folder
        return call_whole(*parallel, *cover) or failed


def run_bench(options: argparse.Namespace) -> int:
    """Run the benchmarks one after another; each prints JSON lines, kept in build/bench."""
    setup()
    out = ROOT / "build" / "bench"
    out.mkdir(parents=True, exist_ok=True)
    names = options.names or sorted(
        path.stem
        for path in (ROOT / "tests" / "benchmarks").glob("*.py")
        if not path.stem.startswith(("_", "test_", "conftest"))
    )
    worst = 0
    for name in names:
        with step(f"benchmark {name}"):
            command = [str(PYTHON), "-m", f"tests.benchmarks.{name}"]
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
        (out / f"{name}.jsonl").write_bytes(done.stdout)
        print(done.stdout.decode(), end="", flush=True)
        worst = max(worst, abs(done.returncode))
    return worst


def run_soak(options: argparse.Namespace) -> int:
    """Run the simulator over fresh seeds for a while."""
    setup()
    with step(f"simulating for {options.seconds} s"):
        return call_whole(PYTHON, "-m", "tests.simulator", "--seconds", str(options.seconds))


def run_build(_: argparse.Namespace) -> int:
    """Freeze both programs into dist/ and pack them for this system."""
    setup()
    with step("installing the build tools"):
        must(PYTHON, "-m", "pip", "install", "--quiet", "-e", ".[build]")
    for spec in sorted((ROOT / "installer").glob("*.spec")):
        with step(f"freezing {spec.stem}"):
            must(
                *(PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
                *("--distpath", ROOT / "dist", "--workpath", ROOT / "build" / "freeze", spec),
            )
    with step("packing"):
        must(PYTHON, ROOT / "installer" / "pack.py")
    return 0


def parser() -> argparse.ArgumentParser:
    """Declare the commands; each one's help is the first line of its function."""
    top = argparse.ArgumentParser(prog="dev.py", description=(__doc__ or "").partition("\n")[0])
    commands = top.add_subparsers(dest="command", required=True)

    def add(name: str, action: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        line = (action.__doc__ or "").partition("\n")[0]
        command = commands.add_parser(name, help=line, description=line)
        command.set_defaults(action=action)
        return command

    add("run", run_demo).add_argument(
        "--tour", action="store_true", help="tour offscreen even where there is a display"
    )
    test = add("test", run_test)
    test.add_argument("pytest", nargs="*", help="run pytest alone, with these arguments (after --)")
    test.add_argument(
        "--cover", action="store_true", help="measure coverage too (takes half as long again)"
    )
    add("setup", run_setup)
    add("check", run_check)
    add("bench", run_bench).add_argument("names", nargs="*", help="which benchmarks; all if none")
    add("soak", run_soak).add_argument("--seconds", type=int, default=300)
    add("build", run_build)
    return top


def main() -> int:
    """Do what was asked; the exit code is 0 only when all of it worked."""
    options = parser().parse_args()
    # The tests start hundreds of processes; each would compile everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.monotonic()
    try:
        code: int = options.action(options)
    except Stop as stop:
        print(f"== {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if options.command != "test":
        say(f"{options.command}: {time.monotonic() - start:.1f} s in all")
    return code


if __name__ == "__main__":
    sys.exit(main())
