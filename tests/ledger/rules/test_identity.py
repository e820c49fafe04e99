"""What the form says about names and identity papers (V-01 to V-09)."""

import pytest

from ledger.catalogue.model import Catalogue
from ledger.rules import people

from .looking import Card, look, one


@pytest.mark.parametrize(
    "name", ["张建国", "买买提·艾力", "〇小二", "𠮷野", "䶮丽", "欧阳", "古丽·买买提"]
)
def test_v01_names_of_any_ideographs_pass(catalogue: Catalogue, card: Card, name: str) -> None:
    assert look(catalogue, card, name=name) == []


@pytest.mark.parametrize(
    ("name", "level", "key", "proposal"),
    [
        ("张3", "block", "check.name.digits", None),
        ("张" * 51, "block", "check.text.long", None),
        ("张\ue003国", "warn", "check.name.stand-in", None),
        ("张\u3000三", "ask", "check.name.spaces", "张三"),
        ("买买提•艾力", "ask", "check.name.spaces", "买买提·艾力"),
        ("Zhang San", "ask", "check.name.odd", None),
    ],
)
def test_v01_odd_names_are_told(
    catalogue: Catalogue, card: Card, name: str, level: str, key: str, proposal: str | None
) -> None:
    finding = one(look(catalogue, card, name=name))
    assert (finding.level, finding.key, finding.proposal) == (level, key, proposal)


def test_v01_a_foreigner_may_have_letters_in_the_name(catalogue: Catalogue, card: Card) -> None:
    found = look(catalogue, card | {"id_type": "05", "id_no": "E12345678"}, name="Maria O'Neil")
    assert found == []


@pytest.mark.parametrize(
    ("number", "level", "key"),
    [
        ("990101196503070019", "block", "check.id.checksum"),
        ("99010119650307001", "block", "check.id.short"),
        ("9901011965030700188", "block", "check.id.long"),
        ("99010119650307-018", "block", "check.id.odd"),
        ("9901O1196503070018", "ask", "check.id.letters"),
        ("990101650307001", "ask", "check.id.old"),
    ],
)
def test_v03_wrong_id_numbers(
    catalogue: Catalogue, card: Card, number: str, level: str, key: str
) -> None:
    finding = one(look(catalogue, card, id_no=number))
    assert (finding.rule, finding.level, finding.key) == ("V-03", level, key)
    if level == "ask":
        assert people.checksum_holds(str(finding.proposal))


def test_v03_a_small_x_and_blanks_are_no_fault(catalogue: Catalogue, card: Card) -> None:
    assert look(catalogue, card, id_no="110105 19491231002x") == []


@pytest.mark.parametrize(
    ("kind", "number", "key"),
    [
        ("02", "990101196503070018", "check.id.prefix"),
        ("04", "ABC123", "check.id.green-card"),
        ("05", "12", "check.id.passport"),
    ],
)
def test_v02_each_kind_of_paper_has_its_numbers(
    catalogue: Catalogue, card: Card, kind: str, number: str, key: str
) -> None:
    assert one(look(catalogue, card | {"id_type": kind}, id_no=number)).key == key


def test_v02_a_permit_number_under_identity_card_is_asked(catalogue: Catalogue, card: Card) -> None:
    number = "81000019900101001"
    number += people.check_character(number)
    finding = one(look(catalogue, card | {"id_no": number}, id_type="01"))
    assert (finding.level, finding.proposal) == ("ask", "02")


def test_v04_an_unknown_division_is_only_told(catalogue: Catalogue, card: Card) -> None:
    number = "87010119650307001"
    number += people.check_character(number)
    finding = one(look(catalogue, card, id_no=number))
    assert (finding.rule, finding.level) == ("V-04", "warn")


def test_v05_the_1880_number_fits_its_checksum_and_is_too_old(
    catalogue: Catalogue, card: Card
) -> None:
    finding = one(look(catalogue, card, id_no="440524188001010014"))
    assert (finding.level, finding.key) == ("block", "check.birth.too-old")


@pytest.mark.parametrize(
    ("digits", "key"), [("20301122", "check.birth.future"), ("19650231", "check.id.no-date")]
)
def test_v05_the_number_must_hold_a_real_birth_date(
    catalogue: Catalogue, card: Card, digits: str, key: str
) -> None:
    body = f"990101{digits}001"
    found = look(catalogue, card, id_no=body + people.check_character(body))
    assert one(found).key == key


def test_v05_a_birth_date_against_the_number_stops_and_offers_the_numbers_one(
    catalogue: Catalogue, card: Card
) -> None:
    finding = one(look(catalogue, card, birth_date="1965-07-03"))
    assert (finding.level, finding.proposal) == ("block", "1965-03-07")


def test_v05_a_birth_date_against_the_number_is_kept_on_a_proof(
    catalogue: Catalogue, card: Card
) -> None:
    proven = {"birth_date": "1965-07-03", "birth_proof": "户口簿登记为准"}
    finding = next(each for each in look(catalogue, card, **proven) if each.field == "birth_date")
    assert (finding.level, finding.key) == ("warn", "check.birth.kept")


def test_v06_sex_against_the_number_is_asked_not_refused(catalogue: Catalogue, card: Card) -> None:
    finding = one(look(catalogue, card, sex="2"))
    assert (finding.rule, finding.level, finding.proposal) == ("V-06", "ask", "1")


@pytest.mark.parametrize(
    ("since", "until", "keys"),
    [
        ("2010-01-01", "2030-01-01", []),
        ("2010-01-01", "2009-12-31", ["check.id.validity-order"]),
        ("2010-01-01", "2026-11-22", ["check.id.expired"]),
        ("2010-01-01", "2027-01-01", ["check.id.expires"]),
    ],
)
def test_v08_validity_of_the_id(
    catalogue: Catalogue, card: Card, since: str, until: str, keys: list[str]
) -> None:
    found = look(catalogue, card | {"id_valid_from": since}, id_valid_to=until)
    assert [finding.key for finding in found] == keys


def test_v09_married_too_young_is_told(catalogue: Catalogue, card: Card) -> None:
    young = {"birth_date": "2006-01-01", "sex": "1"}
    assert one(look(catalogue, card | young, marital="20")).level == "warn"
    assert look(catalogue, card | young | {"sex": "2"}, marital="20") == []
    assert look(catalogue, card | young, marital="10") == []
