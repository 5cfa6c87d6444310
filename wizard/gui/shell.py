"""The window's frame: practice bar, side list, the page, and the buttons below."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wizard.catalogue.words import words_of
from wizard.gui.after_paint import FirstPaint
from wizard.gui.theme import stand_close
from wizard.gui.widgets.first_second import FirstSecond
from wizard.gui.widgets.foot import Foot
from wizard.gui.widgets.labels import button
from wizard.gui.widgets.low_window import is_low
from wizard.gui.widgets.panels import HelpPanel
from wizard.gui.widgets.presses import Presses
from wizard.gui.widgets.side_list import SideList

_words = words_of(__name__)

_WIDE, _HIGH = 67.5, 47.5
"""In heights of a line: how large the window is where the screen has room for that."""
_RAIL_BELOW = 62
"""In heights of a line: narrower windows have the marks of the steps alone at their left."""
_FRAME = QSize(4, 4)
"""What a window's frame takes at least; how much it is really, only a window that stands can say."""
_CLICK_FOCUS = 2
"""Qt.FocusPolicy for setProperty(); loading `Qt` itself costs start-up time."""


class Shell(FirstPaint):
    """Shows what the controller tells it to; knows nothing of procedures."""

    back_pressed = Signal()
    verb_pressed = Signal()
    again_pressed = Signal()
    close_pressed = Signal()
    escape_pressed = Signal()
    leave_pressed = Signal()
    jump_asked = Signal()
    closing = Signal()

    def __init__(self, *, dresses: bool = True) -> None:
        """`dresses`: the application takes its low style from it, as from no window that is only drawn."""
        super().__init__()
        self._dresses = dresses
        self.setWindowTitle("Tillbridge")
        self.setMinimumSize(480, 280)
        line = self.fontMetrics().lineSpacing()
        wanted = QSize(int(_WIDE * line), int(_HIGH * line))
        self.resize(wanted.boundedTo(self.screen().availableGeometry().size() - _FRAME))
        self.first_second = FirstSecond(self)
        self.presses = Presses(self)
        self.may_close: Callable[[], bool] = lambda: True
        """Whether the window may go; asked each time it is to be closed."""
        self._said: tuple[object, ...] = ()
        """What the buttons were for when they could last be pressed, and on which page."""
        centre = QWidget()
        self.setCentralWidget(centre)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_banner())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.side = SideList()
        middle.addWidget(self.side)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.pages = QStackedWidget()
        right.addWidget(self.pages, 1)
        self.help = HelpPanel()
        holder = QHBoxLayout()
        holder.setContentsMargins(32, 0, 32, 8)
        holder.addWidget(self.help)
        right.addLayout(holder)
        middle.addLayout(right, 1)
        column.addLayout(middle, 1)
        column.addWidget(self._build_bottom())
        self._busy = False
        self._instead: QPushButton | None = None
        self._tabs_in_order = False
        self._stand_close()
        self.leave_until_painted(self, self._after_paint)

    def _after_paint(self) -> None:
        self.presses.watch(self)
        self.fit()  # X11 tells the frame only once there is a window
        self._add_keys()

    def _add_keys(self) -> None:
        from PySide6.QtGui import QAction, QKeySequence  # noqa: PLC0415 - they load much, and nobody presses yet

        from wizard.gui.widgets.key_tips import KeyTips  # noqa: PLC0415 - nobody presses Alt before

        self.key_tips = KeyTips(self, self._parts_by_weight)
        self.leave.setShortcut(QKeySequence("Alt+L"))
        self.leave.setToolTip("Alt+L")
        for text, keys, do in (
            (_words("go-to-a-screen"), "Ctrl+J", self.jump_asked.emit),
            (_words("close"), "Esc", self._escape),
            (_words("go-on"), "Return", self._enter),
            (_words("go-on"), "Enter", self._enter),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, do=do: do())
            action.setAutoRepeat(False)  # a key that is held down was pressed once
            self.addAction(action)

    def _parts_by_weight(self) -> list[QWidget]:
        """Where boxes and buttons are, those first that are pressed most."""
        page = self.pages.currentWidget()
        inside = [page] if page is not None else []
        foot = [self.verb, self.back, self.again, self.close_button]
        return [*foot, *inside, self.help_link, self.side, *self._in_banner]

    def _build_banner(self) -> QFrame:
        self.banner = QFrame()
        self.banner.setObjectName("banner")
        row = self._banner_row = QHBoxLayout(self.banner)
        self._in_banner: list[QWidget] = []
        """Its further buttons."""
        self._banner_text = QLabel()
        self._banner_text.setWordWrap(True)
        self.leave = button(_words("leave-practice"))
        self.leave.clicked.connect(self.leave_pressed)
        # Qt hands the cursor on to the next in order when what had it goes: Enter must not end practice then.
        self.leave.setProperty("focusPolicy", _CLICK_FOCUS)
        row.addWidget(self._banner_text, 1)
        row.addWidget(self.leave)
        self.banner.hide()
        return self.banner

    def _build_bottom(self) -> Foot:
        self._foot = foot = Foot()
        self.help_link, self.back, self.again = foot.help_link, foot.back, foot.again
        self.verb, self.close_button = foot.verb, foot.close_button
        self.help_link.clicked.connect(lambda: self.help.setVisible(self.help.isHidden()))
        self.back.clicked.connect(self.back_pressed)
        self.again.clicked.connect(self.again_pressed)
        self.verb.clicked.connect(self.verb_pressed)
        self.close_button.clicked.connect(self.close_pressed)
        return foot

    # --- what the controller says ---

    def come_forward(self) -> None:
        """Ask for the front once; where the system does not give it, the task bar flashes."""
        if self.isMinimized():
            (self.showMaximized if self.isMaximized() else self.showNormal)()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def show_banner(self, text: str, *, practice: bool) -> None:
        """Show the orange bar of practice or test on every screen."""
        self._banner_text.setText(text)
        self.leave.setVisible(practice)
        self.banner.setVisible(bool(text))

    def add_to_banner(self, made: QPushButton) -> None:
        """Add a button to the bar, before the one that leaves practice."""
        made.setProperty("focusPolicy", _CLICK_FOCUS)  # as that one: its letter leads there
        self._in_banner.append(made)
        self._banner_row.insertWidget(self._banner_row.indexOf(self.leave), made)

    def show_page(self, page: QWidget) -> None:
        """Show a page and let go of the one before."""
        while self.pages.count():
            old = self.pages.widget(0)
            assert old is not None
            self.pages.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._foot.begin_page()
        self.order_tabs()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next or the one before, in the order of work."""
        if not self._tabs_in_order:
            self._tabs_in_order = True
            self._do_order_tabs()
        return super().focusNextPrevChild(forward)

    def order_tabs(self) -> None:
        """Put what can have the focus into its order anew, as soon as somebody asks for the next."""
        self._tabs_in_order = False

    def _do_order_tabs(self) -> None:
        """The page first, then the buttons, then the list: that is the order of work."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - loads much, and nobody asks before the first paint

        page = self.pages.currentWidget()
        # What opens in a window of its own, as a list's choices do, has an order of its own.
        inside = [w for w in page.findChildren(QWidget) if not _in_popup(w, page)] if page is not None else []
        buttons = [self.back, self.again, self.verb, self.close_button, self.help_link]
        rows = self.side.findChildren(QPushButton)
        # What stands in the heading is for the few: it comes after what the page is for.
        inside.sort(key=lambda w: bool(w.property("comesLast")))
        order = [w for w in [*inside, *buttons, *rows] if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def set_help(self, question: str, answer: str) -> None:
        """Set the help question, lower left."""
        self.help_link.setText(question)
        self.help_link.setVisible(bool(question))
        self.help.set(question, answer)

    def set_buttons(
        self,
        *,
        back: bool,
        verb: str,
        again: str = "",
        busy: bool = False,
        close: bool = True,
        ready: bool = True,
        verb_commits: bool = False,
        verb_rests: bool = False,
        again_commits: bool = False,
        verb_near: bool = False,
        main: bool = True,
        instead: QPushButton | None = None,
    ) -> None:
        """Say which buttons there are; they rest while a job runs, the verb until it is `ready`.

        The verb is the `main` button unless the page has that; it is not shown where a button of the page
        stands `instead` of it and does the same.

        A verb that commits also rests in its first second, and never stands where the last press was. One
        that only `rests` changes nothing, but is to be read first all the same: it stands with those that
        lead on. `verb_near`: one that commits stands beside Back, not beside Close.
        """
        self.back.setVisible(back)
        self.back.setEnabled(not busy)
        self.verb.setText(verb)
        if instead is not None and self.verb.hasFocus():
            self.verb.clearFocus()  # else it would go to a neighbour, which Enter would press
        self.verb.setVisible(bool(verb) and instead is None)
        if not self.verb.isHidden():
            self._foot.set_main(main=main)
        self._instead = instead
        self.again.setText(again)
        self.again.setVisible(bool(again))
        self.side.setEnabled(not busy)
        self._busy = busy
        self.order_tabs()
        self.close_button.setVisible(close)
        self.first_second.call_off(self.close_button, enabled=True)
        committing = [
            made for made, commits in ((self.verb, verb_commits), (self.again, again_commits)) if commits
        ]
        resting = [*committing, *([self.verb] if verb_rests and not verb_commits else [])]
        self._foot.commits_near = verb_near
        self._let_rest(committing, resting, busy=busy, ready=ready)

    @property
    def leads_on(self) -> QPushButton:
        """The verb, or the button of the page that stands instead of it."""
        return self._instead or self.verb

    def _let_rest(
        self, committing: list[QPushButton], resting: list[QPushButton], *, busy: bool, ready: bool
    ) -> None:
        words = (self.verb.text(), self.again.text())
        before, said = self._said, (self.pages.currentWidget(), *words, ready, *committing, *resting)
        self._said = () if busy else said
        for made in (self.verb, self.again):
            usable = not busy and (ready or made is not self.verb)
            if not usable or made not in resting:
                self.first_second.call_off(made, enabled=usable)
            elif said != before:
                self.first_second.begin(made)
        if not busy and said != before:
            self._foot.arrange(committing, self.presses.last_at)
        else:
            self._foot.place()

    def _enter(self) -> None:
        """Enter presses the focused button, else the verb."""
        focused = self.focusWidget()
        if self._busy:
            return  # an impatient second Enter must neither stop the check nor leave the screen
        if isinstance(focused, QPushButton) and focused.isEnabled():
            focused.click()
        elif self.leads_on.isVisible() and self.leads_on.isEnabled():
            self.leads_on.click()

    def _escape(self) -> None:
        if self.help.isVisible():
            self.help.hide()
        else:
            self.escape_pressed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Look after presses: of the first time once it was painted, by when somebody sees what to press."""
        super().showEvent(event)
        if self.was_painted:
            self.presses.watch(self)
        if not event.spontaneous():
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a narrow window's width and a low one's height to the page."""
        super().resizeEvent(event)
        self._stand_close()
        self.side.be_rail(wanted=self.width() < _RAIL_BELOW * self.fontMetrics().lineSpacing())

    def _stand_close(self) -> None:
        """Let everything stand closer together where the window is low."""
        low = is_low(self)
        if self._dresses:
            stand_close(wanted=low)
        self._banner_row.setContentsMargins(16, 0 if low else 4, 16, 0 if low else 4)
        self._foot.stand_close(wanted=low)
        self.side.stand_close(wanted=low)

    def fit(self) -> None:
        """Stay on the screen with frame and all: what stands at the window's end are its buttons."""
        room, whole, inside = self.screen().availableGeometry(), self.frameGeometry(), self.geometry()
        if self.isMaximized() or (whole.width() <= room.width() and whole.height() <= room.height()):
            return
        frame = whole.size() - inside.size()
        self.resize(inside.size().boundedTo(room.size() - frame))
        self.move(room.topLeft())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the controller, then close; unless what goes on is to be stopped in order first."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)


def _in_popup(widget: QWidget, page: QWidget) -> bool:
    """Whether a widget stands in a window of its own, inside the page only as an object."""
    above: QWidget | None = widget
    while above is not None and above is not page:
        if above.isWindow():
            return True
        above = above.parentWidget()
    return False
