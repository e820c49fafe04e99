"""What a scanner reads is what was meant."""

import pytest
from barcode.charsets.code128 import CODES, STOP
from hypothesis import given
from hypothesis import strategies as st

from station_client.slips.codes import barcode_modules, barcode_svg, qr_svg
from tests.station_client.slips.samples import CASE_NO

VALUE_OF = {pattern: value for value, pattern in enumerate(CODES)}


def scan(modules: str) -> str:
    """Read a Code 128 as a scanner does: start, code sets B and C, check value, stop."""
    tail = str(STOP) + "11"
    assert modules.endswith(tail)
    body = modules[: -len(tail)]
    values = [VALUE_OF[body[at : at + 11]] for at in range(0, len(body), 11)]
    start, *said, check = values
    assert (start + sum(at * value for at, value in enumerate(said, 1))) % 103 == check
    pairs = {104: False, 105: True}[start]
    text = ""
    for value in said:
        if pairs and value < 100:
            text += f"{value:02d}"
        elif pairs:
            assert value == 100
            pairs = False
        elif value == 99:
            pairs = True
        else:
            text += chr(value + 32)
    return text


@pytest.mark.parametrize("number", [CASE_NO, "99", "9", "X", "AB123456", "A12345B", "990101-U02"])
def test_a_number_reads_as_it_was_written(number: str) -> None:
    assert scan(barcode_modules(number)) == number


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_any_text_reads_as_it_was_written(text: str) -> None:
    assert scan(barcode_modules(text)) == text


@given(st.from_regex(r"99[0-9]{26}[0-9X]", fullmatch=True))
def test_case_numbers_of_any_division_fit_sixty_two_millimetres(number: str) -> None:
    # 0.25 mm a module is what a cheap scanner still reads.
    assert 62 / len(barcode_modules(number)) >= 0.25


@pytest.mark.parametrize("text", ["", "受理", "a\nb"])
def test_a_text_no_scanner_can_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        barcode_svg(text)


def test_codes_are_small_pictures_and_always_the_same() -> None:
    assert barcode_svg(CASE_NO).startswith("<svg ")
    assert qr_svg("https://office.example/p/" + CASE_NO) == qr_svg(
        "https://office.example/p/" + CASE_NO
    )
    assert len(barcode_svg(CASE_NO)) < 4000
