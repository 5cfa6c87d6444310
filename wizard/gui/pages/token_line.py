"""R3: the line for the vendor's field, copied out and pasted back; never shown whole."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from wizard.gui.pages.boxes import letters
from wizard.gui.pages.page import Page
from wizard.gui.pages.paste_back import PastedBack
from wizard.gui.widgets.copy_row import CopyRow
from wizard.jobs.xero.check_line import whole_line
from wizard.model.problem import Problem
from wizard.redaction.shapes import line_hint


class TokenLinePage(Page):
    """Box A holds the line, a Copy button takes it to the other program, box B checks what arrived."""

    def build(self, body: QVBoxLayout) -> None:
        """The line, its copy button, the box to paste back."""
        specs = self.session.screen.fields
        line, *rest = zip(specs, letters(len(specs)), strict=True)
        box = self.boxes.add(*line, body)
        row = self.session.screen.lines[0]
        self._row = CopyRow(row.text, "", row.note, self._copy)
        body.addWidget(self._row)
        for spec, letter in rest:
            self.boxes.add(spec, letter, body)
        self._pasted = PastedBack(self.boxes, self.tools.clipboard.holds_ours)
        self.add_practice_button()
        box.changed.connect(self._update)
        self._update()
        if self.session.result is not None:
            self.show_result(self.session.result)

    def values(self) -> dict[str, Any]:
        """Return the line, and what was pasted back unless it is our own copy."""
        return self._pasted.without_ours(super().values())

    def _whole(self) -> str | Problem:
        page = self.session.procedure.vendor_page
        assert page is not None
        return whole_line(str(self.boxes["line"].value or ""), page)

    def _update(self) -> None:
        """Say of the line its ends and its length, or what is wrong with it."""
        whole = self._whole()
        typed = bool(self.boxes["line"].value)
        if isinstance(whole, str):
            self._row.show_value(line_hint(whole))
            self.boxes["line"].show_live("This is a whole line.")
        else:
            self._row.show_value("paste the line into box A first")
            words = {"KEY-CUT": "The line is cut short.", "LINE-TWO": "There are two lines: paste one."}
            said = words.get(whole.code, "No line starting 2RF: in this.")
            self.boxes["line"].show_live(said if typed else "")
        self._row.copy_button.setEnabled(isinstance(whole, str))

    def _copy(self) -> bool:
        whole = self._whole()
        if isinstance(whole, Problem):
            self.show_problem(whole)
            return False
        self.session.tools.learn(whole, [])
        self.tools.clipboard.copy_secret(whole)
        return True
