"""What code says and what is written agree in both directions."""

import pytest

from tests.tools.checks.conftest import Plant
from tools.checks import texts
from tools.checks.tree import Tree

ZH, EN = "resources/texts/zh/station.toml", "resources/texts/en/station.toml"
CODE = "station_client/desk/today.py"


def _plant(plant: Plant, zh: str, en: str, code: str) -> Tree:
    return plant({ZH: zh, EN: en, CODE: code})


def _says(tree: Tree) -> list[str]:
    return sorted(c.says for c in texts.find(tree))


def test_a_text_in_both_languages_that_is_used_is_fine(plant: Plant) -> None:
    tree = _plant(
        plant,
        '[today]\ntitle = "今天先办这 {n} 件"',
        '[today]\ntitle = "{n} to do first"',
        'say("today.title", n=6)',
    )
    assert _says(tree) == []


def test_a_value_that_only_one_language_names_must_be_given_too(plant: Plant) -> None:
    zh, en = '[a]\nday = "{month}月"', '[a]\nday = "in {name}"'
    assert _says(_plant(plant, zh, en, 'say("a.day", month=1, name=x)')) == []
    assert _says(_plant(plant, zh, en, 'say("a.day", month=1)')) == ["a.day is not given name"]


def test_a_method_of_the_same_name_that_takes_no_key_is_left_alone(plant: Plant) -> None:
    code = 'say("a.b")\nbutton.say("")\nbutton.say("Print")'
    assert _says(_plant(plant, '[a]\nb = "一"', '[a]\nb = "one"', code)) == []


def test_a_key_that_the_code_asks_for_and_nobody_wrote_is_found(plant: Plant) -> None:
    tree = _plant(plant, '[a]\nb = "一"', '[a]\nb = "one"', 'say("a.b")\nsay("a.c")')
    assert _says(tree) == ["a.c has no text"]


def test_a_value_that_the_code_forgot_is_found(plant: Plant) -> None:
    tree = _plant(plant, '[a]\nb = "{n} 件"', '[a]\nb = "{n} cases"', 'say("a.b")')
    assert _says(tree) == ["a.b is not given n"]


def test_a_text_that_nothing_uses_is_found(plant: Plant) -> None:
    tree = _plant(plant, '[a]\nb = "一"', '[a]\nb = "one"', "x = 1")
    assert _says(tree) == ["a.b is used nowhere"]


@pytest.mark.parametrize(
    "code",
    [
        'KEYS = {"x": "a.b"}',
        'say(f"a.{code}")',
        'say("a." + code)',
        'say("a.b" if yes else "a.b")',
    ],
)
def test_a_key_that_code_makes_up_counts_as_used(plant: Plant, code: str) -> None:
    assert _says(_plant(plant, '[a]\nb = "一"', '[a]\nb = "one"', code)) == []


FAULTS = "class Missing(Fault): pass\n"


@pytest.mark.parametrize(
    "code",
    [
        'raise Fault("case.missing", case=1)',
        'raise RuleFault("case.missing", case=1)',
        FAULTS + 'raise Missing("case.missing", case=1)',
        "class Gone(Fault):\n"
        "    def __init__(self, case):\n"
        '        super().__init__("case.missing", case=case)\n'
        "raise Gone(1)",
    ],
)
def test_a_fault_needs_its_sentence_and_gives_its_values(plant: Plant, code: str) -> None:
    zh, en = '[fault.case]\nmissing = "没有 {case}"', '[fault.case]\nmissing = "no {case}"'
    assert _says(_plant(plant, zh, en, code)) == []
    unsaid = _says(_plant(plant, zh, en, code.replace("case.missing", "case.lost")))
    assert unsaid == ["fault.case.lost has no text", "fault.case.missing is used nowhere"]


@pytest.mark.parametrize("text", ["操作失败", "保存了！", ""])
def test_a_text_that_shouts_or_says_nothing_is_found(plant: Plant, text: str) -> None:
    tree = _plant(plant, f'[a]\nb = "{text}"', '[a]\nb = "saved"', 'say("a.b")')
    assert len(_says(tree)) == 1


def test_a_page_of_the_office_may_make_up_keys_too(plant: Plant) -> None:
    tree = plant(
        {
            ZH: '[bench]\nreview = "复审"',
            EN: '[bench]\nreview = "Review"',
            "sync_server/console/pages/bench.html": '{{ say("bench." ~ bench) }}',
        }
    )
    assert _says(tree) == []


def test_a_paper_names_its_texts_without_the_common_word(plant: Plant) -> None:
    tree = plant(
        {
            ZH: '[slip.pt01]\ntitle = "受理通知书"\n[slip]\npage = "页"',
            EN: '[slip.pt01]\ntitle = "Notice of acceptance"\n[slip]\npage = "page"',
            "resources/prints/pt01.typ": '#t("pt01.title") #t("page")',
        }
    )
    assert _says(tree) == []


def test_a_page_of_the_office_asks_too(plant: Plant) -> None:
    tree = plant(
        {
            ZH: '[inbox]\ntitle = "收件"',
            EN: '[inbox]\ntitle = "Inbox"',
            "sync_server/console/pages/inbox.html": "{{ say('inbox.title') }} {{ say('inbox.x') }}",
        }
    )
    assert _says(tree) == ["inbox.x has no text"]
