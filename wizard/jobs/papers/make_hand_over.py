"""Job: write a page for somebody else, with only their steps and what to send back; no secrets."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Template
from typing import Any, ClassVar

from wizard.catalogue.load import screen
from wizard.catalogue.resources import read_text
from wizard.catalogue.schema import Card, Procedure
from wizard.catalogue.wording import fill
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.sender.own_sender import SenderFacts
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


def about(procedure: Procedure, number: int) -> str:
    """Return what a page is about, and the screen to name on the telephone."""
    screen_number = f"{procedure.letter}{number}"
    return _words("about", procedure=procedure.title, number=screen_number)


def card_lines(card: Card, facts: Mapping[str, Any]) -> list[str]:
    """Return a card's lines filled in; what a server said is left out where it said nothing."""
    return [fill(line, facts) for line in card.lines if "{said}" not in line or facts.get("said")]


def known_facts(asked: Asked) -> dict[str, Any]:
    """Return what a page may say: the plain answers and what the steps found; never a secret."""
    facts: dict[str, Any] = dict(asked.answers.plain())
    for found in asked.results.values():
        facts |= {name: value for name, value in found.items() if value != ""}
    return facts


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
        store = self.store or tools.site.record().name or _words("our-store")
        facts = {**self.facts, "store": store}
        subject = fill(self.card.subject, facts)
        page = Template(read_text("papers/hand-over.html")).substitute(
            subject=html.escape(subject),
            to=html.escape(self.card.to),
            store=html.escape(store),
            about=html.escape(about(self.procedure, self.number)),
            lines="".join(f"<li>{html.escape(line)}</li>" for line in card_lines(self.card, facts)),
            back="".join(f"<li>{html.escape(line)}</li>" for line in self.card.give_back),
            never=html.escape(self.card.never),
        )
        path = tools.site.write_text(f"{self.procedure.id}-for-{self.person}.html", page)
        return Done({"page": str(path), "page_for": self.card.to})
