"""What the screens get of people and cases: plain values, words and ids, never a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.core.act import ActId, Value
    from station_client.desk.standing import StandingView


@dataclass(frozen=True)
class Badge:
    """A short word beside the name. `tone`: brand, amber, grey, red."""

    text: str
    tone: str


@dataclass(frozen=True)
class PersonHead:
    """What is said of a person in one line, masked."""

    id: str
    name: str
    sex: str  # 男
    age: int | None
    ethnic: str
    id_shown: str  # 9901**********1511
    phone_shown: str
    address: str  # short: 柳河村4组18号
    badges: tuple[Badge, ...]
    standing: StandingView
    line: str  # 男 · 44岁 · 汉族


@dataclass(frozen=True)
class FieldView:
    """One field of the card, as it is shown and as it is stored."""

    name: str
    label: str
    type: str  # the catalogue's field type
    value: Value  # as stored; None = empty
    shown: str  # label of a code, date in words, masked where sensitive; "" = empty
    masked: bool  # True: `shown` hides part of the value, `reveal` gives the whole
    required: bool
    editable: bool
    conflict: bool  # 两个说法
    help: str
    codes: str = ""  # code table of a choice
    span: int = 4  # of the form's twelve columns
    first: bool = True  # shown at once; the rest opens on demand


@dataclass(frozen=True)
class GroupView:
    """A titled block of fields."""

    code: str  # A…E
    title: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True)
class Choice:
    """One of the values that stand against each other."""

    value: Value
    shown: str
    who: str
    where: str  # 本站 / 镇事务所 / name of the other station
    at: datetime


@dataclass(frozen=True)
class ConflictView:
    """A field with several values, as a sentence and as choices."""

    field: str
    label: str
    title: str  # “联系电话”有两个说法
    sentence: str  # 本站 11月20日记 199****0496（王秀英）；镇事务所 11月21日记 …（李明）
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class CaseLine:
    """A case in the list of a person or of the station."""

    id: str
    case_no: str
    title: str  # 失业登记
    person: str
    name: str
    state: str  # code
    state_text: str
    due: str  # ISO date or ""
    light: str  # green, yellow, red, "" = no clock
    light_text: str  # 剩 3 天 / 今天到期 / 超 1 天
    standing: StandingView
    turn: str  # 该您 / 镇复审中 / 待发放 / ""
    place: str = ""  # 在柳河村办理 / 北沟村居民 / ""
    way: str = ""  # 附件在途 2


@dataclass(frozen=True)
class SlipLine:
    """A paper printed earlier."""

    id: str
    code: str  # PT-01
    title: str
    number: str
    at: str
    count: int  # times printed
    here: bool  # its pages are kept on this PC


@dataclass(frozen=True)
class CardView:
    """A whole card, ready to draw. `seen` goes back to `edit_card` with what was changed."""

    id: str
    head: PersonHead
    groups: tuple[GroupView, ...]
    conflicts: tuple[ConflictView, ...]
    cases: tuple[CaseLine, ...]
    slips: tuple[SlipLine, ...]
    locked: str  # why the card cannot be edited; "" = it can
    seen: tuple[ActId, ...]
    scans: int = 0  # on the card and on its cases
    way: str = ""  # 附件在途 2, of those on the card and on its cases


@dataclass(frozen=True)
class PersonRow:
    """A line of the list of people."""

    id: str
    name: str
    sex_age: str  # 男 44
    id_shown: str  # 9901…1982****1511
    address: str
    conflict: bool


@dataclass(frozen=True)
class People:
    """What a search found."""

    rows: tuple[PersonRow, ...]
    total: int
    ms: float


@dataclass(frozen=True)
class Notice:
    """Something found while checking a form, in words.

    `level`: block (cannot be saved), ask (saved after the operator confirms), warn.
    `key`: names the finding, "field:what"; an `ask` is confirmed by passing its key back.
    `existing`: the record a duplicate points at; "" = none.
    `suggest`: a value that would mend it; None = none.
    """

    field: str
    key: str
    level: Literal["block", "ask", "warn"]
    text: str
    existing: str = ""
    suggest: Value = None


@dataclass(frozen=True)
class Saved:
    """What was kept. `text` is the sentence for the status line."""

    record: str
    act: ActId
    text: str


@dataclass(frozen=True)
class HistoryLine:
    """One field that an act changed; values covered as on the card."""

    at: datetime
    who: str
    where: str
    deed: str  # 改联系电话
    field: str
    label: str
    before: str  # masked as on the card
    after: str
    received: bool
    refused: str  # reason in words, "" = not refused
