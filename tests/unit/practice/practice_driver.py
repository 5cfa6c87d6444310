"""Drives the practice services the way a person, an app and a mail program do."""

import base64
import hashlib
import poplib
import secrets
import smtplib
import ssl
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

from wizard.practice import PracticeServices

SCOPES = (
    "offline_access accounting.settings.read accounting.contacts accounting.invoices "
    "accounting.payments accounting.banktransactions accounting.manualjournals"
)
REDIRECT = "http://localhost:8401/callback"
STORE, DEMO = "Corner Store Pty Ltd", "Demo Company (AU)"
TIMEOUT = 10


def wait_until(condition: Callable[[], bool], *, turns: int = 400) -> bool:
    """Ask again until it is so; each turn takes as long as the condition itself and a moment."""
    import threading

    moment = threading.Event()
    return any(condition() or moment.wait(0.025) for _ in range(turns))


class Form(HTMLParser):
    """The form of a page: its address, fields, choices by the words next to them, and buttons."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields, self.choices, self.buttons, self.links = "", {}, {}, {}, []
        self._choice = self._button = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = at["action"]
        elif tag == "input" and at.get("type") == "radio":
            self._choice = at["value"]
            if "checked" in at:
                self.fields[at["name"]] = at["value"]
        elif tag == "input":
            self.fields[at["name"]] = at.get("value", "")
        elif tag == "a":
            self.links.append(at["href"])
        elif tag == "button":
            self._button = at.get("value", "")

    def handle_data(self, data: str) -> None:
        words = data.strip()
        if words and self._choice:
            self.choices[words], self._choice = self._choice, ""
        if words and self._button:
            self.buttons[words], self._button = self._button, ""


@dataclass
class Driver:
    services: PracticeServices

    def __post_init__(self) -> None:
        self.http = requests.Session()
        self.http.trust_env = False
        self.file = tomllib.loads(self.services.services_file.read_text(encoding="utf-8"))
        self.xero = self.file["xero"]
        self.logins = self.services.logins
        self.verifier = secrets.token_urlsafe(48)
        self.state = secrets.token_urlsafe(16)

    # --- the app's side of the sign-in

    def request_parameters(self, **changes: str | None) -> dict[str, str]:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        given: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.logins["xero-client-id"],
            "redirect_uri": REDIRECT,
            "scope": SCOPES,
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (given | changes).items() if value is not None}

    def authorize(self, **changes: str | None) -> requests.Response:
        return self.get(self.xero["authorize"], params=self.request_parameters(**changes))

    # --- the person's side of it

    def submit(self, form: Form, **fields: str) -> requests.Response:
        address = self.services.xero_base + form.action
        return self.http.post(address, data=form.fields | fields, allow_redirects=False, timeout=TIMEOUT)

    def log_in(self, page: str, password: str | None = None) -> requests.Response:
        right = self.logins["xero-password"]
        return self.submit(Form(page), email=self.logins["xero-email"], password=password or right)

    def sign_in(
        self, organisation: str = STORE, *, press: str = "Allow access", **changes: str
    ) -> dict[str, str]:
        """Log in, choose, press the button; return the parameters of the redirect."""
        consent = Form(self.log_in(self.authorize(**changes).text).text)
        reply = self.submit(consent, tenant=consent.choices[organisation], decision=consent.buttons[press])
        assert reply.status_code == 302
        target = urlsplit(reply.headers["Location"])
        assert target._replace(query="").geturl() == changes.get("redirect_uri", REDIRECT)
        return dict(parse_qsl(target.query))

    # --- the vendors' own pages

    def vendor_visit(self, vendor: str, *, press: str = "Allow access", organisation: str = STORE) -> str:
        """Sign in to Xero from a vendor's page; return where its last page is."""
        address = self.services.vendors[vendor]
        start = self.get(address)
        if start.status_code == 200:
            start = self.get(urljoin(address, Form(start.text).links[0]))
        consent = Form(self.log_in(self.get(start.headers["Location"]).text).text)
        chosen = consent.choices[organisation]
        answer = self.submit(consent, tenant=chosen, decision=consent.buttons[press])
        back = self.get(answer.headers["Location"])
        return urljoin(address, back.headers["Location"])

    def vendor_page(self, vendor: str, *, press: str = "Allow access", organisation: str = STORE) -> str:
        """Sign in to Xero from a vendor's page; return its last page."""
        return self.get(self.vendor_visit(vendor, press=press, organisation=organisation)).text

    # --- tokens

    def get(self, address: str, **more: Any) -> requests.Response:
        return self.http.get(address, timeout=TIMEOUT, allow_redirects=False, **more)

    def token(self, auth: tuple[str, str] | None = None, **form: str) -> requests.Response:
        return self.http.post(
            self.xero["token"], data=form, auth=auth, timeout=TIMEOUT, allow_redirects=False
        )

    def exchange(self, code: str, **changes: str) -> requests.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": self.logins["xero-client-id"],
            "code": code,
            "redirect_uri": REDIRECT,
            "code_verifier": self.verifier,
        }
        return self.token(**(form | changes))

    def connect(self, organisation: str = STORE, **changes: str) -> dict[str, Any]:
        """Sign in and return the first token set."""
        answer = self.exchange(self.sign_in(organisation, **changes)["code"])
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refresh(self, refresh_token: str) -> requests.Response:
        client_id = self.logins["xero-client-id"]
        return self.token(grant_type="refresh_token", client_id=client_id, refresh_token=refresh_token)

    def client_credentials(self, prefix: str = "", **form: str) -> requests.Response:
        pair = (self.logins[f"{prefix}api-key"], self.logins[f"{prefix}api-secret"])
        return self.token(pair, grant_type="client_credentials", **form)

    def custom_token(self, prefix: str = "") -> str:
        return str(self.client_credentials(prefix).json()["access_token"])

    # --- what the token opens

    def connections(self, token: str, **query: str) -> requests.Response:
        return self.get(self.xero["connections"], headers=_bearer(token), params=query)

    def tenant(self, token: str, organisation: str = STORE) -> str:
        rows = self.connections(token).json()
        return next(str(row["tenantId"]) for row in rows if row["tenantName"] == organisation)

    def read(self, what: str, token: str, tenant: str = "", **query: str) -> requests.Response:
        headers = _bearer(token) | ({"xero-tenant-id": tenant} if tenant else {})
        return self.get(self.xero["api"] + what, headers=headers, params=query)

    def write(
        self, what: str, body: Any, token: str = "", *, method: str = "PUT", key: str = "", **query: str
    ) -> requests.Response:
        """Send documents in the name of the shop's custom connection, or with another token."""
        headers = _bearer(token or self.custom_token()) | ({"Idempotency-Key": key} if key else {})
        address = self.xero["api"] + what
        return self.http.request(
            method, address, json=body, headers=headers, params=query, timeout=TIMEOUT, allow_redirects=False
        )

    # --- mail

    def at(self, port: int, host: str = "mail.practice.example") -> tuple[str, int]:
        host, _, real = self.file["routes"][f"{host}:{port}"].partition(":")
        return host, int(real)

    def trust(self, host: str = "mail.practice.example") -> ssl.SSLContext:
        """A context that trusts the practice authority and checks `host`, wherever it connects to."""
        context = ssl.create_default_context(cafile=str(self.services.ca_file))
        plain_wrap = context.wrap_socket
        context.wrap_socket = lambda sock, **more: plain_wrap(sock, **(more | {"server_hostname": host}))  # type: ignore[method-assign]
        return context

    def pop3(self, port: int = 15110) -> poplib.POP3:
        return poplib.POP3(*self.at(port), timeout=TIMEOUT)

    def mailbox(self, port: int = 15110) -> poplib.POP3:
        box = self.pop3(port)
        box.user(self.logins["mail-user"])
        box.pass_(self.logins["mail-password"])
        return box

    def smtp(self, port: int = 15925) -> smtplib.SMTP:
        return smtplib.SMTP(*self.at(port), local_hostname="till.example", timeout=TIMEOUT)

    def sender(self, port: int = 15925) -> smtplib.SMTP:
        server = self.smtp(port)
        server.login(self.logins["mail-user"], self.logins["mail-password"])
        return server

    def send(self, subject: str = "hello", to: str = "store@practice.example") -> None:
        with self.sender() as server:
            server.sendmail("store@practice.example", [to], f"Subject: {subject}\r\n\r\nHello.\r\n")

    def subjects(self) -> list[str]:
        box = self.mailbox()
        try:
            heads = [box.top(number, 0)[1] for number in range(1, box.stat()[0] + 1)]
        finally:
            box.quit()
        return [line.decode()[9:] for head in heads for line in head if line.startswith(b"Subject: ")]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept": "application/json"}
