"""R4, W2, H12: which of the organisations picked on Xero's page is this store's."""

from typing import Any, ClassVar

from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout

from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of
from wizard.gui.pages.looking import LookingPage
from wizard.gui.widgets.labels import SUBTITLE, label
from wizard.gui.widgets.layouts import empty
from wizard.jobs.job import Done, Job
from wizard.jobs.xero.choose_tenant import ListOrganisations, Picked
from wizard.model.problem import Problem

_words = words_of(__name__)

_OF_ORGANISATION = {"ORG-CHANGED", "VENDOR-ORG"}
"""Problems that tell of one organisation, by the last four characters of its id."""


class ChooseOrganisationPage(LookingPage):
    """Asks Xero, shows what it names, and lets its user say which one it is."""

    names_organisation: ClassVar[bool] = False

    def build(self, body: QVBoxLayout) -> None:
        """A card for each organisation; the box for a change of organisation below."""
        self._chosen = self.session.answers.text("organisation")
        self._can_be_used = False
        self._changes = True
        """Whether what stands chosen would be another organisation than before, or none is."""
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        body.addLayout(self._list)
        self._list.addWidget(label(_words("asking-xero"), name="muted"))
        spec = next(f for f in self.session.screen.fields if f.id == "typed_name")
        self._typed = self.boxes.add(spec, "B", body)
        self._typed.hide()
        if self.session.result is not None:
            self.show_result(self.session.result)
        self.look_soon()

    def job_that_looks(self) -> Job:
        """Ask Xero."""
        return ListOrganisations()

    def take_down(self) -> None:
        """Take the list down; until there is another, nothing can be used."""
        empty(self._list)
        self._can_be_used = self.found_something = False
        self.verb_changed.emit()

    def show_found(self, found: Done) -> None:
        """Show a card for each."""
        picked: tuple[Picked, ...] = found.value
        self.found_something = True
        self._group = QButtonGroup(self)
        for row in picked:
            self._list.addWidget(self._card(row, alone=len(picked) == 1))
        if len(picked) == 1:
            self._choose(picked[0])
        else:
            self._changes = not any(
                row.tenant.tenant_id == self._chosen and not row.is_other and not row.refused
                for row in picked
            )
        self._can_be_used = any(not row.refused for row in picked)
        self._take_down_what_is_over({row.tenant.tenant_id[-4:] for row in picked})
        self.verb_changed.emit()
        if self._can_be_used:
            self.tools.focus_verb()
        else:
            names = listed(row.tenant.name for row in picked)
            self.show_problem(Problem("ORG-DEMO", {"name": names, "by": "sign-in"}))

    def _take_down_what_is_over(self, picked: set[str]) -> None:
        """What was refused before was another organisation than any that Xero names now."""
        problem = self.session.result.problem if self.session.result is not None else None
        of_it = str(problem.facts.get("last_four", "")) if problem is not None else ""
        if problem is not None and problem.code in _OF_ORGANISATION and of_it and of_it not in picked:
            self.clear_problem()

    @property
    def needs_choice(self) -> bool:
        """Whether it is not the same one as before."""
        return self._changes

    @property
    def verb_ready(self) -> bool:
        """There is one that a store may use."""
        return self._can_be_used

    def _card(self, row: Picked, *, alone: bool) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        tenant, found = row.tenant, row.details
        facts = [(_words("last-four"), f"…{tenant.tenant_id[-4:]}")]
        if found is not None:
            facts = [
                (_words("country"), found.country),
                (_words("short-code"), found.short_code),
                (_words("currency"), found.currency),
                *facts,
            ]
        if alone:
            inside.addWidget(label(tenant.name, bold=True, scale=SUBTITLE))
        else:
            radio = QRadioButton(tenant.name)
            # Two organisations may have one name.
            radio.setAccessibleDescription(listed(f"{name} {value}" for name, value in facts if value))
            radio.setChecked(tenant.tenant_id == self._chosen)
            radio.setEnabled(not row.refused)
            radio.toggled.connect(lambda on: self._choose(row) if on else None)
            self._group.addButton(radio)
            inside.addWidget(radio)
        if alone:
            for name, value in facts:
                inside.addWidget(label(f"{name}:  {value or '…'}"))
        else:
            inside.addWidget(label(" · ".join(value for _, value in facts if value), name="muted"))
        if found is not None and found.is_demo:
            inside.addWidget(label(_words("demo-company"), name="fault"))
        return card

    def _choose(self, row: Picked) -> None:
        self._chosen = row.tenant.tenant_id
        self._changes = row.is_other
        self._typed.setVisible(row.is_other and not row.refused)
        self.edited.emit()

    def values(self) -> dict[str, Any]:
        """The chosen organisation's id, and the typed name."""
        return {**super().values(), "organisation": self._chosen}

    def focus_first(self) -> bool:
        """The verb: most sign-ins name one organisation."""
        return False

    def focus_on(self, name: str) -> bool:
        """Put the cursor onto the list, or into the box below it."""
        if name != "organisation":
            return super().focus_on(name)
        buttons = self._group.buttons() if hasattr(self, "_group") else []
        if buttons:
            buttons[0].setFocus()
        return True
