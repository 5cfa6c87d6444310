"""The generic page: draws any screen of boxes from its data."""

from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wizard.catalogue.load import countries, isps, key_verdicts
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.schema import FieldSpec
from wizard.catalogue.wording import fill
from wizard.catalogue.words import words_of
from wizard.gui.pages.boxes import in_columns, letters
from wizard.gui.pages.page import Page
from wizard.gui.pages.values_file import values_link
from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import label, link, show_fold
from wizard.jobs.xero.inspect_key import verdict
from wizard.oauth.pasted_key import inspect_key
from wizard.procedure.fields import is_asked

_words = words_of(__name__)

_COUNTRY = "country"


class FormPage(Page):
    """Boxes, notes, links to side pages, and a fold for the technician."""

    def build(self, body: QVBoxLayout) -> None:
        """Lay the boxes out in their order; those of the fold below, closed."""
        screen = self.session.screen
        self.boxes.reveal = self._reveal
        self._notes = [(text, label("", name="muted")) for text in screen.notes]
        for text, note in self._notes:
            if not _is_about_choice(text):
                body.addWidget(note)
        names = dict(zip((f.id for f in screen.fields), letters(len(screen.fields)), strict=True))
        in_columns(
            [spec for spec in screen.fields if not spec.fold],
            body,
            lambda spec, cell: self._add(spec, names[spec.id], cell),
        )
        links = FlowLayout()
        if screen.written_as:
            links.addWidget(values_link(self))
        self.add_side_links(links)
        body.addLayout(links)
        # What depends on a choice stands below all that can be pressed.
        for text, note in self._notes:
            if _is_about_choice(text):
                body.addWidget(note)
        self._fold: QWidget | None = None
        folded = [spec for spec in screen.fields if spec.fold]
        if folded:
            self._add_fold(folded, names, body)
        self.add_practice_button()
        self._update()
        self.edited.connect(self._update)

    def _add(self, spec: FieldSpec, letter: str, layout: QVBoxLayout) -> FieldBox:
        box = self.boxes.add(spec, letter, layout)
        here = {each.id for each in self.session.screen.fields}
        if here & spec.only_when.keys() and not spec.fold:
            # It comes and goes with another box of this screen: what stands below it does not move.
            room = box.sizePolicy()
            room.setRetainSizeWhenHidden(True)
            box.setSizePolicy(room)
        if spec.live == "key-verdict":
            box.may_say(*key_verdicts()[self.session.procedure.id].values())
            box.changed.connect(lambda: self._say_verdict(box))
            self._say_verdict(box)  # of what it held when its screen was left
        if spec.id == _COUNTRY:
            self._follow_country(box)
        return box

    def _follow_country(self, box: FieldBox) -> None:
        """Say where the store's organisation is, while another country is chosen: the price goes by it."""
        own = self.session.tools.site.record().organisation
        name = next((one.label for one in countries() if own is not None and one.value == own.country), "")
        if own is None or not name:
            return
        said = _words("is-in", name=own.name, country=name)
        box.may_say(said)

        def say() -> None:
            box.show_live(said if box.value and box.value != own.country else "")

        box.changed.connect(say)
        say()

    def _say_verdict(self, box: FieldBox) -> None:
        """Say of a pasted key what it is."""
        text = str(box.value or "")
        box.show_live(verdict(inspect_key(text), self.session.procedure.id) if text else "")

    def _add_fold(self, specs: list[FieldSpec], names: dict[str, str], body: QVBoxLayout) -> None:
        screen = self.session.screen
        self._opener = link("")
        show_fold(self._opener, screen.fold_title, is_open=False)
        self._opener.clicked.connect(
            lambda: self._open_fold(on=self._fold is not None and self._fold.isHidden())
        )
        body.addWidget(self._opener)
        fold = QFrame()
        inside = QVBoxLayout(fold)
        inside.setContentsMargins(12, 0, 0, 0)
        inside.setSpacing(4)
        for text in screen.fold_lines:
            inside.addWidget(label(text, name="muted"))
        in_columns(specs, inside, lambda spec, cell: self._add(spec, names[spec.id], cell))
        fold.hide()
        self._fold = fold
        body.addWidget(fold)

    def _open_fold(self, *, on: bool) -> None:
        if self._fold is not None:
            self._fold.setVisible(on)
            show_fold(self._opener, self.session.screen.fold_title, is_open=on)

    def _reveal(self, box: FieldBox) -> None:
        """Open the fold where the box stands in it."""
        if box.spec.fold:
            self._open_fold(on=True)

    def _update(self) -> None:
        """Show and hide boxes by what stands in the others; fill the notes."""
        view: dict[str, Any] = {**self.session.facts(), **{n: b.value for n, b in self.boxes.items()}}
        for box in self.boxes.values():
            if box.spec.only_when:
                box.setVisible(is_asked(box.spec, view))
        country = next((c for c in countries() if c.value == view.get("country")), None)
        view["price"] = country.price if country and country.offered else ""
        view["isps_checked"] = day_in_words(isps().checked)
        for text, note in self._notes:
            note.setText(fill(text, view))
            # A note about something not chosen yet says nothing.
            note.setVisible(not _is_about_choice(text) or bool(view["price"]))


def _is_about_choice(note: str) -> bool:
    """Whether a note says something about what is chosen on the same screen."""
    return "{price}" in note
