"""Job: write a page for somebody else, with only their steps and what to send back; no secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from wizard.catalogue.load import screen
from wizard.catalogue.schema import Card, Procedure
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.sender.own_sender import SenderFacts, facts_of, known_sender
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord
from wizard.papers.hand_over import hand_over_paper

_words = words_of(__name__)


def known_facts(asked: Asked) -> dict[str, Any]:
    """Return what a page may say: the plain answers and what the steps found; never a secret."""
    facts: dict[str, Any] = dict(asked.answers.plain())
    for found in asked.results.values():
        facts |= {name: value for name, value in found.items() if value != ""}
    return facts


def contact_of(card: Card, facts: Mapping[str, Any], record: StoreRecord) -> str:
    """Return where the store is answered: as its user typed it, as the card has it, else at its address."""
    address = facts.get("email_address") or record.shared.get("email_address") or record.sender.address
    return str(facts.get("answer_to") or card.answer or address)


def kept_facts(tools: Tools) -> dict[str, Any]:
    """Return what the store has kept that a page may name: its address, its sender as it was saved."""
    sender = known_sender(tools)
    address = tools.site.record().shared.get("email_address") or tools.site.record().sender.address
    found = {"email_address": address, **(facts_of(sender) if sender is not None else {})}
    return {name: value for name, value in found.items() if value}


class HandOverMade(Gives, frozen=True, kw_only=True):
    """Where the page is, and for whom."""

    page: str = ""
    page_for: str = ""


@dataclass(frozen=True)
class MakeHandOver:
    """Write the card of one screen for one kind of person."""

    gives: ClassVar = HandOverMade
    procedure: Procedure
    number: int
    person: str
    card: Card
    store: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def asked(cls, asked: Asked) -> "MakeHandOver":
        """Build the input from a run's answers and the cards of the screen that is shown."""
        step = next(s for s in asked.procedure.steps if s.id == asked.step)
        cards = screen(step.screen).cards
        sender = asked.given(SenderFacts)
        helper = sender.helper if sender else ""
        person = asked.answers.text("person") or helper or next(iter(cards))
        store = asked.answers.text("store_name")
        return cls(asked.procedure, step.number, person, cards[person], store, known_facts(asked))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Save the page in the store's papers and return its path."""
        record = tools.site.record()
        facts = {
            **kept_facts(tools),
            **{name: value for name, value in self.facts.items() if value != ""},
            "store": self.store or record.name or _words("our-store"),
            "contact": contact_of(self.card, self.facts, record),
        }
        day = datetime.now().astimezone().date()
        page = hand_over_paper(self.card, self.procedure, self.number, facts, day, tools.world.kind).html
        path = tools.site.write_text(f"{self.procedure.id}-for-{self.person}.html", page)
        return Done({"page": str(path), "page_for": self.card.to})
