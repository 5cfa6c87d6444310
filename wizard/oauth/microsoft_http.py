"""What msal talks to Microsoft through: replies are judged and tidied before msal reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wizard.model.problem import Problem, ProblemFound
from wizard.model.sender import Vendor
from wizard.oauth.token_answer import read_json_object, read_tokens
from wizard.oauth.vendor_errors import busy, facts_for

if TYPE_CHECKING:
    import requests

_LIFETIME = 3600
"""Seconds that an access token is good where Microsoft does not say; its own last an hour to 90 minutes."""


@dataclass(frozen=True)
class Reply:
    """A reply in the shape that msal asks of its HTTP client."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """Nothing to raise: what msal would call an error has ended before."""


class MicrosoftHttp:
    """msal's HTTP client over a session of ours.

    ProblemFound SIGN-IN-BUSY for 5xx and 429 in any dress, SIGN-IN-ODD for what is no answer of Microsoft's:
    msal raises exceptions of its own there, and logs the body.
    """

    def __init__(self, session: "requests.Session") -> None:
        self._session = session

    def get(self, url: str, **more: Any) -> Reply:
        """Ask a question; the only ones are for Microsoft's addresses."""
        return _judged(self._session.get(url, **more))

    def post(self, url: str, **more: Any) -> Reply:
        """Send a form; what comes back may be tokens."""
        form = more.get("data")
        renews = isinstance(form, Mapping) and form.get("grant_type") == "refresh_token"
        return _judged(self._session.post(url, **more), renews=renews)

    def close(self) -> None:
        """Close the session."""
        self._session.close()


def _judged(reply: "requests.Response", *, renews: bool = False) -> Reply:
    answer = read_json_object(reply.content)
    if reply.status_code >= 500 or reply.status_code == 429:
        raise ProblemFound(busy(Vendor.MICROSOFT, reply.status_code, answer))
    if answer is None:
        said = f"HTTP {reply.status_code}, and no answer of Microsoft's"
        raise ProblemFound(Problem("SIGN-IN-ODD", facts_for(Vendor.MICROSOFT, said)))
    tokens = read_tokens(answer, _LIFETIME) if reply.status_code == 200 else None
    if tokens is not None:
        # Who signed in is known when a permission is renewed, and a faulty id token must not cost the tokens.
        names = () if renews else ("client_info",)
        answer = {**tokens, **{name: answer[name] for name in names if isinstance(answer.get(name), str)}}
        if renews:
            answer.pop("id_token", None)
    return Reply(reply.status_code, json.dumps(answer), dict(reply.headers))
