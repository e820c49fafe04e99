"""Wrong declarations are refused, all faults at once, each with its file and key."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.catalogue.compile import compile_catalogue
from ledger.catalogue.loader import COMPILED
from ledger.catalogue.model import Catalogue
from ledger.catalogue.problems import CatalogueFault
from tests.ledger.catalogue.spoiling import swap

Spoil = Callable[[str, str, str], Path]


def faults(root: Path) -> list[str]:
    with pytest.raises(CatalogueFault) as caught:
        Catalogue.load(root)
    return [str(problem) for problem in caught.value.problems]


def test_an_unknown_key_is_refused_with_file_and_key(spoil: Spoil) -> None:
    root = spoil("records/person.toml", 'search = "name"', 'serach = "name"')
    assert faults(root) == ["records/person.toml: groups[A].fields[name].serach: unknown key"]


def test_a_wrong_type_is_refused_with_file_and_key(spoil: Spoil) -> None:
    root = spoil("items/V-JY-02.toml", "committed = 3", 'committed = "three"')
    assert faults(root) == ["items/V-JY-02.toml: limit.committed: expected `int`, got `str`"]


def test_a_missing_key_is_refused_with_file_and_key(spoil: Spoil) -> None:
    root = spoil("codes/ct-07.toml", 'code = "CT-07"\n', "")
    assert faults(root) == ["codes/ct-07.toml: code: missing"]


def test_a_value_outside_its_list_is_refused(spoil: Spoil) -> None:
    root = spoil("flows/K2.toml", 'sign = "open"', 'sign = "blue"')
    assert faults(root) == ["flows/K2.toml: state[S00].sign: invalid enum value 'blue'"]


def test_a_faulty_condition_is_refused(spoil: Spoil) -> None:
    root = spoil("items/V-JY-02.toml", "required = { field =", "required = { filed =")
    assert faults(root) == [
        "items/V-JY-02.toml: form[registration].fields[prev_employer].required.filed: unknown key",
        "items/V-JY-02.toml: form[registration].fields[prev_employer].required.field: missing",
    ]


def test_all_faults_of_all_files_come_at_once(spoil: Spoil) -> None:
    spoil("posts.toml", 'code = "V1"', "cod = 1")
    spoil("retirement.toml", "age = 60", "age = true")
    root = spoil("prints.toml", 'template = "pt01.typ"', 'templat = "pt01.typ"')
    found = faults(root)
    assert [line.split(":")[0] for line in found] == [
        "posts.toml",
        "posts.toml",
        "prints.toml",
        "prints.toml",
        "retirement.toml",
    ]


def test_a_file_that_is_no_toml_is_named(spoil: Spoil) -> None:
    root = spoil("guide.toml", "entries = [", "entries = [[")
    assert [line.partition(" (")[0] for line in faults(root)] == ["guide.toml: Unclosed array"]


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "posts.toml").unlink()
    assert faults(copy) == ["posts.toml: missing"]


def test_a_profile_that_is_not_there_is_named(spoil: Spoil) -> None:
    root = spoil("catalogue.toml", 'profile = "jilin"', 'profile = "mars"')
    assert faults(root) == ["catalogue.toml: profile: no such profile"]


def test_a_column_without_field_and_label_is_named(spoil: Spoil) -> None:
    root = spoil("ledgers/TZ-05.toml", '"reg_no", width', '"regno", width')
    assert faults(root) == ["ledgers/TZ-05.toml: columns[regno]: no such field, and no label"]


def test_two_items_may_not_type_one_form_field_otherwise(copy: Path) -> None:
    item = (copy / "items" / "V-JY-02.toml").read_text(encoding="utf-8")
    other = (
        item.replace("V-JY-02", "V-JY-99")
        .replace('type = "money"', 'type = "text"')
        .replace("least = 0\nmost = 100000000\n", "")
    )
    (copy / "items" / "V-JY-99.toml").write_text(other, encoding="utf-8")
    assert faults(copy) == [
        "items/V-JY-99.toml: form[intent_wage].type: another item has another type"
    ]


def test_the_fault_speaks_of_the_first_problem_and_their_number(spoil: Spoil) -> None:
    root = spoil("catalogue.toml", "profile =", "extra = 2\nprofile =")
    with pytest.raises(CatalogueFault) as caught:
        Catalogue.load(root)
    assert caught.value.code == "catalogue.wrong"
    assert caught.value.params == {"count": 1, "first": "catalogue.toml: extra: unknown key"}


def test_the_compiled_catalogue_is_the_same(copy: Path) -> None:
    plain = Catalogue.load(copy)
    assert compile_catalogue(copy).name == COMPILED
    assert Catalogue.load(copy) == plain


def test_a_stale_compiled_catalogue_is_passed_over(copy: Path) -> None:
    compile_catalogue(copy)
    swap(copy / "codes" / "ct-07.toml", "毕业未就业", "毕业后未就业")
    assert Catalogue.load(copy).codes["CT-07"].label("01") == "毕业后未就业"


def test_the_digest_changes_with_the_declarations(copy: Path) -> None:
    before = Catalogue.load(copy).digest
    swap(copy / "catalogue.toml", "version = ", "version = 10")
    after = Catalogue.load(copy)
    assert after.version > 100
    assert after.digest != before
