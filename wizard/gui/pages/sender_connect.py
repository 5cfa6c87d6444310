"""T5: Connect and Disconnect: the way, the page or code to sign in with, and a status line."""

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from wizard.catalogue.schema import Action
from wizard.gui.browser.available import why_not
from wizard.gui.pages.page import Page
from wizard.gui.pages.sheet import line_button
from wizard.gui.widgets.field_box import TrimmingLineEdit
from wizard.gui.widgets.labels import label
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.way_bar import WayBar
from wizard.jobs.disconnect_sender import DisconnectSender
from wizard.jobs.job import Job
from wizard.jobs.sender import Sender, sender_of, vendor_name
from wizard.jobs.sender_connection import is_connected, known_account
from wizard.jobs.sign_in_sender import SignInSender
from wizard.model.sender import DeviceCode, SignInPage, Vendor
from wizard.session.results import StepResult

_WAIT_SECONDS = 3600.0
"""How long a person may take: they look for their telephone, or for the one who knows the password."""


class SenderConnectPage(Page):
    """State is said by the button and by a line of its own (S5.32)."""

    fills: ClassVar[bool] = True
    stays: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The status line first: it is what support asks for."""
        status = QFrame()
        status.setObjectName("card")
        row = QHBoxLayout(status)
        row.setContentsMargins(18, 12, 18, 12)
        row.setSpacing(12)
        self._mark, self.status = StateMark(), label("", bold=True, scale=1.1)
        self.status.setAccessibleName("Status")
        row.addWidget(self._mark)
        row.addWidget(self.status, 1)
        body.addWidget(status)
        self.boxes.add_missing_secrets(body)
        self._page: SignInPage | None = None
        """The page that somebody has to sign in on, while it is waited for."""
        body.addWidget(self._build_ways())
        # Above the browser's room, which is empty most of the time.
        body.addLayout(self.problem_slot)
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._slot = QVBoxLayout(holder)
        self._slot.setContentsMargins(0, 0, 0, 0)
        body.addWidget(holder, 1)
        self._show_status()
        if self.session.result is not None:
            self.show_result(self.session.result)

    def _build_ways(self) -> WayBar:
        spec = next(f for f in self.session.screen.fields if f.id == "way")
        self._ways = WayBar(spec, "A")
        self._ways.choose(self.session.answers.text("way") or str(spec.default))
        app = self._own_sender().app
        google = app is not None and app.vendor is Vendor.GOOGLE
        reason = "Google refuses to sign in inside another program." if google else why_not()
        if reason:
            self._ways.grey("window", reason)
        for way in ("device", "client-credentials") if google else ():
            self._ways.grey(way, "Microsoft only.")
        self._ways.chosen.connect(self._on_way)
        return self._ways

    def take_action(self, action: Action) -> bool:
        """Take the way that a problem's button names."""
        if action.does != "way":
            return super().take_action(action)
        self.choose_way(action.value)
        return True

    def choose_way(self, way: str) -> None:
        """Choose a way, as a problem's button does; the address is pasted where the browser's card is."""
        wanted = "browser" if way == "paste" else way
        if self._ways.value == wanted:
            self._on_way(wanted)
        else:
            self._ways.choose(wanted)

    def values(self) -> dict[str, Any]:
        """The chosen way, and a secret that is asked for again."""
        return {**super().values(), "way": self._ways.value}

    def fill_in(self, values: Mapping[str, Any]) -> None:
        """Take the way as well."""
        super().fill_in(values)
        self.choose_way(str(values.get("way", "")))

    def focus_on(self, name: str) -> bool:
        """Put the cursor onto the ways."""
        if name == "way":
            self._ways.focus()
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
        return "Next" if self.again else self.session.screen.button

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
        self.status.setText("Connecting…")

    def take_item(self, item: Any) -> None:
        """Show the page to sign in on, or the code to type."""
        if isinstance(item, SignInPage):
            self._page = item
            self._show_page()
        elif isinstance(item, DeviceCode):
            empty(self._slot)
            self._add_card(self._for_code(item))

    def _on_way(self, _way: str) -> None:
        """Go on in another way: the same sign-in, and both are listened to."""
        self.edited.emit()
        if self._page is not None and self._ways.value in {"window", "browser"}:
            self.clear_problem()
            self._show_page()

    def _show_page(self) -> None:
        assert self._page is not None
        empty(self._slot)
        if self._ways.value == "window":
            self._slot.addWidget(self._embedded(self._page), 1)
        else:
            self.tools.open_address(self._page.address)
            self._add_card(self._for_page(self._page))

    def _add_card(self, card: QFrame) -> None:
        self._slot.addWidget(card)
        self._slot.addStretch(1)

    def _embedded(self, page: SignInPage) -> QWidget:
        """Show the sign-in page right here; nothing of it is kept."""
        from wizard.gui.browser.embedded import EmbeddedBrowser  # noqa: PLC0415 - 200 MB, only when wanted

        browser = EmbeddedBrowser(page.is_answer)
        browser.answered.connect(page.hand_in)
        browser.trouble.connect(self.show_problem)
        browser.open(page.address)
        return browser

    def show_result(self, result: StepResult) -> None:
        """Say who is connected, or what is in the way."""
        if self._page is not None and self._ways.value == "browser":
            self.tools.come_forward()
        self._page = None
        empty(self._slot)
        super().show_result(result)
        self._show_status()

    def refresh(self) -> None:
        """Nothing runs any more."""
        super().refresh()
        self._page = None
        empty(self._slot)
        self._show_status()

    def _show_status(self) -> None:
        app, result = self._own_sender().app, self.session.result
        vendor = vendor_name(app.vendor) if app else ""
        account = known_account(self.session.tools)
        if result is not None and result.ok:
            self._mark.set(Mark.DONE)
            who = result.facts.get("connected_as") or account.address
            self.status.setText(f"Connected to {vendor} as {who}")
        elif result is not None and result.problem is not None:
            self._mark.set(Mark.FAILED)
            other = result.problem.code == "SENDER-MISMATCH"
            self.status.setText(
                f"Signed in to {vendor}, but not as your sender" if other else "Not connected"
            )
        elif app is not None and is_connected(self.session.tools, app):
            self._mark.set(Mark.TODO)
            self.status.setText(f"Connected before as {account.address}; press Connect to check it")
        else:
            self._mark.set(Mark.TODO)
            self.status.setText("Not connected")

    # --- while somebody signs in ---

    def _for_page(self, page: SignInPage) -> QFrame:
        frame, inside = _card("Sign in on the page that has opened in your browser")
        host = page.address.split("/")[2]
        inside.addWidget(label(f"The page must begin with https://{host}. Press Accept there.", name="muted"))
        row = QHBoxLayout()
        row.addWidget(line_button("Open it again", lambda: self.tools.open_address(page.address)))
        row.addWidget(line_button("Copy the address", lambda: self.tools.clipboard.copy(page.address)))
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(
            label("Does it end on a page that cannot be shown? Paste that page's whole address here:")
        )
        paste = TrimmingLineEdit()
        paste.setAccessibleName("Address of the page you were led to")
        paste.setEchoMode(QLineEdit.EchoMode.Password)
        said = label("", name="fault")
        said.hide()

        def hand_in() -> None:
            good = page.hand_in(paste.text())
            said.setText("" if good else "✕  That is not the address of this sign-in.")
            said.setVisible(not good)

        entry = QHBoxLayout()
        entry.addWidget(paste, 1)
        entry.addWidget(line_button("Use it", hand_in))
        inside.addLayout(entry)
        inside.addWidget(said)
        return frame

    def _for_code(self, code: DeviceCode) -> QFrame:
        frame, inside = _card("Type this code on any device")
        inside.addWidget(label(code.code, bold=True, scale=1.8))
        inside.addWidget(label(f"at {code.address}", name="muted"))
        row = QHBoxLayout()
        row.addWidget(line_button("Copy the code", lambda: self.tools.clipboard.copy(code.code)))
        row.addWidget(line_button("Open the page here", lambda: self.tools.open_address(code.address)))
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(label(f"It is good for {code.seconds // 60} minutes.", name="muted", scale=0.92))
        return frame


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    frame = QFrame()
    frame.setObjectName("card")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(18, 12, 18, 12)
    inside.setSpacing(7)
    inside.addWidget(label(title, bold=True))
    return frame, inside
