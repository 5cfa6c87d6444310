"""W1, R13, H11: our own sign-in to Xero, three ways in on one page, switchable at any time."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wizard.catalogue.listing import listed
from wizard.catalogue.schema import Action
from wizard.catalogue.wording import fill
from wizard.catalogue.words import words_of
from wizard.gui.pages.embedded_room import EmbeddedRoom
from wizard.gui.pages.items import Item
from wizard.gui.pages.page import Page
from wizard.gui.pages.sign_in_panel import BROWSER, PASTE, WINDOW, SignInPanel
from wizard.gui.widgets.columns import ColumnsLayout
from wizard.gui.widgets.copy_row import CopyRow
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import SteadyButton, button, label, link
from wizard.gui.widgets.paste_entry import PasteEntry
from wizard.gui.widgets.waiting_row import WaitingRow
from wizard.jobs.xero.connect_xero import asks_to_send_more, permissions
from wizard.model.problem import Fact
from wizard.model.record import StoreRecord
from wizard.model.sender import SignInPage
from wizard.session.results import StepResult

_words = words_of(__name__)

_MORE_SECONDS = 300
_MOST_BELOW = 4
"""So many permissions stand below each other; more are in two columns."""


class XeroSignInPage(Page):
    """Opens the same sign-in in the window, in the user's browser, or takes its last address pasted."""

    panel: SignInPanel
    room: EmbeddedRoom
    fills: ClassVar[bool] = True
    signs_in: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The ways, then what Xero will be asked for; while waiting, the chosen way's own part."""
        self.panel = SignInPanel(self)
        self.room = self.panel.room
        body.addWidget(self.panel.ways)
        before, own, paste = (QWidget() for _ in range(3))
        self._build_before(QVBoxLayout(before))
        self._build_own(QVBoxLayout(own))
        self._build_paste(QVBoxLayout(paste))
        self.panel.add_resting(before, body)
        for way, part in ((WINDOW, self.panel.room), (BROWSER, own), (PASTE, paste)):
            self.panel.add_part(way, part, body)
        self.panel.way_shown.connect(self._on_way_shown)
        self.waiting = WaitingRow("Xero")
        self.waiting.more_wanted.connect(self._more_time)
        self.waiting.cancelled.connect(self.progress.stop_pressed)
        self.waiting.ticked.connect(self._tick)
        body.addWidget(self.waiting)
        body.addWidget(self.waiting.stuck_note)
        if self.session.result is not None:
            self.show_result(self.session.result)

    # --- parts ---

    def _build_before(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        connected = self._connected = QWidget()
        column.addWidget(connected)
        self._build_connected(QVBoxLayout(connected))
        connected.setVisible(not self.session.needs_run)
        vendor = self.session.procedure.vendor_page
        if vendor is not None:
            for note in self.session.screen.notes:
                column.addWidget(label(fill(note, {"vendor_owner": vendor.owner}), name="muted"))
        record = self.session.tools.site.record()
        asked = permissions(self.session.procedure, record)
        self._which = label(self._which_to_pick(record), bold=True)
        column.addWidget(self._which)
        self._show_which()
        if record.xero.connected and asks_to_send_more(asked, record.xero):
            column.addWidget(label(_words("looks-only"), bold=True))
        column.addWidget(label(_words("xero-will-ask"), bold=True))
        reasons = ColumnsLayout(spacing=4) if len(asked) > _MOST_BELOW else QVBoxLayout()
        for scope in asked:
            reasons.addWidget(_dashed(scope.reason.removeprefix("to ")))
        column.addLayout(reasons)
        column.addWidget(label(_words("nothing-is-sent"), name="muted"))
        column.addSpacing(4)
        self.add_side_links(column)
        column.addStretch(1)

    def _refused_facts(self) -> Mapping[str, Fact]:
        """Return what VENDOR-ORG says, where a later step refused what this sign-in opens; else nothing."""
        problems = [result.problem for result in self.session.results.values()]
        return next((one.facts for one in problems if one is not None and one.code == "VENDOR-ORG"), {})

    def _which_to_pick(self, record: StoreRecord) -> str:
        """Return which organisation is to be picked: the vendor's, where ours is to be changed to it."""
        facts = self._refused_facts()
        if not facts:
            return _which(record)
        if facts.get("by") == "before":  # of that one no name is known
            return _words("pick-another", owner=str(facts["owner"]), own=str(facts["own"]))
        return _words("pick-theirs", owner=str(facts["owner"]), name=str(facts["vendor"]))

    def _show_which(self) -> None:
        """Say which to pick while somebody is to sign in; what was refused is not good enough as it is."""
        wanted = self.session.needs_run or bool(self._refused_facts())
        self._which.setVisible(bool(self._which.text()) and wanted)
        self._done.setVisible(not self._refused_facts())

    def _build_connected(self, column: QVBoxLayout) -> None:
        """What is said while this store's connection is good enough; a sign-in that failed takes it down."""
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        organisation = self.session.tools.site.record().organisation
        name = organisation.name if organisation is not None else ""
        done = _words("connected-already", name=f" ({name})" if name else "")
        self._done = label(done, bold=True)
        column.addWidget(self._done)
        again = link(_words("sign-in-again"))
        again.clicked.connect(lambda _checked=False: self.tools.run())
        column.addWidget(again)

    def _build_own(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(label(_words("browser-asked")))
        row = FlowLayout()
        again = button(_words("open-again"))
        again.clicked.connect(self.panel.open_browser)
        row.addWidget(again)
        copy = button(_words("copy-address"), later=_words("copied"))
        copy.clicked.connect(lambda: self._copy_address(copy))
        row.addWidget(copy)
        column.addLayout(row)
        column.addWidget(label(_words("another-browser"), name="muted"))
        column.addStretch(1)

    def _build_paste(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        self._ours = CopyRow(_words("open-this"), "…", "", self.panel.copy_address)
        column.addWidget(self._ours)
        column.addWidget(label(_words("press-allow")))
        last = _words("copy-last-page")
        column.addWidget(label(last))
        self.pasted = PasteEntry(
            _words("last-page-address"), _words("use-address"), self.panel.offer, letter="B"
        )
        self.pasted.line.setPlaceholderText(_words("whole-address"))
        column.addLayout(self.pasted)
        column.addStretch(1)

    def _copy_address(self, pressed: QPushButton) -> None:
        if self.panel.copy_address() and isinstance(pressed, SteadyButton):
            pressed.say_later()

    # --- the attempt ---

    def take_item(self, item: Item) -> None:
        """The sign-in has begun: open its address in the chosen way."""
        if not isinstance(item, SignInPage):
            return
        self.waiting.stuck_note.setText(_words("error-page-means", address=item.redirect))
        self._ours.show_value(f"{item.address[:40]}…")
        self.give_up_heading(wanted=True)
        self.panel.begin(item)
        self.waiting.begin()

    def _on_way_shown(self, way: str) -> None:
        self._tick()
        if way == PASTE:
            self.pasted.line.setFocus()
        elif way == WINDOW:
            browser = self.panel.room.browser
            # It came last: its place is after the ways.
            for first, second in pairwise([self.panel.ways.stop, *browser.tab_stops, self.waiting.more]):
                QWidget.setTabOrder(first, second)
            browser.view.setFocus()

    def take_action(self, action: Action) -> bool:
        """Take the way that a problem's button names."""
        if action.does != "way":
            return super().take_action(action)
        self.panel.choose_way(action.value)
        return True

    def clear_problem(self) -> None:
        """Take what was said down; the page gets its room back."""
        super().clear_problem()
        self.panel.room.make_room(for_problem=False)

    def _more_time(self) -> None:
        if self.panel.attempt is not None:
            self.panel.attempt.more_time(_MORE_SECONDS)
            self._tick()

    def _tick(self) -> None:
        attempt = self.panel.attempt
        if attempt is None:
            return
        if self.panel.ways.value == PASTE:
            # The page may be signed in to on another PC, by another person: nobody is hurried.
            if attempt.seconds_left < _MORE_SECONDS:
                attempt.more_time(_MORE_SECONDS)
            self.waiting.say_unhurried()
        else:
            self.waiting.say_left(attempt.seconds_left)
        if attempt.answered and not self.progress.isVisible():
            self.waiting.hide()
            self.progress.begin()
            self.panel.come_forward()

    def _end(self) -> None:
        self.panel.end()
        self.waiting.end()
        self.give_up_heading(wanted=False)

    # --- as every page ---

    @property
    def verb(self) -> str:
        """Where a sign-in is there already, there is only the way on."""
        return super().verb if self.session.needs_run else self.leads_on

    def begin(self) -> None:
        """Wait without a bar: how long a person takes, nobody knows."""
        self.clear_problem()

    def values(self) -> dict[str, Any]:
        """The chosen way."""
        return {**super().values(), "way": self.panel.ways.value}

    def focus_first(self) -> bool:
        """The verb is where the work begins: most take the way that is chosen."""
        return False

    def focus_on(self, name: str) -> bool:
        """Put the cursor onto the ways."""
        if name == "way":
            self.panel.ways.focus()
            return True
        return super().focus_on(name)

    def refresh(self) -> None:
        """The sign-in was stopped."""
        super().refresh()
        self.clear_problem()
        self._end()

    def show_result(self, result: StepResult) -> None:
        """The sign-in is over."""
        if self.panel.attempt is not None and self.panel.attempt.answered:
            self.panel.come_forward()
        self._end()
        self._connected.setVisible(not self.session.needs_run)
        self._show_which()
        super().show_result(result)


def _which(record: StoreRecord) -> str:
    """Return which organisation is to be picked on Xero's page; empty where the store has none yet."""
    own = record.organisation
    if own is None:
        return ""
    others = [one.name for one in record.xero.opened or () if one.name]
    is_other = record.xero.connected and others and not record.xero.opens(own)
    said = _words("picked-others", names=listed(others)) if is_other else ""
    return said + _words("pick-this", name=own.name)


def _dashed(text: str) -> QWidget:
    """Return a line of a list: its further lines stand below its first word, not below its dash."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part, stretch in ((label("–"), 0), (label(text, in_line=True), 1)):
        part.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(part, stretch)
    return holder
