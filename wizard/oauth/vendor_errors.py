"""What Microsoft's and Google's sign-in refusals mean, and what cannot be reached."""

import re
from collections.abc import Mapping
from typing import Any

from wizard.catalogue.load import mail_sign_in
from wizard.model.problem import Fact, Problem
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
    said = str(answer.get("error_description") or error)
    # Behind the words stand trace ids and a time stamp, which help nobody here.
    said = re.split(r"\s*(?:Trace ID|Correlation ID|Timestamp):", said)[0]
    facts = facts_for(vendor, said, **more)
    numbers = [int(n) for n in answer.get("error_codes") or []]
    numbers += [int(n) for n in _NUMBER.findall(said)]
    for row in mail_sign_in().refusal:
        if set(row.codes) & set(numbers):
            return Problem(row.problem, {**facts, **({"cause": row.cause} if row.cause else {})})
    return Problem(_BY_ERROR.get(error, "SIGN-IN-ODD"), facts)


def unreachable(vendor: Vendor, host: str, error: Exception) -> Problem:
    """Return the problem for a connection that failed."""
    import requests  # noqa: PLC0415 - costs start-up time

    facts = facts_for(vendor, type(error).__name__, host=host)
    return Problem(
        "SIGN-IN-CERT" if isinstance(error, requests.exceptions.SSLError) else "SIGN-IN-UNREACHABLE", facts
    )
