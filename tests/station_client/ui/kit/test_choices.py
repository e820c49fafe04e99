"""Choices are found by code, by any part of the name, and by initials."""

from __future__ import annotations

import pytest

from station_client.ui.kit.fields.choices import Choice, Choices

REASONS = Choices(
    [
        Choice("01", "企业破产"),
        Choice("02", "合同终止、解除", ("解除合同",)),
        Choice("03", "个体停业"),
        Choice("0", "合同类", heading=True),
    ]
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("02", "02"),
        ("合同", "02"),
        ("终止", "02"),
        ("htzz", "02"),
        ("gt", "03"),
        ("解除合同", "02"),
    ],
)
def test_the_choice_meant_comes_first(typed: str, first: str) -> None:
    assert REASONS.find(typed)[0].code == first


def test_nothing_typed_offers_everything() -> None:
    assert [choice.code for choice in REASONS.find("")] == ["01", "02", "03", "0"]


def test_only_the_whole_word_is_taken_without_picking() -> None:
    exact = REASONS.exact("合同终止、解除")
    assert exact is not None and exact.code == "02"
    assert REASONS.exact("合同") is None
    assert REASONS.exact("") is None
