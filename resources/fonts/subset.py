"""Make the two vendored fonts again: python3 subset.py FONT_DIR (see README.md).

Needs `fonttools` and the files of Debian's package fonts-noto-cjk; neither is needed to run the
program.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FAMILY = "Station Song"
SIMPLIFIED_FACE = 2

# Rare characters of the "Table of General Standard Chinese Characters" (8105) that lie outside
# the basic block and stand in real names and place names.
EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟"
    "䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥇䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䵣䵷䶮䶊䌽"
)
MARKS = "·•‧※〓〇○●◐□■☐☑☒✓—–…“”‘’《》〈〉「」『』【】〔〕、。￥¥€№℃°±×÷→←↑↓≤≥≠①②③④⑤⑥⑦⑧⑨⑩✂"


def gb2312_rows(first: int, last: int) -> set[int]:
    """Code points of the rows `first`..`last` of GB 2312."""
    found = set()
    for row in range(first, last + 1):
        for cell in range(1, 95):
            try:
                found.add(ord(bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def latin() -> set[int]:
    """Latin with its accents, and the marks that papers use."""
    return set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | {ord(mark) for mark in MARKS}


def regular(cmap: set[int]) -> set[int]:
    """What the upright face keeps: everything that stands in a name."""
    basic = set(range(0x4E00, 0xA000))
    beyond = {point for point in cmap if point >= 0x20000}
    rare = {ord(character) for character in EXTENSION_A}
    return latin() | gb2312_rows(1, 9) | basic | rare | beyond | set(range(0xFF01, 0xFF5F))


def bold(_cmap: set[int]) -> set[int]:
    """What the bold face keeps: everything that stands in a heading."""
    return latin() | gb2312_rows(1, 3) | gb2312_rows(16, 55) | set(range(0xFF01, 0xFF5F))


def rename(font: TTFont, style: str) -> None:
    """The subset is a modified version: it carries its own name."""
    compact = FAMILY.replace(" ", "")
    names = {
        1: FAMILY,
        2: style,
        3: f"{compact}-{style}",
        4: f"{FAMILY} {style}",
        6: f"{compact}-{style}",
    }
    table = font["name"]
    table.names = [
        entry
        for entry in table.names
        if entry.nameID in (0, 5, 7, 8, 13, 14) and entry.langID == 0x409
    ]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [f"{compact}-{style}"]
    top.topDictIndex[0].FullName = f"{FAMILY} {style}"
    top.topDictIndex[0].FamilyName = FAMILY


def make(source: Path, style: str, wanted: set[int], target: Path) -> None:
    """Cut the wanted characters out of one face."""
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = ["kern", "ccmp"]
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "DSIG"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    rename(font, style)
    subset.save_font(font, str(target), options)


def main() -> None:
    """Make both faces from the folder named on the command line."""
    source = Path(sys.argv[1])
    for style, choose in (("Regular", regular), ("Bold", bold)):
        path = source / f"NotoSerifCJK-{style}.ttc"
        cmap = set(TTFont(path, fontNumber=SIMPLIFIED_FACE, lazy=True).getBestCmap())
        single = HERE / f"{style}.tmp.otf"
        TTFont(path, fontNumber=SIMPLIFIED_FACE).save(single)
        make(single, style, choose(cmap), HERE / f"StationSong-{style}.otf")
        single.unlink()


if __name__ == "__main__":
    main()
