"""What is packed for a system installs the commands, the units and the licences."""

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def pack(tmp_path: Path) -> ModuleType:
    """The packer, working in a folder of its own with two small frozen programs in it."""
    spec = importlib.util.spec_from_file_location("pack", ROOT / "installer" / "pack.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, tmp_path / name)
    for program, commands in (
        ("station-client", ("station-client", "village-station", "village-station.exe")),
        ("sync-server", ("sync-server",)),
    ):
        (tmp_path / "dist" / program).mkdir(parents=True)
        for command in commands:
            (tmp_path / "dist" / program / command).write_text("#!/bin/sh\n")
    module.__dict__.update(ROOT=tmp_path, DIST=tmp_path / "dist")
    return module


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="Debian packages are made on Debian")
def test_debian_gets_two_packages_with_commands_units_and_licence(pack: ModuleType) -> None:
    made = {path.name.partition("_")[0]: path for path in pack.debian_packages()}
    assert sorted(made) == ["village-office", "village-station"]
    listed = {
        name: subprocess.run(
            ["dpkg-deb", "-c", path], capture_output=True, text=True, check=True
        ).stdout
        for name, path in made.items()
    }
    assert (
        "./usr/bin/station-client -> /opt/village-station/station-client"
        in (listed["village-station"])
    )
    assert "village-station-sync.timer" in listed["village-station"]
    assert "system/village-office.service" in listed["village-office"]
    assert all("copyright" in text for text in listed.values())


@pytest.mark.skipif(not shutil.which("makensis"), reason="the Windows installer needs NSIS")
def test_windows_gets_one_installer(pack: ModuleType) -> None:
    out = pack.windows_installer(str(shutil.which("makensis")))
    assert out.read_bytes()[:2] == b"MZ"


def test_the_nightly_task_runs_the_command_line_and_makes_up_for_missed_nights() -> None:
    task = ElementTree.parse(ROOT / "installer" / "windows" / "village-station-sync.xml")
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext(".//t:Arguments", namespaces=space) == "sync --scheduled"
    assert task.findtext(".//t:StartWhenAvailable", namespaces=space) == "true"
