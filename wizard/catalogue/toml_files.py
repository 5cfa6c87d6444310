"""Reading a TOML file that a person wrote: answers, mail settings, services."""

import re
import tomllib
from pathlib import Path
from typing import Any

from wizard.model.problem import Fault, FaultyInput
from wizard.model.text_files import read_text_file

_PLACE = re.compile(r"\(at line (\d+)")


def read_toml_file(path: Path) -> dict[str, Any]:
    """Return the file parsed; FaultyInput FILE-MISSING or FILE-SYNTAX."""
    text = ""
    try:
        text = read_text_file(path).replace("\r\n", "\n")
        return tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FaultyInput([Fault(str(path), "FILE-MISSING", f"cannot be read: {reason}")]) from None
    except tomllib.TOMLDecodeError as error:
        raise FaultyInput(
            [Fault(str(path), "FILE-SYNTAX", f"is not TOML: {error}{_hint(text, str(error))}")]
        ) from None
    except RecursionError:
        raise FaultyInput([Fault(str(path), "FILE-SYNTAX", "is nested too deeply")]) from None


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
