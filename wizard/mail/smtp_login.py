"""Logging in to send: one mechanism after the other until one can be done; a refused password ends it.

smtplib's own login() refuses passwords that are not ASCII, and tries one mechanism after the other with a
wrong password, which locks accounts.
"""

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from wizard.mail.replies import smtp_problem
from wizard.mail.smtp import Smtp
from wizard.mail.xoauth2 import xoauth2_error, xoauth2_login
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.redaction.words import Words

LOGGED_IN = 235
"""The one reply that means it (RFC 4954, 6).

503 refuses an AUTH out of turn: after one that worked, within a message, or where none is offered ("already
authenticated", "AUTH command used when not advertised", "authentication not enabled"). We ask once in a
session, so that it says of our password nothing at all.
"""
_MORE = 334
_SYNTAX = {500, 501, 502, 504}
"""A command or a mechanism that the server does not know, or not so."""
_MOST_QUESTIONS = 4


@dataclass(frozen=True)
class _Answer:
    """The last answer to a mechanism; `password_seen` = the server has had the password, in whatever form."""

    code: int
    words: bytes
    password_seen: bool

    @property
    def is_final(self) -> bool:
        """Whether another mechanism must not be tried: it worked, or the password was looked at."""
        return self.code == LOGGED_IN or (self.password_seen and self.code not in _SYNTAX)


def smtp_login(smtp: Smtp, host: str, user: str, password: str) -> str:
    """Log in and return the mechanism; ProblemFound with the cause the server gave."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    facts: dict[str, Fact] = {"host": host, "user": user}
    answer: _Answer | None = None
    for mechanism, log_in in _MECHANISMS.items():
        if mechanism not in offered:
            continue
        found = log_in(smtp, user, password)
        if found.code == LOGGED_IN:
            return mechanism
        # What was said of the password says more than that a mechanism cannot be done.
        answer = answer if answer is not None and not found.password_seen else found
        if found.is_final:
            break
    if answer is None:
        raise ProblemFound(Problem("MAIL-NO-AUTH", {**facts, "offered": _offer(offered)}))
    stage = "auth" if answer.password_seen else "auth-begun"
    raise ProblemFound(smtp_problem(stage, answer.code, answer.words, facts))


def smtp_sign_in(smtp: Smtp, host: str, user: str, access: str) -> str:
    """Log in with an access token (XOAUTH2) and return the mechanism; ProblemFound with the server's cause.

    A refused token is answered 334 with JSON in base64; an empty line brings the final 535.
    """
    facts: dict[str, Fact] = {"host": host, "user": user}
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if "XOAUTH2" not in offered:
        raise ProblemFound(Problem("MAIL-NO-AUTH", {**facts, "offered": _offer(offered), "sign_in": True}))
    code, words = smtp.docmd("AUTH", "XOAUTH2 " + xoauth2_login(user, access))
    if code == _MORE:
        facts |= xoauth2_error(words)
        code, words = smtp.docmd("")
    if code != LOGGED_IN:
        raise ProblemFound(smtp_problem("oauth", code, words, facts))
    return "XOAUTH2"


def _offer(offered: list[str]) -> Words:
    return Words(" ".join(offered) or "nothing")


def _plain(smtp: Smtp, user: str, password: str) -> _Answer:
    """RFC 4616. Some servers take the login only behind their 334."""
    login = _b64(f"\0{user}\0{password}".encode())
    code, words = smtp.docmd("AUTH", f"PLAIN {login}")
    if code in {500, 501}:
        code, words = smtp.docmd("AUTH", "PLAIN")
    if code == _MORE:
        code, words = smtp.docmd(login)
    return _finished(smtp, code, words, password_seen=True)


def _login(smtp: Smtp, user: str, password: str) -> _Answer:
    """LOGIN, which no RFC has: each question is answered with what it asks for, the password once."""
    code, words = smtp.docmd("AUTH", "LOGIN")
    password_seen, names = False, 0
    for _ in range(_MOST_QUESTIONS):
        if code != _MORE:
            break
        wants_password = _asks_for_password(words, names)
        if (wants_password and password_seen) or (not wants_password and (names > 1 or password_seen)):
            break  # it goes round in circles
        if wants_password:
            password_seen = True
        else:
            names += 1
        code, words = smtp.docmd(_b64((password if wants_password else user).encode()))
    return _finished(smtp, code, words, password_seen=password_seen)


def _asks_for_password(question: bytes, names_given: int) -> bool:
    """Whether a question of LOGIN is for the password; one in words of its own is by its place."""
    try:
        asked = base64.b64decode(question, validate=True).decode("latin-1").lower()
    except ValueError:
        asked = question.decode("latin-1").lower()
    if "pass" in asked or "word" in asked:
        return True
    is_for_name = any(word in asked for word in ("user", "name", "login", "mail", "account"))
    return not is_for_name and names_given > 0


def _cram_md5(smtp: Smtp, user: str, password: str) -> _Answer:
    """RFC 2195, in UTF-8; smtplib's own takes ASCII alone (python/cpython#73936)."""
    code, words = smtp.docmd("AUTH", "CRAM-MD5")
    if code != _MORE:
        return _Answer(code, words, password_seen=False)
    try:
        challenge = base64.b64decode(words, validate=True)
        digest = hmac.new(password.encode(), challenge, "md5").hexdigest()
    except ValueError:  # no base64, or no MD5 on this PC
        return _finished(smtp, code, words, password_seen=False)
    code, words = smtp.docmd(_b64(f"{user} {digest}".encode()))
    return _finished(smtp, code, words, password_seen=True)


def _finished(smtp: Smtp, code: int, words: bytes, *, password_seen: bool) -> _Answer:
    """Return the answer; where the server still asks, the login is given up first (RFC 4954, 4)."""
    if code == _MORE:
        code, words = smtp.docmd("*")
        password_seen = False
    return _Answer(code, words, password_seen)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


_MECHANISMS: dict[str, Callable[[Smtp, str, str], _Answer]] = {
    "PLAIN": _plain,
    "LOGIN": _login,
    "CRAM-MD5": _cram_md5,
}
