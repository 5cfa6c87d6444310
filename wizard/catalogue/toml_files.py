"""Reading a TOML file that a person wrote: answers, mail settings, services."""

import re
import tomllib
from pathlib import Path
from typing import Any

from wizard.model.problem import Fault, FaultyInput
from wizard.model.text_files import NotText, read_text_file

_DEEPEST = 64
"""Parts of a dotted key; ours have two."""
_PLACE = re.compile(r"\(at line (\d+)")


def read_toml_file(path: Path) -> dict[str, Any]:
    """Return the file parsed; FaultyInput FILE-MISSING, FILE-ENCODING or FILE-SYNTAX."""
    try:
        text = read_text_file(path).replace("\r\n", "\n")
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise FaultyInput([Fault(str(path), "FILE-MISSING", f"cannot be read: {reason}")]) from None
    except NotText as error:
        raise FaultyInput([Fault(str(path), "FILE-ENCODING", f"cannot be read: {error}")]) from None
    return _parsed(path, text)


def _parsed(path: Path, text: str) -> dict[str, Any]:
    deep = FaultyInput([Fault(str(path), "FILE-SYNTAX", "is nested too deeply")])
    if _has_deep_keys(text):
        raise deep
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FaultyInput(
            [Fault(str(path), "FILE-SYNTAX", f"is not TOML: {error}{_hint(text, str(error))}")]
        ) from None
    except RecursionError:
        raise deep from None
    except ValueError:  # Python takes no whole number of more than 4,300 digits
        raise FaultyInput([Fault(str(path), "FILE-SYNTAX", "holds a number that is far too long")]) from None


def _has_deep_keys(text: str) -> bool:
    """Whether a key has more parts than any of ours: the parser's time and memory grow with their square."""
    return any(_key(line).count(".") > _DEEPEST for line in text.split("\n") if line.count(".") > _DEEPEST)


def _key(line: str) -> str:
    """Return what stands before a value, or in the brackets of a table; "" for a comment."""
    bare = line.lstrip()
    if bare.startswith("#"):
        return ""
    return bare.partition("]" if bare.startswith("[") else "=")[0]


def _hint(text: str, said: str) -> str:
    """Say what to write instead, where the faulty line shows it; the line itself is not repeated."""
    place = _PLACE.search(said)
    lines = text.split("\n")
    line = lines[int(place.group(1)) - 1] if place and int(place.group(1)) <= len(lines) else ""
    if re.search("[“”„‘’]", line):
        return '. The quotes in this line are curly: write straight ones ("), as a plain text editor does'
    if re.search(r'"[^"]*\\', line):
        return (
            ". A backslash in \"double quotes\" has a meaning of its own: write / instead, or 'single quotes'"
        )
    return ""
