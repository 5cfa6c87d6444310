"""Reading one box: trimming, typing and checking what was typed or what an answer file says."""

import json
import re
from collections.abc import Container, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from wizard.catalogue.listing import listed
from wizard.catalogue.options import options_of
from wizard.catalogue.schema import FieldSpec
from wizard.catalogue.wording import matches
from wizard.catalogue.words import words_of
from wizard.model.names import host_of, is_address, is_client_id, is_host, is_tenant, unlabelled
from wizard.model.problem import Fault
from wizard.model.schedule import parse
from wizard.model.secret import Secret

_words = words_of(__name__)

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_PICTURE = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_JOINED = re.compile(f"(?<={_PICTURE})\u200d(?={_PICTURE})")
"""What joins two pictures into one, as a person and a spanner into a mechanic."""
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def trim(text: str) -> str:
    """Return what was pasted with plain spaces, without invisible characters, line ends and spaces around."""
    parts = _JOINED.split(text)
    return "\u200d".join(_SPACES.sub(" ", _INVISIBLE.sub("", part)) for part in parts).strip()


def is_asked(field: FieldSpec, answers: Mapping[str, object]) -> bool:
    """Whether a box is shown, given the other answers."""
    return matches(field.only_when, answers)


def may_be_asked(field: FieldSpec, answers: Mapping[str, object], boxes: Container[str]) -> bool:
    """Whether a box may be asked for: what only the run finds out (another organisation) is not known yet."""
    return matches({name: value for name, value in field.only_when.items() if name in boxes}, answers)


def read_field(
    field: FieldSpec, raw: Any, where: str, folder: Path | None = None
) -> str | int | bool | Secret | Fault | None:
    """Return the typed value, None for "left blank", or a Fault in the user's words.

    A file and a folder are absolute paths, relative ones below `folder`; a date is ISO 8601; matches are the
    JSON of their tables, which whoever uses them checks.
    """
    if raw is None or (isinstance(raw, str) and not trim(raw)) or (isinstance(raw, Secret) and not raw):
        if field.required:
            return Fault(where, "MISSING", _words("needed", box=field.label))
        return None
    match field.kind:
        case "secret":
            return _read_secret(field, raw, where)
        case "tick":
            if isinstance(raw, bool):
                return raw
            return Fault(where, "NOT-A-TICK", _words("tick", box=field.label))
        case "number":
            return _read_number(field, raw, where)
        case "choice":
            return _read_choice(field, raw, where)
        case "file" | "folder":
            return _read_path(field, raw, where, folder)
        case "date":
            return _read_date(field, raw, where)
        case "matches":
            return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
        case _:
            return _read_text(field, raw, where)


def _read_secret(field: FieldSpec, raw: Any, where: str) -> Secret | Fault:
    text = raw.reveal() if isinstance(raw, Secret) else raw
    if not isinstance(text, str):
        return Fault(where, "NOT-A-TEXT", _words("text", box=field.label))
    # A password may begin or end with a space typed on purpose; what was pasted is trimmed by the box.
    text = _INVISIBLE.sub("", text).strip("\r\n")
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        return Fault(where, "NOT-VALID", _words("one-line", box=field.label))
    return Secret(text)


def _read_number(field: FieldSpec, raw: Any, where: str) -> int | Fault:
    text = str(raw).strip()
    limits = _words("whole-number", box=field.label, low=field.low, high=field.high)
    if isinstance(raw, bool) or not re.fullmatch(r"\d{1,9}", text):
        return Fault(where, "NOT-A-NUMBER", limits)
    number = int(text)
    return number if field.low <= number <= field.high else Fault(where, "NOT-A-NUMBER", limits)


def _read_choice(field: FieldSpec, raw: Any, where: str) -> str | Fault:
    values = [option.value for option in options_of(field)]
    if isinstance(raw, str) and raw in values:
        return raw
    return Fault(where, "NOT-A-CHOICE", _words("one-of", box=field.label, values=listed(values)))


def _read_path(field: FieldSpec, raw: Any, where: str, folder: Path | None) -> str | Fault:
    text = raw.strip() if isinstance(raw, str) else ""
    # Windows' "Copy as path" puts quotes around.
    text = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    if not text or "\0" in text:
        return Fault(where, "NOT-A-TEXT", _words("path", box=field.label, kind=field.kind))
    try:
        path = Path(text).expanduser()
        path = path if path.is_absolute() else ((folder or Path.cwd()) / path).absolute()
        found = path.is_dir() if field.kind == "folder" else path.is_file()
    except (OSError, RuntimeError, ValueError):
        found = False
    if not found:
        code = "NOT-A-FOLDER" if field.kind == "folder" else "NOT-A-FILE"
        return Fault(where, code, _words("not-there", box=field.label, kind=field.kind))
    return str(path)


def _read_date(field: FieldSpec, raw: Any, where: str) -> str | Fault:
    try:
        day = raw if type(raw) is date else date.fromisoformat(raw.strip()) if isinstance(raw, str) else None
    except ValueError:
        day = None
    if day is None:
        return Fault(where, "NOT-A-DATE", _words("day", box=field.label))
    if field.check == "not-future" and day > datetime.now().astimezone().date():
        return Fault(where, "NOT-YET", _words("not-future", box=field.label))
    return day.isoformat()


def _read_text(field: FieldSpec, raw: Any, where: str) -> str | Fault:
    if not isinstance(raw, str):
        return Fault(where, "NOT-A-TEXT", _words("text", box=field.label))
    text = trim(raw)
    if field.check == "api-key":
        text = unlabelled(text)
    if field.check == "host":
        text = host_of(text)[0]
    if not _JOINED.sub("", text).isprintable():
        return Fault(where, "NOT-VALID", _words("one-line", box=field.label))
    if field.check == "address" and not _is_full_address(text):
        # refused, not taken out: there may be two addresses, or words between them
        spaced = " " in text
        reason = _words("space-inside") if spaced else _words("at-and-dot")
        return Fault(where, "NOT-AN-ADDRESS", _words("address", box=field.label, reason=reason))
    if field.check == "host" and not is_host(text):
        reason = _words("is-an-address") if "@" in text else _words("server-looks-like")
        return Fault(where, "NOT-A-SERVER", _words("server", box=field.label, reason=reason))
    if field.check == "web-address" and not _is_web_address(text):
        return Fault(where, "NOT-A-WEB-ADDRESS", _words("web-address", box=field.label))
    if field.check == "client-id" and not is_client_id(text):
        return Fault(
            where,
            "NOT-A-CLIENT-ID",
            _words("client-id", box=field.label),
        )
    if field.check == "time-of-day" and (parse(text) is None or " " in text):
        return Fault(where, "NOT-A-TIME", _words("time-of-day", box=field.label))
    if field.check == "tenant" and not is_tenant(text):
        return Fault(
            where,
            "NOT-A-TENANT",
            _words("tenant", box=field.label),
        )
    return text


def _is_web_address(text: str) -> bool:
    """Whether this is an address a sign-in may start from: https, or this PC itself."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.username or parts.password or not is_host(host):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host == "localhost")


def _is_full_address(text: str) -> bool:
    return is_address(text) and "." in text.rpartition("@")[2].strip(".")
