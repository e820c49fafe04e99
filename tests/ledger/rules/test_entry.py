"""What becomes of what an operator types into a field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.rules import entry


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("name", "  张 三 ", "张三"),
        ("name", "Maria O'Neil", "Maria O'Neil"),
        ("id_no", "'99010119650307001 8", "990101196503070018"),
        ("mobile", "+86 138 0000 0001", "13800000001"),
        ("phone", "（0431）12345678", "043112345678"),
        ("birth_date", "1965.3.7", "1965-03-07"),
        ("birth_date", "1965年3月7日", "1965-03-07"),
        ("birth_date", "19650307", "1965-03-07"),
        ("birth_date", "１９６５/03/07", "1965-03-07"),
        ("birth_date", "1965.03", "1965.03"),
        ("birth_date", "1965-02-30", "1965-02-30"),
        ("wage", "3500", 350000),
        ("wage", "￥3,500.50元", 350050),
        ("wage", "35OO", "35OO"),
        ("want_work", "是", True),
        ("want_work", "无", False),
        ("want_work", "也许", "也许"),
        ("ethnic", "汉", "01"),
        ("ethnic", "火星族", "火星族"),
        ("intent_job", "5、6", ["5", "6"]),
        ("remark", "甲\n乙", "甲\n乙"),
        ("mobile", "   ", None),
    ],
)
def test_what_has_one_reading_is_read_and_the_rest_stays(
    catalogue: Catalogue, field: str, text: str, value: Value
) -> None:
    assert entry.typed(catalogue, catalogue.kinds["person"].fields[field], text) == value


@given(st.dates())
def test_every_day_is_read_however_it_is_written(day: object) -> None:
    year, month, rest = str(day).split("-")
    for text in (
        f"{year}{month}{rest}",
        f"{year}.{int(month)}.{int(rest)}",
        f"{year}年{month}月{rest}日",
    ):
        assert entry.read_date(text) == str(day)


def test_letters_that_look_like_digits_are_named() -> None:
    guess = entry.letters_as_digits("35Ol")
    assert guess == entry.Guess("3501", ("O", "l"))


def test_control_characters_go_and_words_stay_apart() -> None:
    assert entry.without_controls("三组\t12号\x00\n") == "三组 12号"
