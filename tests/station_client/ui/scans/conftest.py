"""The window at a real counter (see the acceptance screen's tests)."""

from tests.station_client.desk.conftest import desk
from tests.station_client.ui.screens.acceptance.at_desk import shop

__all__ = ["desk", "shop"]
