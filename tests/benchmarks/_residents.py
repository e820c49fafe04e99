"""Invented residents whose names, numbers and addresses are spread as real ones are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

#: The commonest surnames of China with their share in per mille; one in three has another one.
SURNAMES = {
    "王": 72, "李": 72, "张": 68, "刘": 54, "陈": 45, "杨": 31, "赵": 23, "黄": 22, "周": 20,
    "吴": 19, "徐": 14, "孙": 14, "胡": 13, "朱": 13, "高": 12, "林": 12, "何": 11, "郭": 11,
    "马": 11, "罗": 10, "于": 7, "韩": 7, "单": 2, "曾": 3, "欧阳": 1,
}  # fmt: skip
OTHER_SURNAMES = (
    "冯邓曹彭田肖潘袁董蔡梁唐许邹熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉秀珍红梅建国志文春生海东立新永福荣庆"
    "德成凤莲淑清云香雪晓宇浩然欣怡梓涵子轩佳琪俊辉鹏飞宏亮学义忠良树林长贵宝山"
)
VILLAGES = ("柳河村", "北沟村", "大泉村", "石桥村", "东岗村", "杨树村")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity_number(born: str, order: int) -> str:
    """An 18-digit number on the unassigned division 990101; ``born`` is YYYYMMDD."""
    seventeen = f"990101{born}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return seventeen + "10X98765432"[total % 11]


def residents(
    count: int, area: str, first: int = 0, born: tuple[int, int] = (1935, 2018)
) -> Iterator[dict[str, object]]:
    """The cards of so many people, always the same ones. ``first`` begins the running numbers in
    their telephones, ``born`` bounds their years of birth: two sets of people share neither."""
    chance = random.Random(first)
    names = [*SURNAMES, *OTHER_SURNAMES]
    other = 330 // len(OTHER_SURNAMES)
    weights = list(accumulate([*SURNAMES.values(), *(other for _ in OTHER_SURNAMES)]))
    taken: set[str] = set()
    for number in range(first, first + count):
        surname = chance.choices(names, cum_weights=weights)[0]
        given = "".join(chance.choices(GIVEN, k=1 if chance.random() < 0.15 else 2))
        yield {"area": area, "name": surname + given, **_more(chance, number, born, taken)}


def _more(
    chance: random.Random, number: int, born: tuple[int, int], taken: set[str]
) -> dict[str, object]:
    year, month, day = chance.randint(*born), chance.randint(1, 12), chance.randint(1, 28)
    identity = ""
    while not identity or identity in taken:
        identity = identity_number(f"{year}{month:02d}{day:02d}", chance.randint(0, 999))
    taken.add(identity)
    village, group, house = chance.choice(VILLAGES), chance.randint(1, 9), number // 3 % 400 + 1
    fields: dict[str, object] = {
        "id_type": "01",
        "id_no": identity,
        "sex": "1" if int(identity[16]) % 2 else "2",
        "birth_date": f"{year}-{month:02d}-{day:02d}",
        "ethnic": "01" if chance.random() < 0.85 else "15",
        "marital": chance.choice(("10", "20", "30", "40")),
        "hukou_type": chance.choice(("1", "2")),
        "household_no": f"{number // 3 + 1:06d}",
        "rel_to_head": chance.choice(("02", "10", "20", "30")),
        "hukou_address": f"青石镇{village}{group}组{house}号",
        "group_no": f"{group}组",
        "education": chance.choice(("70", "80", "90", "60", "20")),
        "emp_status": chance.choice(("11", "13", "16", "21")),
        "pension_kind": chance.choice(("1", "2")),
        "medical_kind": chance.choice(("1", "2")),
        "source": "1",
        "card_status": "1",
    }
    if chance.random() < 0.8:
        fields["mobile"] = f"199{number:08d}"
    if chance.random() < 0.3:
        fields["live_address"] = f"青石镇团结路{chance.randint(1, 300)}号{chance.randint(1, 6)}单元"
    return fields
