"""T6: Test Email: the seven rows, where the message went, and whether it arrived."""

from typing import ClassVar

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from wizard.catalogue.words import words_of
from wizard.gui.pages.mail_check import MailCheckPage
from wizard.gui.pages.sheet import line_button
from wizard.gui.widgets.labels import button, label
from wizard.gui.widgets.layouts import empty
from wizard.model.mail import CheckId
from wizard.session.results import StepResult

_words = words_of(__name__)


class SenderTestPage(MailCheckPage):
    """The check of sending alone, and the question that only a person can answer."""

    guide_has_plain: ClassVar[bool] = False

    def build(self, body: QVBoxLayout) -> None:
        """The box for the address stands above the rows."""
        spec = next(f for f in self.session.screen.fields if f.id == "send_to")
        self.boxes.add(spec, "A", body)
        self._asked = QVBoxLayout()
        super().build(body)
        body.removeWidget(self.spoken)
        body.addLayout(self._asked)
        body.addWidget(self.spoken)

    def title_of(self, check: CheckId) -> str:
        """Only sending is checked."""
        return _words("message-is-sent") if check is CheckId.ROUND_TRIP else super().title_of(check)

    def verdict_of(self, result: StepResult) -> str:
        """Only a message that was fetched back, or that a person saw, proves that sending works."""
        if not result.ok or not result.facts.get("fetched"):
            return ""
        return _words("works")

    def begin(self) -> None:
        """A new message, a new question."""
        super().begin()
        empty(self._asked)

    def show_result(self, result: StepResult) -> None:
        """Show the rows; a message that was not fetched back is asked for."""
        super().show_result(result)
        if result.ok and result.facts.get("sent_to") and not result.facts.get("fetched"):
            self._ask(str(result.facts["sent_to"]), answered=bool(result.facts.get("arrived")))

    def _ask(self, address: str, *, answered: bool) -> None:
        empty(self._asked)
        frame = QFrame()
        frame.setObjectName("notice")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        if answered:
            inside.addWidget(label(_words("arrived", address=address), bold=True))
            self._asked.addWidget(frame)
            return
        inside.addWidget(label(_words("did-it-arrive", address=address), bold=True))
        row = QHBoxLayout()
        yes = button(_words("yes"))
        yes.clicked.connect(lambda: self._arrived(address))
        self.tools.first_second.begin(yes)
        row.addWidget(yes)
        row.addWidget(line_button(_words("no"), lambda: self.tools.open_side("not-arrived")))
        row.addWidget(label(_words("look-into-mailbox")), 1)
        inside.addLayout(row)
        self._asked.addWidget(frame)

    def _arrived(self, address: str) -> None:
        if self.tools.keep(lambda: self.session.add_facts({"arrived": True})):
            self._ask(address, answered=True)
