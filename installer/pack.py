"""Pack what lies frozen in dist/ for this system: Debian packages, or the Windows installer."""

import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "dist"
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64", "loongarch64": "loong64"}


@dataclass(frozen=True)
class Package:
    """One Debian package: a frozen program, its units, and where they go."""

    name: str
    program: str
    commands: tuple[str, ...]
    depends: str
    line: str
    files: tuple[tuple[str, str], ...]  # below installer/linux -> in the package
    scripts: tuple[str, ...] = ()


PACKAGES = (
    Package(
        name="village-station",
        program="station-client",
        commands=("station-client", "village-station"),
        depends="libgl1, libegl1, libfontconfig1, libdbus-1-3, libxkbcommon0, libxkbcommon-x11-0, "
        "libxcb-cursor0, libxcb-icccm4, libxcb-image0, libxcb-keysyms1, libxcb-render-util0, "
        "libxcb-shape0, fonts-wqy-zenhei | fonts-noto-cjk",
        line="village service station: resident cards, ledgers and applications",
        files=(
            ("village-station.desktop", "usr/share/applications/village-station.desktop"),
            ("village-station-sync.service", "usr/lib/systemd/user/village-station-sync.service"),
            ("village-station-sync.timer", "usr/lib/systemd/user/village-station-sync.timer"),
        ),
    ),
    Package(
        name="village-office",
        program="sync-server",
        commands=("sync-server",),
        depends="adduser",
        line="township office for village service stations",
        files=(("village-office.service", "usr/lib/systemd/system/village-office.service"),),
        scripts=("postinst", "prerm"),
    ),
)


def version() -> str:
    """The version of the distribution, as pyproject.toml says it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def debian_packages() -> Iterator[Path]:
    """Build one .deb per frozen program found in dist/."""
    for package in PACKAGES:
        if (DIST / package.program).is_dir():
            yield _debian_package(package)


def _debian_package(package: Package) -> Path:
    machine = _MACHINES.get(platform.machine(), platform.machine())
    stage = ROOT / "build" / "deb" / package.name
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(DIST / package.program, stage / "opt" / package.name, symlinks=True)
    for source, target in package.files:
        (stage / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "linux" / source, stage / target)
    commands = stage / "usr" / "bin"
    commands.mkdir(parents=True)
    for command in package.commands:
        (commands / command).symlink_to(f"/opt/{package.name}/{command}")
    licence = stage / "usr" / "share" / "doc" / package.name
    licence.mkdir(parents=True)
    (licence / "copyright").write_text(
        "\n".join((ROOT / name).read_text(encoding="utf-8") for name in ("NOTICE", "LICENSE")),
        encoding="utf-8",
    )
    _control(package, stage, machine)
    out = DIST / f"{package.name}_{version()}_{machine}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", stage, out], check=True)
    return out


def _control(package: Package, stage: Path, machine: str) -> None:
    control = stage / "DEBIAN"
    control.mkdir()
    kilobytes = sum(p.lstat().st_size for p in stage.rglob("*") if p.is_file()) // 1024
    (control / "control").write_text(
        f"Package: {package.name}\nVersion: {version()}\nArchitecture: {machine}\n"
        f"Maintainer: Village station authors <village-station@localhost>\n"
        f"Installed-Size: {kilobytes}\nDepends: libc6, {package.depends}\n"
        f"Section: misc\nPriority: optional\nDescription: {package.line}\n",
        encoding="utf-8",
    )
    for script in package.scripts:
        shutil.copy(HERE / "linux" / f"{package.name}.{script}", control / script)
        (control / script).chmod(0o755)


def windows_installer(makensis: str) -> Path:
    """Run NSIS over its script; returns the installer."""
    out = DIST / f"village-station-{version()}-setup.exe"
    script = HERE / "windows" / "village-station.nsi"
    subprocess.run(
        [makensis, "-V2", f"-DVERSION={version()}", f"-DDIST={DIST}", f"-DOUT={out}", script],
        check=True,
    )
    return out


def main() -> int:
    """Pack with what this system has and say what came of it."""
    made: list[Path] = []
    makensis = shutil.which("makensis")
    if shutil.which("dpkg-deb"):
        made += debian_packages()
    if makensis and (DIST / "station-client" / "village-station.exe").exists():
        made.append(windows_installer(makensis))
    for path in made:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")
    if not made:
        print("nothing to pack with here (dpkg-deb, makensis); the programs lie in dist/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
