"""T5: Connect and Disconnect: the way, the page or code to sign in with, and a status line."""

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from wizard.catalogue.schema import Action
from wizard.catalogue.words import words_of
from wizard.gui.pages.embedded_room import EmbeddedRoom
from wizard.gui.pages.items import Item
from wizard.gui.pages.page import Page
from wizard.gui.pages.sheet import line_button
from wizard.gui.pages.sign_in_panel import BROWSER, PASTE, WINDOW, SignInPanel
from wizard.gui.widgets.labels import CAPTION, TITLE, label
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.paste_entry import PasteEntry
from wizard.jobs.job import Job
from wizard.jobs.sender.connection import is_connected, known_account
from wizard.jobs.sender.disconnect_sender import DisconnectSender
from wizard.jobs.sender.own_sender import Sender, sender_of, vendor_name
from wizard.jobs.sender.sign_in_sender import SignInSender
from wizard.model.sender import DeviceCode, SignInPage, Vendor
from wizard.session.results import StepResult

_words = words_of(__name__)

_WAIT_SECONDS = 3600.0
"""How long a person may take: they look for their telephone, or for the one who knows the password."""


class SenderConnectPage(Page):
    """State is said by the button and by a line of its own (S5.32)."""

    panel: SignInPanel
    room: EmbeddedRoom
    fills: ClassVar[bool] = True
    stays: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The status line first: it is what support asks for."""
        status = QFrame()
        status.setObjectName("card")
        row = QHBoxLayout(status)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        self._mark, self.status = StateMark(), label("", bold=True)
        self.status.setAccessibleName(_words("status"))
        row.addWidget(self._mark)
        row.addWidget(self.status, 1)
        body.addWidget(status)
        self.boxes.add_missing_secrets(body)
        self._build_panel(body)
        # Above the browser's room, which is empty most of the time.
        body.addLayout(self.problem_slot)
        self._slot = QWidget()
        self._slot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._ways = QVBoxLayout(self._slot)
        self._ways.setContentsMargins(0, 0, 0, 0)
        for way, part in ((WINDOW, self.panel.room), (BROWSER, self._own)):
            self.panel.add_part(way, part, self._ways)
        self._code = QVBoxLayout()
        self._ways.addLayout(self._code)
        body.addWidget(self._slot, 1)
        self._show_status()
        if self.session.result is not None:
            self.show_result(self.session.result)

    def _build_panel(self, body: QVBoxLayout) -> None:
        self.panel = SignInPanel(self)
        self.room = self.panel.room
        sender = self._own_sender()
        app = sender.app
        if sender.is_personal:
            self.panel.ways.grey("client-credentials", _words("organisations-only"))
        if app is not None and app.vendor is Vendor.GOOGLE:
            self.panel.ways.grey(WINDOW, _words("google-refuses"))
            for way in ("device", "client-credentials"):
                self.panel.ways.grey(way, _words("microsoft-only"))
        self.panel.ways.chosen.connect(lambda _way: self.edited.emit())
        body.addWidget(self.panel.ways)
        self._own = QWidget()
        self._build_own(QVBoxLayout(self._own))

    def take_action(self, action: Action) -> bool:
        """Take the way that a problem's button names."""
        if action.does != "way":
            return super().take_action(action)
        self.choose_way(action.value)
        return True

    def choose_way(self, way: str) -> None:
        """Choose a way, as a problem's button does; the address is pasted where the browser's card is."""
        self.panel.choose_way(BROWSER if way == PASTE else way)

    def clear_problem(self) -> None:
        """Take what was said down; the page gets its room back."""
        super().clear_problem()
        self.panel.room.make_room(for_problem=False)

    def values(self) -> dict[str, Any]:
        """The chosen way, and a secret that is asked for again."""
        return {**super().values(), "way": self.panel.ways.value}

    def fill_in(self, values: Mapping[str, Any]) -> None:
        """Take the way as well."""
        super().fill_in(values)
        self.choose_way(str(values.get("way", "")))

    def focus_on(self, name: str) -> bool:
        """Put the cursor onto the ways."""
        if name == "way":
            self.panel.ways.focus()
            return True
        return super().focus_on(name)

    def _own_sender(self) -> Sender:
        """Return the sender as it is answered now."""
        return sender_of(self.session.answers)

    def own_job(self) -> Job:
        """Connect asks a person."""
        before = self.session.results.get(self.session.step.id)
        problem = before.problem if before is not None else None
        other = problem is not None and problem.code == "SENDER-MISMATCH"
        return SignInSender(self._own_sender(), wait_seconds=_WAIT_SECONDS, other_account=other)

    @property
    def verb(self) -> str:
        """Connect, until something is connected."""
        return self.leads_on if self.again else self.session.screen.button

    def press_again(self) -> bool:
        """The second button is Disconnect once something is connected."""
        if self.again:
            self.begin()
            self.tools.take_back(DisconnectSender(self._own_sender()))
        return bool(self.again)

    def begin(self) -> None:
        """The job starts."""
        super().begin()
        self._mark.set(Mark.RUNNING)
        self.status.setText(_words("connecting"))

    def take_item(self, item: Item) -> None:
        """Show the page to sign in on, or the code to type."""
        if isinstance(item, SignInPage):
            host = item.address.split("/")[2]
            self._host.setText(_words("press-accept", host=host))
            self.give_up_heading(wanted=True)
            self.panel.begin(item)
        elif isinstance(item, DeviceCode):
            empty(self._code)
            self._code.addWidget(self._for_code(item))
            self._code.addStretch(1)

    def show_result(self, result: StepResult) -> None:
        """Say who is connected, or what is in the way."""
        self.panel.come_forward()
        self._end()
        super().show_result(result)
        self._show_status()

    def refresh(self) -> None:
        """Nothing runs any more."""
        super().refresh()
        self._end()
        self._show_status()

    def _end(self) -> None:
        self.panel.end()
        self.give_up_heading(wanted=False)
        empty(self._code)

    def _show_status(self) -> None:
        app, result = self._own_sender().app, self.session.result
        vendor = vendor_name(app.vendor) if app else ""
        account = known_account(self.session.tools)
        if result is not None and result.ok:
            self._mark.set(Mark.DONE)
            who = result.facts.get("connected_as") or account.address
            self.status.setText(_words("connected", vendor=vendor, who=who))
        elif result is not None and result.problem is not None:
            self._mark.set(Mark.FAILED)
            other = result.problem.code == "SENDER-MISMATCH"
            self.status.setText(_words("other-sender", vendor=vendor) if other else _words("not-connected"))
        elif app is not None and is_connected(self.session.tools, app):
            self._mark.set(Mark.TODO)
            self.status.setText(_words("connected-before", who=account.address))
        else:
            self._mark.set(Mark.TODO)
            self.status.setText(_words("not-connected"))

    # --- while somebody signs in ---

    def _build_own(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        frame, inside = _card(_words("sign-in-in-browser"))
        self._host = label("", name="muted")
        inside.addWidget(self._host)
        row = QHBoxLayout()
        row.addWidget(line_button(_words("open-again"), self.panel.open_browser))
        row.addWidget(line_button(_words("copy-address"), self.panel.copy_address))
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(label(_words("page-not-shown")))
        paste = PasteEntry(_words("led-to-address"), _words("use-it"), self._offer)
        paste.hide_what_is_typed()
        inside.addLayout(paste)
        column.addWidget(frame)
        column.addStretch(1)

    def _offer(self, pasted: str) -> str:
        return _words("not-of-this-sign-in") if self.panel.offer(pasted) else ""

    def _for_code(self, code: DeviceCode) -> QFrame:
        frame, inside = _card(_words("type-code"))
        inside.addWidget(label(code.code, bold=True, scale=TITLE))
        inside.addWidget(label(_words("at-address", address=code.address), name="muted"))
        row = QHBoxLayout()
        row.addWidget(line_button(_words("copy-code"), lambda: self.tools.clipboard.copy(code.code)))
        row.addWidget(line_button(_words("open-page-here"), lambda: self.tools.open_address(code.address)))
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(label(_words("good-for", minutes=code.seconds // 60), name="muted", scale=CAPTION))
        return frame


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    frame = QFrame()
    frame.setObjectName("card")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.setSpacing(8)
    inside.addWidget(label(title, bold=True))
    return frame, inside
