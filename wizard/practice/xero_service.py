"""The practice Xero as a whole: which path is answered by what."""

import base64
import threading
from collections.abc import Mapping
from pathlib import Path

from wizard.practice import xero_scopes
from wizard.practice.clock import PracticeClock
from wizard.practice.faults import FaultBoard
from wizard.practice.xero_access_token import practice_user
from wizard.practice.xero_accounting import ROOT, Accounting, bearer_of
from wizard.practice.xero_books import PracticeOrganisation, read_organisations
from wizard.practice.xero_http import Reply, Request, json_reply, page_reply, redirect_reply, trouble_reply
from wizard.practice.xero_limits import RateLimits
from wizard.practice.xero_pages import Pages
from wizard.practice.xero_shelf import Archive
from wizard.practice.xero_sign_in import App, SignInRefusedError, Visit, VisitBook, check_request
from wizard.practice.xero_tokens import TokenBook, TokenRefusedError

SLOW_SECONDS = 3.0
_EXPIRED = "invalid_request : this page has expired, please start again from your app"


class PracticeXero:
    """Answers every request to the practice Xero."""

    def __init__(
        self,
        logins: Mapping[str, str],
        clock: PracticeClock,
        faults: FaultBoard,
        stopping: threading.Event,
        folder: Path | None = None,
    ) -> None:
        self._logins = logins
        self._faults = faults
        self._stopping = stopping
        self._pages = Pages(logins)
        self._organisations = read_organisations()
        self._visits = VisitBook(clock)
        self._tokens = TokenBook(clock, lambda: faults.since("sign-in-used-up"))
        self.archive = Archive(
            folder, {id_: one.data["Contacts"] for id_, one in self._organisations.items()}
        )
        self._accounting = Accounting(
            self._organisations, self.archive, self._tokens, RateLimits(clock), faults, stopping
        )
        self._user = practice_user(logins["xero-email"])
        self._apps = {logins["xero-client-id"]: App("Tillbridge practice")}
        self._routes = {
            ("GET", "/identity/connect/authorize"): self._authorize,
            ("POST", "/identity/login"): self._login,
            ("POST", "/identity/consent"): self._consent,
            ("POST", "/connect/token"): self._token,
            ("POST", "/connect/revocation"): self._revocation,
            ("GET", "/connections"): self._connections,
        }

    def add_app(self, client_id: str, app: App) -> None:
        """Make another app known, which has no secret either."""
        self._apps[client_id] = app

    def answer(self, request: Request) -> Reply | None:
        """Return the reply to one request; None where a fault hangs up."""
        if "xero-slow" in self._faults:
            self._stopping.wait(SLOW_SECONDS)
        if "xero-down" in self._faults:
            return Reply(503, b"The organisation is temporarily offline", {"Content-Type": "text/plain"})
        path = request.path if request.path.startswith(ROOT) else request.path.lower()
        if path.startswith(ROOT):
            return self._accounting.answer(request)
        if path.startswith("/connections/"):
            return self._disconnect(request) if request.method == "DELETE" else _wrong_method("DELETE")
        route = self._routes.get((request.method, path))
        if route is not None:
            return route(request)
        others = [method for method, known in self._routes if known == path]
        return _wrong_method(*others) if others else json_reply(404, {"Title": "NotFound", "Status": 404})

    def organisation(self, *, is_demo: bool) -> PracticeOrganisation:
        """Return the shop, or the Demo Company."""
        return next(one for one in self._organisations.values() if one.is_demo is is_demo)

    def _authorize(self, request: Request) -> Reply:
        try:
            checked = check_request(request.query, self._apps)
        except SignInRefusedError as refused:
            return page_reply(400, self._pages.error(str(refused)))
        return page_reply(200, self._pages.login(self._visits.open(checked)))

    def _login(self, request: Request) -> Reply:
        ticket, email = request.form.get("ticket", ""), request.form.get("email", "").strip()
        visit = self._visits.find(ticket)
        if visit is None:
            return page_reply(400, self._pages.error(_EXPIRED))
        right = (self._logins["xero-email"], self._logins["xero-password"])
        if (email.lower(), request.form.get("password", "")) != right:
            return page_reply(200, self._pages.login(ticket, email, is_wrong=True))
        visit.user = self._user
        names = [(one.tenant_id, one.name) for one in self._organisations.values()]
        app = self._apps[visit.request.client_id].name
        return page_reply(200, self._pages.consent(ticket, app, right[0], names, visit.request.scopes))

    def _consent(self, request: Request) -> Reply:
        ticket = request.form.get("ticket", "")
        visit = self._visits.find(ticket)
        if visit is None or not visit.user:
            return page_reply(400, self._pages.error(_EXPIRED))
        chosen = self._organisations.get(request.form.get("tenant", ""))
        if request.form.get("decision") != "allow":
            self._visits.close(ticket)
            return redirect_reply(visit.request.redirect(error="access_denied", state=visit.request.state))
        if chosen is None:
            return page_reply(400, self._pages.error("invalid_request : no organisation was chosen"))
        self._visits.close(ticket)
        return self._send_back(visit, (chosen.tenant_id, chosen.name))

    def _send_back(self, visit: Visit, tenant: tuple[str, str]) -> Reply:
        code, scope = self._tokens.allow(visit.request, visit.user, tenant)
        session = visit.user["session_id"]
        return redirect_reply(
            visit.request.redirect(code=code, scope=scope, state=visit.request.state, session_state=session)
        )

    def _token(self, request: Request) -> Reply | None:
        try:
            answer = self._token_set(request)
        except TokenRefusedError as refused:
            return json_reply(400, {"error": refused.error})
        is_refresh = request.form.get("grant_type") == "refresh_token"
        if is_refresh and self._faults.take_once("reply-lost"):
            return None
        return json_reply(200, answer)

    def _token_set(self, request: Request) -> dict[str, object]:
        form = request.form
        match form.get("grant_type", ""):
            case "authorization_code":
                client_id = self._public_client(request)
                return self._tokens.exchange_code(
                    client_id,
                    form.get("code", ""),
                    form.get("redirect_uri", ""),
                    form.get("code_verifier", ""),
                )
            case "refresh_token":
                client_id = self._public_client(request)
                if "token-consumed" in self._faults:
                    raise TokenRefusedError("invalid_grant")
                return self._tokens.refresh(client_id, form.get("refresh_token", ""))
            case "client_credentials":
                client_id, is_demo = self._custom_connection(request)
                scopes = xero_scopes.split(form.get("scope", ""))
                return self._tokens.client_credentials(client_id, scopes, self._tenant_of(is_demo))
            case "":
                raise TokenRefusedError("invalid_request")
            case _:
                raise TokenRefusedError("unsupported_grant_type")

    def _public_client(self, request: Request) -> str:
        """Return the client id of an app without a secret; an Authorization header has no place there."""
        client_id = request.form.get("client_id", "")
        if client_id not in self._apps or "authorization" in request.headers:
            raise TokenRefusedError("invalid_client")
        return client_id

    def _custom_connection(self, request: Request) -> tuple[str, bool]:
        """Return a client id that its secret proves (in HTTP Basic or the body); is it the demo's?"""
        given = _basic(request.headers.get("authorization", ""))
        if "authorization" not in request.headers:
            given = (request.form.get("client_id", ""), request.form.get("client_secret", ""))
        for prefix in ("", "demo-"):
            is_right = given[0] == self._logins[f"{prefix}api-key"] and given[1] in self._secrets(prefix)
            if is_right and "secret-refused" not in self._faults:
                return given[0], bool(prefix) or "demo-only" in self._faults
        raise TokenRefusedError("invalid_client")

    def _secrets(self, prefix: str) -> list[str]:
        """Return the secrets of a custom connection that open it."""
        first = self._logins[f"{prefix}api-secret"]
        if prefix:
            return [first]
        new = self._logins["api-secret-changed"]  # whoever typed it while it was the only one goes on with it
        return [new] if "secret-changed" in self._faults else [first, new]

    def _tenant_of(self, is_demo: bool) -> tuple[str, str]:
        chosen = self.organisation(is_demo=is_demo)
        return chosen.tenant_id, chosen.name

    def _revocation(self, request: Request) -> Reply:
        try:
            if "authorization" in request.headers or "client_secret" in request.form:
                client_id, _ = self._custom_connection(request)
            else:
                client_id = self._public_client(request)
        except TokenRefusedError as refused:
            return json_reply(400, {"error": refused.error})
        if not request.form.get("token"):
            return json_reply(400, {"error": "invalid_request"})
        self._tokens.revoke(client_id, request.form["token"])
        return Reply(200)

    def _connections(self, request: Request) -> Reply:
        bearer = bearer_of(request, self._tokens)
        if isinstance(bearer, Reply):
            return bearer
        event_id = request.query.get("authEventId", "")
        return json_reply(200, self._tokens.connections(bearer, event_id))

    def _disconnect(self, request: Request) -> Reply:
        bearer = bearer_of(request, self._tokens)
        if isinstance(bearer, Reply):
            return bearer
        found = self._tokens.disconnect(bearer, request.path.lower().removeprefix("/connections/"))
        return Reply(204 if found else 404)


def _wrong_method(*allowed: str) -> Reply:
    detail = "This address does not take that method"
    return trouble_reply(405, "MethodNotAllowed", detail, {"Allow": ", ".join(allowed)})


def _basic(header: str) -> tuple[str, str]:
    kind, _, encoded = header.partition(" ")
    try:
        pair = base64.b64decode(encoded, validate=True).decode() if kind.lower() == "basic" else ""
    except ValueError:  # neither base64 nor, inside it, UTF-8
        pair = ""
    client_id, _, secret = pair.partition(":")
    return client_id, secret
