"""What a refusal of Xero's means: its words, looked for among those of the check's rules."""

import re
from functools import lru_cache

from wizard.catalogue.rules import RuleRow, rule_rows

_FACT = re.compile(r"\\\{(\w+)\\\}")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], RuleRow], ...]:
    """Return the rules by Xero's words, the longest first: the most telling one counts."""
    rows = [row for row in rule_rows().values() if row.xero_says]
    rows.sort(key=lambda row: -len(row.xero_says))
    return tuple((re.compile(_pattern(row.xero_says), re.IGNORECASE), row) for row in rows)


def _pattern(says: str) -> str:
    seen: set[str] = set()

    def group(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            return ".{1,200}?"
        seen.add(name)
        return f"(?P<{name}>.{{1,200}}?)"

    return _FACT.sub(group, re.escape(says)).replace("(?P<lock>.{1,200}?)", "(?P<lock>[-/.\\w]{4,20})")


def rule_of(message: str) -> RuleRow | None:
    """Return the rule that foresees what Xero said; None for words that none of them knows."""
    return next((row for pattern, row in _patterns() if pattern.search(message)), None)


def is_taken(message: str) -> bool:
    """Whether Xero said that it has something under this name or number already, in use or ended."""
    row = rule_of(message)
    return row is not None and row.id in {
        "number-taken", "number-ended", "contact-name-taken", "contact-number-taken",
    }  # fmt: skip
