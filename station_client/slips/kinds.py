"""Which data belongs to which print code, and what of it the codes on the paper carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from station_client.slips.data import (
    AcceptanceNotice,
    DeliveryReceipt,
    LedgerSheet,
    OneTimeNotice,
    PersonCard,
    RegistrationProof,
    ResultNotice,
    ReturnNotice,
    Slip,
    StickHandover,
    UploadList,
)


@dataclass(frozen=True)
class Kind:
    """One kind of paper.

    Attributes:
        data: its data structure.
        moment: field that dates the document.
        number: field with the number that stands in the foot of every page.
        barcode: whether that number is drawn as a barcode.
        qr: whether a QR code leads to the case.
        tagged: whether the PDF carries its structure for screen readers. Long lists go without:
            the structure of a thousand rows takes ten times the space of the page.
    """

    data: type[Slip]
    moment: str
    number: str
    barcode: bool = False
    qr: bool = False
    tagged: bool = True

    def day_of(self, data: Slip) -> date:
        """The date the document carries (`datetime` is a `date` too)."""
        moment = getattr(data, self.moment)
        if not isinstance(moment, date):
            raise TypeError(f"{self.moment} is no date")
        return moment

    def number_of(self, data: Slip) -> str:
        """The number of the paper, or an empty text."""
        return str(getattr(data, self.number))


KINDS: Mapping[str, Kind] = {
    "PT-01": Kind(AcceptanceNotice, "accepted_at", "case_no", barcode=True, qr=True),
    "PT-02": Kind(OneTimeNotice, "notified_at", "notice_no", barcode=True),
    "PT-07": Kind(UploadList, "sent_at", "batch_no"),
    "PT-08": Kind(ReturnNotice, "returned_at", "case_no", barcode=True),
    "PT-11": Kind(ResultNotice, "notified_at", "case_no", barcode=True),
    "PT-12": Kind(DeliveryReceipt, "made_on", "case_no", barcode=True),
    "PT-13": Kind(PersonCard, "printed_at", "card_no", barcode=True),
    "PT-26": Kind(LedgerSheet, "printed_at", "code", tagged=False),
    "PT-32": Kind(StickHandover, "made_at", "batch_no", barcode=True),
    "PT-35": Kind(RegistrationProof, "registered_on", "reg_no", barcode=True),
}
