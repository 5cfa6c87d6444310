"""Signing in at Microsoft with msal: browser, device code, client credentials, and renewing.

msal keeps no token for us: each call gets a fresh client, and the refresh token goes into our own two slots.
Its HTTP client is our session; instance discovery (a question to the public host) is off.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from wizard.catalogue.load import mail_sign_in
from wizard.model.connection import TokenSet
from wizard.model.ports import HttpSessions
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel
from wizard.model.secret import Secret
from wizard.model.sender import Account, DeviceCode, Granted, SignInApp, SignInWay, Vendor
from wizard.oauth.library_errors import raised_in
from wizard.oauth.microsoft_http import MicrosoftHttp
from wizard.oauth.sign_in import SignIn
from wizard.oauth.token_answer import seconds
from wizard.oauth.vendor_errors import facts_for, refusal, unreachable, without_mail

_DEVICE_INTERVAL = 5
_OVER_AN_ANSWER = (RuntimeError, LookupError, TypeError, AttributeError)
"""What msal raises where an answer has not the shape it expects; its errors of an id token are the first."""


@dataclass(frozen=True)
class MicrosoftSignIn(SignIn):
    """One attempt in a browser; state, verifier and nonce are msal's, in memory only."""

    flow: dict[str, Any] = field(default_factory=dict, repr=False)

    def address(self) -> str:
        """Return the address to open."""
        return str(self.flow["auth_uri"])


class Microsoft:
    """One app at one tenant of one Microsoft."""

    def __init__(self, http: HttpSessions, authority: str, app: SignInApp, secret: Secret | None) -> None:
        self._http, self._authority, self._app, self._secret = http, authority, app, secret
        self._host = urlsplit(authority).netloc

    def begin(
        self, redirect: str, login_hint: str, *, choose_account: bool = False
    ) -> MicrosoftSignIn | Problem:
        """Begin a sign-in in a browser; `choose_account` = not simply with the one signed in there."""
        flow = self._ask(
            lambda client: client.initiate_auth_code_flow(
                mail_sign_in().microsoft.scopes,
                redirect_uri=redirect,
                login_hint=login_hint or None,
                prompt="select_account" if choose_account else None,
            ),
            wants=("auth_uri",),
        )
        if isinstance(flow, Problem):
            return flow
        return MicrosoftSignIn(
            str(flow["auth_uri"]).partition("?")[0],
            self._app.client_id,
            tuple(flow["scope"]),
            redirect,
            str(flow["state"]),
            str(flow["code_verifier"]),
            flow,
        )

    def finish(self, sign_in: SignIn, address: str) -> Granted | Problem:
        """Turn the address that a browser was led to into tokens."""
        assert isinstance(sign_in, MicrosoftSignIn)
        whole = sign_in.canonical(address)
        if whole is None:
            return Problem("SENDER-NOT-OURS", facts_for(Vendor.MICROSOFT))
        answer = {name: values[0] for name, values in parse_qs(urlsplit(whole).query).items()}
        if "error" in answer:
            return refusal(Vendor.MICROSOFT, answer)
        found = self._ask(lambda client: client.acquire_token_by_auth_code_flow(sign_in.flow, answer))
        if isinstance(found, Problem) and found.code == "SENDER-LOST":
            return Problem("SENDER-CODE", found.facts)
        return found if isinstance(found, Problem) else _granted_mail(found)

    def by_device(self, show: Callable[[DeviceCode], None], cancel: Cancel) -> Granted | Problem:
        """Sign in with a code on another device; `show` gets it. SENDER-SILENT when nobody typed it."""
        flow = self._ask(
            lambda client: client.initiate_device_flow(mail_sign_in().microsoft.scopes),
            public=True,
            wants=("user_code", "verification_uri"),
        )
        if isinstance(flow, Problem):
            return _for_device(flow)
        left = float(seconds(flow.get("expires_in"), 900))
        show(DeviceCode(str(flow["user_code"]), str(flow["verification_uri"]), int(left)))
        pause = float(seconds(flow.get("interval"), _DEVICE_INTERVAL))
        while left > 0:
            # One question at a time: msal's own waiting cannot be stopped.
            found = self._ask(
                lambda client: client.acquire_token_by_device_flow(flow, exit_condition=lambda _flow: True),
                public=True,
                pending=True,
            )
            if not isinstance(found, Problem) and "error" not in found:
                return _granted_mail(found)
            if isinstance(found, Problem):
                return _for_device(found)
            if found["error"] == "slow_down":
                pause += _DEVICE_INTERVAL
            cancel.wait(pause)
            left -= pause
        return Problem("SENDER-SILENT", facts_for(Vendor.MICROSOFT, way="device"))

    def for_app(self) -> TokenSet | Problem:
        """Return a token of the app's own (client credentials): nobody signs in."""
        scope = mail_sign_in().microsoft.app_scope
        found = self._ask(lambda client: client.acquire_token_for_client([scope]))
        return found if isinstance(found, Problem) else _granted(found).tokens

    def refresh(self, client_id: str, refresh_token: Secret) -> TokenSet | Problem:  # noqa: ARG002
        """Turn a refresh token into the next tokens; SENDER-LOST when Microsoft no longer takes it."""
        found = self._ask(
            lambda client: client.acquire_token_by_refresh_token(
                refresh_token.reveal(), mail_sign_in().microsoft.scopes
            ),
            public=self._app.way is SignInWay.DEVICE,
        )
        if isinstance(found, Problem):
            return found
        tokens = _granted(found).tokens
        # Microsoft may keep the refresh token as it is.
        return tokens if tokens.refresh else replace(tokens, refresh=refresh_token)

    def revoke(self, client_id: str, refresh_token: Secret) -> Problem | None:  # noqa: ARG002
        """Nothing to ask: Microsoft has no address for it; its users take permissions back themselves."""
        return None

    def _ask(
        self,
        question: Callable[[Any], Any],
        *,
        public: bool = False,
        pending: bool = False,
        wants: tuple[str, ...] = ("access_token",),
    ) -> dict[str, Any] | Problem:
        """Put a question to msal; an error, or an answer without the texts it `wants`, becomes a problem."""
        import msal  # noqa: PLC0415 - costs start-up time
        import requests  # noqa: PLC0415

        tenant = self._app.tenant or "organizations"
        about = {
            "client_id": self._app.client_id,
            "authority": f"{self._authority}/{tenant}",
            "http_client": MicrosoftHttp(self._http.session()),
            "instance_discovery": False,
        }
        try:
            with warnings.catch_warnings():
                # It would rather have the answer posted to it: no loopback redirect of RFC 8252 does that.
                warnings.filterwarnings("ignore", module="msal")
                if self._secret is None or public:
                    client = msal.PublicClientApplication(**about)
                else:
                    secret = self._secret.reveal()
                    client = msal.ConfidentialClientApplication(**about, client_credential=secret)
                found = cast(dict[str, Any], question(client))
        except ProblemFound as problem:
            return problem.problem
        except requests.exceptions.RequestException as error:
            return unreachable(Vendor.MICROSOFT, self._host, error)
        except (ValueError, *_OVER_AN_ANSWER, msal.exceptions.MsalError) as error:
            if not raised_in(error, "msal"):
                raise
            if isinstance(error, ValueError):
                return _discovery_failed(str(error.__context__ or error), tenant)
            return Problem("SIGN-IN-ODD", facts_for(Vendor.MICROSOFT, type(error).__name__))
        if pending and found.get("error") in ("authorization_pending", "slow_down"):
            return found
        if "error" in found:
            return refusal(Vendor.MICROSOFT, found, tenant=tenant)
        if not all(isinstance(found.get(name), str) for name in wants):
            return Problem("SIGN-IN-ODD", facts_for(Vendor.MICROSOFT, "an answer without a token"))
        return found


def _discovery_failed(said: str, tenant: str) -> Problem:
    """Microsoft knows no such tenant: msal passes its answer on inside a sentence."""
    words = said[said.find("AADSTS") :] if "AADSTS" in said else said
    found = refusal(Vendor.MICROSOFT, {"error": "invalid_tenant", "error_description": words}, tenant=tenant)
    return found if found.code.startswith(("EXCH", "SIGN-IN")) else Problem("SIGN-IN-ODD", found.facts)


def _for_device(problem: Problem) -> Problem:
    """An app that wants its secret does not allow codes on other devices."""
    if problem.code == "EXCH-SECRET" and problem.facts.get("cause") == "missing":
        return Problem("EXCH-ADMIN", {**problem.facts, "cause": "public-client"})
    if problem.code == "SENDER-SILENT":
        return Problem("SENDER-SILENT", {**problem.facts, "way": "device"})
    return problem


def _granted_mail(answer: dict[str, Any]) -> Granted | Problem:
    granted = _granted(answer)
    return without_mail(Vendor.MICROSOFT, granted.tokens) or granted


def _granted(answer: dict[str, Any]) -> Granted:
    claims = answer.get("id_token_claims") or {}
    tokens = TokenSet(
        Secret(str(answer["access_token"])),
        Secret(str(answer.get("refresh_token", ""))),
        int(answer.get("expires_in", 3600)),
        tuple(str(answer.get("scope", "")).split()),
    )
    address = str(claims.get("preferred_username") or claims.get("email") or "")
    return Granted(tokens, Account(str(claims.get("name", "")), address))
