"""Two counters of one office: Liuhe, where a guest comes, and Beigou, where he lives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ledger.core.act import Trust
from ledger.core.record import Change, Record
from station_client.desk import accepting, cards, cases, drafts
from station_client.desk.counter import Counter
from tests.helpers.world import OTHER_VILLAGE, TOWN, FakeStation
from tests.station_client.desk.conftest import ITEM, TYPED, ZHAO_ID, Desk, make_counter

FORM = {
    "unemp_date": "2026-10-31", "unemp_reason": "02", "prev_employer": "青石镇砖瓦厂",
    "ui_claim": "否", "able_to_work": "1", "want_work": "是", "phone": "19900000496",
    "card.hukou_type": "20", "card.live_address": "青石镇北沟村2组5号",
    "card.mobile": "19900000496",    "card.education": "70", "card.emp_status": "22",
}  # fmt: skip
TOLD = {"name": "赵国强", "id_no": ZHAO_ID, "home": OTHER_VILLAGE}


@dataclass
class Town:
    """The counter of Liuhe with its office, and the counter of Beigou."""

    desk: Desk
    beigou: FakeStation
    home: Counter

    def guest_draft(self, **told: Any) -> str:
        """The application of somebody from Beigou, filled in at Liuhe."""
        draft = drafts.start_for_guest(self.desk.counter, {**TOLD, **told}, ITEM)
        papers = {key: {"got": True} for key in ("id_card", "statement")}
        looked_up = {"contract_end": {"exempt": True}}
        drafts.save_draft(self.desk.counter, draft, fields=FORM, papers={**papers, **looked_up})
        return draft

    def accepted(self) -> str:
        """A guest's case, accepted at Liuhe."""
        return accepting.accept(self.desk.counter, self.guest_draft()).case

    def accepted_at_beigou(self) -> str:
        """The other way round: somebody of Liuhe is accepted at Beigou."""
        told = {**TOLD, "home": self.desk.counter.site.area}
        draft = drafts.start_for_guest(self.home, told, ITEM)
        papers = {key: {"got": True} for key in ("id_card", "statement")}
        looked_up = {"contract_end": {"exempt": True}}
        drafts.save_draft(self.home, draft, fields=FORM, papers={**papers, **looked_up})
        return accepting.accept(self.home, draft).case

    def granted(self) -> str:
        """A guest's case whose decision is known at both counters."""
        case = self.accepted()
        cases.first_review(self.desk.counter, case, True, "材料齐全，情况属实")
        self.sync()
        self.desk.at_office(case, "take", "pass", second_opinion="同意", decision_no="1号")
        self.sync()
        return case

    def sync(self) -> None:
        """Both lines are up."""
        self.desk.wall.advance(seconds=1)
        for station in (self.desk.station, self.beigou, self.desk.station):
            outcome = self.desk.world.sync(station)
            assert outcome.digest_equal is not False

    def card(self) -> Record:
        """His card at home, as his own station keeps it."""
        fields = {**TYPED, "live_address": "青石镇北沟村2组5号"}
        return self.beigou.read(cards.create_card(self.home, fields).record)

    def cards_at_office(self) -> list[Record]:
        """Every card with his number."""
        found = self.desk.world.office.search(ZHAO_ID).rows
        return [card for card in found if card.data.get("id_no") == ZHAO_ID]

    def moved_to_liuhe(self, card: Record, case: str = "") -> None:
        """Moved by the front desk of the office, card alone; ``case`` is finished at Beigou."""
        office = self.desk.world.office
        clerk = self.desk.world.hire(office, "孙丽", ["T1"], TOWN, "T")
        told = {
            "area": card.area, "owner": card.id, "home": self.desk.counter.site.area,
            "name": card.data["name"], "moved_on": "2026-11-23", "reason": "随子女居住",
        }  # fmt: skip
        move = Change("person", {"area": self.desk.counter.site.area}, card.id, Trust.OFFICE)
        staying = [Change("case", {"home": told["home"]}, case, Trust.OFFICE)] if case else []
        office.commit(clerk, "card.move", [move, *staying, Change("move", told)])


def neighbours(desk: Desk) -> Town:
    """Both counters, with an empty ledger each."""
    beigou = desk.world.station("beigou", OTHER_VILLAGE)
    home = make_counter(beigou, desk.wall)
    site = replace(home.site, area=OTHER_VILLAGE, name="北沟村人力资源社会保障服务站")
    return Town(desk, beigou, replace(home, site=site))
