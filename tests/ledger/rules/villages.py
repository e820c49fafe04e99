"""A named fake of a ledger as the rules see it, with the people of one village and one office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ledger.catalogue.model import Catalogue
from ledger.core.act import Act, ActId, Trust, Value, Write, record_id
from ledger.core.clock import CHINA, stamp
from ledger.core.faults import RuleFault
from ledger.core.record import Author, Record
from ledger.rules.admission import Rulebook

LIUHE = "990101001001"
BEIGOU = "990101001002"
OFFICE = "990101001000"
STATION = Author("liuhe", "V", LIUHE, LIUHE + "01")
OTHER = Author("beigou", "V", BEIGOU, BEIGOU + "01")
TOWN = Author("office", "T", OFFICE)
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)


class FakeLedger:
    """Records in a dictionary; the newest write of a field stands."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    def record(self, record: str) -> Record | None:
        return self.records.get(record)

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        return [r for r in self.records.values() if r.kind == kind and r.data.get(name) == value]

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        return [r for r in self.records.values() if r.owner == owner and kind in (None, r.kind)]

    def put(self, record: str, kind: str, data: Mapping[str, Value]) -> None:
        old = self.records.get(record)
        values = {**(old.data if old else {}), **data}
        area, owner = str(values.get("area") or ""), str(values.get("owner") or "")
        self.records[record] = Record(record, kind, area, owner, values)

    def hire(self, staff: str, name: str, posts: str, area: str, **more: Value) -> None:
        trained: dict[str, Value] = {"train_passed": "2026-01-01", "active": True}
        level = "V" if area != OFFICE else "T"
        data = {"name": name, "posts": posts.split(), "level": level, "area": area}
        self.put(staff, "staff", {**trained, **data, **more})


@dataclass
class Scene:
    """A rulebook at one installation, with a ledger to look at and acts to try."""

    catalogue: Catalogue
    home: Author = STATION
    ledger: FakeLedger = field(default_factory=FakeLedger)
    seq: int = 0

    def __post_init__(self) -> None:
        self.rulebook = Rulebook(self.catalogue, self.home.node)
        self.ledger.hire("li", "李梅", "V1 V2", LIUHE, phone="13800000009")
        self.ledger.hire("zhao", "赵站长", "V3", LIUHE)
        self.ledger.hire("sun", "孙网格", "V4", LIUHE)
        self.ledger.hire("chen", "陈复审", "T3", OFFICE)
        self.ledger.hire("wu", "吴全能", "T1 T2 T3", OFFICE)

    def at(self, home: Author) -> "Scene":
        """The same ledger, judged by another installation."""
        return Scene(self.catalogue, home, self.ledger, self.seq)

    def act(
        self,
        author: Author,
        actor: str,
        action: str,
        *writes: tuple[str, str | None, Mapping[str, Value]],
        trust: Trust = Trust.STATION,
        at: datetime = MORNING,
    ) -> Act:
        """An act; a record None is begun by it."""
        self.seq += 1
        made = tuple(
            Write(
                kind,
                record or record_id(author.node, self.seq, number),
                int(trust),
                (ActId("x", 1),) if record else (),
                dict(values),
            )
            for number, (kind, record, values) in enumerate(writes)
        )
        time = stamp(int(at.timestamp() * 1000))
        return Act(author.node, self.seq, time, actor, action, "", "", made)

    def judge(self, act: Act, author: Author) -> str | None:
        """The code of the fault, or None."""
        fault: RuleFault | None = self.rulebook.check(act, self.ledger, author)
        return fault.code if fault is not None else None

    def take(self, act: Act, author: Author) -> str:
        """Judge an act, which must be let in, and apply it; its first record."""
        assert self.judge(act, author) is None, self.rulebook.check(act, self.ledger, author)
        for write in act.writes:
            self.ledger.put(write.record, write.kind, write.set)
        return act.writes[0].record
