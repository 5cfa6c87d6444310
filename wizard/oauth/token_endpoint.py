"""Talking to Xero's token endpoint: what it grants, and what each refusal means.

Bodies as in developer.xero.com/documentation/guides/oauth2/pkce-flow: no secret, the client id in the body.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wizard.model.addresses import XeroAddresses
from wizard.model.connection import TokenSet
from wizard.model.ports import HttpSessions
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.proxy import proxy_problem
from wizard.model.secret import Secret
from wizard.model.xero import asks_to_wait, untrusted
from wizard.oauth.token_answer import read_json_object, read_tokens, rewritten, token_set

if TYPE_CHECKING:
    import requests

CONNECTION_CHECK = ("accounting.settings.read",)
"""What reading the organisation with a custom connection needs."""


_ERRORS = {
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
}
"""The errors of RFC 6749 5.2."""


_LIFETIME = 1800
"""Seconds that an access token is good where the answer does not say (developer.xero.com/faq/oauth2)."""
_NO_TOKEN = Problem("XERO-ODD", {"status": 200, "said": "no token in the answer"})


class TokenEndpoint:
    """One Xero's token and revocation addresses."""

    def __init__(self, http: HttpSessions, addresses: XeroAddresses) -> None:
        self._http, self._addresses = http, addresses

    def exchange(self, client_id: str, code: str, verifier: str, redirect_uri: str) -> TokenSet | Problem:
        """Turn an authorization code into tokens; XERO-CODE when it expired or was used."""
        from oauthlib.oauth2 import WebApplicationClient  # noqa: PLC0415 - costs start-up time

        def fetch(session: Any) -> Any:
            session.redirect_uri = redirect_uri
            return session.fetch_token(
                self._addresses.token, code=code, code_verifier=verifier, include_client_id=True
            )

        return self._ask(WebApplicationClient(client_id), fetch, "XERO-CODE")

    def refresh(self, client_id: str, refresh_token: Secret) -> TokenSet | Problem:
        """Turn a refresh token into the next tokens; CONN-LOST when Xero no longer takes it."""
        from oauthlib.oauth2 import WebApplicationClient  # noqa: PLC0415

        def fetch(session: Any) -> Any:
            return session.refresh_token(
                self._addresses.token, refresh_token=refresh_token.reveal(), client_id=client_id
            )

        return self._ask(WebApplicationClient(client_id), fetch, "CONN-LOST")

    def client_credentials(
        self, client_id: str, client_secret: Secret, scopes: tuple[str, ...] = CONNECTION_CHECK
    ) -> TokenSet | Problem:
        """Ask for a custom connection's token; KEY-REFUSED when Xero does not accept the pair.

        XERO-PERMISSION where the connection lacks one of `scopes`.
        """
        from oauthlib.oauth2 import BackendApplicationClient  # noqa: PLC0415
        from requests.auth import HTTPBasicAuth  # noqa: PLC0415

        def fetch(session: Any) -> Any:
            # As bytes: requests would encode them as Latin-1 and refuse what is not.
            auth = HTTPBasicAuth(client_id.encode(), client_secret.reveal().encode())
            return session.fetch_token(self._addresses.token, auth=auth, scope=list(scopes))

        return self._ask(BackendApplicationClient(client_id), fetch, "KEY-REFUSED")

    def revoke(self, client_id: str, refresh_token: Secret) -> Problem | None:
        """Revoke a refresh token, which ends all of its user's connections to this app."""
        import requests  # noqa: PLC0415

        try:
            reply = self._http.session().post(
                self._addresses.revocation, data={"token": refresh_token.reveal(), "client_id": client_id}
            )
        except requests.exceptions.RequestException as error:
            return self._unreachable(error)
        return None if reply.status_code == 200 else _refusal(reply, "CONN-LOST")

    def _ask(self, client: Any, fetch: Callable[[Any], Any], refused: str) -> TokenSet | Problem:
        import requests  # noqa: PLC0415
        from oauthlib.oauth2 import OAuth2Error  # noqa: PLC0415

        session = self._http.oauth_session(client)
        for hook in ("access_token_response", "refresh_token_response"):
            session.register_compliance_hook(hook, lambda reply: _check_reply(reply, refused))
        try:
            token = fetch(session)
        except ProblemFound as found:
            return found.problem
        except requests.exceptions.RequestException as error:
            return self._unreachable(error)
        except (OAuth2Error, Warning) as error:  # it raises a warning where the scopes are others
            return Problem("XERO-ODD", {"status": 200, "said": type(error).__name__})
        return token_set(token)

    def _unreachable(self, error: "requests.exceptions.RequestException") -> Problem:
        import requests  # noqa: PLC0415

        host = self._addresses.token.split("/")[2]
        if isinstance(error, requests.exceptions.SSLError):
            return untrusted(host, str(error))
        unreachable = Problem("XERO-UNREACHABLE", {"host": host, "said": type(error).__name__})
        return proxy_problem(error, host) or unreachable


def _check_reply(reply: "requests.Response", refused: str) -> "requests.Response":
    """Let a good reply through; raise the problem that any other is, before oauthlib reads it."""
    if reply.status_code != 200:
        raise ProblemFound(_refusal(reply, refused))
    tokens = read_tokens(read_json_object(reply.content), _LIFETIME)
    if tokens is None:
        # Never read further, never kept: it would take the place of a token that works.
        raise ProblemFound(_NO_TOKEN)
    return rewritten(reply, tokens)


def _refusal(reply: "requests.Response", refused: str) -> Problem:
    """Return the problem that a refusal is; `refused` is the one for what was handed in."""
    status = reply.status_code
    facts: dict[str, Fact] = {"status": status}
    if status == 429:
        return asks_to_wait(reply.headers.get("Retry-After", ""))
    if status >= 500:
        return Problem("XERO-DOWN", facts)
    try:
        error = str(json.loads(reply.text).get("error", ""))
    except (ValueError, AttributeError, RecursionError):
        error = ""
    # Only words that the standard has: some servers repeat what they did not like, secrets included.
    facts["said"] = error if error in _ERRORS else f"HTTP {status}"
    by_key = refused == "KEY-REFUSED"
    refused_app = error == "invalid_client" or (status == 401 and not error)
    if error == "unauthorized_client" or (refused_app and not by_key):
        # Of the app itself, so that no sign-in mends it (a 401 means nothing else here: RFC 6749 5.2).
        return Problem("XERO-APP", {**facts, "by": "key" if by_key else "sign-in"})
    if error == "invalid_scope":
        by = "key" if by_key else "sign-in"
        return Problem("XERO-PERMISSION", {**facts, "permission": "what this app may ask for", "by": by})
    if error in {"invalid_client", "invalid_grant", "invalid_request"} or status == 401:
        return Problem(refused, facts)
    return Problem("XERO-ODD", facts)
