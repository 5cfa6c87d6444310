"""The sheet of a store's matches, to print: what is open has a line to write on."""

import html
from collections.abc import Iterable, Mapping
from datetime import date
from string import Template

from wizard.catalogue.moments import day_in_words
from wizard.catalogue.resources import read_text
from wizard.catalogue.words import words_of
from wizard.model.mapping import SLOTS
from wizard.model.match_rows import MatchRow
from wizard.model.world import WorldKind
from wizard.papers.paper import as_mark

_words = words_of(__name__)

_RIGHT = " align='right'"
_COLUMNS = (
    ("", 5, ""), ("our-word", 36, ""), ("used", 9, _RIGHT), ("in-all", 14, _RIGHT), ("in-xero", 36, ""),
)  # fmt: skip
"""Heading's key, width in hundredths, side: as attributes, which Qt's printed text knows as browsers do."""
_LINE = "_" * 30


def matching_sheet(
    rows: Iterable[MatchRow], organisation: str, day: date, headings: Mapping[str, str], world: WorldKind
) -> str:
    """Return the sheet as one HTML text; `headings` say what each slot is called."""
    every = list(rows)
    left = sum(1 for row in every if row.choice is None)
    tables = "\n".join(
        _table(headings[slot], mine) for slot in SLOTS if (mine := [row for row in every if row.slot == slot])
    )
    return Template(read_text("papers/matching-sheet.html")).substitute(
        made_in=as_mark(world),
        organisation=html.escape(organisation),
        day=day_in_words(day),
        left=_words("open", left=left, count=len(every)) if left else _words("all-matched", count=len(every)),
        tables=tables,
    )


def _table(heading: str, rows: Iterable[MatchRow]) -> str:
    head = "".join(
        f"<th width='{width}%'{side}>{html.escape(_words.one_of('column', name)) if name else ''}</th>"
        for name, width, side in _COLUMNS
    )
    body = "".join(_row(number, row) for number, row in enumerate(rows, 1))
    table = f"<table width='100%' cellspacing='0' cellpadding='4'><tr>{head}</tr>{body}</table>"
    return f"<h2>{html.escape(heading)}</h2>{table}"


def _row(number: int, row: MatchRow) -> str:
    if row.choice is None:
        meant = f"<td class='open'>{_LINE}</td>"
    else:
        said = " · ".join(filter(None, dict.fromkeys((row.choice.to, row.choice.name))))
        meant = f"<td>{html.escape(said)}</td>"
    used = row.used or ""
    total = html.escape(row.total) if row.used else ""
    return (
        f"<tr><td>{number}</td><td>{html.escape(row.word)}</td><td{_RIGHT}>{used}</td>"
        f"<td{_RIGHT}>{total}</td>{meant}</tr>"
    )
