"""W4: from which day on, and for which customer; Xero's own list beside the box for the customer."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout

from wizard.books.targets import Target
from wizard.catalogue.schema import Action
from wizard.catalogue.wording import matches
from wizard.catalogue.words import words_of
from wizard.gui.matching.picker import Picker
from wizard.gui.matching.target_list import TargetList
from wizard.gui.pages.form import FormPage
from wizard.gui.widgets.labels import label, link
from wizard.jobs.books.list_customers import Customers, ListCustomers
from wizard.jobs.job import Done
from wizard.model.mapping import Choice
from wizard.model.problem import Problem

_words = words_of(__name__)

_CODE = "default_customer_code"


class SalesSettingsPage(FormPage):
    """A form whose customer can be picked from those that Xero has."""

    def build(self, body: QVBoxLayout) -> None:
        """The boxes, a button below the customer's, and what is to be known of a tick."""
        super().build(body)
        self.picker: Picker | None = None
        self._lists = link(_words("show-list"))
        self._lists.setAccessibleDescription(_words("customers-in-xero"))
        self._lists.clicked.connect(self.show_list)
        box = self.boxes[_CODE]
        layout = box.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self._lists)
        self._warnings = [(line, label(line.text, name="warn")) for line in self.session.screen.lines]
        for _, made in self._warnings:
            body.addWidget(made)
        self.edited.connect(self._warn)
        self._warn()

    def _warn(self) -> None:
        """Say what goes with what is ticked."""
        view = {**self.session.facts(), **self.values()}
        for line, made in self._warnings:
            made.setVisible(matches(line.when, view))

    def show_list(self) -> None:
        """Read Xero's customers and show them."""
        tools = self.session.tools
        self.tools.ask(lambda progress, cancel: ListCustomers().run(tools, progress, cancel), self._show)

    def _show(self, outcome: Done | Problem) -> None:
        if isinstance(outcome, Problem):
            self.show_problem(outcome)
            return
        found: Customers = outcome.value
        offers = [_target(c.account_number, c.name, c.id) for c in found.active]
        made = TargetList.of(offers)
        title = _words("which-customer") if offers else _words("no-customers")
        self.picker = Picker(title, made, {}, self)
        self.picker.picked.connect(self._take)
        edit = self.boxes[_CODE].focus_target
        self.picker.open_below(edit.mapToGlobal(QPoint(0, edit.height())))

    def _take(self, choice: Choice) -> None:
        self.boxes[_CODE].put(choice.to)
        self.boxes[_CODE].focus()
        self.clear_problem()

    def take_action(self, action: Action) -> bool:
        """Show Xero's list, as the button does."""
        if action.does == "edit" and action.field == "xero_customers":
            self.show_list()
            return True
        return super().take_action(action)


def _target(number: str, name: str, id_: str) -> Target:
    shown = f"{number} · {name}" if number else name
    return Target(number or name, name, id_, shown, "", shown.casefold())
