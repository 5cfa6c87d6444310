"""The sheet of a store's matches, to print: what is open has a line to write on."""

import html
from collections.abc import Iterable, Mapping
from datetime import date
from string import Template

from wizard.catalogue.resources import read_text
from wizard.model.mapping import SLOTS
from wizard.model.match_rows import MatchRow

_COUNT = " class='count'"


def matching_sheet(
    rows: Iterable[MatchRow], organisation: str, day: date, headings: Mapping[str, str]
) -> str:
    """Return the sheet as one HTML text; `headings` say what each slot is called."""
    every = list(rows)
    left = sum(1 for row in every if row.choice is None)
    tables = "\n".join(
        _table(headings[slot], mine) for slot in SLOTS if (mine := [row for row in every if row.slot == slot])
    )
    return Template(read_text("papers/matching-sheet.html")).substitute(
        organisation=html.escape(organisation),
        day=f"{day.day} {day:%B %Y}",
        left=f"{left} of {len(every)} are open." if left else f"All {len(every)} are matched.",
        tables=tables,
    )


def _table(heading: str, rows: Iterable[MatchRow]) -> str:
    names = ("", "Our word", "Used", "In all", "In Xero")
    head = "".join(f"<th{_COUNT if name in names[2:4] else ''}>{name}</th>" for name in names)
    body = "".join(_row(number, row) for number, row in enumerate(rows, 1))
    return f"<h2>{html.escape(heading)}</h2><table><tr>{head}</tr>{body}</table>"


def _row(number: int, row: MatchRow) -> str:
    if row.choice is None:
        meant = "<td class='open'>&nbsp;</td>"
    else:
        said = " · ".join(filter(None, dict.fromkeys((row.choice.to, row.choice.name))))
        meant = f"<td>{html.escape(said)}</td>"
    used = row.used or ""
    total = html.escape(row.total) if row.used else ""
    return (
        f"<tr><td>{number}</td><td>{html.escape(row.word)}</td><td class='count'>{used}</td>"
        f"<td class='count'>{total}</td>{meant}</tr>"
    )
