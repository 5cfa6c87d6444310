"""Colours and style: light, dark, or the system's own where a contrast theme is on."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from wizard.catalogue.resources import path_of


@dataclass(frozen=True)
class Colours:
    """One set of colours; text on its ground has a contrast of at least 4.5 : 1 (D34)."""

    ground: str
    panel: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    good: str
    bad: str
    bad_ground: str
    bad_edge: str
    warn: str
    warn_ground: str
    warn_edge: str
    field: str


LIGHT = Colours(
    ground="#ffffff", panel="#f5f6fa", line="#e1e5ee", edge="#6f8398", text="#1f2a37", muted="#566475",
    accent="#0a6c99", on_accent="#ffffff", accent_soft="#e3f1f8", good="#177245", bad="#b3261e",
    bad_ground="#fff1f1", bad_edge="#eba6a3", warn="#8a5300", warn_ground="#fff8e8", warn_edge="#e5bd6c",
    field="#ffffff",
)  # fmt: skip
DARK = Colours(
    ground="#15191f", panel="#1c222b", line="#303946", edge="#7b8ba0", text="#e8edf3", muted="#a6b2c1",
    accent="#5ab6e4", on_accent="#06222f", accent_soft="#173445", good="#5ecb92", bad="#ff8f86",
    bad_ground="#361c1c", bad_edge="#8c3f3b", warn="#f0bf63", warn_ground="#33290f", warn_edge="#7d6126",
    field="#11151a",
)  # fmt: skip

STYLE = "Fusion"
"""Qt's own style below the sheet: given as an argument it costs less than half of setStyle()."""
BANNER, ON_BANNER = "#f9930d", "#221400"


_dressed_in = LIGHT


def colours() -> Colours:
    """Return the colours for the system's present scheme."""
    return _dressed_in


def colours_of(system: QPalette) -> Colours:
    """Return the colours that go with the system's own palette.

    Asking the system for its scheme would load all of `Qt` before the first paint.
    """
    is_dark = system.windowText().color().lightness() > system.window().color().lightness()
    return DARK if is_dark else LIGHT


def apply(app: QApplication) -> None:
    """Dress the application, now and whenever the system's scheme changes."""
    dress(app, colours_of(app.palette()))
    app.styleHints().colorSchemeChanged.connect(
        lambda scheme: dress(app, DARK if scheme.name == "Dark" else LIGHT)
    )


def dress(app: QApplication, c: Colours) -> None:
    """Dress the application in these colours."""
    global _dressed_in  # noqa: PLW0603 - one application has one scheme
    _dressed_in = c
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.ground, QPalette.ColorRole.Base: c.field,
        QPalette.ColorRole.AlternateBase: c.panel, QPalette.ColorRole.Button: c.ground,
        QPalette.ColorRole.Text: c.text, QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.ButtonText: c.text, QPalette.ColorRole.PlaceholderText: c.muted,
        QPalette.ColorRole.Highlight: c.accent, QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.ToolTipBase: c.panel, QPalette.ColorRole.ToolTipText: c.text,
        QPalette.ColorRole.Link: c.accent, QPalette.ColorRole.Accent: c.accent,
    }  # fmt: skip
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.muted))
    app.setPalette(palette)
    app.setStyleSheet(_sheet(c))
    for widget in app.allWidgets():
        widget.update()


def _icon(c: Colours, kind: str) -> str:
    """Return the path of an icon in this theme's colour; style sheets take files only."""
    name = "light" if c is LIGHT else "dark"
    return path_of(f"icons/{kind}-{name}.svg").replace("\\", "/")


def _sheet(c: Colours) -> str:
    return f"""
    QWidget {{ color: {c.text}; }}
    QMainWindow, #page, #pageArea {{ background: {c.ground}; }}
    #side, #bottom, #side QScrollArea, #side #scrollBody {{ background: {c.panel}; }}
    #side {{ border-right: 1px solid {c.line}; }}
    #bottom {{ border-top: 1px solid {c.line}; }}
    #banner {{ background: {BANNER}; }}
    #banner QLabel {{ color: {ON_BANNER}; font-weight: bold; }}
    #banner QPushButton {{ background: #fff7ea; color: {ON_BANNER}; border: 1px solid #8a5300; }}
    #pill {{ background: {c.accent_soft}; color: {c.accent}; font-weight: bold; border-radius: 4px;
             padding: 3px 12px; }}
    #mark {{ color: {c.edge}; }}
    #muted, #blank {{ color: {c.muted}; }}
    #good {{ color: {c.good}; font-weight: bold; }}
    #warn {{ color: {c.warn}; font-weight: bold; }}
    #fault {{ color: {c.bad}; font-weight: bold; }}
    #verdict {{ color: {c.accent}; font-weight: bold; }}
    QPushButton {{ background: {c.ground}; border: 1px solid {c.edge}; border-radius: 5px;
                   padding: 7px 16px; min-height: 18px; }}
    QPushButton:hover {{ background: {c.accent_soft}; }}
    QPushButton:disabled {{ color: {c.muted}; border-color: {c.line}; }}
    QPushButton:focus {{ border: 2px solid {c.accent}; padding: 6px 15px; }}
    QPushButton#primary {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent};
                           font-weight: bold; }}
    QPushButton#primary:focus {{ border: 2px solid {c.text}; }}
    QPushButton#primary:disabled {{ background: {c.line}; color: {c.muted}; border-color: {c.line}; }}
    QPushButton#link {{ border: none; background: transparent; color: {c.accent}; text-align: left;
                        text-decoration: underline; padding: 5px 2px; }}
    QPushButton#link:focus {{ border: 2px solid {c.accent}; border-radius: 4px; padding: 3px 0; }}
    QPushButton#row {{ border: none; background: transparent; text-align: left; padding: 0; }}
    QPushButton#row:focus {{ border: 2px solid {c.accent}; border-radius: 4px; }}
    QPushButton#row:hover:enabled {{ background: {c.accent_soft}; border-radius: 4px; }}
    QLineEdit {{ background: {c.field}; border: 1px solid {c.edge}; border-radius: 5px;
                 padding: 6px 9px; min-height: 20px; }}
    QLineEdit:focus {{ border: 2px solid {c.accent}; padding: 5px 8px; }}
    QLineEdit {{ placeholder-text-color: {c.muted}; }}
    QComboBox {{ background: {c.field}; border: 1px solid {c.edge}; border-radius: 5px;
                 padding: 6px 9px; min-height: 20px; }}
    QComboBox:focus {{ border: 2px solid {c.accent}; padding: 5px 8px; }}
    QComboBox[faulty="true"] {{ border: 2px solid {c.bad}; background: {c.bad_ground}; padding: 5px 8px; }}
    QComboBox::drop-down {{ border: none; width: 28px; }}
    QComboBox::down-arrow {{ image: url("{_icon(c, "chevron")}"); width: 14px; height: 14px; }}
    QComboBox QAbstractItemView {{ background: {c.field}; border: 1px solid {c.edge};
                                   selection-background-color: {c.accent_soft}; selection-color: {c.text}; }}
    QLineEdit[faulty="true"] {{ border: 2px solid {c.bad}; background: {c.bad_ground}; padding: 5px 8px; }}
    QRadioButton, QCheckBox {{ spacing: 9px; min-height: 26px; }}
    QRadioButton::indicator, QCheckBox::indicator {{ width: 15px; height: 15px; background: {c.field};
        border: 1.5px solid {c.edge}; }}
    QRadioButton::indicator {{ border-radius: 9px; }}
    QCheckBox::indicator {{ border-radius: 3px; }}
    QRadioButton::indicator:checked {{ border: 5px solid {c.accent}; width: 8px; height: 8px; }}
    QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
        image: url("{_icon(c, "tick")}"); }}
    QRadioButton, QCheckBox {{ border: 2px solid transparent; border-radius: 4px; padding: 0 4px; }}
    QRadioButton:disabled, QCheckBox:disabled {{ color: {c.muted}; }}
    QRadioButton::indicator:disabled, QCheckBox::indicator:disabled {{ background: {c.line};
        border-color: {c.line}; }}
    QRadioButton:focus, QCheckBox:focus {{ border-color: {c.accent}; }}
    QLineEdit[faulty="true"]:focus {{ border: 3px solid {c.bad}; background: {c.field}; padding: 4px 7px; }}
    #banner QPushButton:focus {{ border: 3px solid {ON_BANNER}; padding: 5px 14px; }}
    QScrollArea, #scrollBody {{ background: {c.ground}; border: none; }}
    QFrame#problem {{ background: {c.bad_ground}; border: 1px solid {c.bad_edge};
                      border-left: 5px solid {c.bad}; border-radius: 4px; }}
    QFrame#notice {{ background: {c.warn_ground}; border: 1px solid {c.warn_edge};
                     border-left: 5px solid {c.warn}; border-radius: 4px; }}
    QFrame#help {{ background: {c.accent_soft}; border: 1px solid {c.accent}; border-radius: 4px; }}
    QFrame#card {{ background: {c.ground}; border: 1px solid {c.line}; border-radius: 7px; }}
    QCheckBox#lineTick {{ border: none; padding: 0; min-height: 0; }}
    #guideList QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
    #guideList QScrollBar::handle:vertical {{ background: {c.edge}; border-radius: 4px; min-height: 34px;
        margin: 0 1px 0 2px; }}
    #guideList QScrollBar::add-line, #guideList QScrollBar::sub-line {{ height: 0; }}
    QFrame#guideLine {{ border: none; border-radius: 6px; }}
    QFrame#guideLine[now="true"] {{ background: {c.accent_soft}; }}
    QPushButton#choice {{ padding: 0; border-radius: 7px; }}
    QPushButton#choice:focus {{ padding: 0; }}
    #value {{ background: {c.panel}; border: 1px solid {c.line}; border-radius: 4px; padding: 5px 9px; }}
    #matches, #picker QListView, #columns {{ background: {c.ground}; border: 1px solid {c.line};
        border-radius: 5px; outline: none; }}
    #matches:focus {{ border: 2px solid {c.accent}; }}
    #matches QHeaderView, #matches QHeaderView::section {{ background: {c.ground}; color: {c.muted};
        border: none; padding: 4px 6px; }}
    QFrame#picker {{ background: {c.ground}; border: 1px solid {c.edge}; }}
    QPushButton#section {{ padding: 4px 12px; }}
    QPushButton#section:checked {{ background: {c.accent_soft}; border: 2px solid {c.accent};
        padding: 3px 11px; }}
    QProgressBar {{ border: 1px solid {c.edge}; border-radius: 4px; background: {c.panel};
                    min-height: 10px; max-height: 10px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    """
