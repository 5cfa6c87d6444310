"""What a mail server's refusal means: reply code, enhanced status code and words to a problem."""

import re

from wizard.model.problem import Fact, Problem

_NEEDS_TLS = re.compile(
    r"starttls|encryption (is )?required|must issue|requires? (a )?(secure|encrypted)|tls required", re.I
)
_NEEDS_LOGIN = re.compile(
    r"auth\w* (is )?(required|needed|first)|must (be )?auth|not authenticated|log ?in first|"
    r"client (was|not) .*authenticat|requires? auth",
    re.I,
)
_FULL = re.compile(r"\b[45]\.2\.2\b|quota|mailbox (is )?full|over ?quota|insufficient storage", re.I)
_RELAY = re.compile(r"relay", re.I)
_UNKNOWN = re.compile(
    r"\b5\.1\.1\b|no such (user|mailbox|recipient)|unknown (user|recipient)|user unknown", re.I
)


def said(code: int | None, words: bytes | str) -> str:
    """Return a server's answer as one short printable line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
    return f"{code} {line}".strip() if code is not None else line


def smtp_problem(stage: str, code: int, words: bytes | str, facts: dict[str, Fact]) -> Problem:
    """Return the problem for a refused SMTP command; `stage` is auth, mail, rcpt or data.

    Credential wording is used only when the server is certain (535); everything else keeps its words.
    """
    line = said(code, words)
    facts = {**facts, "said": line}
    if _NEEDS_TLS.search(line) and code in {530, 538, 550, 554, 523}:
        return Problem("MAIL-NEEDS-TLS", facts)
    if stage == "auth":
        if code == 535 or (code == 534 and "5.7.8" in line):
            return Problem("MAIL-LOGIN", {**facts, "side": "sending"})
        return Problem("MAIL-BUSY" if 400 <= code < 500 else "MAIL-AUTH-REFUSED", facts)
    if code == 530 or (code >= 500 and _NEEDS_LOGIN.search(line)):
        return Problem("MAIL-OUT-AUTH", facts)
    if code in {552, 452} or _FULL.search(line):
        return Problem("MAIL-BOX-FULL", facts)
    if 400 <= code < 500:
        return Problem("MAIL-BUSY", facts)
    if _RELAY.search(line) or (stage == "rcpt" and "5.7.1" in line):
        return Problem("MAIL-RELAY", facts)
    if stage == "rcpt" and _UNKNOWN.search(line):
        return Problem("MAIL-ADDRESS", facts)
    return Problem("MAIL-SENDER", facts)


def pop3_problem(words: bytes | str, facts: dict[str, Fact]) -> Problem:
    """Return the problem for a refused POP3 login, by RFC 2449 and RFC 3206 response codes."""
    line = said(None, words)
    # The user is shown the words; the code in front of them decides the problem.
    plain = re.sub(r"^-ERR\s*(\[[A-Z/-]+\])?\s*", "", line, flags=re.IGNORECASE)
    facts = {**facts, "said": plain or line}
    upper = line.upper()
    if "[IN-USE]" in upper:
        return Problem("MAIL-IN-USE", facts)
    if "[LOGIN-DELAY]" in upper or "[SYS/" in upper:
        return Problem("MAIL-BUSY", facts)
    if _NEEDS_TLS.search(line) or "DISALLOWED" in upper:
        return Problem("MAIL-NEEDS-TLS", facts)
    return Problem("MAIL-LOGIN", {**facts, "side": "receiving"})
