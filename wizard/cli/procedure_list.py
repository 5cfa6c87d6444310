"""`tillbridge procedures --json`: every procedure with its steps."""

from collections.abc import Sequence
from typing import Any

from wizard.catalogue.headings import ProcedureHeading, screen_heading, step_headings


def rows(found: Sequence[ProcedureHeading]) -> list[dict[str, Any]]:
    """Return the procedures as the command line's contract has them."""
    return [_row(heading) for heading in found]


def _row(heading: ProcedureHeading) -> dict[str, Any]:
    return {
        "id": heading.id,
        "title": heading.title,
        "vendor": heading.vendor,
        "letter": heading.letter,
        "say": heading.say,
        "source": heading.source,
        "checked": heading.checked.isoformat(),
        "steps": [
            {
                "id": step.id,
                "screen": f"{heading.letter}{step.number}",
                "title": step.title or screen_heading(step.screen).title,
                "support": screen_heading(step.screen).support,
            }
            for step in step_headings(heading.id)
        ],
    }
