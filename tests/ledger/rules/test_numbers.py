"""The numbers on slips: cases, cards, registrations."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.rules import numbers

STATION = "99010100100101"


def test_the_published_example_of_the_check_digit_holds() -> None:
    assert numbers.check_digit("0794") == "5"
    assert numbers.check_digit("00200667308") == "5"


@given(st.text("0123456789", min_size=1, max_size=40), st.data())
def test_any_changed_digit_of_a_number_is_noticed(body: str, data: st.DataObject) -> None:
    number = body + numbers.check_digit(body)
    place = data.draw(st.integers(0, len(number) - 1))
    by = data.draw(st.integers(1, 9))
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert numbers.check_holds(number)
    assert not numbers.check_holds(wrong)


def test_a_case_number_has_29_digits_and_is_read_back() -> None:
    number = numbers.case_no(STATION, "01", date(2026, 11, 22), 7)
    assert len(number) == numbers.CASE_NO_LENGTH
    assert number.startswith("9901010010010101202611220007")
    assert numbers.read_case_no(number) == numbers.CaseNo(STATION, "01", date(2026, 11, 22), 7)


def test_a_case_number_may_be_typed_with_spaces() -> None:
    number = numbers.case_no(STATION, "01", date(2026, 11, 22), 7)
    typed = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    assert numbers.read_case_no(typed) == numbers.read_case_no(number)


@given(st.text(max_size=40))
def test_other_text_is_no_case_number(text: str) -> None:
    found = numbers.read_case_no(text)
    assert found is None or len(found.station) == 14


def test_a_case_is_spoken_of_by_its_last_ten_digits() -> None:
    number = numbers.case_no(STATION, "01", date(2026, 11, 22), 7)
    assert numbers.spoken(number) == number[19:]
    assert len(numbers.spoken(number)) == 10


def test_a_card_number_ends_in_its_check_digit() -> None:
    assert len(numbers.card_no(STATION, 12)) == numbers.CARD_NO_LENGTH
    assert numbers.check_holds(numbers.card_no(STATION, 12))


def test_a_registration_number_comes_from_the_case_and_needs_no_counter() -> None:
    case = numbers.case_no(STATION, "01", date(2026, 11, 22), 7)
    assert numbers.registration_no(case) == "00100101012611220007"


@pytest.mark.parametrize("serial", [0, 10_000, -1])
def test_a_serial_out_of_range_is_no_number(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        numbers.case_no(STATION, "01", date(2026, 11, 22), serial)


def test_a_short_station_code_is_no_number() -> None:
    with pytest.raises(ValueError, match="14 digits"):
        numbers.case_no("990101", "01", date(2026, 11, 22), 1)
