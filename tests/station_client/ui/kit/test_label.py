"""Words on the screen that are longer than their place."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from station_client.ui.kit.label import ElidedLabel
from station_client.ui.theme.theme import Theme


def test_words_cut_off_are_read_whole_under_the_pointer(qtbot: QtBot, theme: Theme) -> None:
    label = ElidedLabel("短")
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.show()
    assert label.toolTip() == ""
    long = "青石镇柳河村人力资源和社会保障服务站综合受理窗口"
    label.setText(long)
    assert label.toolTip() == long
    label.setText("短")
    assert label.toolTip() == ""
