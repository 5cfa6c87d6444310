"""M5: the mail programs of this PC, their accounts, and how the chosen one is set up."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from wizard.catalogue.wording import wording
from wizard.catalogue.words import words_of
from wizard.gui.pages.looking import LookingPage
from wizard.gui.widgets.labels import CAPTION, label, link, shortened
from wizard.gui.widgets.layouts import empty
from wizard.jobs.job import Done, Job
from wizard.jobs.programs.find_mail_clients import FindMailClients
from wizard.jobs.programs.mail_program import ALONE, BY_HAND, WRITE
from wizard.model.mail_clients import Account, AccountChoice, ListedClient, ListedProfile

_words = words_of(__name__)

_MANY = 8
_OF_STORE = "ofStore"
"""Whether an account has the store's address."""
"""So many accounts of one profile are shown at once; the others when they are asked for."""


class MailProgramsPage(LookingPage):
    """Looks for itself when it is shown; an account that cannot be written says why."""

    def build(self, body: QVBoxLayout) -> None:
        """A card for each program with a line for each account; the way below."""
        self._target = self.session.answers.text("target")
        self._moved_on = self._picked = False
        self._group = QButtonGroup(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        body.addLayout(self._list)
        self._list.addWidget(label(_words("looking"), name="muted"))
        spec = next(f for f in self.session.screen.fields if f.id == "how")
        self._how = self.boxes.add(spec, "B", body)
        self._how.changed.connect(self._choose_way)
        self.look_soon()

    def job_that_looks(self) -> Job:
        """Look for mail programs."""
        return FindMailClients()

    def take_down(self) -> None:
        """Take the list down."""
        empty(self._list)
        for radio in self._group.buttons():
            self._group.removeButton(radio)

    def show_found(self, found: Done) -> None:
        """Show a card for each."""
        if found.problem is not None:
            self.show_problem(found.problem)
        listed: tuple[ListedClient, ...] = found.value
        self.found_something = bool(listed)
        self._how.rest(WRITE, "")
        if self._moved_on:  # to a way that was the only one; what is found now may allow for more
            self._how.put(WRITE)
        self._how.say_letter("B" if listed else "A")
        if listed:
            self._list.addWidget(_lettered("A", _words("account")))
        for each in listed:
            self._list.addWidget(self._card(each))
        self._choose_first(_why_not(found))
        # Whoever goes through them by ear meets them in the order in which they were raised.
        self._how.raise_()
        self.rebuilt.emit()

    def _card(self, listed: ListedClient) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 8, 16, 8)
        inside.setSpacing(4)
        found = listed.found
        inside.addWidget(label(f"{found.name} {found.version}".strip(), bold=True))
        if found.problem is not None:
            words = wording(found.problem)
            inside.addWidget(label(f"{words.what} {words.do}", name="muted"))
            return card
        for row in listed.profiles:
            self._add_profile(found.name, row, inside, alone=len(listed.profiles) == 1)
        return card

    def _add_profile(self, program: str, row: ListedProfile, inside: QVBoxLayout, *, alone: bool) -> None:
        profile = row.profile
        where = program if alone else f"{program}, {profile.name}"
        if not alone:
            in_use = _words("in-use") if profile.is_default else ""
            inside.addWidget(label(_words("profile", name=profile.name, in_use=in_use), name="muted"))
        if row.problem is not None:
            words = wording(row.problem)
            inside.addWidget(label(f"{words.what} {words.do}", name="muted"))
            return
        hidden: list[QWidget] = []
        for place, account in enumerate(self._store_first(row.accounts), 1):
            choice = AccountChoice(profile.client, profile.key, account.key)
            made = self._add_account(where, choice, account, inside)
            known = self._is_store(account) or choice.as_text() == self._target
            if not known and place > _MANY:
                made.hide()
                hidden.append(made)
        if hidden:
            more = link(_words("show-all", count=len(row.accounts)))
            more.clicked.connect(lambda _checked=False: self._unfold(more, hidden))
            inside.addWidget(more)
        self._add_account(where, AccountChoice(profile.client, profile.key, None), None, inside)
        if row.running is not None:
            note = _words("is-open", program=row.running.name)
            inside.addWidget(label(note, name="muted", scale=CAPTION))

    def _store_first(self, accounts: Sequence[Account]) -> list[Account]:
        """Return the accounts as the program has them, those with the store's address before the others."""
        return sorted(accounts, key=lambda account: not self._is_store(account))

    def _is_store(self, account: Account) -> bool:
        return account.address.casefold() == self.session.answers.text("email_address").casefold()

    def _unfold(self, more: QWidget, hidden: list[QWidget]) -> None:
        more.hide()
        for each in hidden:
            each.show()
        self.rebuilt.emit()

    def _add_account(
        self, where: str, choice: AccountChoice, account: Account | None, inside: QVBoxLayout
    ) -> QWidget:
        """Add an account's line, with the reason below it where it cannot be set."""
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        address = self.session.answers.text("email_address")
        if account is None:
            radio = QRadioButton(_words("new-account", address=shortened(address)))
        else:
            same = self._is_store(account)
            named = (
                account.name
                if account.address in {"", account.name}
                else f"{account.name}, {account.address}"
            )
            short = shortened(named)
            radio = QRadioButton(_words("of-this-store", account=short) if same else short)
            radio.setProperty(_OF_STORE, same)
            radio.setToolTip(named if shortened(named) != named else "")
        target = choice.as_text()
        radio.setProperty("target", target)
        radio.setAccessibleName(f"{where}: {radio.text()}")
        radio.toggled.connect(lambda on: self._choose(target) if on else None)
        radio.clicked.connect(self._pick)
        lines.addWidget(radio)
        if account is not None and account.problem is not None:
            words = wording(account.problem)
            radio.setEnabled(False)
            radio.setAccessibleDescription(words.what)
            reason = label(f"{words.what} {words.why}", name="muted", scale=CAPTION)
            reason.setContentsMargins(32, 0, 0, 4)
            lines.addWidget(reason)
        self._group.addButton(radio)
        inside.addWidget(holder)
        return holder

    def _choose_first(self, why_not: str) -> None:
        """Choose what was chosen before, else the account with the store's address, else a new one.

        `why_not` is said where there is none to choose.
        """
        radios = [r for r in self._group.buttons() if r.isEnabled()]
        if not radios:
            # Nothing here can be written: the other two ways remain.
            moves = self._how.value == WRITE
            if moves:
                self._how.put(BY_HAND if self.found_something else ALONE)
            self._moved_on = moves
            self._how.rest(WRITE, why_not)
            return
        self._moved_on = False
        before = [r for r in radios if r.property("target") == self._target]
        same = [r for r in radios if r.property(_OF_STORE)]
        (before or same or radios)[0].setChecked(True)

    def _choose(self, target: str) -> None:
        self._target = target
        self.edited.emit()

    def _pick(self) -> None:
        """Its user chose, and not what is chosen from the start: that counts for the clicks by hand too."""
        self._picked = True

    def _choose_way(self) -> None:
        self._moved_on = False

    def values(self) -> dict[str, Any]:
        """The chosen account, where one is to be written, and the way.

        Where nothing was found, nobody chose to leave the mail programs alone: it is still to be done.
        """
        how = self._how.value
        if how == ALONE and self._moved_on:
            how = WRITE
        radios = any(radio.isEnabled() for radio in self._group.buttons())
        meant = radios and (how == WRITE or (how == BY_HAND and self._picked))
        return {**super().values(), "how": how, "target": self._target if meant else ""}

    def focus_first(self) -> bool:
        """The verb: what is chosen is mostly right."""
        return False


def _why_not(found: Done) -> str:
    """Return why nothing that was found can be written, in words."""
    listed: tuple[ListedClient, ...] = found.value
    profiles = [row for each in listed for row in each.profiles]
    problems = [
        found.problem,
        *(each.found.problem for each in listed),
        *(row.problem for row in profiles),
        *(account.problem for row in profiles for account in row.accounts),
    ]
    return next((wording(problem).what for problem in problems if problem is not None), "")


def _lettered(letter: str, text: str) -> QWidget:
    """Return a box's letter and what it is called, as every other box has them."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    mark = label(letter, name="muted", bold=True)
    mark.setWordWrap(False)
    mark.setAccessibleName(_words("box", letter=letter))
    row.addWidget(mark)
    row.addWidget(label(text, bold=True), 1)
    return holder
