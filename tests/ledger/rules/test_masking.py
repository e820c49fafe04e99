"""Sensitive values on the screen before anybody pressed 'show' (V-26)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.rules.masking import mask


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("id", "990101196503071511", "9901**********1511"),
        ("id", "E12345678", "E123*5678"),
        ("phone", "19912340496", "199****0496"),
        ("account", "6222021234567890496", "***************0496"),
        ("name", "张建国", "张*国"),
        ("name", "张三", "张*"),
        ("address", "青石镇柳河村三组12号", "青石镇柳河村*****"),
    ],
)
def test_the_middle_is_covered(kind: str, text: str, shown: str) -> None:
    assert mask(kind, text) == shown


@given(st.sampled_from(["id", "phone", "account"]), st.text("0123456789", min_size=1))
def test_never_more_than_the_ends_are_seen(kind: str, text: str) -> None:
    shown = mask(kind, text)
    assert len(shown) == len(text)
    assert shown.count("*") >= min(1, len(text))


def test_an_unknown_mask_is_never_taken_for_no_mask() -> None:
    with pytest.raises(KeyError):
        mask("idd", "990101196503071511")
