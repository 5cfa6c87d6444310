"""Colours and style: light, dark, or the system's own where a contrast theme is on."""

import re
import sys
from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from wizard.catalogue.resources import path_of, read_text


class Colours(NamedTuple):
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
    idle: str
    """The ground of what cannot be pressed, and of a bar that is still empty."""
    off: str
    """Its letters."""
    banner: str = "#f9930d"
    on_banner: str = "#221400"
    banner_button: str = "#fff7ea"
    banner_edge: str = "#8a5300"


LIGHT = Colours(
    ground="#ffffff", panel="#f5f6fa", line="#e1e5ee", edge="#6f8398", text="#1f2a37", muted="#566475",
    accent="#0a6c99", on_accent="#ffffff", accent_soft="#e3f1f8", good="#177245", bad="#b3261e",
    bad_ground="#fff1f1", bad_edge="#eba6a3", warn="#8a5300", warn_ground="#fff8e8", warn_edge="#e5bd6c",
    field="#ffffff", idle="#e1e5ee", off="#566475",
)  # fmt: skip
DARK = Colours(
    ground="#15191f", panel="#1c222b", line="#303946", edge="#7b8ba0", text="#e8edf3", muted="#a6b2c1",
    accent="#5ab6e4", on_accent="#06222f", accent_soft="#173445", good="#5ecb92", bad="#ff8f86",
    bad_ground="#361c1c", bad_edge="#8c3f3b", warn="#f0bf63", warn_ground="#33290f", warn_edge="#7d6126",
    field="#11151a", idle="#303946", off="#a6b2c1",
)  # fmt: skip


class Closeness(NamedTuple):
    """Pixels above and below what can be pressed or typed into, and how high it is at least."""

    button: int
    banner: int
    entry: int
    tick: int
    row: int


ROOMY = Closeness(button=7, banner=7, entry=6, tick=26, row=30)
CLOSE = Closeness(button=3, banner=2, entry=3, tick=24, row=24)
"""For low windows; what can be pressed is 24 pixels high all the same."""

STYLE = "Fusion"
"""Qt's own style below the sheet: given as an argument it costs less than half of setStyle()."""
_BODY_POINTS, _WINDOWS_POINTS = 10.5, 9.0
"""14 and 12 pixels at 96 dpi: our body, and what Windows gives where nobody asked for larger text."""
_ICONS = ("chevron", "tick")
"""Style sheets take icons from files only: one a scheme."""


_dressed_in = LIGHT
_closeness = ROOMY


def colours() -> Colours:
    """Return the colours for the system's present scheme."""
    return _dressed_in


def colours_of(system: QPalette) -> Colours:
    """Return the colours that go with the system's own palette.

    Asking the system for its scheme would load all of `Qt` before the first paint.
    """
    return DARK if _is_dark(system) else LIGHT


def _is_dark(system: QPalette) -> bool:
    return system.windowText().color().lightness() > system.window().color().lightness()


def contrast_of(system: QPalette) -> Colours:
    """Return a contrast theme's own colours: nothing is said by any other, and every edge is a full line.

    States keep their marks and words. What is grey in such a theme is what cannot be used.
    """
    ground, text = system.window().color().name(), system.windowText().color().name()
    accent, on_accent = system.highlight().color().name(), system.highlightedText().color().name()
    off = system.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    return Colours(
        ground=ground, panel=ground, line=text, edge=text, text=text, muted=text, accent=accent,
        on_accent=on_accent, accent_soft=ground, good=text, bad=text, bad_ground=ground, bad_edge=text,
        warn=text, warn_ground=ground, warn_edge=text, field=ground, idle=ground, off=off, banner=ground,
        on_banner=text, banner_button=ground, banner_edge=text,
    )  # fmt: skip


def apply(app: QApplication) -> None:
    """Dress the application in what its system's palette says, and Windows of a contrast theme."""
    font = app.font()
    font.setPointSizeF(body_points(font.pointSizeF()))
    app.setFont(font)
    dress(app, contrast_of(app.palette()) if says_contrast() else colours_of(app.palette()))


if sys.platform == "win32":

    def says_contrast() -> bool:
        """Whether a contrast theme is on (SPI_GETHIGHCONTRAST)."""
        import ctypes  # noqa: PLC0415 - only there
        from ctypes import wintypes  # noqa: PLC0415

        class HighContrast(ctypes.Structure):
            _fields_ = (("size", wintypes.UINT), ("flags", wintypes.DWORD), ("name", wintypes.LPWSTR))

        said = HighContrast(ctypes.sizeof(HighContrast), 0, None)
        asked = ctypes.windll.user32.SystemParametersInfoW(0x42, said.size, ctypes.byref(said), 0)
        return bool(asked) and bool(said.flags & 1)

else:

    def says_contrast() -> bool:
        """False: there Qt alone knows, and is asked later."""
        return False


def body_points(system: float, platform: str = sys.platform) -> float:
    """Return the size of our letters beside the system's own; on Windows they grow with its text size."""
    return system * _BODY_POINTS / _WINDOWS_POINTS if platform == "win32" else max(system, _BODY_POINTS)


def dress(app: QApplication, c: Colours) -> None:
    """Dress the application in these colours."""
    global _dressed_in  # noqa: PLW0603 - one application has one scheme
    _dressed_in = c
    app.setPalette(_palette(c))
    app.setStyleSheet(_sheet(c))
    for widget in app.allWidgets():
        widget.update()


def stand_close(*, wanted: bool) -> None:
    """Let buttons and boxes be lower, because the window is, or as high as they like to be."""
    global _closeness  # noqa: PLW0603 - there is one window
    if wanted != stands_close():
        _closeness = CLOSE if wanted else ROOMY
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setStyleSheet(_sheet(_dressed_in))


def stands_close() -> bool:
    """Whether the window is so low that what it shows stands close together."""
    return _closeness is CLOSE


def _palette(c: Colours) -> QPalette:
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
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.off))
    return palette


def _sheet(c: Colours) -> str:
    """Return the style sheet in these colours; it stands in `resources/window.qss`."""
    icons = {kind: _icon(kind, c).replace("\\", "/") for kind in _ICONS}
    words = {**c._asdict(), **icons}
    sheet = re.sub("@([a-z]+)([-+][0-9])?px", _pixels, read_text("window.qss"))
    return re.sub("@([a-z_]+)", lambda found: words[found[1]], sheet)


def icon_path(kind: str) -> str:
    """Return the file of an icon in the scheme that is on."""
    return _icon(kind, _dressed_in)


def _icon(kind: str, c: Colours) -> str:
    scheme = "light" if QColor(c.text).lightness() < QColor(c.ground).lightness() else "dark"
    return path_of(f"icons/{kind}-{scheme}.svg")


def _pixels(found: re.Match[str]) -> str:
    """Return how high something is, with more or less of it where it has another edge."""
    high: int = getattr(_closeness, found[1])
    return f"{high + int(found[2] or 0)}px"
