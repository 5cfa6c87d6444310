"""oidc-provider standing where Microsoft's sign-in for mail does, and a person at its pages."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from tests.servers.certificates import Certificates
from tests.servers.openid_provider.node import HERE, find_node, provide_packages
from tests.servers.ports import free_port
from tests.servers.processes import listens, start, stop, wait_until
from wizard.model.addresses import GoogleAddresses

TENANT = "7a11b21d-6e00-4000-8000-0000000000bb"
CONFIDENTIAL = "7a11b21d-6e00-4000-8000-00000000c0c0"
PUBLIC = "7a11b21d-6e00-4000-8000-00000000d0d0"
SECRET = "the-secret-of-the-confidential-client"
NAME, ADDRESS = "Finance Department", "accounts@provider.example"
SCOPES = (
    "https://outlook.office.com/SMTP.Send",
    "https://outlook.office.com/POP.AccessAsUser.All",
    "https://outlook.office365.com/.default",
    "https://mail.google.com/",
)
REDIRECTS = tuple(f"http://localhost:{port}/callback" for port in (8747, 18747, 28747))
_MOST_PAGES = 15


@dataclass(frozen=True)
class MailOpenIdProvider:
    """A running provider; `authority` is what stands where Microsoft's does."""

    authority: str
    ca: Path

    @property
    def google(self) -> GoogleAddresses:
        """The same provider where Google's addresses are."""
        base = f"{self.authority}/{TENANT}/v2.0"
        return GoogleAddresses(f"{base}/auth", f"{base}/token", f"{base}/token/revocation")

    def visit(self, address: str) -> str:
        """Log in and allow whatever its pages ask; return the address it leads to, or its last page."""
        with requests.Session() as browser:
            browser.trust_env = False
            browser.verify = str(self.ca)
            reply = browser.get(address, timeout=20, allow_redirects=False)
            for _ in range(_MOST_PAGES):
                if reply.is_redirect:
                    target = urljoin(reply.url, reply.headers["Location"])
                    if urlsplit(target).netloc != urlsplit(self.authority).netloc:
                        return target
                    reply = browser.get(target, timeout=20, allow_redirects=False)
                    continue
                form = _Form(reply.text)
                if not form.action:
                    return reply.text
                given = {**form.fields, "login": ADDRESS, "password": "any"}
                target = urljoin(reply.url, form.action)
                reply = browser.post(target, data=given, timeout=20, allow_redirects=False)
        raise AssertionError("the provider's pages do not end")

    def revoke(self, refresh_token: str, client_id: str, secret: str) -> None:
        """Take a permission back, as its owner does on a page of the vendor."""
        data = {"token": refresh_token, "client_id": client_id, "client_secret": secret}
        reply = requests.post(
            f"{self.authority}/{TENANT}/v2.0/token/revocation", data=data, verify=str(self.ca), timeout=10
        )
        assert reply.status_code == 200, reply.text


class _Form(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action:
            self.action = at["action"]
        elif tag in {"input", "button"} and at.get("name") and at["name"] != "abort":
            self.fields.setdefault(at["name"], at.get("value", ""))


@contextmanager
def mail_openid_provider(folder: Path, certificates: Certificates) -> Iterator[MailOpenIdProvider]:
    """Run the provider; NotHereError where it cannot be installed."""
    node = find_node()
    modules = provide_packages(node)
    port, good = free_port(), certificates.of("good")
    configuration = {
        "port": port,
        "tenant": TENANT,
        "chain": str(good.chain),
        "key": str(good.key),
        "confidential": {"id": CONFIDENTIAL, "secret": SECRET},
        "public": PUBLIC,
        "redirects": REDIRECTS,
        "scopes": SCOPES,
        "account": {"name": NAME, "address": ADDRESS},
    }
    command = [node.node, str(HERE / "mail_server.mjs"), str(modules), json.dumps(configuration)]
    process = start(command, folder / "provider.log", environment=node.environment, as_server_user=False)
    try:
        wait_until(partial(listens, port), process, folder)
        yield MailOpenIdProvider(f"https://localhost:{port}", certificates.ca)
    finally:
        stop(process)
