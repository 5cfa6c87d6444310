"""What was found of this PC, below the cards: what is wrong and for which card, what was not asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.catalogue.pc import in_short, needed, wanted
from wizard.catalogue.wording import wording
from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import label
from wizard.gui.widgets.panels import ProblemPanel
from wizard.gui.widgets.side_list import SideList

if TYPE_CHECKING:
    from wizard.catalogue.schema import Action
    from wizard.model.pc import PcFinding

_words = words_of(__name__)


class PcSays(QWidget):
    """A panel for each thing that is wrong, and one quiet line about the rest, if it stands nowhere else."""

    def __init__(
        self,
        findings: "Sequence[PcFinding]",
        titles: Mapping[str, str],
        act: "Callable[[Action], None]",
        side: SideList,
    ) -> None:
        """`titles` are those of the cards that home shows, by procedure; `side` stands beside the page."""
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        self.findings = findings
        self.panels: list[ProblemPanel] = []
        for each in needed(findings, titles):
            assert each.problem is not None
            said, whose = wording(each.problem), wanted(each, titles)
            if whose:
                said = replace(said, do=f"{said.do} {_words('needed', wanted=whose)}")
            panel = ProblemPanel(said, "H1", main=False)
            panel.action_chosen.connect(act)
            layout.addWidget(panel)
            self.panels.append(panel)
        self.rest = in_short(findings, titles)
        """What is not wrong, in a line; empty where there is nothing to be said."""
        self._rest = label(self.rest, name="muted")
        layout.addWidget(self._rest)
        side.became_rail.connect(self._show_rest)
        self._rest.setVisible(side.is_rail and bool(self.rest))
        if not (self.panels or side.is_rail):
            self.hide()  # to show it here, while it stands on no page, would make a window of it

    def _show_rest(self, wanted: bool) -> None:
        """Say the rest here where there is no room for it beside the page."""
        self._rest.setVisible(wanted and bool(self.rest))
        self.setVisible(bool(self.panels) or wanted)

    @property
    def lacks(self) -> str:
        """What is to be said above the cards: empty where nothing is wrong."""
        return _words("lacks") if self.panels else ""

    def announce(self) -> None:
        """Say to whoever does not see it what is wrong."""
        for panel in self.panels:
            panel.announce()
