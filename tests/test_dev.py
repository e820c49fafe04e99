"""The two commands: what they need is named, what they start ends with them."""

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev
from tests.helpers.waiting import until


def test_an_ordinary_user_without_sudo_is_told_exactly_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", {"apt-get": "/usr/bin/apt-get"}.get)
    with pytest.raises(dev.Stop, match=r"apt-get install .* libgl1 chromium$"):
        dev.install_packages(["libgl1", "chromium"])


def test_a_machine_without_apt_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(dev.Stop, match="libgl1"):
        dev.install_packages(["libgl1"])


def test_only_what_is_not_there_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "WINDOW", {"libgl1": lambda: True, "libegl1": lambda: False})
    monkeypatch.setattr(dev, "BROWSER", {"chromium": lambda: False})
    assert dev.missing_packages(display=False, browser=False) == ["libegl1"]
    assert dev.missing_packages(display=False, browser=True) == ["libegl1", "chromium"]


def test_no_system_package_is_asked_for_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(dev, "WINDOW", {"libgl1": lambda: False})
    assert dev.missing_packages(display=True, browser=True) == []


def test_a_newer_project_file_makes_the_environment_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text("a")
    before = dev._wanted_stamp()
    assert dev._wanted_stamp() == before
    (tmp_path / "pyproject.toml").write_text("b")
    assert dev._wanted_stamp() != before


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_a_program_started_ends_with_it(tmp_path: Path) -> None:
    left = tmp_path / "pid"
    code = dev.call_whole("sh", "-c", f"sleep 600 & echo $! > {left}; exit 3")
    assert code == 3
    assert until(lambda: not _is_running(int(left.read_text())))


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("command", ["run", "test", "setup", "check", "bench", "soak", "build"])
def test_every_command_says_what_it_does(command: str) -> None:
    options = dev.parser().parse_args([command])
    assert (options.action.__doc__ or "").strip()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /dev/shm")
def test_temporary_files_lie_in_memory_only_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def room(free: int) -> None:
        monkeypatch.setattr(dev.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))

    room(64 << 20)
    assert dev.quick_place() is None
    room(12 << 30)
    assert dev.quick_place() == Path("/dev/shm")


def test_arguments_after_two_dashes_go_to_pytest() -> None:
    options = dev.parser().parse_args(["test", "--", "tests/ledger", "-x"])
    assert options.pytest == ["tests/ledger", "-x"]
