"""The cross-checks find what one declaration says against another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.catalogue.check import check, main
from tests.ledger.catalogue.spoiling import swap

Spoil = Callable[[str, str, str], Path]

ITEM = "items/V-JY-02.toml"
FLOW = "flows/K2.toml"
PERSON = "records/person.toml"

# file, passage, what it becomes, the fault that must be found
FAULTS = [
    (PERSON, 'codes = "CT-01"', 'codes = "CT-999"', "groups[id_type]: there is no code table"),
    (PERSON, 'rules = ["V-01", "V-19"]', 'rules = ["V-99"]', "groups[name]: there is no rule V-99"),
    (PERSON, 'default = "01"', 'default = "77"', "groups[id_type]: default: 77 is not in CT-01"),
    (PERSON, 'title = "name"', 'title = "nam"', "title: nam is not a stored field"),
    (PERSON, 'mask = "id"\n', "", "groups[id_no]: a sensitive text needs a mask"),
    (PERSON, 'headings = ["社保号"]', 'headings = ["性别"]', "headings: 性别 is also of sex"),
    (PERSON, 'ref = "staff"', 'ref = "stuff"', "there is no kind stuff"),
    (PERSON, 'name = "former_name"', 'name = "name"', "groups[name]: declared 2 times"),
    (PERSON, "span = 6", "span = 13", "span must be 1 to 12"),
    (PERSON, 'help_en = "Full years today"', 'help_en = ""', "the hint is in one language only"),
    ("codes/ct-07.toml", 'code = "02"', 'code = "01"', "items[01]: declared 2 times"),
    ("codes/ct-07.toml", 'also = ["停业"]', 'also = ["毕业"]', "毕业 also stands for 01"),
    ("codes/ct-07.toml", 'code = "CT-07"', 'code = "CT-97"', "the file is not named for its code"),
    ("posts.toml", 'posts = ["T7"]', 'posts = ["T77"]', "T77 is not a post"),
    (FLOW, 'posts = ["T3"]', 'posts = ["T33"]', "transition[take]: T33 is not a post"),
    (FLOW, 'posts = ["T3"]', 'posts = ["V2"]', "transition[take]: V2 does not work at T"),
    (FLOW, "precedence = 10\n", "precedence = 20\n", "precedence 20 occurs 2 times"),
    (FLOW, 'target = "S34"', 'target = "S35"', "transition[fail]: S35 is not a state"),
    (FLOW, 'target = "S34"', 'target = "S50"', "S34 cannot be reached"),
    (FLOW, 'sources = ["S51"]', 'sources = ["S50"]', "S51 is a dead end"),
    (FLOW, 'sources = ["S24", "S25"]', 'sources = ["S30"]', "S30 is derived and never stored"),
    (FLOW, 'needs = ["receiver"', 'needs = ["reciever"', "reciever is not a stored field"),
    (FLOW, 'needs = ["receiver"', 'needs = ["handed_at"', "handed_at is typed, yet locked"),
    (FLOW, 'slip = "PT-08"', 'slip = "PT-99"', "transition[return]: there is no print PT-99"),
    (FLOW, 'rule = "SD-01"', 'rule = "SD-91"', "there is no rule SD-91"),
    (FLOW, "posts = []\n", 'posts = ["V1"]\n', "is taken either by posts or by the program"),
    (ITEM, 'flow = "K2"', 'flow = "K3"', "flow: K3 is not declared"),
    (ITEM, "[guide.fee]", "[guide.fees]", "guide.fee: is missing"),
    (ITEM, "[guide.fee]", "[guide.fees]", "guide.fees: is not an entry of guide.toml"),
    (ITEM, 'zh = "不收费。"', 'zh = " "', "guide.fee: a text is empty"),
    (ITEM, 'fills = "mobile"', 'fills = "mobil"', "mobil is not a field of the card"),
    (ITEM, 'fills = "mobile"', 'fills = "birth_date"', "birth_date has another type"),
    (ITEM, 'job_intent = { case = "job_intent" }\n', "", "form[job_intent]: goes nowhere"),
    (ITEM, 'emp_status = { value = "21" }', 'emp_status = { value = "x" }', "x is not in CT-03"),
    (ITEM, 'emp_status = { value = "21" }', "emp_status = {}", "takes its value from one of"),
    (ITEM, 'case = { made = "case_id" }\n', "", "effects[tz05]: case is required and not set"),
    (
        ITEM,
        'value = "1" }\nunemp_reg_no',
        'made = "today" }\nunemp_reg_no',
        "does not fit the type",
    ),
    (ITEM, 'reason = "07"', 'reason = "77"', "requirements[unregistered]: 77 is not in CT-26"),
    (ITEM, 'among = ["1", "2"]', 'among = ["1", "9"]', "requirements[able]: 9 is not in CT-64"),
    (ITEM, 'field = "want_work"', 'field = "wants"', "wants is not a field of the form"),
    (ITEM, '"PT-08", ', "", "PT-08, the slip of return, is missing"),
    (ITEM, "committed = 3", "committed = 11", "more days are committed than the law allows"),
    (ITEM, "committed = 3", "committed = 2", "the steps take more days than are committed"),
    (ITEM, 'among = ["02", "03"] }\nexempt', 'among = ["00"] }\nexempt', "00 is not in CT-07"),
    ("ledgers/TZ-05.toml", 'codes = "CT-07"', 'codes = "CT-08"', "offers CT-08, the field has"),
    ("ledgers/TZ-05.toml", 'kind = "tz05"', 'kind = "tz99"', "kind: tz99 is not a kind"),
    ("prints.toml", "pt13.typ", "pt31.typ", "prints/pt31.typ is missing"),
    ("prints.toml", "pt13.typ", "pt12.typ", "prints/pt13.typ belongs to no print"),
    ("prints.toml", '"S51", "S60"', '"S51", "S66"', "S66 is not a state"),
    ("reports/RP-03.toml", 'by = "unemp_reason"', 'by = "reg_no"', "reg_no is not a coded field"),
    ("reports/RP-03.toml", 'closing = "closing"', 'closing = "end"', "end is not a line"),
    ("reports/RP-03.toml", 'value = "22"', 'value = "2x"', "2x is not in CT-03"),
    ("divisions.toml", '"990101001000"', '"990101002000"', "990101001000 above it is missing"),
    ("divisions.toml", 'code = "9901"', 'code = "990"', "is no code of a prefecture"),
    ("profiles/jilin.toml", "{town}人社", "{city}人社", "document_no_zh: does not know city"),
    ("profiles/jilin.toml", "yellow_percent = 30", "yellow_percent = 130", "between 0 and 100"),
    ("calendars/2026.toml", "2026-01-04,", "2026-01-05,", "2026-01-05 is a working day anyhow"),
    ("calendars/2026.toml", "2026-01-04,", "2026-02-21,", "both a day off and a working day"),
    ("calendars/2026.toml", "2026-01-04,", "2025-01-04,", "2025-01-04 is in another year"),
    ("retirement.toml", "until = 2024-12-31", "until = 2024-12-30", "gap or overlap"),
    ("retirement.toml", "step = 4, ", "", "the rise is declared by halves"),
]


@pytest.mark.parametrize(("file", "old", "new", "fault"), FAULTS)
def test_the_check_finds(spoil: Spoil, file: str, old: str, new: str, fault: str) -> None:
    found = [str(problem) for problem in check(spoil(file, old, new))]
    assert any(fault in line for line in found), found


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("texts/en/a.toml", "[a]", "[b]", "texts/en/a.toml: a.word: missing"),
        ("texts/en/a.toml", "{n}", "{m}", "texts/en/a.toml: a.word: placeholders differ: m, n"),
        ("texts/zh/a.toml", "{n}", "{n", "texts/zh/a.toml: a.word: stray brace"),
        ("texts/zh/a.toml", '"有 {n} 个"', "3", "a.word is not a text"),
        ("texts/zh/b.toml", "[b]", "[a]", "texts/zh/b.toml: a.word: is also in a.toml"),
    ],
)
def test_the_check_finds_texts_that_differ(
    copy: Path, file: str, old: str, new: str, fault: str
) -> None:
    for path in (copy / "texts").rglob("*.toml"):
        path.unlink()
    for name, zh, en in (("a", "有 {n} 个", "There are {n}"), ("b", "好", "Good")):
        for lang, text in (("zh", zh), ("en", en)):
            path = copy / "texts" / lang / f"{name}.toml"
            path.write_text(f'[{name}]\nword = "{text}"\n', encoding="utf-8")
    assert check(copy) == ()
    swap(copy / file, old, new)
    found = [str(problem) for problem in check(copy)]
    assert any(fault in line for line in found), found


def test_a_text_file_in_one_language_only_is_found(copy: Path) -> None:
    (copy / "texts" / "zh" / "lonely.toml").write_text('word = "有"\n', encoding="utf-8")
    assert "texts/en/lonely.toml: missing" in [str(problem) for problem in check(copy)]


def test_type_faults_and_text_faults_are_told_together(copy: Path) -> None:
    (copy / "texts" / "zh" / "lonely.toml").write_text('word = "有"\n', encoding="utf-8")
    swap(copy / "catalogue.toml", "version = ", "version = true #")
    found = [str(problem) for problem in check(copy)]
    assert "catalogue.toml: version: expected `int`, got `bool`" in found
    assert "texts/en/lonely.toml: missing" in found


def test_the_command_tells_every_fault_and_ends_badly(
    spoil: Spoil, capsys: pytest.CaptureFixture[str]
) -> None:
    root = spoil("posts.toml", 'posts = ["T7"]', 'posts = ["T77"]')
    assert main([str(root)]) == 1
    assert "posts.toml: permissions[sample.record]: T77 is not a post" in capsys.readouterr().err
