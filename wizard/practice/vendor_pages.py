"""The practice vendors' own pages: each signs in to the practice Xero with an app of its own.

Point of Rental's ends in a green box with one line that starts `2RF:`, iPages' in the words
'Xero Tokens Stored' (facts: their own guides, checked 2026-11-20). Each vendor has an origin of its own.
"""

import base64
import hashlib
import json
import secrets
import threading
from dataclasses import dataclass, field
from html import escape
from string import Template
from urllib.parse import urlencode

from wizard.catalogue.resources import read_text
from wizard.practice.faults import FaultBoard
from wizard.practice.xero_http import Application, Reply, Request, json_reply, page_reply, redirect_reply

_SCOPES = "offline_access accounting.settings.read accounting.contacts accounting.invoices"
_FAULT_WORDS = "Something went wrong while storing the answer from Xero. Please start again."
_SLICE = 0.1


@dataclass(frozen=True)
class Vendor:
    """One vendor: its key in the services file, its name, its Xero app, and where its browser begins."""

    key: str
    name: str
    client_id: str
    start: str
    first_page: str
    last_page: str


VENDORS = (
    Vendor(
        key="point-of-rental",
        name="Point of Rental",
        client_id="7A11B21D6E0000000000000000002DF1",
        start="/xero",
        first_page="",
        last_page="point-of-rental",
    ),
    Vendor(
        key="ipages",
        name="iPages",
        client_id="7A11B21D6E000000000000000001DA6E",
        start="/integrations",
        first_page="ipages",
        last_page="ipages-stored",
    ),
)


@dataclass
class _Visit:
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    refresh: str = ""
    organisation: str = ""
    words: str = ""


class VendorPages:
    """One vendor's site. `xero` is the practice Xero, which the vendor's server asks for its tokens.

    `redirect` is its registered redirect address, known once its server listens.
    """

    def __init__(
        self,
        vendor: Vendor,
        xero: Application,
        authorize: str,
        faults: FaultBoard,
        stopping: threading.Event,
    ) -> None:
        self.redirect = ""
        self._vendor, self._xero, self._authorize = vendor, xero, authorize
        self._faults, self._stopping = faults, stopping
        self._visits: dict[str, _Visit] = {}
        self._lock = threading.Lock()
        names = {"vendor-page", "vendor-failed", vendor.first_page, vendor.last_page} - {""}
        self._templates = {name: Template(read_text(f"practice/{name}.html")) for name in names}

    def answer(self, request: Request) -> Reply | None:
        """Return the reply to one request."""
        start = self._vendor.start
        if request.method == "GET" and request.path == start:
            return self._show(self._vendor.first_page) if self._vendor.first_page else self._to_xero()
        if request.method == "GET" and request.path == f"{start}/connect":
            return self._to_xero()
        if request.method == "GET" and request.path == "/callback":
            return self._callback(request)
        if request.method == "GET" and request.path == f"{start}/done":
            return self._done(request.query.get("visit", ""))
        return json_reply(404, {"Title": "NotFound", "Status": 404})

    def _to_xero(self) -> Reply:
        state, visit = secrets.token_urlsafe(24), _Visit()
        with self._lock:
            self._visits[state] = visit
        digest = hashlib.sha256(visit.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._vendor.client_id,
            "redirect_uri": self.redirect,
            "scope": _SCOPES,
            "state": state,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return redirect_reply(f"{self._authorize}?{urlencode(query)}")

    def _callback(self, request: Request) -> Reply:
        with self._lock:
            visit = self._visits.pop(request.query.get("state", ""), None)
        if visit is None:
            return page_reply(400, self._page("vendor-failed", reason="This page has expired."))
        if "code" in request.query:
            self._fetch_tokens(visit, request.query["code"])
            visit.words = "" if visit.refresh else _FAULT_WORDS
        else:
            visit.words = "Access was not allowed in Xero."
        # A page of its own, so that it can be looked at again: the code is used up.
        seen = secrets.token_urlsafe(24)
        with self._lock:
            self._visits[seen] = visit
        return redirect_reply(f"{self._vendor.start}/done?{urlencode({'visit': seen})}")

    def _fetch_tokens(self, visit: _Visit, code: str) -> None:
        form = {
            "grant_type": "authorization_code",
            "client_id": self._vendor.client_id,
            "code": code,
            "redirect_uri": self.redirect,
            "code_verifier": visit.verifier,
        }
        reply = self._xero(Request("POST", "/connect/token", {}, {}, form))
        if reply is None or reply.status != 200:
            return
        tokens = json.loads(reply.body)
        visit.refresh = str(tokens["refresh_token"])
        visit.organisation = self._picked(str(tokens["access_token"]))

    def _picked(self, access: str) -> str:
        """Return the name of the organisation that was connected last; empty where Xero does not say."""
        reply = self._xero(Request("GET", "/connections", {}, {"authorization": f"Bearer {access}"}))
        if reply is None or reply.status != 200:
            return ""
        rows = json.loads(reply.body)
        return str(max(rows, key=lambda row: row["updatedDateUtc"])["tenantName"]) if rows else ""

    def _done(self, ticket: str) -> Reply | None:
        while "vendor-page-hangs" in self._faults:
            if self._stopping.wait(_SLICE):
                return None
        with self._lock:
            visit = self._visits.get(ticket)
        if visit is None:
            return page_reply(400, self._page("vendor-failed", reason="This page has expired."))
        if visit.words or "vendor-no-line" in self._faults:
            return page_reply(200, self._page("vendor-failed", reason=visit.words or _FAULT_WORDS))
        token = "<br>\n".join(map(escape, self._lines(visit)))
        return self._show(self._vendor.last_page, token=token, organisation=self._named(visit))

    def _named(self, visit: _Visit) -> str:
        if not visit.organisation or "vendor-unnamed" in self._faults:
            return ""
        return f'<p>Organisation in Xero: <b id="organisation">{escape(visit.organisation)}</b></p>\n'

    def _lines(self, visit: _Visit) -> list[str]:
        line = line_of(visit.refresh)
        if "vendor-line-cut" in self._faults:
            return [f"{line[:48]}…"]
        if "vendor-two-lines" in self._faults:
            return [line_of(f"an earlier one of {visit.refresh}"), line]
        return [line]

    def _show(self, name: str, **markup: str) -> Reply:
        return page_reply(200, self._page(name, **markup))

    def _page(self, name: str, **markup: str) -> str:
        content = self._templates[name].substitute(markup, start=self._vendor.start)
        return self._templates["vendor-page"].substitute(vendor=self._vendor.name, content=content)


def line_of(refresh: str) -> str:
    """Return the line that Point of Rental makes of a refresh token; the same each time it is looked at."""
    filling = hashlib.sha512(refresh.encode()).digest()
    return f"2RF:{base64.b64encode(refresh.encode() + b'|' + filling).decode()}"
