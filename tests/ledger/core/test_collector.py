"""The collector of cycles, as the programs set it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from ledger.core import collector


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_there_is_left_alone_and_the_rest_looked_at_less_often() -> None:
    collector.settle()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == collector.THRESHOLDS
    assert gc.isenabled()
