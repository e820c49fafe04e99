"""What the operator reads aloud."""

from __future__ import annotations

import pytest

from ledger.core.faults import RuleFault
from station_client.desk import guides
from tests.station_client.desk.conftest import ITEM, Desk


def test_an_item_is_found_by_a_word_of_its_guide(desk: Desk) -> None:
    (line,) = guides.items(desk.counter, "承诺书")
    assert (line.code, line.title, line.usable) == (ITEM, "失业登记", True)
    assert line.who.startswith("法定劳动年龄内")
    assert guides.items(desk.counter, "没有这个词") == []


def test_a_guide_has_every_declared_entry_in_order(desk: Desk) -> None:
    guide = guides.guide(desk.counter, ITEM)
    assert [section.key for section in guide.sections] == [
        entry.key for entry in desk.counter.catalogue.guide
    ]
    assert [step.title for step in guide.steps] == ["受理", "初审", "镇复审", "送达"]
    assert guide.papers[2] == ("解除劳动合同证明", "复印件 1 份（系统能核验的免交）")
    assert guide.days_text == "3 个工作日"


def test_an_unknown_item_is_named(desk: Desk) -> None:
    with pytest.raises(RuleFault) as refused:
        guides.guide(desk.counter, "V-XX-99")
    assert refused.value.code == "item.not-found"
