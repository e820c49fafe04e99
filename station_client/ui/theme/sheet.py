"""The style sheet, made from the tokens.

Widgets say what they *are* through dynamic properties (``role``, ``tone``, ``kind``); what
that looks like is decided here.
"""

from __future__ import annotations

from station_client.ui.theme.tokens import (
    CARD_RADIUS,
    DIGIT_FACES,
    FACES,
    RADIUS,
    SPACE_1,
    SPACE_2,
    SPACE_3,
    Palette,
    Sizes,
    Tone,
)

_TONES: tuple[Tone, ...] = ("grey", "brand", "amber", "red", "green", "blue")


def style_sheet(colour: Palette, size: Sizes) -> str:
    """The application's style sheet for a palette and a type size."""
    return "\n".join(
        (
            _base(colour, size),
            _labels(colour, size),
            _surfaces(colour),
            _tones(colour, size),
            _fields(colour, size),
            _tables(colour, size),
            _tabs(colour, size),
            _scrolling(colour, size),
            _navigation(colour, size),
        )
    )


def _faces(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _base(c: Palette, s: Sizes) -> str:
    return f"""
QWidget {{ color: {c.ink}; font-family: {_faces(FACES)}; font-size: {s.text}px; }}
QMainWindow, QWidget[role="ground"] {{ background: {c.ground}; }}
QDialog {{ background: {c.paper}; }}
QToolTip {{ color: {c.paper}; background: {c.ink}; border: 1px solid {c.ink};
  padding: {SPACE_1}px {SPACE_2}px; font-size: {s.secondary}px; }}
QLabel {{ background: transparent; }}
QPushButton {{ outline: none; }}
"""


def _labels(c: Palette, s: Sizes) -> str:
    digits = _faces(DIGIT_FACES + FACES)
    return f"""
QLabel[role="second"] {{ color: {c.second}; font-size: {s.secondary}px; }}
QLabel[role="hint"] {{ color: {c.hint}; font-size: {s.secondary}px; }}
QLabel[role="small"] {{ color: {c.hint}; font-size: {s.small}px; }}
QLabel[role="strong"] {{ font-weight: bold; }}
QLabel[role="section"] {{ font-size: {s.section}px; font-weight: bold; }}
QLabel[role="title"] {{ font-size: {s.title}px; font-weight: bold; }}
QLabel[role="figure"] {{ font-size: {s.figure}px; font-weight: bold; }}
QLabel[role="digits"] {{ font-family: {digits}; }}
QLabel[role="digits-second"] {{ font-family: {digits}; color: {c.second};
  font-size: {s.secondary}px; }}
QLabel[role="problem"] {{ color: {c.red}; font-size: {s.secondary}px; }}
QLabel[role="question"] {{ color: {c.amber_text}; font-size: {s.secondary}px; }}
QLabel[role="brand"] {{ color: {c.brand}; font-weight: bold; }}
QLabel[ink="red"] {{ color: {c.red}; }}
QLabel[ink="amber"] {{ color: {c.amber_text}; }}
QLabel[ink="green"] {{ color: {c.green}; }}
QLabel[ink="brand"] {{ color: {c.brand}; }}
QLabel[role="key"] {{ font-family: {digits}; font-size: {s.small}px; color: {c.second};
  background: {c.paper}; border: 1px solid {c.edge}; border-radius: {SPACE_1}px;
  padding: 0 {s.px(5)}px; }}
"""


def _surfaces(c: Palette) -> str:
    return f"""
QFrame[role="card"] {{ background: {c.paper}; border: 1px solid {c.line};
  border-radius: {CARD_RADIUS}px; }}
QFrame[role="card-sunken"] {{ background: {c.sunken}; border: 1px solid {c.line};
  border-radius: {CARD_RADIUS}px; }}
QFrame[role="rule"] {{ background: {c.line}; border: none; }}
QFrame[role="row"] {{ background: transparent; border: none;
  border-bottom: 1px solid {c.line}; }}
QFrame[role="row"][live="true"]:hover, QFrame[role="row"][live="true"]:focus {{
  background: {c.brand_tint}; }}
QFrame[role="row"][marked="true"] {{ background: {c.brand_tint}; }}
QFrame[role="row"][last="true"] {{ border-bottom: none; }}
QWidget[role="paper"] {{ background: {c.paper}; }}
QLabel[role="sheet"] {{ background: {c.paper}; border: 1px solid {c.edge}; }}
QFrame[role="overlay"] {{ background: {c.paper}; border: 1px solid {c.edge};
  border-radius: {CARD_RADIUS}px; }}
"""


def _tones(c: Palette, s: Sizes) -> str:
    out = []
    for tone in _TONES:
        text, ground = c.tone(tone)
        edge = c.amber_edge if tone == "amber" else ground
        out.append(f"""
QLabel[role="badge"][tone="{tone}"] {{ color: {text}; background: {ground};
  border-radius: {s.px(5)}px; padding: {s.px(2)}px {SPACE_2}px; font-size: {s.secondary}px; }}
QFrame[role="banner"][tone="{tone}"] {{ background: {ground}; border: 1px solid {edge};
  border-radius: {CARD_RADIUS}px; }}
QLabel[role="banner-text"][tone="{tone}"] {{ color: {text}; font-size: {s.secondary}px; }}
""")
    return "".join(out)


def _fields(c: Palette, s: Sizes) -> str:
    kinds = "QLineEdit, QPlainTextEdit, QComboBox"
    each = [kind.strip() for kind in kinds.split(",")]

    def with_state(state: str) -> str:
        return ", ".join(f"{kind}{state}" for kind in each)

    return f"""
{kinds} {{ background: {c.paper}; color: {c.ink}; border: 1px solid {c.edge};
  border-radius: {RADIUS}px; padding: 0 {s.px(10)}px;
  selection-background-color: {c.brand}; selection-color: {c.on_brand};
  placeholder-text-color: {c.hint}; }}
QComboBox {{ min-height: {s.field - 2}px; max-height: {s.field - 2}px; }}
QPlainTextEdit {{ padding: {s.px(6)}px {s.px(6)}px; }}
{with_state(":focus")} {{ border: 1px solid {c.brand}; }}
{with_state('[tone="red"]')} {{ border: 1px solid {c.red}; }}
{with_state('[tone="amber"]')} {{ border: 1px solid {c.amber}; }}
{with_state(":disabled")} {{ background: {c.muted}; color: {c.second}; }}
{with_state('[readOnly="true"]')} {{ background: {c.muted}; color: {c.second}; }}
QLineEdit[face="digits"] {{ font-family: {_faces(DIGIT_FACES + FACES)}; }}
QLineEdit[role="bare"] {{ border: none; background: transparent; padding: 0; }}
QComboBox::drop-down {{ border: none; width: {s.px(28)}px; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
QAbstractItemView[role="choices"] {{ background: {c.paper}; color: {c.ink};
  border: none; outline: none; padding: {SPACE_1}px; border-radius: {RADIUS}px; }}
QAbstractItemView[role="choices"]::item {{ min-height: {s.px(32)}px;
  padding: 0 {SPACE_2}px; border-radius: {SPACE_1}px; }}
QAbstractItemView[role="choices"]::item:selected {{ background: {c.brand_tint};
  color: {c.ink}; }}
"""


def _tables(c: Palette, s: Sizes) -> str:
    return f"""
QTableView {{ background: {c.paper}; border: none; gridline-color: {c.line}; outline: none;
  selection-background-color: {c.brand_tint}; selection-color: {c.ink}; }}
QTableView::item {{ padding: 0 {SPACE_2}px; border: none;
  border-bottom: 1px solid {c.line}; }}
QTableView::item:selected {{ background: {c.brand_tint}; color: {c.ink}; }}
QHeaderView {{ background: {c.paper}; border: none; }}
QHeaderView::section {{ background: {c.sunken}; color: {c.second}; border: none;
  border-bottom: 1px solid {c.line}; padding: 0 {SPACE_2}px;
  font-size: {s.secondary}px; min-height: {s.px(32)}px; }}
QTableCornerButton::section {{ background: {c.sunken}; border: none; }}
"""


def _tabs(c: Palette, s: Sizes) -> str:
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {c.second}; border: none;
  border-bottom: 3px solid transparent; padding: {SPACE_2}px 1px;
  margin-right: {s.px(22)}px; }}
QTabBar::tab:selected {{ color: {c.brand}; border-bottom: 3px solid {c.brand};
  font-weight: bold; }}
QTabBar::tab:hover {{ color: {c.ink}; }}
QSplitter::handle {{ background: transparent; }}
"""


def _scrolling(c: Palette, s: Sizes) -> str:
    return f"""
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollArea[role="ground"] > QWidget > QWidget {{ background: {c.ground}; }}
QScrollBar:vertical {{ background: transparent; width: {SPACE_3}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {SPACE_3}px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: {SPACE_1}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {s.px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {s.px(32)}px; }}
QScrollBar::handle:hover {{ background: {c.third}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: transparent; border: none; width: 0; height: 0; }}
"""


def _navigation(c: Palette, s: Sizes) -> str:
    return f"""
QWidget[role="nav"] {{ background: {c.nav}; }}
QWidget[role="nav"] QLabel {{ color: {c.nav_text}; }}
QWidget[role="nav"] QLabel[role="nav-name"] {{ font-size: {s.px(18)}px; font-weight: bold;
  color: {c.nav_text}; }}
QWidget[role="nav"] QLabel[role="nav-hint"] {{ font-size: {s.px(13)}px;
  color: {c.nav_hint}; }}
QFrame[role="nav-line"] {{ background: {c.nav_line}; border: none; }}
QWidget[role="top"] {{ background: {c.paper}; border-bottom: 1px solid {c.line}; }}
"""
