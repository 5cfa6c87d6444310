"""Printing: one JSON object, or lines for a person; never a secret."""

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.model.problem import Fault, Problem

OK, FAILED, FAULTY, NEEDS_PERSON = 0, 1, 2, 3
"""Exit statuses (design §5)."""


class Output:
    """Where results go: standard output, as JSON or as lines."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.unread: list[str] = []
        """What was said of problems and faults where nobody reads what is printed."""
        self.refused: list[str] = []
        """What was said of problems and faults, whoever read it."""

    def result(self, data: Mapping[str, Any], lines: Iterable[str]) -> None:
        """Print a result: `data` as JSON, or the lines; nothing where there is nothing to print on."""
        lines = list(lines)
        self.refused += [] if data.get("ok") else lines
        if nobody_reads():
            self.unread += [] if data.get("ok") else lines
        elif self.as_json:
            import json  # noqa: PLC0415 - costs start-up time

            # JSON is UTF-8 (RFC 8259); where the stream is not, as on Windows, escapes lose nothing.
            text = json.dumps(dict(data), ensure_ascii=not _is_utf8())
            write_line(text if text.isprintable() else "".join(map(_escaped, text)))
        else:
            for line in lines:
                write_line(line if line.isprintable() else "".join(map(_shown, line)))

    def problems(self, problems: "Sequence[Problem]", extra: Mapping[str, Any] | None = None) -> int:
        """Print problems and return the exit status."""
        data = {"ok": False, **(extra or {}), "problems": [problem_json(p) for p in problems]}
        self.result(data, (line for p in problems for line in problem_lines(p)))
        return FAILED

    def faults(self, faults: "Sequence[Fault]") -> int:
        """Print every fault of an input and return the exit status."""
        rows = [{"where": f.where, "code": f.code, "message": f.message} for f in faults]
        self.result({"ok": False, "faults": rows}, (f"{f.where}: {f.message} [{f.code}]" for f in faults))
        return FAULTY


def _escaped(character: str) -> str:
    """Return a character as JSON may write it: what a terminal would obey by its number."""
    if character.isprintable():
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _shown(character: str) -> str:
    """Return a character of a line for a person: a terminal obeys nothing that we were told elsewhere."""
    return character if character.isprintable() or character in "\n\t" else "?"


def problem_json(problem: "Problem") -> dict[str, Any]:
    """Return a problem as the command line's contract has it."""
    from wizard.catalogue.wording import wording  # noqa: PLC0415 - reads every problem's words

    words = wording(problem)
    return {
        "code": problem.code,
        "what": words.what,
        "why": words.why,
        "do": words.do,
        "facts": dict(problem.facts),
    }


def problem_lines(problem: "Problem") -> list[str]:
    """Return a problem for a person to read."""
    from wizard.catalogue.wording import wording  # noqa: PLC0415 - reads every problem's words

    words = wording(problem)
    return [f"{words.what}  [{problem.code}]", f"  {words.why}", f"  {words.do}"]


class NothingPrintedError(Exception):
    """Standard output takes nothing: it is closed, or its disk is full."""


def nobody_reads() -> bool:
    """Whether Windows started this without a console, as it does from a link or a task of its scheduler."""
    return sys.platform == "win32" and sys.stdout is None and sys.stderr is None


def _is_utf8() -> bool:
    if sys.stdout is None:
        return True
    return (sys.stdout.encoding or "utf-8").lower().replace("-", "") == "utf8"


def write_line(line: str) -> None:
    """Print a line; NothingPrintedError where standard output takes nothing."""
    if sys.stdout is None:
        raise NothingPrintedError("standard output is closed")
    try:
        sys.stdout.write(in_letters_of(sys.stdout.encoding or "utf-8", line) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up()
        raise NothingPrintedError(error.strerror or str(error)) from None


_PLAIN = {
    "→": "->", "←": "<-", "…": "...", "–": "-", "—": "-", "‹": "<", "›": ">", "≤": "<=", "≥": ">=",
    "•": "*", "✓": "OK", "·": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " ", "×": "x",
}  # fmt: skip
"""What stands for a sign in an encoding without it."""


def in_letters_of(encoding: str, line: str) -> str:
    """Return a line as a console can show it: signs that it lacks as plain ones, letters without marks."""
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_in_letters_of(encoding, character) for character in line)
    return line


def _in_letters_of(encoding: str, character: str) -> str:
    import unicodedata  # noqa: PLC0415 - few consoles lack a letter

    plain = _PLAIN.get(character) or unicodedata.normalize("NFKD", character)
    for found in (character, plain):
        with contextlib.suppress(UnicodeEncodeError):
            return found.encode(encoding).decode(encoding)
    return plain.encode(encoding, "ignore").decode(encoding) or "?"


def _give_up() -> None:
    """Send what is still to be printed nowhere: Python would try once more at its end, and fail loudly."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
