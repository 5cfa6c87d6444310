"""What Microsoft's and Google's sign-in refusals mean, and what cannot be reached."""

import re
from collections.abc import Mapping
from typing import Any

from wizard.catalogue.load import mail_sign_in
from wizard.model.connection import TokenSet
from wizard.model.problem import Fact, Problem
from wizard.model.proxy import proxy_problem
from wizard.model.sender import Vendor

_NUMBER = re.compile(r"AADSTS(\d{5,8})")
_BY_ERROR = {
    "access_denied": "SENDER-DENIED",
    "invalid_client": "EXCH-SECRET",
    "unauthorized_client": "EXCH-CLIENT",
    "invalid_grant": "SENDER-LOST",
    "expired_token": "SENDER-SILENT",
    "invalid_scope": "EXCH-ADMIN",
    "consent_required": "EXCH-ADMIN",
    "temporarily_unavailable": "SIGN-IN-BUSY",
}


def facts_for(vendor: Vendor, said: str = "", **more: Fact) -> dict[str, Fact]:
    """Return what every problem of a sign-in says."""
    line = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return {"vendor": vendor.value.capitalize(), "said": line[:200] or "nothing", **more}


def refusal(vendor: Vendor, answer: Mapping[str, Any], **more: Fact) -> Problem:
    """Return the problem for an answer that holds an `error`; Microsoft's numbers are the most certain."""
    error = str(answer.get("error", ""))
    said = _without_traces(str(answer.get("error_description") or error))
    facts = facts_for(vendor, said, **more)
    numbers = {int(number) for number in _NUMBER.findall(said)}
    codes = answer.get("error_codes")
    numbers |= {n for n in codes if isinstance(n, int)} if isinstance(codes, list) else set()
    for row in mail_sign_in().refusal:
        if numbers & set(row.codes):
            return Problem(row.problem, {**facts, **({"cause": row.cause} if row.cause else {})})
    return Problem(_BY_ERROR.get(error, "SIGN-IN-ODD"), facts)


def busy(vendor: Vendor, status: int, answer: Mapping[str, Any] | None) -> Problem:
    """Return the problem for a vendor that cannot answer now, in its own words where it has any."""
    words = answer.get("error_description") if answer else None
    said = words if isinstance(words, str) and words else f"HTTP {status}"
    return Problem("SIGN-IN-BUSY", facts_for(vendor, _without_traces(said)))


def without_mail(vendor: Vendor, tokens: TokenSet) -> Problem | None:
    """Return SENDER-NO-MAIL where the permission that was given is not for mail.

    An answer that names no scopes gave all that were asked for (RFC 6749 5.1).
    """
    row = mail_sign_in().google if vendor is Vendor.GOOGLE else mail_sign_in().microsoft
    given, needed = ({_last_part(each) for each in scopes} for scopes in (tokens.scopes, row.needed))
    if not given or needed <= given:
        return None
    return Problem("SENDER-NO-MAIL", facts_for(vendor, " ".join(tokens.scopes)))


def _last_part(scope: str) -> str:
    """A scope without the resource before it, which Microsoft does not always repeat."""
    return scope.casefold().rstrip("/").rpartition("/")[2]


def _without_traces(said: str) -> str:
    # Behind the words stand trace ids and a time stamp, which help nobody here.
    return re.split(r"\s*(?:Trace ID|Correlation ID|Timestamp):", said)[0]


def unreachable(vendor: Vendor, host: str, error: Exception) -> Problem:
    """Return the problem for a connection that failed."""
    import requests  # noqa: PLC0415 - costs start-up time

    facts = facts_for(vendor, type(error).__name__, host=host)
    return proxy_problem(error, host) or Problem(
        "SIGN-IN-CERT" if isinstance(error, requests.exceptions.SSLError) else "SIGN-IN-UNREACHABLE", facts
    )
