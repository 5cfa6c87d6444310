"""T2: the provider of the address; server, port and encryption fill in and can be changed."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from wizard.catalogue.deadlines import due
from wizard.catalogue.load import encryptions
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.provider_rows import Provider
from wizard.catalogue.providers import ANOTHER, provider, provider_of_address
from wizard.catalogue.wording import wording
from wizard.catalogue.words import words_of
from wizard.gui.pages.boxes import in_columns, letters
from wizard.gui.pages.page import Page
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import CAPTION, label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.panels import ProblemPanel
from wizard.jobs.sender.own_sender import SIGN_IN, DomainAsked, found_row
from wizard.model.problem import Fact, Problem

_words = words_of(__name__)

_SOURCE_LINES = 1
"""So many lines have room for what is known of a provider's row."""


class MailProviderPage(Page):
    """A list of providers above, its values below in two columns."""

    def build(self, body: QVBoxLayout) -> None:
        """Lay the boxes out; what was not typed yet comes from the provider of the address."""
        names = dict(zip((f.id for f in self.session.screen.fields), letters(9), strict=False))
        specs = {f.id: f for f in self.session.screen.fields}
        self.boxes.add(specs["provider"], names["provider"], body)
        self._checked = label("", name="muted", scale=CAPTION)
        room = self._checked.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._checked.setSizePolicy(room)
        self._checked.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._checked.setMinimumHeight(_SOURCE_LINES * self._checked.fontMetrics().lineSpacing())
        body.addWidget(self._checked)
        values = [specs[name] for name in ("server", "port", "encryption", "login_kind")]
        in_columns(values, body, lambda spec, cell: self.boxes.add(spec, names[spec.id], cell))
        beside = FlowLayout(spacing=16)
        beside.addWidget(label(self.session.screen.notes[0], name="muted", scale=CAPTION, in_line=True))
        for target in self.session.screen.links:
            step = next(s for s in self.session.procedure.steps if s.id == target)
            number = f"{self.session.procedure.letter}{step.number}"
            side = link(_words("page-for-helper", number=number))
            side.clicked.connect(lambda _checked=False, name=target: self.tools.open_side(name))
            beside.addWidget(side)
        body.addLayout(beside)
        # What comes and goes with the provider stands below all that can be pressed.
        self._deadline = QVBoxLayout()
        body.addLayout(self._deadline)
        self.add_practice_button()
        self._begin()
        self.boxes["provider"].changed.connect(self._fill_in)
        self.boxes["encryption"].changed.connect(self._port_for_encryption)
        self.edited.connect(self._say)
        self._say()

    def _begin(self) -> None:
        answers = self.session.answers
        address = answers.text("email_address")
        found = self.session.results.given(DomainAsked)
        self._found = found_row(found, address) if found is not None else None
        """The row of what T1 found out about the domain."""
        self._said_by = found if self._found is not None else None
        if self.boxes["provider"].value is None:
            row = self._found or provider_of_address(address)
            self.boxes["provider"].put(row.id)
        self._filled_in = self._row().outgoing.host
        """The server that belongs to the provider: with another one it is not meant any more."""
        if not any(name in answers for name in ("server", "port", "encryption")):
            self._fill_in()
        if self._found is None and provider_of_address(address).id == ANOTHER:
            self.say_heading(self.title.text(), _words("nothing-found"))

    def _row(self) -> Provider:
        """The chosen row, with the server that was found where it is the one found out."""
        chosen = provider(str(self.boxes["provider"].value or ANOTHER))
        found = self._found
        return found if found is not None and found.id == chosen.id else chosen

    def _fill_in(self) -> None:
        """Another provider was chosen: its values, and the login it wants."""
        row = self._row()
        # What is asked next follows from the provider as well.
        kind = "google" if row.vendor == "google" else "personal" if row.ended else "work"
        self.session.answering.put("account_kind", kind)
        typed = str(self.boxes["server"].value or "").strip().lower()
        if row.outgoing.host or not typed or typed == self._filled_in:
            self.boxes["server"].put(row.outgoing.host)
        self._filled_in = row.outgoing.host
        self.boxes["port"].put(row.outgoing.port)
        self.boxes["encryption"].put(row.outgoing.socket)
        self.boxes["login_kind"].put("sign-in" if row.login[0] == "oauth2" else "password")

    def _found_words(self, row: Provider) -> str:
        assert self._said_by is not None
        found = self._said_by
        facts: dict[str, Fact] = {
            "domain": found.found_for,
            "provider": "" if row.id == ANOTHER else row.own_domain or row.name,
            "server": found.found_server,
            "said": found.found_said,
            "by": found.found_by,
        }
        words = wording(Problem("PROV-FOUND", facts))
        return f"{words.what} {words.why} {words.do}"

    def _port_for_encryption(self) -> None:
        """The usual port goes with the encryption, unless an unusual one was typed."""
        words = encryptions()
        usual = {str(word.port) for word in words.values()} | {""}
        chosen = str(self.boxes["encryption"].value or "")
        if str(self.boxes["port"].value or "") in usual and chosen in words:
            self.boxes["port"].put(words[chosen].port)

    def _say(self) -> None:
        """Say how old the row is, what the guide has instead, and what will end."""
        row = self._row()
        state = _words("not-verified") if row.state == "unverified" else ""
        guide = _words("guide-says", value=row.guide_says) if row.guide_says else ""
        known = row.id != ANOTHER
        is_found = row == self._found
        day = day_in_words(row.checked)
        told = _words("row-checked", state=state, guide=guide, day=day, source=row.source)
        self._checked.setText(self._found_words(row) if is_found else told)
        self._checked.setVisible(known or is_found)
        empty(self._deadline)
        if self.boxes["login_kind"].value == SIGN_IN:
            is_personal = self.session.answers.text("account_kind") == "personal"
            self._deadline.addWidget(label(self.session.screen.notes[1 if is_personal else 2]))
        store: dict[str, Any] = {
            "sender_provider": row.id,
            "sender_server": str(self.boxes["server"].value or "").strip().lower(),
            "sender_login": str(self.boxes["login_kind"].value),
        }
        for found in due(date.today(), store):  # noqa: DTZ011 - the store's own day
            if row.ended is not None:
                continue  # Next says so, and that it cannot work
            facts: dict[str, Fact] = {
                "when": found.deadline.ends_words,
                "days": found.days_left,
                "past": found.is_past,
            }
            panel = ProblemPanel(wording(Problem("PROV-DEADLINE", facts)), self.session.number)
            panel.action_chosen.connect(lambda _action: self.boxes["login_kind"].put("sign-in"))
            self._deadline.addWidget(panel)
