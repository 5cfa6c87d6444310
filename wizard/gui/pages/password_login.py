"""T3: user name and password; where the provider wants a password of its own, the steps to make it."""

import re

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from wizard.catalogue.load import password_guides
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.password_pages import drawn_page
from wizard.catalogue.provider_rows import PasswordGuide
from wizard.catalogue.words import words_of
from wizard.gui.pages.page import Page
from wizard.gui.pages.sheet import line_button
from wizard.gui.widgets.dialog_drawing import DialogDrawing, Picture
from wizard.gui.widgets.dialog_words import Touch
from wizard.gui.widgets.labels import CAPTION, label
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.sender.own_sender import DomainAsked, provider_in, usual_user

_words = words_of(__name__)

_LINES = 14
"""How high a drawing gets: these pages are small, and beside them stand a few steps."""


class PasswordLoginPage(Page):
    """The boxes, and beside them the provider's own steps."""

    def build(self, body: QVBoxLayout) -> None:
        """Show the boxes; the user name stands there already."""
        self.row = provider_in(self.session.answers)
        self.guide = password_guides().get(self.row.guide)
        self.boxes.add_all(self.session.screen.fields, body)
        if "user_name" not in self.session.answers:
            address = self.session.answers.text("email_address")
            found = self.session.results.given(DomainAsked)
            self.boxes["user_name"].put(usual_user(self.row, address, found))
        self.boxes["password"].changed.connect(self._look)
        if self.guide is not None and self.guide.shape:
            self.boxes["password"].may_say(self._different(self.guide))
        self._look()
        if self.guide is not None:
            body.addSpacing(4)
            body.addWidget(self._steps(self.guide))
        self.add_practice_button()

    def focus_first(self) -> bool:
        """The user name is right most of the time: begin with the password."""
        return self.focus_on("password")

    def _look(self) -> None:
        """Say beside the box when what was typed does not look like what the provider makes."""
        text = str(self.boxes["password"].value or "")
        guide = self.guide
        said = ""
        if guide is not None and guide.shape and text:
            good = re.fullmatch(guide.shape, text.replace(" ", ""))
            said = "" if good else self._different(guide)
        self.boxes["password"].show_live(said)

    def _different(self, guide: PasswordGuide) -> str:
        return _words("looks-different", provider=self.row.name, shape=guide.shape_words)

    def _steps(self, guide: PasswordGuide) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label(guide.title, bold=True), 1)
        opener = line_button(_words("open-page"), lambda: self.tools.open_address(guide.url))
        opener.setAccessibleName(_words("open-address", address=guide.url))
        head.addWidget(opener)
        inside.addLayout(head)
        both = QHBoxLayout()
        both.setSpacing(16)
        steps = QVBoxLayout()
        for number, text in enumerate(guide.steps, 1):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(StateMark(Mark.TODO, str(number)))
            row.addWidget(label(text), 1)
            steps.addLayout(row)
        steps.addStretch(1)
        both.addLayout(steps, 3)
        dialog = drawn_page(guide)
        if dialog is not None:
            drawing = DialogDrawing()
            drawing.setMaximumHeight(_LINES * drawing.fontMetrics().height())
            touches = [Touch(element, number, now=True) for element, number in guide.touches.items()]
            drawing.show_picture(Picture(dialog, {}, touches))
            both.addWidget(drawing, 2)
        inside.addLayout(both)
        inside.addWidget(
            label(_words("checked", day=day_in_words(guide.checked)), name="muted", scale=CAPTION)
        )
        return frame
