"""A page for somebody else: only their steps, and what to send back; no secrets."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from string import Template
from typing import Any

from wizard.catalogue.moments import day_in_words
from wizard.catalogue.papers import paper_words
from wizard.catalogue.resources import read_text
from wizard.catalogue.schema import Card, Procedure
from wizard.catalogue.wording import facts_in, fill
from wizard.model.world import WorldKind
from wizard.papers.paper import Paper, as_mark


def head(card: Card, procedure: Procedure, number: int, facts: Mapping[str, Any], day: date) -> list[str]:
    """Return the lines above the subject: for whom, from whom, about what, where to answer, app and price.

    `facts` have the `store` and, where it is known, a `contact`; `number` is the screen's.
    """
    words = paper_words().hand_over
    named = {
        **facts,
        "to": card.to,
        "title": procedure.title,
        "number": f"{procedure.letter}{number}",
        "day": day_in_words(day),
        "app": _known(card.app, facts),
        "price": _known(card.price, facts),
    }
    every = (words.to, words.from_whom, words.about, words.contact, words.app, words.price)
    return [fill(text, named) for text in every if all(named.get(name) for name in facts_in(text))]


def card_lines(card: Card, facts: Mapping[str, Any]) -> list[str]:
    """Return a card's lines filled in; what a server said is left out where it said nothing."""
    return [fill(line, facts) for line in card.lines if "{said}" not in line or facts.get("said")]


def left_open(card: Card, facts: Mapping[str, Any]) -> bool:
    """Whether something stands on the page as three dots, because it is not known."""
    texts = [card.subject, *(line for line in card.lines if "{said}" not in line)]
    return any(not facts.get(name) for text in texts for name in facts_in(text))


def hand_over_paper(
    card: Card, procedure: Procedure, number: int, facts: Mapping[str, Any], day: date, world: WorldKind
) -> Paper:
    """Return the page; on it stands where it was made, which in the window its banner says."""
    subject = fill(card.subject, facts)
    html = Template(read_text("papers/hand-over.html")).substitute(
        subject=escape(subject),
        head="<br>".join(map(escape, head(card, procedure, number, facts, day))),
        made_in=as_mark(world),
        lines=_items(card_lines(card, facts)),
        send_back=escape(paper_words().hand_over.send_back),
        back=_items(card.give_back),
        never=escape(card.never),
    )
    return Paper(subject, f"{procedure.id}-for-{card.to.casefold().replace(' ', '-')}", html)


def _known(text: str, facts: Mapping[str, Any]) -> str:
    """Return a text filled in; nothing where a fact of it is not known."""
    return fill(text, facts) if all(facts.get(name) for name in facts_in(text)) else ""


def _items(lines: Iterable[str]) -> str:
    return "".join(f"<li>{escape(line)}</li>" for line in lines)
