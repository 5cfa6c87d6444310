"""The window follows its system: dark or light, and the contrast theme that somebody put on.

Loaded after the first paint: what the system answers are enumerations, which load all of `Qt`.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from wizard.gui.theme import DARK, LIGHT, colours_of, contrast_of, dress, says_contrast


class _Follows(QObject):
    """Hears of a window that its system's theme is another one: from one contrast theme to the next, too."""

    def __init__(self, app: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._app = app
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ThemeChange:
            dress_as_system(self._app)
        return super().eventFilter(watched, event)


def follow(app: QApplication, window: QWidget) -> None:
    """Dress it anew whenever the system changes, and now where a contrast theme is on."""
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda scheme: dress_as_system(app, scheme.name))
    hints.accessibility().contrastPreferenceChanged.connect(lambda _contrast: dress_as_system(app))
    _Follows(app, window)
    be_still(app)
    if has_contrast_theme(app):
        dress_as_system(app)


def be_still(app: QApplication) -> None:
    """Let nothing slide or fade: whoever told the system so wants it, and nobody else misses it.

    Bars and scroll bars are told so by the style sheet.
    """
    from PySide6.QtCore import Qt  # noqa: PLC0415 - as long as nothing opens, nobody needs it

    effects = Qt.UIEffect
    for effect in (
        effects.UI_AnimateMenu,
        effects.UI_FadeMenu,
        effects.UI_AnimateCombo,
        effects.UI_AnimateTooltip,
        effects.UI_FadeTooltip,
        effects.UI_AnimateToolBox,
    ):
        app.setEffectEnabled(effect, False)


def has_contrast_theme(app: QApplication) -> bool:
    """Whether the person has told the system that colours must stand out."""
    hints = app.styleHints()
    return hints.accessibility().contrastPreference().name == "HighContrast" or says_contrast()


def system_palette(app: QApplication) -> QPalette:
    """Return what the system has: our own palette, which stands before it, is taken off."""
    app.setPalette(QPalette())
    return app.palette()


def dress_as_system(app: QApplication, scheme: str = "") -> None:
    """Dress the application in what the system has now; `scheme` is Qt's word for it, where it said one."""
    system = system_palette(app)
    if has_contrast_theme(app):
        dress(app, contrast_of(system))
        return
    by_name = {"Dark": DARK, "Light": LIGHT}
    said = scheme or app.styleHints().colorScheme().name
    dress(app, by_name.get(said) or colours_of(system))
