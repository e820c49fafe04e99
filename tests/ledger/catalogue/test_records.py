"""Fields know when they are needed and when they are seen."""

from ledger.catalogue.model import Catalogue
from ledger.catalogue.records import Condition, Field


def field(**more: object) -> Field:
    return Field(name="a", zh="甲", en="A", type="text", **more)  # type: ignore[arg-type]


def test_a_plain_field_is_seen_and_not_needed() -> None:
    assert field().visible({})
    assert not field().needed({})


def test_a_required_field_is_always_needed() -> None:
    assert field(required=True).needed({})


def test_a_condition_on_a_value_holds_for_the_values_listed() -> None:
    condition = Condition(field="b", among=("1", True))
    one = field(required=condition, shown=condition)
    assert one.needed({"b": "1"})
    assert one.visible({"b": True})
    assert not one.needed({"b": "2"})
    assert not one.visible({})


def test_a_condition_without_values_asks_only_that_the_other_field_is_filled() -> None:
    condition = Condition(field="b")
    assert condition.holds({"b": "x"})
    assert condition.holds({"b": False})
    assert not condition.holds({"b": ""})
    assert not condition.holds({"b": []})
    assert not condition.holds({})


def test_labels_and_hints_follow_the_language() -> None:
    one = field(help_zh="提示", help_en="Hint")
    assert (one.label("zh"), one.label("en")) == ("甲", "A")
    assert (one.help("zh"), one.help("en")) == ("提示", "Hint")


def test_every_record_has_area_owner_and_void(catalogue: Catalogue) -> None:
    for kind in catalogue.kinds.values():
        assert {"area", "owner", "void"} <= set(kind.fields)


def test_derived_fields_are_shown_and_never_stored(catalogue: Catalogue) -> None:
    person = catalogue.kinds["person"]
    assert "age" in person.fields
    assert "age" not in person.stored


def test_a_person_is_found_by_name_number_telephone_and_address(catalogue: Catalogue) -> None:
    search = catalogue.kinds["person"].search
    assert search["name"] == "name"
    assert search["id_no"] == "id"
    assert search["mobile"] == "phone"
    assert search["live_address"] == "address"
    assert search["card_no"] == "number"
