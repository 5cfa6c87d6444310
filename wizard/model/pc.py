"""What was found of the PC that a store is set up on."""

import enum
from dataclasses import dataclass

from wizard.model.problem import Problem


class Seen(enum.StrEnum):
    """What a look came to."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"
    """It is not there, and there is another way without it."""
    NOT_ASKED = "not-asked"
    """Nobody looked: nothing is known of it."""


@dataclass(frozen=True)
class PcFinding:
    """One thing looked at: what was found, the problem if there is one, and which procedures it is for.

    `required_for` cannot do without it; `advised_for` are easier with it. Both are procedures' ids.
    """

    id: str
    found: str
    seen: Seen = Seen.PASSED
    problem: Problem | None = None
    required_for: tuple[str, ...] = ()
    advised_for: tuple[str, ...] = ()
