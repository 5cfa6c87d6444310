"""R3: the line for the vendor's field, copied out and pasted back; never shown whole."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.catalogue.schema import Action
from wizard.catalogue.wording import wording
from wizard.catalogue.words import words_of
from wizard.gui.pages.boxes import letters
from wizard.gui.pages.page import Page
from wizard.gui.pages.paste_back import PastedBack
from wizard.gui.widgets.copy_row import CopyRow
from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import button, label
from wizard.jobs.xero.check_line import whole_line
from wizard.jobs.xero.vendor_said import COPIED, NAMED, PICKED, VendorSaid
from wizard.model.problem import Problem
from wizard.oauth.clean_text import clean
from wizard.procedure.hints import line_hint
from wizard.session.held import note_copied
from wizard.xero.settle import is_demo_name

_words = words_of(__name__)

_LAST = "paste_back"
"""The box below the Copy button: what it holds comes back from the other program."""
_SIGN_IN = "vendor-sign-in"
_TO_SIGN_IN = Action(label="", does="goto", step=_SIGN_IN)
_NOT_TO_COPY = {"PICKED-OTHER", "VENDOR-DEMO"}


class TokenLinePage(Page):
    """Box A holds the line, B says whose it is; then it is copied to the other program, and pasted back."""

    def build(self, body: QVBoxLayout) -> None:
        """The line, which organisation it is for, its copy button, the box to paste back."""
        page = self.session.procedure.vendor_page
        assert page is not None
        self._vendor = page
        specs = self.session.screen.fields
        row = self.session.screen.lines[0]
        self._row = CopyRow(row.text, "", row.note, self._copy)
        if self.session.answers.secret("line") is None:
            self._offer_sign_in(body)
        for spec, letter in zip(specs, letters(len(specs)), strict=True):
            if spec.id == _LAST:
                body.addWidget(self._row)
            box = self.boxes.add(spec, letter, body)
            if spec.id == PICKED:
                self._offer_names(body)
            if spec.id != _LAST:
                box.changed.connect(self._update)
        self.boxes[PICKED].may_say(_words("name-it-first"))
        self._refused = False
        """Whether the problem that is shown says that this line must not be copied."""
        self.boxes["line"].changed.connect(self._look_who_named)
        self.edited.connect(self._take_back_what_was_said)
        self._pasted = PastedBack(self.boxes, self.tools.clipboard.holds_ours, self._compare)
        self.boxes[_LAST].may_say(_words("same-line"))
        self.add_practice_button()
        self._update()
        if self.session.result is not None:
            self.show_result(self.session.result)

    def fill_in(self, values: Mapping[str, Any]) -> None:
        """Fill the boxes; what the practice puts there did not come from the other program."""
        super().fill_in(values)
        self._pasted.say_practice(values)

    def values(self) -> dict[str, Any]:
        """Return the line, and what was pasted back unless it is our own copy."""
        return self._pasted.without_ours(super().values())

    def _offer_sign_in(self, body: QVBoxLayout) -> None:
        """Without a line there is one way to a new one, besides pasting it."""
        row = QHBoxLayout()
        row.addWidget(label(self.session.screen.notes[0], name="muted"), 1)
        step = next(step for step in self.session.procedure.steps if step.id == _SIGN_IN)
        number = f"{self.session.procedure.letter}{step.number}"
        back = button(_words("sign-in-for-new-line", number=number))
        back.clicked.connect(lambda _checked=False: self.tools.act(_TO_SIGN_IN))
        row.addWidget(back)
        body.addLayout(row)

    def _offer_names(self, body: QVBoxLayout) -> None:
        """Offer the names that may be meant: this store's own, and the one that the vendor's page named."""
        own = self.session.tools.site.record().organisation
        names = {own.name if own is not None else "", self._named} - {""}
        if not names:
            return
        holder = QWidget()
        row = FlowLayout(holder)
        row.addWidget(label(_words("press-if-here"), name="muted"))
        for name in sorted(names, key=str.casefold):
            offer = button(name)
            offer.clicked.connect(lambda _checked=False, name=name: self.boxes[PICKED].put(name))
            row.addWidget(offer)
        body.addWidget(holder)

    def take_action(self, action: Action) -> bool:
        """Copy the line once more, to be pasted back anew; not before it is said whose it is."""
        if action.does != "copy-value":
            return super().take_action(action)
        if not self._row.copy_button.isEnabled():
            return self.focus_on(PICKED)
        self._pasted.paste_anew(action.field, self._row.copy_button)
        return True

    # --- what is known ---

    @property
    def _named(self) -> str:
        return self.session.answers.text(NAMED)

    def _look_who_named(self) -> None:
        """Another line than the one that stood beside the vendor's name: nobody named its organisation.

        Of one that was read from the page before, and is pasted again, it is known all the same.
        """
        pasted = self.boxes[_LAST]
        if pasted.value and pasted.value != self._whole():
            pasted.show_live("")
        captured = self.session.answers.secret("line")
        whole = self._whole()
        if captured is None or captured.reveal() != whole:
            seen = self.session.tools.named_lines.get(whole) if isinstance(whole, str) else None
            self.session.answers.put(NAMED, seen)
            self.session.answers.put(COPIED, None)

    def _compare(self, pasted: FieldBox) -> str:
        """Return at once that what came back is the same; what differs is told by the check."""
        return _words("same-line") if clean(str(pasted.value or "")) == self._whole() else ""

    def _take_back_what_was_said(self) -> None:
        """Something else stands here than what a problem was about; its room stays: nothing moves."""
        if self.problem is None:
            return
        room = self.problem.height()
        self.clear_problem()
        self.problem_slot.addSpacing(room)
        self._update()

    def show_problem(self, problem: Problem) -> None:
        """Show it; a line that must not be copied can not be."""
        super().show_problem(problem)
        self._refused = problem.code in _NOT_TO_COPY
        self._update()

    def clear_problem(self) -> None:
        """Take it down."""
        super().clear_problem()
        self._refused = False

    def _whole(self) -> str | Problem:
        return whole_line(str(self.boxes["line"].value or ""), self._vendor)

    @property
    def _is_unknown(self) -> bool:
        return bool(self.boxes["picked_unknown"].value)

    @property
    def _picked(self) -> str:
        return "" if self._is_unknown else str(self.boxes[PICKED].value or "").strip()

    @property
    def _is_said(self) -> bool:
        return bool(self._picked) or self._is_unknown

    def _update(self) -> None:
        """Say of the line its ends and its length, or what is wrong with it or missing to copy it."""
        whole = self._whole()
        typed = bool(self.boxes["line"].value)
        if isinstance(whole, str):
            read = _words("read-line", demo=_demo_words(self._named)).strip()
            self.boxes["line"].show_live(read if self._named else _words("whole-line"))
        else:
            self.boxes["line"].show_live(wording(whole).what if typed else "")
        picked = self.boxes[PICKED].focus_target
        assert isinstance(picked, QLineEdit)
        picked.setEnabled(not self._is_unknown)
        shown = line_hint(whole) if isinstance(whole, str) else _words("paste-first")
        self._row.show_value(shown)
        waits = isinstance(whole, str) and not self._is_said
        self.boxes[PICKED].show_live(_words("name-it-first") if waits else _demo_words(self._picked))
        self._row.copy_button.setEnabled(isinstance(whole, str) and self._is_said and not self._refused)

    def focus_first(self) -> bool:
        """Where the line is there already, the next thing to do is to say whose it is."""
        if isinstance(self._whole(), str) and not self._is_said:
            return self.focus_on(PICKED)
        return super().focus_first()

    def _copy(self) -> bool:
        whole = self._whole()
        said = VendorSaid(self._vendor.owner, self._vendor.finds, self._named, self._picked)
        wrong = said.contradiction(allow_demo=self.session.tools.world.is_practice)
        if isinstance(whole, Problem):
            self.show_problem(whole)
            return False
        if wrong is not None:
            self.show_problem(wrong)
            return False
        self.clear_problem()
        self.session.tools.learn(whole, [])
        self.tools.clipboard.copy_secret(whole)
        self.session.answers.put(COPIED, value=True)
        note_copied(self.session)
        return True


def _demo_words(name: str) -> str:
    if not is_demo_name(name):
        return ""
    return _words("demo-company", name=name)
