"""Signing in at Google with the store's own client (a Desktop app): browser and renewing alone.

Google gives no code for other devices where mail is asked for, and an app of its own no mailbox.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from wizard.catalogue.load import mail_sign_in
from wizard.model.addresses import GoogleAddresses
from wizard.model.connection import TokenSet
from wizard.model.ports import HttpSessions
from wizard.model.problem import Problem, ProblemFound
from wizard.model.secret import Secret
from wizard.model.sender import Account, Granted, SignInApp, Vendor
from wizard.oauth.sign_in import SignIn
from wizard.oauth.token_answer import read_json_object, read_tokens, rewritten, token_set
from wizard.oauth.vendor_errors import busy, facts_for, refusal, unreachable, without_mail

if TYPE_CHECKING:
    import requests

_LIFETIME = 3600
"""Seconds that an access token is good where the answer does not say."""


@dataclass(frozen=True)
class GoogleSignIn(SignIn):
    """One attempt in a browser."""

    login_hint: str = ""
    prompt: str = "consent"

    def address(self) -> str:
        """Return the address to open; `offline` and `consent` bring a refresh token every time."""
        more = {"access_type": "offline", "prompt": self.prompt, "login_hint": self.login_hint}
        return f"{super().address()}&{urlencode({k: v for k, v in more.items() if v})}"


class Google:
    """One client at one Google."""

    def __init__(
        self, http: HttpSessions, addresses: GoogleAddresses, app: SignInApp, secret: Secret | None
    ) -> None:
        self._http, self._addresses, self._app, self._secret = http, addresses, app, secret

    def begin(
        self, redirect: str, login_hint: str, *, choose_account: bool = False
    ) -> GoogleSignIn | Problem:
        """Begin a sign-in in a browser; `choose_account` = not simply with the one signed in there."""
        prompt = "consent select_account" if choose_account else "consent"
        scopes, address = mail_sign_in().google.scopes, self._addresses.authorize
        return GoogleSignIn(
            address, self._app.client_id, scopes, redirect, login_hint=login_hint, prompt=prompt
        )

    def finish(self, sign_in: SignIn, address: str) -> Granted | Problem:
        """Turn the address that a browser was led to into tokens."""
        whole = sign_in.canonical(address)
        if whole is None:
            return Problem("SENDER-NOT-OURS", facts_for(Vendor.GOOGLE))
        answer = {name: values[0] for name, values in parse_qs(urlsplit(whole).query).items()}
        if "error" in answer:
            return refusal(Vendor.GOOGLE, answer)

        def fetch(session: Any) -> Any:
            session.redirect_uri = sign_in.redirect
            return session.fetch_token(
                self._addresses.token,
                code=answer["code"],
                code_verifier=sign_in.verifier,
                include_client_id=True,
                client_secret=self._secret.reveal() if self._secret else None,
            )

        found = self._ask(fetch)
        if isinstance(found, Problem):
            return Problem("SENDER-CODE", found.facts) if found.code == "SENDER-LOST" else found
        tokens = _tokens(found)
        account = _account(str(found.get("id_token", "")))
        return without_mail(Vendor.GOOGLE, tokens) or Granted(tokens, account)

    def refresh(self, client_id: str, refresh_token: Secret) -> TokenSet | Problem:
        """Turn a refresh token into an access token; SENDER-LOST when Google no longer takes it."""

        def fetch(session: Any) -> Any:
            secret = {"client_secret": self._secret.reveal()} if self._secret else {}
            return session.refresh_token(
                self._addresses.token, refresh_token=refresh_token.reveal(), client_id=client_id, **secret
            )

        found = self._ask(fetch)
        if isinstance(found, Problem):
            return found
        tokens = _tokens(found)
        return tokens if tokens.refresh else replace(tokens, refresh=refresh_token)

    def revoke(self, client_id: str, refresh_token: Secret) -> Problem | None:  # noqa: ARG002
        """End the permission at Google."""
        import requests  # noqa: PLC0415 - costs start-up time

        try:
            reply = self._http.session().post(
                self._addresses.revocation, data={"token": refresh_token.reveal()}
            )
        except requests.exceptions.RequestException as error:
            return unreachable(Vendor.GOOGLE, urlsplit(self._addresses.revocation).netloc, error)
        # 400: it has ended already.
        return None if reply.status_code in {200, 400} else Problem(
            "SIGN-IN-BUSY", facts_for(Vendor.GOOGLE, f"HTTP {reply.status_code}")
        )  # fmt: skip

    def _ask(self, fetch: Callable[[Any], Any]) -> Any | Problem:
        import requests  # noqa: PLC0415
        from oauthlib.oauth2 import OAuth2Error, WebApplicationClient  # noqa: PLC0415

        session = self._http.oauth_session(WebApplicationClient(self._app.client_id))
        for hook in ("access_token_response", "refresh_token_response"):
            session.register_compliance_hook(hook, _check_reply)
        try:
            return fetch(session)
        except ProblemFound as found:
            return found.problem
        except requests.exceptions.RequestException as error:
            return unreachable(Vendor.GOOGLE, urlsplit(self._addresses.token).netloc, error)
        except (OAuth2Error, Warning) as error:  # it raises a warning where the scopes are others
            return Problem("SIGN-IN-ODD", facts_for(Vendor.GOOGLE, type(error).__name__))


def _check_reply(reply: "requests.Response") -> "requests.Response":
    """Let a good reply through; raise the problem that a refusal is, before oauthlib reads it."""
    answer = read_json_object(reply.content)
    if reply.status_code >= 500 or reply.status_code == 429:
        raise ProblemFound(busy(Vendor.GOOGLE, reply.status_code, answer))
    tokens = read_tokens(answer, _LIFETIME) if reply.status_code == 200 else None
    if tokens is not None:
        return rewritten(reply, tokens)
    if answer is None or "error" not in answer:
        said = f"HTTP {reply.status_code}, and no token"
        raise ProblemFound(Problem("SIGN-IN-ODD", facts_for(Vendor.GOOGLE, said)))
    raise ProblemFound(refusal(Vendor.GOOGLE, answer))


def _tokens(answer: Any) -> TokenSet:
    return token_set(answer)


def _account(id_token: str) -> Account:
    """Read whose account it is; the token came from Google itself by TLS (OpenID Connect Core 3.1.3.7, 6)."""
    try:
        body = id_token.split(".")[1]
        claims = read_json_object(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError):
        return Account()
    if claims is None:
        return Account()
    return Account(str(claims.get("name", "")), str(claims.get("email", "")))
