"""Records that stay here, equal ones counted, with the way to where each is put right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wizard.catalogue.export import export_words, fix_of, words_of_group
from wizard.catalogue.listing import listed
from wizard.catalogue.rules import rule_rows
from wizard.catalogue.schema import Action
from wizard.catalogue.words import words_of
from wizard.gui.actions import XERO
from wizard.gui.widgets.labels import CAPTION, button, label
from wizard.gui.widgets.leaves import card_of
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.books.of_run import address_of
from wizard.model.export import Equals, Outcome
from wizard.session.run import Session

_words = words_of(__name__)

_NAMED = 4
_MONEY = {"payment", "refund", "overpayment"}
_MARKS = {"failed": (Mark.FAILED, ""), "held": (Mark.TODO, "!"), "excluded": (Mark.SKIPPED, "")}


def address_in(session: Session) -> Callable[[str], str]:
    """Return what gives the address of one of a store's files on this PC."""
    return lambda file: address_of(session.procedure, session.answers, session.tools.site.record(), file)


def action_for(one: Outcome, address: Callable[[str], str]) -> Action | None:
    """Return what leads to where a record is put right; `address` gives that of one of the store's files."""
    row = rule_rows().get(one.why.rule) if one.why is not None else None
    setting = row.at if row is not None and row.at else "start_from"
    actions = {
        "record": Action(label="", does="open", text=address(one.place.file) if one.place.file else XERO),
        "match": _to_match(one),
        "setting": Action(label="", does="edit", field=setting),
        "xero": Action(label="", does="open", text=XERO),
        "connection": Action(label="", does="reconnect"),
        "kinds": Action(label="", does="goto", step="what-to-send"),
        "start": Action(label="", does="edit", field="start_from"),
    }
    return actions.get(fix_of(one.why))


def _to_match(one: Outcome) -> Action:
    """Return what leads to the match of its word, else to the table where its words stand."""
    if one.why is not None and one.why.word:
        return Action(label="", does="edit", field=f"{one.why.slot}:{one.why.word}")
    return Action(label="", does="goto", step="match-payments" if one.kind in _MONEY else "match-sales")


@dataclass(frozen=True)
class Ways:
    """How the rows lead to where a record is put right."""

    address: Callable[[str], str]
    """Gives the address of one of the store's files."""
    act: Callable[[Action], None]
    buttons: list[QPushButton] = field(default_factory=list)
    """The buttons that were made."""


def outcome_card(groups: Sequence[Equals], at_once: int, ways: Ways | None = None) -> QFrame:
    """Return a card with a row for each group, `at_once` in sight; with `ways`, with buttons."""
    return card_of(outcome_rows(groups, ways), at_once)


def outcome_rows(groups: Sequence[Equals], ways: Ways | None = None) -> list[QWidget]:
    """Return a row for each group."""
    return [_row(group, _button(group, ways) if ways is not None else None) for group in groups]


def _button(group: Equals, ways: Ways) -> QPushButton | None:
    action = action_for(group.first, ways.address)
    if action is None:
        return None
    made = button(export_words().fixes[fix_of(group.first.why)])
    made.setAccessibleDescription(words_of_group(group))
    made.clicked.connect(lambda _checked=False: ways.act(action))
    ways.buttons.append(made)
    return made


def _row(group: Equals, made: QPushButton | None) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(12)
    head.addWidget(StateMark(*_MARKS[group.first.state]))
    head.addWidget(label(words_of_group(group), bold=True), 1)
    if made is not None:
        head.addWidget(made)
    column.addLayout(head)
    under = _which(group)
    why = group.first.why
    row = rule_rows().get(why.rule) if why is not None and why.code == "xero" else None
    if row is not None and "{" not in row.do:
        under += f" · {row.do}."
    below = label(under, name="muted", scale=CAPTION)
    below.setContentsMargins(32, 0, 0, 0)
    column.addWidget(below)
    return holder


def _which(group: Equals) -> str:
    if group.count == 1:
        place = group.first.place
        where = _words("place", file=place.file, line=place.line) if place.file else ""
        return _words("in").join(filter(None, (group.first.name, where)))
    return listed(group.names, _NAMED, group.count)
