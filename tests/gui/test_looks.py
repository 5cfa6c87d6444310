"""What eyes, hands and screen readers need: names, order, size, contrast, room (D15, D31-D38)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from tests.gui.web import HARMLESS
from tests.gui.window import SCREENS, Window, let_live, plain_values
from wizard.gui import follow_system, theme
from wizard.gui.theme import DARK, LIGHT, Colours, contrast_of
from wizard.gui.widgets import mark as mark_module
from wizard.gui.widgets.mark import Mark, StateMark

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

ASIDE = ["H1", "M11", "M12", "K12", "R11", "R12", "W11", "W12", "W13", "T4", "T5", "T12", "T13"]
"""Screens that no walk through a procedure comes by."""
SIDE = {
    "R11": ("R2", "own-xero-app"),
    "R12": ("R2", "hand-over"),
    "W11": ("W1", "own-xero-app"),
    "W12": ("W1", "hand-over"),
    "W13": ("W1", "ipages-sign-in"),
}
"""Side pages of signing in: from where, and which step."""


def go(window: Window, screen: str) -> None:
    """Walk to a screen, side pages included."""
    if screen == "M12":
        window.walk_to("M3")
        window.run.open_side("ask-imagatec")
    elif screen == "M11":
        window.walk_to("M4")
        window.run.open_side("mail-by-hand")
        let_live(10)
        window.page.choose("outlook-2013")  # type: ignore[attr-defined]
    elif screen in SIDE:
        opener, step = SIDE[screen]
        window.walk_to(opener)
        window.run.open_side(step)
    elif screen == "K12":
        window.walk_to("K2")
        window.answer({"country": "AU", "approver": "someone-else"})
        window.press_verb()
    elif screen == "T12":
        window.walk_to("T2")
        window.run.open_side("who-can-help")
    elif screen == "T13":
        window.walk_to("T6")
        window.run.open_side("not-arrived")
    elif screen in {"T4", "T5"}:
        window.walk_to(screen, {"login_kind": "sign-in"})
    elif screen == "H1":
        window.controller.show_home()
    else:
        window.walk_to(screen)
    let_live(10)


def focusable(window: Window) -> Iterator[QWidget]:
    for found in window.visible(QWidget):
        if found.focusPolicy() & Qt.FocusPolicy.TabFocus and found.isEnabled():
            yield found


def spoken(widget: QWidget) -> str:
    text = widget.accessibleName()
    if not text and isinstance(widget, QPushButton | QRadioButton | QCheckBox):
        text = widget.text()
    return text


@pytest.mark.parametrize("screen", ["M1", "M3", "K2"])
def test_each_choice_is_read_out_by_its_own_name(window: Window, screen: str) -> None:
    go(window, screen)
    wrong = [r.text() for r in window.shell.findChildren(QRadioButton) if r.text() not in spoken(r)]
    assert wrong == []


@pytest.mark.parametrize("screen", ["M1", "M2", "M3", "M4", "K1", "K2", "K3", "K4", "K5", "K6"])
def test_tab_goes_through_the_page_then_the_buttons_below(window: Window, screen: str) -> None:
    go(window, screen)
    page, shell = window.page, window.shell
    first = window.focused
    order: list[str] = []
    for _ in range(60):
        focused = window.focused
        assert focused is not None
        if page.isAncestorOf(focused):
            order.append("page")
        elif shell.side.isAncestorOf(focused):
            order.append("side")
        elif shell.banner.isAncestorOf(focused):
            order.append("banner")
        else:
            order.append("bottom")
        window.key(Qt.Key.Key_Tab)
        if window.focused is first:
            break
    else:
        raise AssertionError("Tab never comes round")
    groups = [each for index, each in enumerate(order) if index == 0 or order[index - 1] != each]
    start = groups.index("page") if "page" in groups else groups.index("bottom")
    groups = groups[start:] + groups[:start]
    if groups[-1] == groups[0]:
        groups.pop()
    wanted = ["page", "bottom"] if "page" in groups else ["bottom"]
    assert groups[: len(wanted)] == wanted, groups


@pytest.mark.parametrize("screen", ["M3", "K4"])
def test_tab_visits_the_boxes_from_top_to_bottom(window: Window, screen: str) -> None:
    go(window, screen)
    heights = []
    while window.focused is not None and window.page.isAncestorOf(window.focused):
        if isinstance(window.focused, QLineEdit):
            heights.append(window.focused.mapTo(window.page, window.focused.pos()).y())
        window.key(Qt.Key.Key_Tab)
    assert len(heights) > 1
    assert heights == sorted(heights)


# --- colours ---


def luminance(colour: QColor | str) -> float:
    parts = QColor(colour).getRgbF()[:3]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in map(float, parts)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor | str, other: QColor | str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(c: Colours) -> dict[str, tuple[str, str]]:
    """Every text with the ground it stands on."""
    grounds = {"ground": c.ground, "panel": c.panel, "field": c.field}
    found = {f"text on {name}": (c.text, ground) for name, ground in grounds.items()}
    found |= {f"muted on {name}": (c.muted, ground) for name, ground in grounds.items()}
    found |= {f"accent on {name}": (c.accent, ground) for name, ground in grounds.items()}
    return found | {
        "primary button": (c.on_accent, c.accent),
        "pill": (c.accent, c.accent_soft),
        "help": (c.text, c.accent_soft),
        "hovered button": (c.text, c.accent_soft),
        "fault": (c.bad, c.ground),
        "problem": (c.text, c.bad_ground),
        "problem's code": (c.muted, c.bad_ground),
        "notice": (c.text, c.warn_ground),
        "notice's code": (c.muted, c.warn_ground),
        "faulty box": (c.text, c.bad_ground),
        "verdict": (c.accent, c.ground),
        "what cannot be pressed": (c.off, c.idle),
        "what cannot be chosen": (c.off, c.ground),
        "banner": (c.on_banner, c.banner),
        "banner's button": (c.on_banner, c.banner_button),
    }


def contrast_theme(window: str, text: str, highlight: str, on_highlight: str, off: str) -> QPalette:
    """A palette as Windows gives it with a contrast theme."""
    made, role = QPalette(), QPalette.ColorRole
    for which, colour in {
        role.Window: window, role.WindowText: text, role.Highlight: highlight,
        role.HighlightedText: on_highlight,
    }.items():  # fmt: skip
        made.setColor(which, QColor(colour))
    made.setColor(QPalette.ColorGroup.Disabled, role.WindowText, QColor(off))
    return made


CONTRAST = {
    "Aquatic": contrast_theme("#202020", "#ffffff", "#8ee3f0", "#263b50", "#a6a6a6"),
    "Desert": contrast_theme("#fffaef", "#3d3d3d", "#903909", "#fff5e3", "#676767"),
    "Dusk": contrast_theme("#2d3236", "#ffffff", "#a1bfde", "#212d3b", "#a6a6a6"),
    "Night sky": contrast_theme("#000000", "#ffffff", "#d6b4fd", "#2b2b2b", "#a6a6a6"),
}
"""The four that Windows 11 brings, by the names and colours of Microsoft's page "Contrast themes"."""
SCHEMES = {"light": LIGHT, "dark": DARK, **{name: contrast_of(it) for name, it in CONTRAST.items()}}


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_texts_stand_out_from_their_ground(scheme: Colours) -> None:
    weak = {n: round(contrast(*p), 2) for n, p in pairs(scheme).items() if contrast(*p) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_edges_and_marks_stand_out_from_their_ground(scheme: Colours) -> None:
    c = scheme
    edges = {
        "box": (c.edge, c.field),
        "button": (c.edge, c.ground),
        "button below": (c.edge, c.panel),
        "mark on the side": (c.edge, c.panel),
        "done": (c.good, c.panel),
        "done's tick": (c.ground, c.good),
        "passed": (c.muted, c.panel),
        "passed's number": (c.ground, c.muted),
        "failed": (c.bad, c.panel),
        "failed's cross": (c.ground, c.bad),
        "now": (c.accent, c.panel),
        "now's number": (c.ground, c.accent),
        "faulty box": (c.bad, c.ground),
        "problem": (c.bad, c.ground),
        "notice": (c.warn, c.ground),
        "focus": (c.accent, c.ground),
        "focus below": (c.accent, c.panel),
        "progress": (c.accent, c.idle),
    }
    weak = {n: round(contrast(*p), 2) for n, p in edges.items() if contrast(*p) < 3}
    assert weak == {}


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, dressed: QApplication) -> Iterator[Colours]:
    """The window in a colour scheme; offscreen has no system scheme, so ours is put in its place."""
    wanted = LIGHT if request.param == "light" else DARK
    theme.dress(dressed, wanted)
    yield wanted
    theme.dress(dressed, LIGHT)


def colours_in(image: QImage) -> dict[str, int]:
    counts: dict[str, int] = {}
    for y in range(0, image.height(), 2):
        for x in range(0, image.width(), 2):
            name = image.pixelColor(x, y).name()
            counts[name] = counts.get(name, 0) + 1
    return counts


@pytest.mark.parametrize("screen", ["M3", "K2"])
def test_the_window_is_drawn_in_its_scheme(scheme: Colours, window: Window, screen: str) -> None:
    go(window, screen)
    counts = colours_in(window.shell.grab().toImage())
    assert counts.get(scheme.ground, 0) > 10_000
    assert counts.get(scheme.panel, 0) > 5_000
    other = DARK if scheme is LIGHT else LIGHT
    assert counts.get(other.ground, 0) < 500, "patches of the other scheme"


def test_dark_and_light_are_followed_while_the_window_is_open(dressed: QApplication, window: Window) -> None:
    follow_system.follow(dressed, window.shell)
    hints = dressed.styleHints()
    go(window, "M3")
    try:
        for scheme, expected in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
            hints.colorSchemeChanged.emit(scheme)
            let_live(20)
            counts = colours_in(window.shell.grab().toImage())
            assert counts.get(expected.ground, 0) > 10_000
    finally:
        theme.dress(dressed, LIGHT)


@pytest.mark.parametrize("name", CONTRAST)
def test_a_contrast_theme_is_the_only_thing_that_is_seen(
    name: str, window: Window, dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes on while the window is there: offscreen has none, so the system's answers are put in place."""
    go(window, "M3")
    monkeypatch.setattr(follow_system, "has_contrast_theme", lambda _app: True)
    monkeypatch.setattr(follow_system, "system_palette", lambda _app: CONTRAST[name])
    follow_system.follow(dressed, window.shell)
    try:
        let_live(5)
        seen = colours_in(window.shell.grab().toImage())
        own = {value.lower() for value in SCHEMES[name]}
        # Letters' edges mix the two that they stand between: they are few of each.
        assert {colour for colour, count in seen.items() if count > 400} <= own
        assert seen.get(SCHEMES[name].ground, 0) > 10_000
        monkeypatch.setattr(follow_system, "has_contrast_theme", lambda _app: False)
        monkeypatch.setattr(follow_system, "system_palette", lambda _app: QPalette(QColor("#ffffff")))
        QApplication.sendEvent(window.shell, QEvent(QEvent.Type.ThemeChange))
        assert theme.colours() is LIGHT, "off again"
    finally:
        theme.dress(dressed, LIGHT)


@pytest.mark.parametrize(("screen", "kind"), [("M1", QRadioButton), ("K3", QCheckBox)])
def test_the_edges_of_choices_and_ticks_can_be_seen(
    scheme: Colours, window: Window, screen: str, kind: type[QWidget]
) -> None:
    go(window, screen)
    target = next(w for w in window.visible(kind, window.page))
    box = target.grab().toImage().copy(0, 0, 20, target.height())
    strongest = max(contrast(QColor(name), scheme.ground) for name in _unchecked_edges(window, kind, box))
    assert strongest >= 3


def _unchecked_edges(window: Window, kind: type[QWidget], box: QImage) -> set[str]:
    for each in window.visible(kind, window.page):
        if not each.isChecked():  # type: ignore[attr-defined]
            box = each.grab().toImage().copy(0, 0, 20, each.height())
            break
        each.click()  # type: ignore[attr-defined]
        let_live(5)
        if not each.isChecked():  # type: ignore[attr-defined]
            box = each.grab().toImage().copy(0, 0, 20, each.height())
            break
    return set(colours_in(box))


def test_the_example_in_an_empty_box_can_be_read(scheme: Colours, window: Window) -> None:
    go(window, "M2")
    edit = window.edit("email_address")
    shown = edit.palette().color(QPalette.ColorRole.PlaceholderText)
    ground, alpha = QColor(scheme.field), shown.alphaF()
    mixed = QColor.fromRgbF(
        *(
            float(a * alpha + b * (1 - alpha))
            for a, b in zip(shown.getRgbF()[:3], ground.getRgbF()[:3], strict=True)
        )
    )
    assert contrast(mixed, ground) >= 4.5


def _grey(widget: QWidget) -> list[int]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return [image.pixelColor(x, y).red() for y in range(image.height()) for x in range(image.width())]


def test_states_differ_by_shape_not_by_colour_alone(scheme: Colours, dressed: QApplication) -> None:
    """Drawn with one and the same ink: what still differs is the shape."""
    ink = dict.fromkeys(("good", "bad", "accent", "edge", "muted"), scheme.text)
    with pytest.MonkeyPatch.context() as patch:
        plain = Colours(**{**scheme._asdict(), **ink})
        patch.setattr(mark_module, "colours", lambda: plain)
        drawn = {}
        for state in Mark:
            made = StateMark(state, "4" if state in {Mark.NOW, Mark.TODO} else "")
            made.resize(made.sizeHint())
            drawn[state] = _grey(made)
    states = list(Mark)
    same = [
        (one.value, other.value)
        for index, one in enumerate(states)
        for other in states[index + 1 :]
        if sum(abs(a - b) > 60 for a, b in zip(drawn[one], drawn[other], strict=True)) < 8
    ]
    assert same == []


@pytest.mark.parametrize(
    ("screen", "kind", "faulty"),
    [
        ("M2", QLineEdit, False),
        ("M2", QLineEdit, True),
        ("M1", QRadioButton, False),
        ("K3", QCheckBox, False),
        ("M1", QPushButton, False),
    ],
    ids=["box", "faulty box", "choice", "tick", "button"],
)
def test_the_focus_can_be_seen_without_colour(
    scheme: Colours, window: Window, screen: str, kind: type[QWidget], faulty: bool
) -> None:
    go(window, screen)
    if faulty:
        window.press_verb()
    widgets = window.visible(kind, window.page if kind is not QPushButton else window.shell.centralWidget())
    target = next(w for w in widgets if w.isEnabled() and w.objectName() != "row")
    if isinstance(target, QLineEdit):
        target.setReadOnly(True)  # no blinking cursor in the way
    target.setFocus(Qt.FocusReason.TabFocusReason)
    let_live(5)
    with_focus = _grey(target)
    target.clearFocus()
    let_live(5)
    without = _grey(target)
    assert sum(abs(a - b) > 64 for a, b in zip(with_focus, without, strict=True)) > 60


# --- room ---


def scrolls(window: Window) -> bool:
    """Whether a page does; lists may."""
    return any(
        area.verticalScrollBar().maximum() > 0 or area.horizontalScrollBar().maximum() > 0
        for area in window.visible(QScrollArea)
        if area.objectName() != "guideList"
    )


@pytest.mark.parametrize(
    ("percent", "screen_size"), [(100, (1366, 768)), (125, (1366, 768)), (200, (1920, 1080))]
)
def test_the_window_fits_on_a_small_screen(
    window: Window, percent: int, screen_size: tuple[int, int]
) -> None:
    """Less a task bar of 40: what does not fit hides Next below the screen's edge."""
    wide, high = (side * 100 // percent for side in screen_size)
    least = window.shell.minimumSize().expandedTo(window.shell.minimumSizeHint())
    assert least.width() <= wide
    assert least.height() <= high - 40 - 32


def cut_off(window: Window) -> list[str]:
    """Labels and buttons that have less room than their words need."""
    found = []
    for text in window.visible(QLabel):
        if not text.text():
            continue
        need = text.heightForWidth(text.width()) if text.wordWrap() else text.sizeHint().height()
        if text.height() < need - 1 or (not text.wordWrap() and text.width() < text.sizeHint().width() - 1):
            found.append(f"{text.text()!r} has {text.size().toTuple()}, needs height {need}")
        parts = text.text().replace("\u200b", " ").split()
        words = max((text.fontMetrics().horizontalAdvance(word) for word in parts), default=0)
        wraps = text.objectName() not in {"pill", "value"} and text.textFormat() is Qt.TextFormat.PlainText
        if wraps and words > text.width() + 1:
            found.append(f"{text.text()!r}: a word is wider than its place")
    for each in window.visible(QPushButton):
        if each.objectName() != "row" and each.width() < each.minimumSizeHint().width() - 1:
            found.append(f"button {each.text()!r}")
    for each in window.visible(StateMark):
        if each.height() < 22:
            found.append("a mark")
        visible = each.visibleRegion().boundingRect()
        if 0 < visible.height() < 22 and not _in_scroll_area(each):
            found.append(f"a mark, cut to {visible.height()}")
    return found


def _in_scroll_area(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize("screen", ["H1", "M1", "M3", "M4", "M8", "M11", "K3", "K6", "K7"])
def test_nothing_is_cut_off_with_letters_twice_as_large(
    dressed: QApplication, window: Window, screen: str
) -> None:
    usual = dressed.font()
    large = dressed.font()
    large.setPointSizeF(usual.pointSizeF() * 2)
    dressed.setFont(large)
    try:
        window.shell.resize(1366, 696)
        go(window, screen)
        assert cut_off(window) == []
    finally:
        dressed.setFont(usual)


SCALED = """
import sys
from pathlib import Path
from tests.gui.test_looks import cut_off
from tests.gui.window import Window, MAIL, SCREENS, XERO, program_for, let_live
from wizard.gui.main import make_application
from wizard.practice import PracticeServices

app = make_application()
with PracticeServices() as services:
    window = Window(program_for(Path(sys.argv[1]), services.services_file))
    window.shell.show()
    window.wait_for(window.shell.actions)  # it has fitted itself to the screen
    window.shell.resize(1366, 696)
    found = []
    for last in ("M8", "K7"):
        name = MAIL if last[0] == "M" else XERO
        window.open(name)
        for screen in SCREENS[name]:
            window.go_on_to(screen)
            let_live(5)
            found += [f"{screen}: {each}" for each in cut_off(window)]
    window.close()
print("ratio", window.shell.devicePixelRatioF())
print("\\n".join(found) or "nothing")
"""


@pytest.mark.parametrize("factor", ["1", "1.25", "1.5", "2"])
def test_nothing_is_cut_off_when_the_system_scales(tmp_path: Path, factor: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor}
    ended = subprocess.run(
        [sys.executable, "-c", "import tests.gui.conftest\n" + SCALED, str(tmp_path / "home")],
        env=environment, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert ended.stdout.splitlines() == [f"ratio {float(factor)}", "nothing"], (
        ended.stdout + ended.stderr[-800:]
    )


def test_the_buttons_stand_in_the_same_place_on_every_page(window: Window) -> None:
    places = set()
    for screen in ("M1", "M2", "M3", "M4", "K1", "K2", "K4", "K5", "K6"):
        go(window, screen)
        close = window.shell.close_button
        places.add(close.mapTo(window.shell, close.rect().topRight()).toTuple())
    assert len(places) == 1


# --- all of it, on every screen ---

SMALL = {"100%": (1366, 768 - 32 - 40), "125%": (1092, 542), "200% of 1080p": (960, 500)}
"""What a title bar and a task bar leave of small screens (D15)."""


def nameless(window: Window) -> list[str]:
    return [repr(widget) for widget in focusable(window) if not spoken(widget).strip()]


def too_small_to_hit(window: Window) -> list[str]:
    """What is pressed and is under 24 pixels (D34)."""
    return [
        f"{spoken(widget)!r} has {widget.size().toTuple()}"
        for widget in focusable(window)
        if isinstance(widget, QPushButton | QRadioButton | QCheckBox | QLineEdit)
        and (widget.width() < 24 or widget.height() < 24)
    ]


def wider_than_its_window(window: Window) -> list[str]:
    areas = [(area, area.widget()) for area in window.visible(QScrollArea)]
    return [
        f"{area.objectName() or area!r} goes sideways"
        for area, inside in areas
        if area.horizontalScrollBar().maximum() or (inside and inside.width() > area.viewport().width())
    ]


def complaints(window: Window) -> list[str]:
    """What somebody would complain about on the screen shown, at every size; none is what is wanted."""
    window.shell.setMinimumSize(QSize(300, 200))
    found = [f"no name: {each}" for each in nameless(window)]
    found += [f"too small to hit: {each}" for each in too_small_to_hit(window)]
    for name, size in SMALL.items():
        window.shell.resize(*size)
        let_live(10)
        found += [f"{name}: {each}" for each in (*cut_off(window), *wider_than_its_window(window))]
        if name == "100%" and scrolls(window):
            found.append("the page scrolls in a window that fills a small screen")
    window.shell.resize(*SMALL["100%"])
    return found


def primary_buttons(window: Window) -> list[str]:
    """The main buttons once everything has been answered."""
    window.answer(plain_values(window.session.procedure.id))
    return [button.text() for button in window.visible(QPushButton) if button.objectName() == "primary"]


@pytest.mark.parametrize("procedure", SCREENS)
def test_nobody_complains_of_any_screen_of_a_procedure(window: Window, procedure: str) -> None:
    window.open(procedure)
    found = {}
    for screen in SCREENS[procedure]:
        window.go_on_to(screen)
        let_live(10)
        found[screen] = complaints(window)
        main = primary_buttons(window)
        if len(main) != 1:
            found[screen].append(f"main buttons: {main}")
    assert {screen: each for screen, each in found.items() if each} == {}


@pytest.mark.parametrize("screen", ASIDE)
def test_nobody_complains_of_a_screen_beside_the_way(window: Window, screen: str) -> None:
    go(window, screen)
    assert complaints(window) == []
    assert screen == "H1" or len(primary_buttons(window)) == 1
