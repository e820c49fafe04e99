"""Birth dates in every writing that rosters have."""

from datetime import date

import pytest

from station_client.desk.roster.births import read_birth
from station_client.desk.roster.cells import Cell

BORN = date(1975, 9, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "1975-09-01", "1975/9/1", "1975.09.01", "1975年9月1日", "19750901", "１９７５－０９－０１",
        "1975 年 9 月 1 日", date(1975, 9, 1), 19750901.0, 27638.0, "1975-09-01 00:00:00",
        "'1975-09-01",
    ],
)  # fmt: skip
def test_a_whole_date_is_read(cell: Cell) -> None:
    assert read_birth(cell).day == BORN


@pytest.mark.parametrize("cell", ["1975.09", "1975年9月", "1975-9", "197509", 1975.09, 197509.0])
def test_a_month_is_read_as_far_as_it_goes(cell: Cell) -> None:
    birth = read_birth(cell)
    assert birth.day is None
    assert birth.fits(BORN)
    assert not birth.fits(date(1975, 10, 1))


@pytest.mark.parametrize("cell", ["1975", "1975年", 1975.0])
def test_a_year_alone_is_read_too(cell: Cell) -> None:
    assert read_birth(cell).fits(BORN)
    assert not read_birth(cell).fits(date(1976, 9, 1))


def test_a_number_that_lost_its_zero_may_be_january_or_october() -> None:
    birth = read_birth(1990.1)
    assert birth.fits(date(1990, 10, 5))
    assert birth.fits(date(1990, 1, 5))
    assert not birth.fits(date(1990, 2, 5))


@pytest.mark.parametrize("cell", ["属兔", "1975-13-01", "1975-02-30", "75.9", "0000-00-00", 3.5])
def test_what_is_no_date_is_not_read(cell: Cell) -> None:
    birth = read_birth(cell)
    assert birth.given
    assert not birth.readable


def test_only_the_stored_form_needs_no_word() -> None:
    assert read_birth("1975-09-01").plain
    assert not read_birth("1975/09/01").plain
    assert not read_birth(date(1975, 9, 1)).plain
    assert not read_birth("").given
