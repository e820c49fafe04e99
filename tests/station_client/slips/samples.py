"""Papers as a station in the demonstration division prints them."""

from datetime import date, datetime, timedelta, timezone

from ledger.catalogue.outputs import PrintDef
from station_client.slips.data import (
    AcceptanceNotice,
    Applicant,
    CardField,
    CardGroup,
    DeliveryReceipt,
    Document,
    LedgerColumn,
    LedgerFilter,
    LedgerSheet,
    Missing,
    OneTimeNotice,
    PaperLine,
    PersonCard,
    Place,
    Reason,
    RegistrationProof,
    ResultNotice,
    ReturnNotice,
    Slip,
    StickCount,
    StickHandover,
    UploadLine,
    UploadList,
)
from station_client.slips.kinds import KINDS
from station_client.slips.masked import MaskedId

CASE_NO = "99010100100101012026112200017"
FULL_ID = "990101197508120024"
SHANGHAI = timezone(timedelta(hours=8))
MORNING = datetime(2026, 11, 22, 9, 41, tzinfo=SHANGHAI)
LONG_NAME = "阿卜杜热西提·阿卜杜克热木·买买提艾力"
LONG_ADDRESS = (
    "青石镇柳河村三组二十七号，村小学东侧，进村路口左转第二排第三家，门前有一棵大槐树；" * 4
)
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

STATION = Place(
    name="青石镇柳河村人力资源社会保障服务站",
    office="青石镇人力资源社会保障事务所",
    address="青石镇柳河村村委会一楼",
    phone="0990-1010101",
    complaint="0990-12333",
    hours="周一至周五 8:30—11:30，13:30—17:00",
)
WANG = Applicant(
    name="王桂兰",
    id_no=MaskedId.of(FULL_ID),
    phone="19900001234",
    address="青石镇柳河村三组 27 号",
)
DOCUMENTS = (
    Document(name="失业登记凭证", number="99010100100100000123"),
    Document(name="就业创业证"),
)


class DeclaredPrints:
    """A catalogue that declares the papers and nothing else."""

    def __init__(self) -> None:
        self.prints = {
            code: PrintDef(
                code=code,
                zh=f"{code} 单据",
                en=f"{code} paper",
                template=code.lower().replace("-", "") + ".typ",
                of="case",
            )
            for code in KINDS
        }


def acceptance(papers: int = 3) -> AcceptanceNotice:
    return AcceptanceNotice(
        case_no=CASE_NO,
        item="失业登记",
        applicant=WANG,
        papers=tuple(PaperLine(name=f"材料{n + 1}", kept="returned") for n in range(papers)),
        accepted_at=MORNING,
        due=date(2026, 11, 25),
        days=3,
        station=STATION,
        operator="李秀英",
        query="https://office.example/p/",
    )


def one_time(missing: int = 2) -> OneTimeNotice:
    return OneTimeNotice(
        notice_no=CASE_NO,
        item="失业登记",
        applicant=WANG,
        missing=tuple(
            Missing(
                name=f"解除（终止）劳动合同证明 {n + 1}",
                kind="defective" if n % 2 else "missing",
                reason="没有用人单位盖章，日期有涂改，请重新开具。" * (1 + n % 4),
                sample="示范文本第 3 号",
            )
            for n in range(missing)
        ),
        notified_at=MORNING,
        deadline=date(2026, 12, 22),
        days=30,
        station=STATION,
        operator="李秀英",
    )


def ledger(rows: int = 40, *, unmasked: bool = False) -> LedgerSheet:
    return LedgerSheet(
        code="TZ-05",
        title="失业登记台账",
        columns=(
            LedgerColumn(label="姓名", width=1.4),
            LedgerColumn(label="证件号码", width=2),
            LedgerColumn(label="常住地址", width=3),
            LedgerColumn(label="服务次数", width=0.9, align="right", total=True),
        ),
        rows=tuple(
            (LONG_NAME if n % 9 == 0 else "王桂兰", FULL_ID, "青石镇柳河村三组", str(n % 4))
            for n in range(rows)
        ),
        filters=(LedgerFilter(label="状态", value="登记"),),
        station=STATION,
        printed_by="李秀英",
        printed_at=MORNING,
        unmasked=unmasked,
    )


def card(*, unmasked: bool = False, photo: bytes | None = None) -> PersonCard:
    identity = CardGroup(
        title="A 身份信息",
        fields=(
            CardField(label="姓名", value="王桂兰"),
            CardField(label="曾用名"),
            CardField(label="证件号码", value=FULL_ID, span=2),
            CardField(label="证件住址", value=LONG_ADDRESS, span=3),
        ),
    )
    contact = CardGroup(title="C 联系方式", fields=(CardField(label="手机", value="19900001234"),))
    return PersonCard(
        card_no="990101001001010000001230",
        name="王桂兰",
        groups=(identity, contact),
        station=STATION,
        printed_by="李秀英",
        printed_at=MORNING,
        unmasked=unmasked,
        photo=photo,
    )


def proof() -> RegistrationProof:
    return RegistrationProof(
        reg_no="99010100100100000123",
        name="王桂兰",
        sex="女",
        birth_date=date(1975, 8, 12),
        id_no=WANG.id_no,
        address=WANG.address,
        state="登记失业",
        since=date(2026, 10, 1),
        reason="合同终止解除",
        registered_on=date(2026, 11, 25),
        station=STATION,
        office=STATION.office,
    )


def upload() -> UploadList:
    return UploadList(
        batch_no="990101001001-20261122-03",
        cases=(UploadLine(case_no=CASE_NO, name="王桂兰", item="失业登记", papers=3, pages=5),),
        station=STATION,
        operator="李秀英",
        receiver=STATION.office,
        sent_at=MORNING,
        digest=DIGEST,
    )


def returned() -> ReturnNotice:
    return ReturnNotice(
        case_no=CASE_NO,
        item="失业登记",
        applicant=WANG,
        reasons=(Reason(code="03", text="信息不一致"),),
        fix="失业日期与解除劳动合同证明不一致，请核对后更正。",
        deadline=date(2026, 12, 1),
        returned_at=MORNING,
        reviewer="赵明",
        station=STATION,
    )


def result() -> ResultNotice:
    return ResultNotice(
        case_no=CASE_NO,
        item="失业登记",
        applicant=WANG,
        result="准予登记",
        decision_no="青人社登〔2026〕12号",
        decided_at=MORNING,
        decided_by=STATION.office,
        documents=DOCUMENTS,
        collect_until=date(2027, 2, 25),
        notified_at=MORNING,
        station=STATION,
    )


def delivery() -> DeliveryReceipt:
    return DeliveryReceipt(
        case_no=CASE_NO,
        item="失业登记",
        applicant=WANG,
        documents=DOCUMENTS,
        way="窗口领取",
        handed_by="李秀英",
        station=STATION,
        made_on=date(2026, 11, 25),
    )


def stick() -> StickHandover:
    return StickHandover(
        batch_no="990101001001-20261122-U02",
        direction="to_office",
        file_name="station-990101001001-000123.bundle",
        counts=(StickCount(label="办件", count=6),),
        size=48213,
        digest=DIGEST,
        made_at=MORNING,
        made_by="李秀英",
        station=STATION,
        receiver=STATION.office,
    )


def all_papers() -> dict[str, Slip]:
    """One ordinary paper of every kind."""
    return {
        "PT-01": acceptance(),
        "PT-02": one_time(),
        "PT-07": upload(),
        "PT-08": returned(),
        "PT-11": result(),
        "PT-12": delivery(),
        "PT-13": card(),
        "PT-26": ledger(),
        "PT-32": stick(),
        "PT-35": proof(),
    }
