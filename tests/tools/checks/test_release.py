"""Declarations that say something else need another number; a comment does not."""

import pytest

from tests.tools.checks.conftest import Plant
from tools.checks import release

CODES = "resources/codes/ct-01.toml"
NUMBER = "resources/catalogue.toml"


def of_number(content: str) -> str:
    return f'# The release.\nversion = 7\nprofile = "jilin"\ncontent = "{content}"\n'


@pytest.mark.parametrize(
    ("now", "complains"),
    [
        ('code = "CT-01"\n', False),
        ('# Where it is from.\ncode   = "CT-01"\n', False),
        ('code = "CT-02"\n', True),
    ],
)
def test_a_change_of_what_is_declared_needs_the_next_number(
    plant: Plant, now: str, complains: bool
) -> None:
    before = plant({CODES: 'code = "CT-01"\n'})
    kept = of_number(release.content_of(before.root / "resources"))
    found = list(release.find(plant({CODES: now, NUMBER: kept})))
    assert [complaint.where for complaint in found] == ([NUMBER] if complains else [])


def test_raising_writes_the_next_number_with_its_digest_and_nothing_else() -> None:
    assert release.raised(of_number(""), "ab") == of_number("ab").replace("7", "8")


def test_a_declaration_that_cannot_be_read_is_left_to_the_check_of_the_business(
    plant: Plant,
) -> None:
    tree = plant({CODES: "code =", NUMBER: of_number("")})
    assert not list(release.find(tree))
