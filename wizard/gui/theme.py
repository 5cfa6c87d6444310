"""Colours and style: light, dark, or the system's own where a contrast theme is on."""

import re
import sys
from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from wizard.catalogue.resources import path_of, read_text


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
    resting: str
    """Text of what cannot be pressed, with its ground and its edge."""
    rest_ground: str
    rest_edge: str


LIGHT = Colours(
    ground="#ffffff", panel="#f5f6fa", line="#e1e5ee", edge="#6f8398", text="#1f2a37", muted="#566475",
    accent="#0a6c99", on_accent="#ffffff", accent_soft="#e3f1f8", good="#177245", bad="#b3261e",
    bad_ground="#fff1f1", bad_edge="#eba6a3", warn="#8a5300", warn_ground="#fff8e8", warn_edge="#e5bd6c",
    field="#ffffff", resting="#566475", rest_ground="#e1e5ee",
    rest_edge="#e1e5ee",
)  # fmt: skip
DARK = Colours(
    ground="#15191f", panel="#1c222b", line="#303946", edge="#7b8ba0", text="#e8edf3", muted="#a6b2c1",
    accent="#5ab6e4", on_accent="#06222f", accent_soft="#173445", good="#5ecb92", bad="#ff8f86",
    bad_ground="#361c1c", bad_edge="#8c3f3b", warn="#f0bf63", warn_ground="#33290f", warn_edge="#7d6126",
    field="#11151a", resting="#a6b2c1", rest_ground="#303946",
    rest_edge="#303946",
)  # fmt: skip

STYLE = "Fusion"
"""Qt's own style below the sheet: given as an argument it costs less than half of setStyle()."""
BANNER, ON_BANNER = "#f9930d", "#221400"
_BODY_POINTS, _WINDOWS_POINTS = 10.5, 9.0
"""14 and 12 pixels at 96 dpi: our body, and what Windows gives where nobody asked for larger text."""
_ICONS = ("chevron", "tick")
"""Style sheets take icons from files only: one a scheme."""


_dressed_in = LIGHT
_in_contrast = False
"""Whether it is the system's contrast theme."""


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


def contrast_colours(system: QPalette) -> Colours:
    """Return the colours of the system's contrast theme: its own few, and every edge in that of the text."""
    ground, field = system.window().color().name(), system.base().color().name()
    text, accent = system.windowText().color().name(), system.highlight().color().name()
    resting = system.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    return Colours(
        ground=ground, panel=ground, line=text, edge=text, text=text, muted=text,
        accent=accent, on_accent=system.highlightedText().color().name(), accent_soft=ground,
        good=text, bad=text, bad_ground=ground, bad_edge=text, warn=text, warn_ground=ground, warn_edge=text,
        field=field, resting=resting, rest_ground=ground, rest_edge=resting,
    )  # fmt: skip


def apply(app: QApplication) -> None:
    """Dress the application, now and whenever the system's scheme or contrast theme changes."""
    font = app.font()
    font.setPointSizeF(body_points(font.pointSizeF()))
    app.setFont(font)
    _take_on(app, contrast=_says_contrast())
    hints = app.styleHints()
    accessibility = hints.accessibility()
    hints.colorSchemeChanged.connect(lambda scheme: _take_on(app, scheme=scheme.name))
    accessibility.contrastPreferenceChanged.connect(lambda _: look_for_contrast(app))


def look_for_contrast(app: QApplication) -> None:
    """Put on the system's contrast theme, or take it off; asking Qt loads much: after the first paint."""
    # PySide lets go of what belongs to style hints that nobody holds.
    hints = app.styleHints()
    accessibility = hints.accessibility()
    wanted = accessibility.contrastPreference().name == "HighContrast"
    _take_on(app, contrast=wanted or _says_contrast())


def _take_on(app: QApplication, *, scheme: str = "", contrast: bool | None = None) -> None:
    """Dress as the system is; `scheme` is Qt's word for it; None: nothing is known of contrast but before."""
    global _in_contrast  # noqa: PLW0603 - as the scheme
    if contrast is not None:
        if contrast == _in_contrast and app.styleSheet():
            return
        _in_contrast = contrast
    if app.styleSheet():
        app.setPalette(QPalette())  # ours would be taken for the system's
    if _in_contrast:
        dress(app, contrast_colours(app.palette()))
    elif scheme:
        dress(app, DARK if scheme == "Dark" else LIGHT)
    else:
        dress(app, colours_of(app.palette()))


if sys.platform == "win32":

    def _says_contrast() -> bool:
        """Whether a contrast theme is on (SPI_GETHIGHCONTRAST)."""
        import ctypes  # noqa: PLC0415 - only there
        from ctypes import wintypes  # noqa: PLC0415

        class HighContrast(ctypes.Structure):
            _fields_ = (("size", wintypes.UINT), ("flags", wintypes.DWORD), ("name", wintypes.LPWSTR))

        said = HighContrast(ctypes.sizeof(HighContrast), 0, None)
        asked = ctypes.windll.user32.SystemParametersInfoW(0x42, said.size, ctypes.byref(said), 0)
        return bool(asked) and bool(said.flags & 1)

else:

    def _says_contrast() -> bool:
        """False: there Qt alone knows, and is asked later."""
        return False


def body_points(system: float, platform: str = sys.platform) -> float:
    """Return the size of our letters beside the system's own; on Windows they grow with its text size."""
    return system * _BODY_POINTS / _WINDOWS_POINTS if platform == "win32" else max(system, _BODY_POINTS)


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
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.resting))
    app.setPalette(palette)
    app.setStyleSheet(_sheet(c))
    for widget in app.allWidgets():
        widget.update()


def _sheet(c: Colours) -> str:
    """Return the style sheet in these colours; it stands in `resources/window.qss`."""
    scheme = "dark" if QColor(c.ground).lightness() < QColor(c.text).lightness() else "light"
    icons = {kind: path_of(f"icons/{kind}-{scheme}.svg").replace("\\", "/") for kind in _ICONS}
    words = {**vars(c), "banner": BANNER, "on_banner": ON_BANNER, **icons}
    return re.sub("@([a-z_]+)", lambda found: words[found[1]], read_text("window.qss"))
