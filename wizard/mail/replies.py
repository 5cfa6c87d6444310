"""What a mail server's refusal means: reply code, enhanced status code and words to a problem.

Told apart by the server's own words, the most certain first: Microsoft and Google put their cause into the
text behind the enhanced status code (RFC 3463), other servers into the code alone.
"""

import re

from wizard.catalogue.load import mail_wordings
from wizard.model.problem import Fact, Problem
from wizard.redaction.words import Words, decoded

_NEEDS_TLS = r"starttls|encryption (is )?required|must issue|requires? (a )?(secure|encrypted)|tls required"
_NEEDS_LOGIN = (
    r"auth\w* (is )?(required|needed|first)|must (be )?auth|not authenticated|log ?in first|"
    r"client (was|not) .*authenticat|requires? auth"
)
_TOO_BIG = r"\b5\.3\.4\b|\b5\.2\.3\b|message (size )?(exceeds|is too|too)[^.]*(size|big|large|limit)"
_FULL = r"\b[45]\.2\.2\b|quota|mailbox (is )?full|over ?quota|insufficient storage"
_RELAY = r"relay"
_OUR_LINE = (
    r"client host\b.*\b(rejected|blocked|denied)|"
    r"(blocked|rejected|listed) (using|by|at|in|on) [\w.-]*\b(spamhaus|spamcop|barracuda|sorbs|[rd]n?s?bl)|"
    r"\b(black|block|deny) ?list|\bip\b[^.]*\b(blocked|banned|listed|reputation)"
)
"""Where we call from, and nothing of the sender, the recipient or the login."""
_UNKNOWN = r"\b5\.1\.1\b|no such (user|mailbox|recipient)|unknown (user|recipient)|user unknown"
_GREYLISTED = r"gr[ae]y-?list"
_RATE = (
    r"too many|rate limit|limit exceeded|throttl|concurrent connections|\b5\.4\.5\b|"
    r"(sending|daily|hourly)[\w ]* limit|\b5\.7\.232\b|submission quota"
)
_NOT_ITS_SENDER = (
    r"sendasdenied|\b5\.7\.60\b|not (allowed|permitted|authorized|authorised) to send (as|from)|"
    r"does not have permissions? to send as|not owned by (user|authenticated)"
)
_PASSWORDS_OFF = r"\b5\.7\.30\b|basic auth\w* (is )?(disabled|not supported|blocked)"
_SMTP_OFF = r"smtpclientauthentication is disabled"
_POLICY = r"security defaults|conditional access|policy"
_APP_PASSWORD = r"application-specific password|app(-| )password|invalidsecondfactor"  # noqa: S105 - words
_WEB_LOGIN = r"\b5\.7\.14\b|log ?in (with|via) your web browser|webloginrequired"
_RESPONSE_CODE = re.compile(r"^[-+]ERR\s*(\[(?P<name>[A-Za-z/-]+)\])?\s*", re.IGNORECASE)
_BY_CODE = {"IN-USE": "in-use", "LOGIN-DELAY": "busy", "SYS/TEMP": "busy"}
_PROBLEMS = {
    "app-password": "APP-PASSWORD",
    "busy": "MAIL-BUSY",
    "in-use": "MAIL-IN-USE",
    "locked": "MAIL-LOCKED",
    "needs-tls": "MAIL-NEEDS-TLS",
    "not-enabled": "MAIL-NOT-ENABLED",
    "rate": "MAIL-RATE",
}
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


def _says(what: str, line: str) -> bool:
    """Return whether a line says one of these; a server that refuses nothing has none of them compiled."""
    return re.search(what, line, re.IGNORECASE) is not None


def said(code: int | None, words: bytes | str) -> Words:
    """Return a server's answer as one short printable line."""
    text = decoded(words)
    lines = text.splitlines()
    # Each line of a long answer begins with the status code again (RFC 2034 3), amidst a sentence.
    again = _STATUS.match(text)
    if again:
        lines = [lines[0], *(line.removeprefix(again.group()) for line in lines[1:])]
    line = "\n".join(lines)
    return Words(f"{code} {line}".strip() if code is not None else line)


def smtp_problem(stage: str, code: int, words: bytes | str, facts: dict[str, Fact]) -> Problem:
    """Return the problem for a refused SMTP command.

    `stage` is greeting, auth-begun (the password was not sent), auth, oauth, mail, rcpt or data. Credential
    wording is used only when the server is certain (535); everything else keeps its words.
    """
    line = said(code, words)
    facts = {**facts, "said": line}
    if stage == "greeting":
        return _turned_away(code, line, facts)
    if _says(_NEEDS_TLS, line) and code in {530, 538, 550, 554, 523}:
        return Problem("MAIL-NEEDS-TLS", facts)
    if _says(_PASSWORDS_OFF, line):
        return Problem("OUT-PASSWORD-OFF", facts)
    if stage in {"auth-begun", "auth", "oauth"}:
        return _login_problem(stage, code, line, facts)
    if code == 530 or (code >= 500 and _says(_NEEDS_LOGIN, line)):
        return Problem("MAIL-OUT-AUTH", facts)
    if _says(_TOO_BIG, line):
        return Problem("MAIL-TOO-BIG", facts)
    if _says(_RATE, line):
        return Problem("MAIL-RATE", facts)
    if code in {552, 452} or _says(_FULL, line):
        return Problem("MAIL-BOX-FULL", facts)
    if _says(_NOT_ITS_SENDER, line):
        return Problem("MAIL-SENDER", {**facts, "cause": "not-its-sender"})
    if 400 <= code < 500:
        return Problem("MAIL-GREYLISTED" if _says(_GREYLISTED, line) else "MAIL-BUSY", facts)
    return _refused_for_good(stage, line, facts)


def _refused_for_good(stage: str, line: str, facts: dict[str, Fact]) -> Problem:
    """Tell apart whom a refused envelope is about: our line, the way to the recipient, or the sender."""
    if _says(_OUR_LINE, line):
        return Problem("MAIL-REFUSED", {**facts, "step": "line"})
    if _says(_RELAY, line) or (stage == "rcpt" and "5.7.1" in line):
        return Problem("MAIL-RELAY", facts)
    if stage == "rcpt" and _says(_UNKNOWN, line):
        return Problem("MAIL-ADDRESS", facts)
    return Problem("MAIL-SENDER", facts)


def _turned_away(code: int, line: str, facts: dict[str, Fact]) -> Problem:
    """A server that refuses the connection itself says nothing of the sender or the password."""
    if _says(_RATE, line) or _meaning(line) == "rate":
        return Problem("MAIL-RATE", facts)
    if 400 <= code < 500:
        return Problem("MAIL-BUSY", facts)
    return Problem("MAIL-REFUSED", {**facts, "step": "greeting"})


def _login_problem(stage: str, code: int, line: str, facts: dict[str, Fact]) -> Problem:
    """Tell a refused login's causes apart; only what is left is the name or the password."""
    if _says(_SMTP_OFF, line):
        return Problem("EXCH-ADMIN", {**facts, "cause": "smtp-off"})
    if "5.7.139" in line and _says(_POLICY, line):
        return Problem("EXCH-ADMIN", {**facts, "cause": "policy"})
    if _says(_APP_PASSWORD, line):
        return Problem("APP-PASSWORD", facts)
    if _says(_WEB_LOGIN, line):
        return Problem("OUT-GMAIL", {**facts, "cause": "web-login"})
    if _says(_RATE, line):
        return Problem("MAIL-RATE", facts)
    if 400 <= code < 500:
        return Problem("MAIL-BUSY", facts)
    if _meaning(line) == "locked":
        return Problem("MAIL-LOCKED", facts)
    if code == 503:  # out of turn: the password or the token was not looked at
        return Problem("MAIL-AUTH-REFUSED", {**facts, "cause": "not-looked-at"})
    if stage == "oauth":
        return Problem("OUT-SIGN-IN", facts)
    if stage == "auth" and (code == 535 or (code == 534 and "5.7.8" in line)):
        return Problem("MAIL-LOGIN", {**facts, "side": "sending"})
    return Problem("MAIL-AUTH-REFUSED", facts)


def pop3_problem(step: str, words: bytes | str, facts: dict[str, Fact]) -> Problem:
    """Return the problem for a POP3 refusal; `step` is greeting, login, mailbox or remove.

    By response code (RFC 2449, RFC 3206), then by the table of wordings. Servers put [AUTH] before whatever
    has to do with a login ("plaintext authentication disallowed"), so that it counts last. A refusal that is
    none of these may still be a wrong password, and is not called one.
    """
    line = said(None, words)
    code = _RESPONSE_CODE.match(line)
    name = (code["name"] or "").upper() if code else ""
    # The user is shown the words; the code in front of them decides the problem.
    plain = said(None, _RESPONSE_CODE.sub("", decoded(words)))
    facts = {**facts, "said": plain or line}
    means = _BY_CODE.get(name) or _meaning(plain)
    if means in {"login", None} and step == "login" and name == "AUTH":
        means = "login"
    if means == "login" and step != "login":
        means = None
    return _by_meaning(means, step, facts)


def _by_meaning(means: str | None, step: str, facts: dict[str, Fact]) -> Problem:
    """Return the problem for what a refusal means."""
    if means in _PROBLEMS:
        return Problem(_PROBLEMS[means], facts)
    if means == "web-login":
        return Problem("OUT-GMAIL", {**facts, "cause": "web-login"})
    if means == "login":
        return Problem("MAIL-LOGIN", {**facts, "side": "receiving"})
    return Problem("MAIL-REFUSED", {**facts, "step": step})


def _meaning(line: str) -> str | None:
    """Return what the table of wordings knows a refusal to mean."""
    rows = mail_wordings()
    return next((row.means for row in rows if re.search(row.says, line, re.IGNORECASE)), None)
