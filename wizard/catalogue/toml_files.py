"""Reading a TOML file that a person wrote: answers, mail settings, services."""

import tomllib
from pathlib import Path
from typing import Any

from wizard.model.problem import Fault, FaultyInput


def read_toml_file(path: Path) -> dict[str, Any]:
    """Return the file parsed; FaultyInput FILE-MISSING or FILE-SYNTAX. Notepad's byte order mark is fine."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FaultyInput([Fault(str(path), "FILE-MISSING", f"cannot be read: {reason}")]) from None
    except tomllib.TOMLDecodeError as error:
        raise FaultyInput([Fault(str(path), "FILE-SYNTAX", f"is not TOML: {error}")]) from None
    except RecursionError:
        raise FaultyInput([Fault(str(path), "FILE-SYNTAX", "is nested too deeply")]) from None
