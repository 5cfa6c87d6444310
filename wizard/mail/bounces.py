"""What a pasted "bounce" message means: its status code and its own words (RFC 3463, 3464)."""

import re

from wizard.mail.replies import said, smtp_problem
from wizard.model.problem import Fact, Problem
from wizard.redaction.words import Words, decoded

_DIAGNOSTIC = re.compile(r"^Diagnostic-Code:\s*(?:[\w-]+\s*;)?\s*(.+(?:\n[ \t].+)*)", re.I | re.M)
_CODE = re.compile(r"\b(?:(\d{3})[ -])?([245]\.\d{1,3}\.\d{1,3})\b")
_REFUSED_AS_SPAM = re.compile(
    r"\bspam\b|blocked|black-?list|block-?list|reputation|\b5\.7\.(1|26|50\d|7\d\d)\b|\bspf\b|\bdkim\b|\bdmarc\b",
    re.I,
)
_CAUSES = {
    "MAIL-ADDRESS": "unknown-address",
    "MAIL-BOX-FULL": "full",
    "MAIL-TOO-BIG": "too-big",
    "MAIL-RELAY": "relay",
    "MAIL-RATE": "later",
    "MAIL-BUSY": "later",
    "MAIL-GREYLISTED": "later",
}


def bounce_problem(text: str) -> Problem:
    """Return BOUNCE-SAYS with its `cause` and the line that says it; BOUNCE-NONE where there is no text."""
    if not text.strip():
        return Problem("BOUNCE-NONE")
    found = _CODE.search(text)
    lines = [line for line in text.splitlines() if line.strip() and (not found or found.group(2) in line)]
    facts: dict[str, Fact] = {"said": said(None, lines[0] if lines else text)}
    code = int(found.group(1)) if found and found.group(1) else 550
    if found and found.group(2).startswith("4"):
        code = min(code, 451)
    cause = _CAUSES.get(smtp_problem("rcpt", code, text, dict(facts)).code, "other")
    if (cause == "other" or (cause == "relay" and "relay" not in text.lower())) and _REFUSED_AS_SPAM.search(
        text
    ):
        cause = "refused"
    return Problem("BOUNCE-SAYS", {**facts, "cause": cause})


def reason_of(report: bytes) -> Words:
    """Return why a message could not be delivered, in the words of the server that refused it."""
    text = decoded(report).replace("\r\n", "\n")
    found = _DIAGNOSTIC.search(text)
    if found:
        return Words(found[1])
    line = next((line for line in text.partition("\n\n")[2].splitlines() if _CODE.search(line)), "")
    return Words(line)
