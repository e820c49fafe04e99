"""Identity numbers are masked by type; free texts are masked where a number stands in them."""

import pytest

from station_client.slips.masked import MaskedId, mask_ids_in, mask_mobile


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("990101197508120024", "990101********0024"),
        ("99010119750812002X", "990101********002X"),
        ("990101750812002", "990101*****2002"),
        ("E12345678", "E1*****78"),
        ("A1", "**"),
        ("", ""),
        ("990101********0024", "990101********0024"),
    ],
)
def test_a_number_is_masked(full: str, masked: str) -> None:
    assert MaskedId.of(full) == masked


@pytest.mark.parametrize("full", ["990101197508120024", "E12345678", "990101750812002*"])
def test_a_number_that_hides_nothing_is_no_masked_number(full: str) -> None:
    with pytest.raises(ValueError, match="masked"):
        MaskedId(full)


def test_a_number_inside_a_sentence_is_masked_and_a_case_number_is_not() -> None:
    said = "证件990101197508120024与99010119750812002X不一致，见99010100100101012026112200017"
    assert mask_ids_in(said) == (
        "证件990101********0024与990101********002X不一致，见99010100100101012026112200017"
    )


def test_a_mobile_number_keeps_its_ends() -> None:
    assert mask_mobile("19900001234") == "199****1234"
    assert mask_mobile("0990-1010101") == "0990-1010101"
