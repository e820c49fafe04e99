"""A day's work as the desk would tell it, in both languages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from station_client.desk.drafts import DraftLine
from station_client.desk.exchange_lists import Asked, Line, Listed, Name, RefusedLine, listed
from station_client.desk.exchange_view import DiaryLine, ExchangeView, Figure, UnsentLine
from station_client.desk.nights import Night
from station_client.desk.routine import Routine
from station_client.desk.standing import LinkState, Sign, StandingView
from station_client.desk.today import BackRow, DueRow, Today
from station_client.desk.views import CaseLine, People, PersonRow
from tests.station_client.ui.fakes import NOW

_WORDS = {
    "zh": {"saved": "已存本站", "received": "所已收", "decided": "已决定", "returned": "被退回"},
    "en": {"saved": "Saved", "received": "Received", "decided": "Decided", "returned": "Returned"},
}

_DUE = (
    ("超 1 天", "red", "金凤兰", "就业困难人员认定 · 公示已满", "saved", "该您", True),
    ("退回", "red", "赵国强", "失业登记 · 缺解除合同证明", "returned", "还剩 4 天", False),
    ("今天到期", "amber", "潘雨", "灵活就业登记", "saved", "该您", True),
    ("剩 1 天", "amber", "孙桂芝", "居保待遇领取", "received", "镇复审中", False),
    ("剩 3 天", "green", "李永福", "创业担保贷款 · 初审", "saved", "该您", True),
    ("剩 6 天", "green", "陈玉珍", "社保卡申领", "decided", "待发放", False),
)
_DUE_EN = (
    (
        "1 day over",
        "red",
        "金凤兰",
        "Hardship recognition · publicity ended",
        "saved",
        "Your turn",
        True,
    ),
    (
        "Returned",
        "red",
        "赵国强",
        "Unemployment registration · proof of contract end missing",
        "returned",
        "4 days left",
        False,
    ),
    ("Due today", "amber", "潘雨", "Flexible employment registration", "saved", "Your turn", True),
    ("1 day left", "amber", "孙桂芝", "Resident pension claim", "received", "Second review", False),
    ("3 days left", "green", "李永福", "Start-up loan · first review", "saved", "Your turn", True),
    ("6 days left", "green", "陈玉珍", "Social security card", "decided", "To hand over", False),
)


def a_case(lang: str, at: int, name: str, sign: str, turn: str) -> CaseLine:
    """A line of a case."""
    fields: dict[str, Any] = dict.fromkeys(CaseLine.__dataclass_fields__, "")
    fields.update(
        id=f"1.{at}.0",
        name=name,
        standing=StandingView(Sign(sign), _WORDS[lang][sign]),
        turn=turn,
    )
    return CaseLine(**fields)


_NIGHT = {
    "zh": "昨夜没有连上镇上（专线、VPN 都试过）。7 条已存在本站，不会丢。"
    "今晚自动再试，也可以写到U盘。",
    "en": "Last night the office could not be reached (line and VPN were tried). 7 entries "
    "are saved here and safe. Tonight it tries again; you can also write to a stick.",
}
_ROUTINE = {
    "zh": ("核对未核实的卡", "本月联系失业人员", "补手机号"),
    "en": ("Check unverified cards", "Monthly contact with the unemployed", "Missing mobiles"),
}


def a_day(lang: str = "zh") -> Today:
    """The morning of the drawings."""
    zh = lang == "zh"
    first, second, third = _ROUTINE[lang]
    drafted = "失业登记" if zh else "Unemployment registration"
    return Today(
        title="今天先办这 6 件" if zh else "6 things to do first today",
        subtitle="3 件该您，1 件被退回" if zh else "3 are yours, 1 was returned",
        due=_due(lang),
        due_total=6,
        back=(_back(lang),),
        back_text="上次交换 11月20日 21:40" if zh else "Last exchange Nov 20 21:40",
        drafts=(DraftLine("d1", "V-JY-02", drafted, "1.5.0", "马晓东", NOW),),
        routine=(
            Routine("unverified", first, 412, 664, "412 / 664", ("1.1.0",)),
            Routine("monthly_contact", second, 16, 20, "16 / 20", ("1.2.0",)),
            Routine("no_phone", third, 2, 6, "2 / 6", ("1.3.0",)),
        ),
        nights=_nights(lang),
        night_window="22:00—05:00",
        night_text=_NIGHT[lang],
        night_tone="amber",
        calendar="",
        older="",
        unsent=7,
        oldest=NOW - timedelta(days=2),
        badge=3,
        ms=3.0,
    )


def _due(lang: str) -> tuple[DueRow, ...]:
    return tuple(
        DueRow(a_case(lang, at, name, sign, turn), chip, tone, text, mine)
        for at, (chip, tone, name, text, sign, turn, mine) in enumerate(
            _DUE if lang == "zh" else _DUE_EN
        )
    )


def _back(lang: str) -> BackRow:
    zh = lang == "zh"
    return BackRow(
        a_case(lang, 9, "何丽娟", "decided", ""),
        "准予" if zh else "Granted",
        "blue",
        "失业登记，可打印登记凭证" if zh else "Unemployment registration, certificate ready",
        "print_result",
        "11-20 21:40",
    )


def _nights(lang: str) -> tuple[Night, ...]:
    tonight = "今晚" if lang == "zh" else "Tonight"
    sent = "经VPN送出 31 条" if lang == "zh" else "31 sent by VPN"
    results = ("ok", "ok", "ok", "usb", "ok", "nothing", "tonight")
    return tuple(
        Night(
            date(2026, 11, 16 + at), str(16 + at) if result != "tonight" else tonight, result, sent
        )
        for at, result in enumerate(results)
    )


_DIARY = (
    (
        "failed",
        "夜间上传：专线 10.20.1.5 没有回应，VPN 没有回应，已放弃，今晚再试",
        "Night upload: line 10.20.1.5 silent, VPN silent, given up, again tonight",
        "昨天 22:07",
    ),
    (
        "ok",
        "经VPN送出 31 条、收到 12 条，用时 2 秒，双方核对一致",
        "By VPN: 31 sent, 12 received, 2 seconds, both sides agree",
        "11-20 21:40",
    ),
    (
        "usb",
        "U盘回执已读入：11月19日的 18 条镇上全部收到",
        "Receipt read from stick: all 18 of Nov 19 received",
        "11-20 09:12",
    ),
    (
        "usb",
        "写到U盘 18 条（第 46 号包），回执未到前仍算未送达",
        "18 written to a stick (parcel 46), unsent until the receipt",
        "11-19 16:55",
    ),
    (
        "ok",
        "经专线送出 44 条、收到 3 条，用时 1 秒，双方核对一致",
        "By line: 44 sent, 3 received, 1 second, both sides agree",
        "11-18 22:03",
    ),
)
_UNSENT = (
    ("赵国强 失业登记 · 受理", "今天 09:44", "case"),
    ("赵国强 卡 · 改联系电话", "今天 09:43", "person"),
    ("潘雨 灵活就业登记 · 初审", "昨天 15:20", "case"),
    ("金凤兰 困难认定 · 公示结果", "昨天 11:02", "case"),
    ("李永福 创业贷款 · 受理", "昨天 10:31", "case"),
    ("陈玉珍 入户走访", "11-21 08:40", "tz05"),
    ("何丽娟 卡 · 就业状态", "11-20 21:52", "person"),
)


def an_exchange(lang: str = "zh") -> ExchangeView:
    """The exchange of the drawings."""
    zh = lang == "zh"
    return ExchangeView(
        older="",
        saved=Figure(
            "存在本站，还没送到" if zh else "Saved here, not yet sent",
            7,
            "最早 11月20日 21:52 · 2 天" if zh else "Oldest Nov 20 21:52 · 2 days",
        ),
        received=Figure(
            "镇事务所已收" if zh else "Received by the office",
            1846,
            "最后一次 11月20日 21:40 核对一致" if zh else "Last Nov 20 21:40, both agree",
        ),
        decided=Figure(
            "已有决定" if zh else "Decided",
            1790,
            "本月准予 23 · 退回 2 · 不予 0" if zh else "This month 23 granted · 2 returned",
        ),
    )


def exchange_lines(name: Name, asked: Asked, part: slice, lang: str = "zh") -> Listed[Line]:
    """The lists of the drawings."""
    zh = lang == "zh"
    diary = [
        DiaryLine(NOW - timedelta(hours=n), at, icon, *_way(icon, cn, zh=zh), cn if zh else en)
        for n, (icon, cn, en, at) in enumerate(_DIARY)
    ]
    unsent = [
        UnsentLine(f"1.{n}.0", kind, title, NOW - timedelta(hours=n), at)
        for n, (title, at, kind) in enumerate(_UNSENT)
    ]
    refused = RefusedLine(
        "1.9.0",
        "person",
        "周桂兰 · 改卡" if zh else "周桂兰 · card changed",
        "卡已锁定，没有改动。" if zh else "The card is locked; nothing was changed.",
        NOW,
        "11-20 21:40",
    )
    lines: dict[Name, list[Any]] = {"diary": diary, "unsent": unsent, "refused": [refused]}
    return listed(lines[name][::-1], lambda line: line, asked, part)


def _way(icon: str, text: str, *, zh: bool) -> tuple[str, str]:
    usb, vpn, line = ("U盘", "VPN", "专线") if zh else ("stick", "VPN", "private line")
    way = usb if icon == "usb" else "" if icon == "failed" else vpn if "VPN" in text else line
    done, failed = ("成了", "没成") if zh else ("done", "failed")
    return way, failed if icon == "failed" else done


def a_link(lang: str = "zh") -> LinkState:
    """Away for two days."""
    text = "离线 · 待上传 7，最早 2 天前"
    if lang == "en":
        text = "Offline · 7 unsent, oldest 2 days ago"
    return LinkState(False, 7, NOW - timedelta(days=2), NOW - timedelta(days=2), text)


def some_people(text: str = "zgq") -> People:
    """Four people found."""
    rows = (
        ("赵国庆", "男 47", "9901…1979****0413", "2组31号"),
        ("赵国强", "男 44", "9901…1982****1511", "4组18号"),
        ("赵桂强", "男 61", "9901…1965****0237", "7组102号"),
        ("赵贵琼", "女 29", "9901…1997****0728", "4组18号"),
    )
    return People(
        tuple(
            PersonRow(f"1.{n}.0", name, sex, shown, address, False)
            for n, (name, sex, shown, address) in enumerate(rows)
        ),
        4,
        3.0,
    )
