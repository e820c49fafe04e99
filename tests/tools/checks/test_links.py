"""A link that leads nowhere is found; one to another site is not our business."""

from tests.tools.checks.conftest import Plant
from tools.checks import links


def test_a_link_to_a_file_that_is_gone_is_found(plant: Plant) -> None:
    page = "[a](../README.md) [b](gone.md#part)\n![c](pictures/x.png) [d](https://example.org/y)"
    tree = plant({"docs/page.md": page, "README.md": "", "docs/pictures/x.png": ""})
    found = [str(complaint) for complaint in links.find(tree)]
    assert found == ["docs/page.md:1: gone.md leads nowhere"]
