"""R4, W2, H12: which of the organisations picked on Xero's page is this store's."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout

from wizard.gui.pages.page import Page
from wizard.gui.widgets.labels import label
from wizard.gui.widgets.layouts import empty
from wizard.jobs.choose_tenant import ListOrganisations, Picked
from wizard.jobs.job import Done
from wizard.model.problem import Problem


class ChooseOrganisationPage(Page):
    """Asks Xero, shows what it names, and lets its user say which one it is."""

    def build(self, body: QVBoxLayout) -> None:
        """A card for each organisation; the box for a change of organisation below."""
        self._chosen = self.session.answers.text("organisation")
        self._listed = False
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        body.addLayout(self._list)
        self._list.addWidget(label("Asking Xero which organisations you picked…", name="muted"))
        spec = next(f for f in self.session.screen.fields if f.id == "typed_name")
        self._typed = self.add_box(spec, "B", body)
        self._typed.hide()
        if self.session.result is not None:
            self.show_result(self.session.result)
        QTimer.singleShot(0, self, self._ask)

    def _ask(self) -> None:
        tools = self.session.tools
        self.tools.ask(lambda progress, cancel: ListOrganisations().run(tools, progress, cancel), self._show)

    def _show(self, outcome: Done | Problem) -> None:
        empty(self._list)
        if isinstance(outcome, Problem):
            self.show_problem(outcome)
            return
        picked: tuple[Picked, ...] = outcome.value
        self._listed = True
        self._group = QButtonGroup(self)
        for row in picked:
            self._list.addWidget(self._card(row, alone=len(picked) == 1))
        if len(picked) == 1:
            self._choose(picked[0].tenant.tenant_id)

    def _card(self, row: Picked, *, alone: bool) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 12, 20, 12)
        inside.setSpacing(4)
        tenant, found = row.tenant, row.details
        refused = found is not None and found.is_demo and not self.session.tools.world.is_practice
        facts = [("Last four of its Xero number", f"…{tenant.tenant_id[-4:]}")]
        if found is not None:
            facts = [
                ("Country", found.country),
                ("Short code", found.short_code),
                ("Currency", found.currency),
                *facts,
            ]
        if alone:
            inside.addWidget(label(tenant.name, bold=True, scale=1.4))
        else:
            radio = QRadioButton(tenant.name)
            # Two organisations may have one name.
            radio.setAccessibleDescription(", ".join(f"{name} {value}" for name, value in facts if value))
            radio.setChecked(tenant.tenant_id == self._chosen)
            radio.setEnabled(not refused)
            radio.toggled.connect(lambda on: self._choose(tenant.tenant_id) if on else None)
            self._group.addButton(radio)
            inside.addWidget(radio)
        if alone:
            for name, value in facts:
                inside.addWidget(label(f"{name}:  {value or '…'}"))
        else:
            inside.addWidget(label(" · ".join(value for _, value in facts if value), name="muted"))
        if found is not None and found.is_demo:
            inside.addWidget(
                label("Xero's Demo Company: good for practice, never for a store.", name="fault")
            )
        return card

    def _choose(self, tenant_id: str) -> None:
        self._chosen = tenant_id
        before = self.session.tools.site.known().get("organisation_tenant")
        self._typed.setVisible(bool(before) and before != tenant_id)
        self.edited.emit()

    def retry(self) -> bool:
        """Look again, unless something here was chosen and refused."""
        if self._listed:
            return False
        self.clear_problem()
        self._ask()
        return True

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
