"""Reading the address that a sign-in ended at from standard input; a wrong one may be followed by another."""

import sys
from collections.abc import Callable

from wizard.cli.output import problem_lines
from wizard.model.problem import Problem, ProblemFound

_MOST_LINES = 20
_LONGEST = 20_000


def read_answer(offer: Callable[[str], Problem | None]) -> None:
    """Offer what is read until it is taken; ProblemFound with the last refusal when nothing more comes.

    A terminal or a mail may have broken the address: each line counts alone, and with those before it.
    """
    lines: list[str] = []
    problem = offer("")
    for _ in range(_MOST_LINES):
        line = sys.stdin.readline(_LONGEST)
        if not line:
            break
        if not line.strip():
            continue
        lines.append(line)
        problem = offer(line)
        joined = ("".join(lines[start:]) for start in range(len(lines) - 1))
        if problem is None or any(offer(text) is None for text in joined):
            return
        sys.stderr.write("\n".join(problem_lines(problem)) + "\n")
        sys.stderr.flush()
    assert problem is not None
    raise ProblemFound(problem)
