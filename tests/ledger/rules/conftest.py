"""The real catalogue, read once, and a sound card to spoil."""

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.catalogue.model import Catalogue
from ledger.core.act import Value

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture
def card() -> Iterator[dict[str, Value]]:
    yield {
        "name": "张建国",
        "id_type": "01",
        "id_no": "990101196503070018",
        "sex": "1",
        "birth_date": "1965-03-07",
        "ethnic": "01",
        "marital": "20",
        "hukou_type": "20",
        "hukou_division": "990101001001",
        "hukou_address": "青石镇柳河村三组12号",
        "live_division": "990101001001",
        "live_address": "青石镇柳河村三组12号",
        "rel_to_head": "02",
        "presence": "1",
        "mobile": "13800000001",
        "education": "71",
        "able_to_work": "1",
        "want_work": True,
        "emp_status": "22",
        "emp_status_date": "2026-09-01",
        "unemp_reg_state": "0",
        "wage": 350000,
        "card_status": "1",
        "area": "990101001001",
    }
