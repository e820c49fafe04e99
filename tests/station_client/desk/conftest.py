"""A counter in Liuhe village, with a real ledger below it and a real office across the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ledger.catalogue.records import Lang
from ledger.catalogue.root import resources_root
from ledger.core.clock import CHINA
from ledger.core.record import Change, Record
from ledger.rules import flow
from ledger.rules.actor import Actor
from station_client.desk import accepting, cards, cases, drafts
from station_client.desk.cases import Done
from station_client.desk.counter import Counter, Site
from station_client.slips.book import SlipBook
from tests.helpers.fakes import FakeWall
from tests.helpers.world import VILLAGE, FakeStation, World, catalogue, texts

ITEM = "V-JY-02"
ZHAO_ID = "990101198205161519"
TYPED: Mapping[str, Any] = {
    "name": "赵国强",
    "id_type": "01",
    "id_no": ZHAO_ID,
    "birth_date": "",
    "sex": "",
    "ethnic": "汉族",
    "hukou_type": "20",
    "hukou_address": "青石镇柳河村4组18号",
    "live_address": "青石镇柳河村4组18号",
    "rel_to_head": "01",
    "presence": "1",
    "mobile": "19900000496",
    "education": "70",
    "emp_status": "22",
    "able_to_work": "1",
    "want_work": "是",
}


@cache
def book(lang: Lang) -> SlipBook:
    """The real book of papers, made once."""
    return SlipBook(catalogue(), resources_root(), texts(lang))


@dataclass
class Desk:
    """A counter with what surrounds it: the office, the line, the wall clock."""

    world: World
    station: FakeStation
    counter: Counter
    wall: FakeWall

    def with_lang(self, lang: Lang) -> Counter:
        """The same counter in another language."""
        return replace(self.counter, say=texts(lang), slips=book(lang))

    def read(self, record: str) -> Record:
        """A record that must be there."""
        return self.station.read(record)

    def new_card(self, **more: Any) -> str:
        """A resident without a fault: 赵国强, unless told otherwise."""
        return cards.create_card(self.counter, {**TYPED, **more}).record

    def draft(self, person: str, **fields: Any) -> str:
        """An application with everything filled in and all papers there."""
        draft = drafts.start(self.counter, person, ITEM)
        filled = {
            "unemp_date": "2026-10-31", "unemp_reason": "02", "prev_employer": "青石镇砖瓦厂",
            "ui_claim": "否", **fields,
        }  # fmt: skip
        papers = {key: {"got": True} for key in ("id_card", "statement")}
        looked_up = {"contract_end": {"exempt": True}}
        drafts.save_draft(self.counter, draft, fields=filled, papers={**papers, **looked_up})
        return draft

    def accepted(self, person: str) -> Done:
        """An accepted case."""
        return accepting.accept(self.counter, self.draft(person))

    def reviewed(self, person: str) -> str:
        """A case that passed first review and waits to be sent."""
        case = self.accepted(person).case
        cases.first_review(self.counter, case, True, "材料齐全，情况属实")
        return case

    def sync(self) -> None:
        """The line is back: everything goes up, everything comes down."""
        self.wall.advance(seconds=1)
        self.world.sync(self.station)

    def at_office(self, case: str, *keys: str, **inputs: Any) -> None:
        """What the office does with a case, step by step."""
        office, clerk = self.world.office, self.world.clerk
        for key in keys:
            record = office.record(case)
            assert record is not None
            now = office.clock.now()
            given = inputs if key == keys[-1] else {}
            values = flow.step(
                office.catalogue, office.catalogue.items[ITEM], key, record.data, clerk, given, now
            )
            office.commit(clerk, f"case.{key}", [Change("case", values, record=case)])

    def granted(self, person: str) -> str:
        """A case whose positive decision has come back."""
        case = self.reviewed(person)
        self.sync()
        self.at_office(
            case, "take", "pass", second_opinion="同意", decision_no="青石失登〔2026〕1号"
        )
        self.sync()
        return case

    def supervisor(self) -> Actor:
        """The head of the station."""
        ledger = self.station.ledger
        fields = {
            "area": VILLAGE, "name": "周站长", "posts": ["V3"], "level": "V", "active": True,
            "station": ledger.author.station, "train_passed": "2026-01-05",
        }  # fmt: skip
        nobody = Actor("", "", frozenset(), "V", VILLAGE)
        done = ledger.commit(nobody, "staff.create", [Change("staff", fields)])
        return Actor(done.records[0], "周站长", frozenset({"V3"}), "V", VILLAGE)


def make_counter(station: FakeStation, wall: Callable[[], int], lang: Lang = "zh") -> Counter:
    """A counter on a station's ledger."""

    def now() -> datetime:
        return datetime.fromtimestamp(wall() / 1000, CHINA)

    def today() -> date:
        return now().date()

    return Counter(
        ledger=station.ledger,
        catalogue=catalogue(),
        operator=station.operator,
        say=texts(lang),
        today=today,
        now=now,
        slips=book(lang),
        site=Site(
            code=station.operator.station,
            terminal="01",
            area=VILLAGE,
            name="柳河村人力资源社会保障服务站",
            office="青石镇人力资源社会保障事务所",
            address="柳河村村委会一楼",
            phone="19900000001",
        ),
    )


@pytest.fixture
def desk(tmp_path: Path, wall: FakeWall) -> Iterator[Desk]:
    """A counter on a working morning, nothing in it yet."""
    world = World(tmp_path, wall)
    station = world.station()
    yield Desk(world, station, make_counter(station, wall), wall)
    station.ledger.close()
    world.close()
