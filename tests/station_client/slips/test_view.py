"""Values are put into words for the paper: dates, masked numbers, nothing in the clear."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from station_client.slips.data import LedgerSheet, Place, from_plain, to_plain
from station_client.slips.masked import MaskedId
from station_client.slips.view import View, day_in_words, moment_in_words
from tests.station_client.slips.samples import (
    FULL_ID,
    acceptance,
    all_papers,
    card,
    ledger,
)


def test_a_moment_is_shown_as_the_clock_in_china_shows_it() -> None:
    late = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    assert moment_in_words(late, "zh") == "2026年11月22日 00:30"
    assert moment_in_words(late, "en") == "22 November 2026, 00:30"
    assert day_in_words(late, "zh") == "2026年11月22日"
    assert day_in_words(date(2026, 3, 1), "en") == "1 March 2026"


def test_times_bring_their_day_along() -> None:
    values = View(acceptance(), "zh").values
    assert values["accepted_date"] == "2026年11月22日"
    assert values["due"] == "2026年11月25日"


@pytest.mark.parametrize("code", sorted(all_papers()))
def test_no_paper_shows_a_full_identity_number_by_itself(code: str) -> None:
    assert FULL_ID not in str(View(all_papers()[code], "zh").values)


def test_a_number_typed_into_a_remark_is_masked() -> None:
    data = msgspec.structs.replace(acceptance(), agent=f"李某 {FULL_ID}")
    assert View(data, "zh").values["agent"] == "李某 990101********0024"


def test_a_card_and_a_ledger_show_numbers_only_when_told_to() -> None:
    assert "19900001234" not in str(View(card(), "zh").values)
    assert FULL_ID in str(View(card(unmasked=True), "zh").values)
    assert "19900001234" in str(View(card(unmasked=True), "zh").values)
    assert FULL_ID not in str(View(ledger(), "zh").values)
    assert FULL_ID in str(View(ledger(unmasked=True), "zh").values)


def test_the_station_s_own_mobile_number_is_not_masked() -> None:
    here = Place(name="柳河村服务站", phone="13800001111")
    values = View(msgspec.structs.replace(acceptance(), station=here), "zh").values
    assert values["station"]["phone"] == "13800001111"


def test_the_applicant_s_phone_is_masked() -> None:
    assert View(acceptance(), "zh").values["applicant"]["phone"] == "199****1234"


def test_plain_values_are_read_with_masked_numbers() -> None:
    again = from_plain(type(acceptance()), to_plain(acceptance()))
    assert again == acceptance()
    assert isinstance(again.applicant.id_no, MaskedId)


def test_a_card_with_its_photo_comes_back_from_plain_values() -> None:
    whole = card(photo=b"\x89PNG")
    assert (
        from_plain(type(whole), msgspec.json.decode(msgspec.json.encode(to_plain(whole)))) == whole
    )


def test_a_row_with_a_missing_cell_is_refused() -> None:
    plain = to_plain(ledger(2))
    plain["rows"] = [plain["rows"][0], ["王桂兰"]]
    with pytest.raises(msgspec.ValidationError, match="row 2 has 1 of 4"):
        from_plain(LedgerSheet, plain)
