"""R7: whether what another program posts arrived in Xero as it is in the store's file; nothing is sent."""

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from wizard.catalogue.export import window_words
from wizard.catalogue.schema import Action
from wizard.catalogue.words import number
from wizard.export.tally import equal_ones
from wizard.gui.pages.check_records import tiles
from wizard.gui.pages.lines import LinesPage
from wizard.gui.pages.outcome_rows import Ways, address_in, outcome_card
from wizard.gui.widgets.labels import button, label
from wizard.gui.widgets.layouts import empty
from wizard.model.export import Sent
from wizard.session.results import StepResult

_ROWS = 4
"""Reasons in sight at once."""
_NO_FILE = {"nothing", "matches"}
"""What was checked before where no file of entries was named."""
_TO_FILE = Action(label="", does="edit", field="journal_file")


class LookArrivedPage(LinesPage):
    """Looks when its verb is pressed: before anything was posted there is nothing to look at."""

    stays: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """What to do in the other program, then what was found in Xero."""
        self.fixes: list[QPushButton] = []
        for at, line in enumerate(self.lines(), 1):
            body.addWidget(label(f"{at}.  {self.filled(line.text)}"))
        if not self._has_file:
            name_it = button(window_words("name_file"))
            name_it.clicked.connect(lambda _checked=False: self.tools.act(_TO_FILE))
            row = QHBoxLayout()
            row.addWidget(name_it)
            row.addStretch(1)
            body.addLayout(row)
        self._found = QVBoxLayout()
        self._found.setSpacing(8)
        body.addLayout(self._found)
        if self.session.result is not None:
            self.show_result(self.session.result)

    @property
    def _has_file(self) -> bool:
        """Whether there is something to compare with, as the check before this screen saw."""
        return self.session.facts().get("checked_what") not in _NO_FILE

    @property
    def verb(self) -> str:
        """Look; without a file there is only the way on."""
        return super().verb if self._has_file else self.leads_on

    @property
    def only_leads(self) -> bool:
        """Whether there is nothing to look for."""
        return not self._has_file

    def press(self) -> bool:
        """Look, or go on where there is nothing to look for."""
        return self.press_again() if self.only_leads else super().press()

    @property
    def again(self) -> str:
        """Whoever has nothing posted yet goes on all the same; that nobody looked is said at the end."""
        result = self.session.result
        if self.only_leads or (result is not None and result.ok):
            return ""
        return window_words("not_looked" if result is None else "not_arrived")

    def press_again(self) -> bool:
        """Go on without it."""
        self.tools.go_on()
        return True

    def begin(self) -> None:
        """What was found before does not count any more."""
        super().begin()
        empty(self._found)
        self.fixes.clear()

    def show_result(self, result: StepResult) -> None:
        """Show how many entries arrived, and which did not."""
        super().show_result(result)
        facts = result.facts
        if "arrived" not in facts:
            return
        empty(self._found)
        self.fixes.clear()
        figures = [
            (window_words(name), number(int(facts[name])), "", style if facts[name] else "")
            for name, style in (("arrived", "good"), ("differing", "warn"), ("missing", "fault"))
        ]
        if ours := int(facts.get("sent_by_us", 0)):
            figures.append((window_words("sent_by_us"), number(ours), "", "warn"))
        self._found.addLayout(tiles(figures))
        compared = result.value
        groups = equal_ones(compared.outcomes) if isinstance(compared, Sent) else []
        if groups:
            self._found.addWidget(
                outcome_card(groups, _ROWS, Ways(address_in(self.session), self.tools.act, self.fixes))
            )
        self.rebuilt.emit()
