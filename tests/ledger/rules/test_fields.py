"""What the form says about a whole card, and how it says it (V-07, V-18, V-25)."""

import pytest

from ledger.catalogue.model import Catalogue
from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts
from ledger.core.act import Value
from ledger.rules import fields

from .looking import TODAY, Card, look, one


def test_a_sound_card_has_no_findings(catalogue: Catalogue, card: Card) -> None:
    assert fields.check_card(catalogue, "person", card, TODAY) == []


def test_an_empty_card_may_be_saved(catalogue: Catalogue) -> None:
    assert fields.check_card(catalogue, "person", {}, TODAY) == []


@pytest.mark.parametrize(
    ("value", "level", "proposal"), [("99", "block", None), ("汉", "ask", "01")]
)
def test_v07_the_ethnic_group_is_in_the_table(
    catalogue: Catalogue, card: Card, value: str, level: str, proposal: str | None
) -> None:
    finding = one(look(catalogue, card, ethnic=value))
    assert (finding.rule, finding.level, finding.proposal) == ("V-07", level, proposal)


def test_v18_unseen_characters_and_long_texts(catalogue: Catalogue, card: Card) -> None:
    finding = one(look(catalogue, card, live_address="柳河村\x07三组"))
    assert (finding.level, finding.proposal) == ("ask", "柳河村三组")
    assert one(look(catalogue, card, live_address="村" * 101)).key == "check.text.long"
    assert look(catalogue, card, live_address="𠮷" * 100) == []


def test_v25_what_is_missing_is_counted(catalogue: Catalogue, card: Card) -> None:
    declared = catalogue.kinds["person"].fields
    wanted = [declared[name] for name in ("mobile", "employer_name", "grad_date")]
    found = fields.missing(catalogue, wanted, {"emp_status": "11"}, also=["grad_date"])
    assert [f.field for f in found] == ["mobile", "employer_name", "grad_date"]
    assert fields.missing(catalogue, wanted, card) == []


def test_letters_in_an_amount_are_asked_in_the_words_of_a_colleague(
    catalogue: Catalogue, card: Card
) -> None:
    finding = one(look(catalogue, card, wage="35OO"))
    assert finding.proposal == 350000
    say = Texts.load(resources_root(), "zh")
    words = fields.sentence(finding, catalogue.kinds["person"].fields["wage"], say)
    assert words == "“月工资收入”里含有字母 O，是不是 3500？"


@pytest.mark.parametrize(
    ("value", "key"), [(-1, "small"), (100000001, "large"), ("多", "unreadable")]
)
def test_amounts_have_bounds(catalogue: Catalogue, card: Card, value: Value, key: str) -> None:
    assert one(look(catalogue, card, wage=value)).key == f"check.number.{key}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_can_be_said(catalogue: Catalogue, card: Card, lang: str) -> None:
    say = Texts.load(resources_root(), "zh" if lang == "zh" else "en")
    spoilt = dict.fromkeys(card, "?") | {"id_no": "1", "name": "张3", "want_work": "?"}
    found = fields.check_card(catalogue, "person", spoilt, TODAY)
    declared = catalogue.kinds["person"].fields
    words = [fields.sentence(finding, declared[finding.field], say) for finding in found]
    assert len(words) > 10
    assert not any("{" in text for text in words)


def test_rows_are_checked_cell_by_cell(catalogue: Catalogue) -> None:
    missing = catalogue.kinds["notice"].fields["missing"]
    rows = [{"paper": "id_card", "name": "身份证", "reason": "01"}, {"reason": "77"}]
    found = fields.check(catalogue, missing, rows, {}, TODAY)
    assert [(f.field, f.key) for f in found] == [("missing.2.reason", "check.code.unknown")]
