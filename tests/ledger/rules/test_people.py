"""What the counter does with an ID number somebody typed, scanned or pasted (V-02 to V-06)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.rules import people

DEMO = ("990101196503070018", "990101198802290028", "990101200506150039")
bodies = st.text("0123456789", min_size=17, max_size=17)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", *DEMO])
def test_published_and_demonstration_numbers_pass(number: str) -> None:
    assert people.checksum_holds(number)


@given(bodies, st.integers(0, 16), st.integers(1, 9))
def test_any_changed_digit_is_noticed(body: str, place: int, by: int) -> None:
    number = body + people.check_character(body)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert people.checksum_holds(number)
    assert not people.checksum_holds(wrong)


@given(bodies, st.integers(0, 15))
def test_two_swapped_neighbours_are_noticed(body: str, place: int) -> None:
    number = body + people.check_character(body)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert people.checksum_holds(swapped) == (swapped == number)


@pytest.mark.parametrize(
    ("typed", "repairs"),
    [
        ("11010519491231002x", ("case",)),
        (" 110105 19491231 002X ", ("spaces",)),
        ("'11010519491231002X", ("apostrophe",)),
        ("１１０１０５１９４９１２３１００２Ｘ", ("width",)),
        ("'110105\u300019491231002x", ("apostrophe", "spaces", "case")),
        ("11010519491231002Х", ("case",)),
        ("11010519491231002X", ()),
    ],
)
def test_marks_of_typing_and_of_excel_come_off_and_are_named(
    typed: str, repairs: tuple[str, ...]
) -> None:
    tidy = people.tidy_id(typed)
    assert tidy.value == "11010519491231002X"
    assert set(tidy.repairs) == set(repairs)


@given(st.text(max_size=30))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = people.normalise_id(text)
    assert people.normalise_id(once) == once


def test_an_old_number_is_widened_to_a_sound_new_one() -> None:
    assert people.widen("110105491231002") == "11010519491231002X"
    assert people.birth_of("110105491231002") == date(1949, 12, 31)
    assert people.sex_of("110105491231002") == people.FEMALE


def test_only_an_old_number_can_be_widened() -> None:
    with pytest.raises(ValueError, match="15 digits"):
        people.widen("11010519491231002X")


@pytest.mark.parametrize(
    ("number", "birth", "sex"),
    [
        (DEMO[0], date(1965, 3, 7), people.MALE),
        (DEMO[1], date(1988, 2, 29), people.FEMALE),
        (DEMO[2], date(2005, 6, 15), people.MALE),
    ],
)
def test_birth_and_sex_are_read_off_the_number(number: str, birth: date, sex: str) -> None:
    assert people.birth_of(number) == birth
    assert people.sex_of(number) == sex
    assert people.division_of(number) == "990101"


@pytest.mark.parametrize("number", ["", "12345", "990101198802300020", "99010119880229002", "abc"])
def test_what_is_no_number_has_no_birth_date(number: str) -> None:
    assert people.birth_of(number) is None


def test_a_leap_day_birthday_falls_on_the_first_of_march() -> None:
    birth = date(2004, 2, 29)
    assert people.age_on(birth, date(2022, 2, 28)) == 17
    assert people.age_on(birth, date(2022, 3, 1)) == 18
    assert people.day_of_age(birth, 18) == date(2022, 3, 1)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 130))
def test_the_day_of_an_age_is_the_first_day_of_that_age(birth: date, years: int) -> None:
    day = people.day_of_age(birth, years)
    assert people.age_on(birth, day) == years
    if years:
        assert people.age_on(birth, date.fromordinal(day.toordinal() - 1)) == years - 1
