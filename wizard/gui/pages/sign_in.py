"""W1, R13, H11: our own sign-in to Xero, three ways in on one page, switchable at any time."""

from itertools import pairwise
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.catalogue.load import scopes
from wizard.catalogue.schema import Action
from wizard.gui.browser.available import why_not
from wizard.gui.pages.page import Page
from wizard.gui.widgets.copy_row import CopyRow
from wizard.gui.widgets.field_box import TrimmingLineEdit
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import button, label, link
from wizard.gui.widgets.way_bar import WayBar
from wizard.model.problem import Problem
from wizard.oauth.attempt import Attempt
from wizard.session.results import StepResult

_MORE_SECONDS = 300
_TICK_MS = 1000


class SignInPage(Page):
    """Opens the same sign-in in the window, in the user's browser, or takes its last address pasted."""

    fills: ClassVar[bool] = True
    signs_in: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The ways, then what Xero will be asked for; while waiting, the chosen way's own part."""
        self.attempt: Attempt | None = None
        """The sign-in that is waited for."""
        self._came_forward = False
        self.browser: Any = None
        body.addWidget(self._build_ways())
        self._before, self._window, self._own, self._paste = (QWidget() for _ in range(4))
        self._build_before(QVBoxLayout(self._before))
        self._window_slot = QVBoxLayout(self._window)
        self._window_slot.setContentsMargins(0, 0, 0, 0)
        self._build_own(QVBoxLayout(self._own))
        self._build_paste(QVBoxLayout(self._paste))
        # Not a QStackedWidget: that is as high as its highest part, whichever is shown.
        for part in (self._before, self._window, self._own, self._paste):
            body.addWidget(part, 1)
        self._show_part(self._before)
        self._build_waiting(body)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)
        if self.session.result is not None:
            self.show_result(self.session.result)

    # --- parts ---

    def _build_ways(self) -> WayBar:
        spec = next(f for f in self.session.screen.fields if f.id == "way")
        self._ways = WayBar(spec, "A")
        reason = why_not()
        self._ways.choose(self.session.answers.text("way") or str(spec.default))
        if reason:
            self._ways.grey("window", reason)
        self._ways.chosen.connect(self._on_way)
        return self._ways

    def _build_before(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        if not self.session.needs_run:
            name = self.session.tools.site.known().get("organisation_name", "")
            done = (
                f"This store is connected to Xero already{f' ({name})' if name else ''}. Press Next to go on."
            )
            column.addWidget(label(done, bold=True))
            again = link("Sign in again all the same")
            again.clicked.connect(lambda _checked=False: self.tools.run())
            column.addWidget(again)
        column.addWidget(label("Xero will ask whether Tillbridge may:", bold=True))
        for scope in scopes():
            column.addWidget(label(f"–  {scope.reason.removeprefix('to ')}"))
        column.addWidget(label("Nothing is sent to Xero until you ask for it.", name="muted"))
        column.addSpacing(6)
        self.add_side_links(column)
        column.addStretch(1)

    def _build_own(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(
            label(
                "Your browser shows Xero’s page now. Sign in there, then come back: we notice by ourselves."
            )
        )
        row = FlowLayout()
        again = button("Open the page again")
        again.clicked.connect(self._open_browser)
        row.addWidget(again)
        copy = button("Copy our address")
        copy.clicked.connect(lambda: self._copy_address(copy))
        row.addWidget(copy)
        column.addLayout(row)
        column.addWidget(
            label("Is it another browser that you want? Copy our address and paste it there.", name="muted")
        )
        column.addStretch(1)

    def _build_paste(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(7)
        self._ours = CopyRow(
            "1.  Open this address in any browser", "…", "", self._copy_address, stacked=True
        )
        column.addWidget(self._ours)
        column.addWidget(label("2.  Sign in there and press Allow access."))
        last = (
            "3.  The last page may say that it cannot be reached: that is right. "
            "Copy its whole address into box B."
        )
        column.addWidget(label(last))
        row = QHBoxLayout()
        mark = label("B", name="muted", bold=True)
        mark.setWordWrap(False)
        self._pasted = TrimmingLineEdit()
        self._pasted.setPlaceholderText("the whole address, from http to the end")
        self._pasted.setEchoMode(QLineEdit.EchoMode.Normal)
        self._pasted.setAccessibleName("The whole address of the last page")
        self._pasted.setAccessibleDescription("box B")
        use = button("Use this address")
        use.clicked.connect(self._use_pasted)
        row.addWidget(mark)
        row.addWidget(self._pasted, 1)
        row.addWidget(use)
        column.addLayout(row)
        self._paste_fault = label("", name="fault")
        self._paste_fault.hide()
        column.addWidget(self._paste_fault)
        column.addStretch(1)

    def _build_waiting(self, body: QVBoxLayout) -> None:
        self._waiting = QWidget()
        row = FlowLayout(self._waiting)
        self._left = label("", name="muted")
        self._left.setWordWrap(False)
        row.addWidget(self._left)
        self.more = link("More time")
        self.more.clicked.connect(self._more_time)
        row.addWidget(self.more)
        self._stuck_note = label("", name="muted")
        self.stuck = link("Page shows an error?")
        self.stuck.clicked.connect(lambda: self._stuck_note.setVisible(self._stuck_note.isHidden()))
        row.addWidget(self.stuck)
        cancel = button("Cancel")
        cancel.setAccessibleName("Cancel the sign-in")
        cancel.clicked.connect(self.progress.stop_pressed)
        row.addWidget(cancel)
        body.addWidget(self._waiting)
        body.addWidget(self._stuck_note)
        self._stuck_note.hide()
        self._waiting.hide()

    def _show_part(self, part: QWidget) -> None:
        for other in (self._before, self._window, self._own, self._paste):
            other.setVisible(other is part)

    # --- the attempt ---

    def take_item(self, item: Any) -> None:
        """The sign-in has begun: open its address in the chosen way."""
        if not isinstance(item, Attempt):
            return
        self.attempt, self._came_forward = item, False
        redirect = item.sign_in.redirect
        self._stuck_note.setText(
            "If it says “Invalid redirect_uri” or “unauthorized_client”, your Xero app does not know our "
            f"return address {redirect}: compare it letter by letter (developer.xero.com, your app, "
            "Configuration). Xero sends nobody back from that page, so we cannot notice it."
        )
        if not item.heard:
            self._ways.grey(
                "browser", "Other programs hold the doors that Xero answers to (8747, 18747, 28747)."
            )
        address = item.sign_in.address()
        self._ours.show_value(f"{address[:40]}…")
        self._waiting.show()
        self._tick()
        self._clock.start()
        self._on_way(self._ways.value)

    def _on_way(self, way: str) -> None:
        """Go on in another way: same sign-in, same answer waited for."""
        if self.attempt is None:
            return
        self.clear_problem()
        self.instruction.setVisible(way != "window")
        if way == "window":
            self._show_window()
        elif way == "browser":
            self._show_part(self._own)
            self._open_browser()
        else:
            self._show_part(self._paste)
            self._pasted.setFocus()

    def take_action(self, action: Action) -> bool:
        """Take the way that a problem's button names."""
        if action.does != "way":
            return super().take_action(action)
        self.choose_way(action.value)
        return True

    def choose_way(self, way: str) -> None:
        """Choose a way, as a problem's button does; where it is chosen already, open it again."""
        if self._ways.value == way:
            if way == "window" and self.browser is not None and self.attempt is not None:
                self.browser.open(self.attempt.sign_in.address())
            self._on_way(way)
        else:
            self._ways.choose(way)

    def _show_window(self) -> None:
        assert self.attempt is not None
        if self.browser is None:
            from wizard.gui.browser.embedded import EmbeddedBrowser  # noqa: PLC0415 - 200 MB, only when wanted

            self.browser = EmbeddedBrowser(self.attempt.sign_in.is_answer)
            self.browser.answered.connect(self._on_redirected)
            self.browser.trouble.connect(self._on_trouble)
            self._window_slot.addWidget(self.browser, 1)
            self.browser.open(self.attempt.sign_in.address())
            self._order_tabs()
        self._show_part(self._window)
        self.browser.view.setFocus()

    def _order_tabs(self) -> None:
        """The browser came last: its place is after the ways."""
        for first, second in pairwise([self._ways.stop, *self.browser.tab_stops, self.more]):
            QWidget.setTabOrder(first, second)

    def _on_redirected(self, address: str) -> None:
        if self.attempt is not None:
            self.attempt.take(address)

    def _on_trouble(self, problem: Problem) -> None:
        self.show_problem(problem)
        if self.browser is not None:
            self.browser.make_room(for_problem=True)

    def clear_problem(self) -> None:
        """Take what was said down; the page gets its room back."""
        super().clear_problem()
        if self.browser is not None:
            self.browser.make_room(for_problem=False)

    def _open_browser(self) -> None:
        if self.attempt is not None and not self.tools.open_address(self.attempt.sign_in.address()):
            self.show_problem(Problem("XERO-NO-BROWSER"))

    def _copy_address(self, pressed: Any = None) -> bool:
        if self.attempt is None:
            return False
        self.tools.clipboard.copy(self.attempt.sign_in.address())
        if pressed is not None:
            pressed.setText("Copied ✓")
        return True

    def _use_pasted(self) -> None:
        if self.attempt is None:
            return
        problem = self.attempt.offer(self._pasted.text())
        self._paste_fault.setVisible(problem is not None)
        if problem is None:
            self._pasted.clear()
            return
        from wizard.catalogue.wording import wording  # noqa: PLC0415

        words = wording(problem)
        self._paste_fault.setText(f"✕  {words.what} {words.do}")
        self._pasted.setFocus()
        self._pasted.selectAll()

    def _more_time(self) -> None:
        if self.attempt is not None:
            self.attempt.more_time(_MORE_SECONDS)
            self._tick()

    def _tick(self) -> None:
        if self.attempt is None:
            return
        left = int(self.attempt.seconds_left)
        self._left.setText(f"Waiting for Xero · {left // 60}:{left % 60:02} left")
        if self.attempt.answered and not self._came_forward:
            self._came_forward = True
            self._waiting.hide()
            self.progress.begin()
            if self._ways.value != "window":
                self.tools.come_forward()

    def _end(self) -> None:
        self._clock.stop()
        self.attempt = None
        self._waiting.hide()
        self._stuck_note.hide()
        self._show_part(self._before)
        self.instruction.show()
        if self.browser is not None:
            self._window_slot.removeWidget(self.browser)
            self.browser.hide()
            self.browser.deleteLater()
            self.browser = None

    # --- as every page ---

    @property
    def verb(self) -> str:
        """What the verb says where it is not the screen's own."""
        return super().verb if self.session.needs_run else "Next"

    def begin(self) -> None:
        """Wait without a bar: how long a person takes, nobody knows."""
        self.clear_problem()

    def values(self) -> dict[str, Any]:
        """The chosen way."""
        return {**super().values(), "way": self._ways.value}

    def focus_first(self) -> bool:
        """The verb is where the work begins: most take the way that is chosen."""
        return False

    def focus_on(self, name: str) -> bool:
        """Put the cursor onto the ways."""
        if name == "way":
            self._ways.focus()
            return True
        return super().focus_on(name)

    def refresh(self) -> None:
        """The sign-in was stopped."""
        super().refresh()
        self.clear_problem()
        self._end()

    def show_result(self, result: StepResult) -> None:
        """The sign-in is over."""
        if self.attempt is not None and self.attempt.answered and not self._came_forward:
            self._came_forward = True
            if self._ways.value != "window":
                self.tools.come_forward()
        self._end()
        super().show_result(result)
