"""What an import goes on with when its pages are made anew in another look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station_client.desk.roster.running import Report
    from station_client.desk.roster.verdicts import Plan
    from station_client.ui.screens.roster.session import Opened


@dataclass(frozen=True)
class Kept:
    """The file that was read; the plan and the report of a run that is over, if there was one."""

    opened: Opened
    plan: Plan | None
    report: Report | None
