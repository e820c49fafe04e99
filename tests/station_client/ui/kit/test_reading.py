"""What people type for dates, numbers and money."""

from __future__ import annotations

from datetime import date

import pytest

from station_client.ui.kit.fields.reading import (
    Unreadable,
    money_text,
    read_date,
    read_decimal,
    read_int,
    read_money,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20261122", "2026-11-22"),
        ("2026-11-22", "2026-11-22"),
        ("2026.11.22", "2026-11-22"),
        ("2026/1/2", "2026-01-02"),
        ("2026年11月22日", "2026-11-22"),
        ("２０２６．１１．２２", "2026-11-22"),
        ("11月22日", "2026-11-22"),
        ("11.22", "2026-11-22"),
        ("1122", "2026-11-22"),
        ("261031", "2026-10-31"),
        ("820516", "1982-05-16"),
        ("2026-12-31", "2026-12-31"),
        ("12月31日", "2026-12-31"),
    ],
)
def test_dates_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert read_date(typed, TODAY) == read


def test_a_day_without_a_year_is_the_nearest_one_past() -> None:
    assert read_date("12月31日", date(2026, 1, 5)) == "2025-12-31"


@pytest.mark.parametrize("typed", ["2026-02-30", "明天", "2026", "20261", "13月1日", "1.2.3.4"])
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_date(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("3500", 350_000), ("3,500.50", 350_050), ("3500元", 350_000), ("1.2万", 1_200_000)],
)
def test_amounts_are_kept_in_fen(typed: str, fen: int) -> None:
    assert read_money(typed) == fen


def test_a_letter_among_digits_is_named() -> None:
    with pytest.raises(Unreadable) as why:
        read_money("3500O")
    assert (why.value.key, why.value.letter) == ("ui.field.letter_in_number", "O")


@pytest.mark.parametrize("typed", ["多", "3.505", "NaN", "1e5", "", "Infinity"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_money(typed)


def test_numbers_are_plain() -> None:
    assert read_int("１２") == 12
    assert read_decimal("0.50") == "0.50"
    assert money_text(350_000) == "3500"
    assert money_text(-350_050) == "-3500.50"
