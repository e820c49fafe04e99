"""What each printed paper needs to know: one frozen structure per paper.

Values are ready to read (labels, not codes) except where a field lists its words; times are
`datetime` or `date` and are put into words by the book, in the language of the paper. An empty
text prints as a line to fill in by hand. Identity numbers are `MaskedId` on every paper that is
handed out. See docs/prints.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, TypeVar

import msgspec

from station_client.slips.masked import MaskedId


class Slip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root of all paper data and of its parts."""


T = TypeVar("T", bound=Slip)


class Place(Slip, frozen=True, kw_only=True):
    """A station or office as it signs a paper.

    Attributes:
        name: full name, as on the plate.
        office: the township office above it; empty on the office's own papers.
        hours: opening hours in words.
        complaint: complaint phone (PT-01 must carry it).
    """

    name: str
    office: str = ""
    address: str = ""
    phone: str = ""
    complaint: str = ""
    hours: str = ""


class Applicant(Slip, frozen=True, kw_only=True):
    """The person a case is about. `phone` is printed masked."""

    name: str
    id_no: MaskedId = MaskedId()
    phone: str = ""
    address: str = ""


class PaperLine(Slip, frozen=True, kw_only=True):
    """One kind of paper taken in."""

    name: str
    count: int = 1
    form: Literal["original", "copy", "both", "electronic"] = "original"
    kept: Literal["kept", "returned", "checked"] = "kept"


class AcceptanceNotice(Slip, frozen=True, kw_only=True):
    """PT-01 受理通知书; with `stage="received"` the receipt for papers taken in.

    Attributes:
        query: address of the public progress page; the QR code leads there. Empty: the QR code
            holds the case number.
    """

    case_no: str
    item: str
    applicant: Applicant
    agent: str = ""
    papers: tuple[PaperLine, ...]
    accepted_at: datetime
    due: date | None = None
    days: int | None = None
    unit: Literal["working", "natural"] = "working"
    station: Place
    operator: str
    query: str = ""
    stage: Literal["accepted", "received"] = "accepted"


class Missing(Slip, frozen=True, kw_only=True):
    """One paper that is missing or not in order.

    Attributes:
        reason: what is wrong, in words.
        sample: where a sample or form is found.
    """

    name: str
    kind: Literal["missing", "defective"] = "missing"
    reason: str = ""
    sample: str = ""


class OneTimeNotice(Slip, frozen=True, kw_only=True):
    """PT-02 一次性告知书: everything that is missing, told at once.

    Attributes:
        notice_no: case or receipt number.
        number: which notice on this case; a second one states the supervisor's `cause`.
    """

    notice_no: str
    item: str
    applicant: Applicant
    missing: tuple[Missing, ...]
    notified_at: datetime
    deadline: date
    days: int
    unit: Literal["working", "natural"] = "natural"
    station: Place
    operator: str
    number: int = 1
    cause: str = ""


class UploadLine(Slip, frozen=True, kw_only=True):
    """One case of an upload list."""

    case_no: str
    name: str
    item: str
    papers: int = 0
    pages: int = 0
    opinion: str = ""


class UploadList(Slip, frozen=True, kw_only=True):
    """PT-07 上报清单: the cases of one batch, from a station to its office."""

    batch_no: str
    cases: tuple[UploadLine, ...]
    station: Place
    operator: str
    receiver: str
    sent_at: datetime
    carrier: str = ""
    digest: str = ""


class Reason(Slip, frozen=True, kw_only=True):
    """A coded reason (CT-26) with its words."""

    code: str
    text: str


class ReturnNotice(Slip, frozen=True, kw_only=True):
    """PT-08 退回通知; with `lapsed` the case ended because papers never came (transition 5)."""

    case_no: str
    item: str
    applicant: Applicant
    reasons: tuple[Reason, ...]
    fix: str
    deadline: date | None = None
    returned_at: datetime
    reviewer: str
    reviewer_post: str = ""
    station: Place
    lapsed: bool = False


class Document(Slip, frozen=True, kw_only=True):
    """A paper handed out: name, number on it, how many."""

    name: str
    number: str = ""
    count: int = 1


class ResultNotice(Slip, frozen=True, kw_only=True):
    """PT-11 办结通知 with 领取凭证 to tear off.

    Attributes:
        result: the decision in words (CT-24).
        window: where to collect.
        collect_until: last day to collect, if there is one.
        validity: how long the result is valid, in words.
    """

    case_no: str
    item: str
    applicant: Applicant
    result: str
    decision_no: str = ""
    decided_at: datetime
    decided_by: str
    basis: str = ""
    documents: tuple[Document, ...] = ()
    window: str = ""
    collect_from: date | None = None
    collect_until: date | None = None
    validity: str = ""
    notified_at: datetime
    station: Place
    operator: str = ""


class DeliveryReceipt(Slip, frozen=True, kw_only=True):
    """PT-12 送达回证.

    Attributes:
        way: how it was delivered, in words. check: how the receiver's identity was checked.
        receiver: empty if the applicant signs later by hand.
    """

    case_no: str
    item: str
    applicant: Applicant
    documents: tuple[Document, ...]
    way: str
    place: str = ""
    delivered_at: datetime | None = None
    receiver: str = ""
    relation: str = ""
    receiver_id: MaskedId = MaskedId()
    check: str = ""
    handed_by: str
    station: Place
    made_on: date
    remark: str = ""


class CardField(Slip, frozen=True, kw_only=True):
    """One field of the printed card; `span` of the three columns it takes."""

    label: str
    value: str = ""
    span: Literal[1, 2, 3] = 1


class CardGroup(Slip, frozen=True, kw_only=True):
    """One group of the printed card, in the order of the catalogue."""

    title: str
    fields: tuple[CardField, ...]


class PersonCard(Slip, frozen=True, kw_only=True):
    """PT-13 个人基本信息卡.

    Attributes:
        photo: PNG or JPEG of 358 by 441 pixels; None prints an empty frame.
        unmasked: printed with full numbers, for somebody who may; said at the foot of each page.
    """

    card_no: str
    name: str
    groups: tuple[CardGroup, ...]
    station: Place
    printed_by: str
    printed_at: datetime
    purpose: str = ""
    photo: bytes | None = None
    unmasked: bool = False


class LedgerColumn(Slip, frozen=True, kw_only=True):
    """One column: `width` is a share of the line; `total` adds its numbers up per page."""

    label: str
    width: float = 1.0
    align: Literal["left", "center", "right"] = "left"
    total: bool = False


class LedgerFilter(Slip, frozen=True, kw_only=True):
    """A filter that was on when the ledger was printed."""

    label: str
    value: str


class LedgerSheet(Slip, frozen=True, kw_only=True):
    """PT-26 台账打印: any ledger, landscape. Each row has one text per column."""

    code: str
    title: str
    columns: tuple[LedgerColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    filters: tuple[LedgerFilter, ...] = ()
    station: Place
    printed_by: str
    printed_at: datetime
    unmasked: bool = False

    def __post_init__(self) -> None:
        """Refuse a row that does not fit the columns."""
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} of {len(self.columns)} values")


class StickCount(Slip, frozen=True, kw_only=True):
    """How many of something lie on the stick."""

    label: str
    count: int


class StickHandover(Slip, frozen=True, kw_only=True):
    """PT-32 U盘交接单 and, once `result` is known, 同步回执."""

    batch_no: str
    direction: Literal["to_office", "to_station"]
    file_name: str
    stick: str = ""
    counts: tuple[StickCount, ...]
    size: int
    digest: str
    made_at: datetime
    made_by: str
    station: Place
    receiver: str
    taken_at: datetime | None = None
    result: str = ""


class RegistrationProof(Slip, frozen=True, kw_only=True):
    """PT-35 就业登记 or 失业登记凭证."""

    kind: Literal["unemployment", "employment"] = "unemployment"
    reg_no: str
    case_no: str = ""
    name: str
    sex: str
    birth_date: date | None = None
    id_no: MaskedId
    education: str = ""
    address: str = ""
    state: str
    since: date | None = None
    reason: str = ""
    registered_on: date
    cert_no: str = ""
    station: Place
    office: str = ""


def from_plain(kind: type[T], values: Mapping[str, Any]) -> T:
    """Build paper data from plain values (dicts, lists, ISO times).

    Raises:
        msgspec.ValidationError: a value is missing, unknown, of the wrong type, or an identity
            number is not masked; says where.
    """
    return msgspec.convert(values, kind, strict=False, dec_hook=_hook)


def to_plain(data: Slip) -> dict[str, Any]:
    """The plain values of paper data, fit for JSON, as `from_plain` reads them back."""
    plain: dict[str, Any] = msgspec.to_builtins(data, enc_hook=str)
    return plain


def _hook(wanted: type, value: object) -> object:
    if wanted is MaskedId and isinstance(value, str):
        return MaskedId(value)
    raise NotImplementedError(f"no way to read {wanted.__name__}")
