"""A person at a provider's pages, the practice Xero's or oidc-provider's: logs in and allows access."""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

from tests.servers import openid_provider
from wizard.catalogue.practice import practice_logins

_MOST_PAGES = 20


class _Form(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields, self.choices = "", {}, {}
        self._choice = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = at["action"]
        elif tag == "input" and at.get("type") == "radio":
            self._choice = at["value"]
        elif tag == "input" and "name" in at:
            self.fields[at["name"]] = at.get("value", "")

    def handle_data(self, data: str) -> None:
        if data.strip() and self._choice:
            self.choices[data.strip()], self._choice = self._choice, ""


@dataclass(frozen=True)
class Person:
    """Somebody with a login; `organisation` is picked where the consent page asks for one."""

    email: str
    password: str
    organisation: str = "Corner Store Pty Ltd"
    decision: str = "allow"

    def visit(self, address: str) -> str:
        """Do what the pages ask, follow where they lead, and return the address outside the provider."""
        origin = urlsplit(address).netloc
        with requests.Session() as browser:
            browser.trust_env = False
            reply = browser.get(address, timeout=20, allow_redirects=False)
            for _ in range(_MOST_PAGES):
                if reply.is_redirect:
                    target = urljoin(reply.url, reply.headers["Location"])
                    if urlsplit(target).netloc != origin:
                        return target
                    reply = browser.get(target, timeout=20, allow_redirects=False)
                else:
                    form = _Form(reply.text)
                    assert form.action, reply.text
                    target = urljoin(reply.url, form.action)
                    reply = browser.post(target, self._filled(form), timeout=20, allow_redirects=False)
        raise AssertionError(f"the pages of {origin} lead nowhere")

    def _filled(self, form: _Form) -> dict[str, str]:
        if "password" in form.fields:
            return {**form.fields, "email": self.email, "password": self.password}
        tenant = {"tenant": form.choices[self.organisation]} if form.choices else {}
        return {**form.fields, **tenant, "decision": self.decision}


def practice_person(organisation: str = "Corner Store Pty Ltd", decision: str = "allow") -> Person:
    """The person whom the practice Xero knows."""
    logins = practice_logins()
    return Person(logins["xero-email"], logins["xero-password"], organisation, decision)


def provider_person(decision: str = "allow") -> Person:
    """The person whom the OpenID provider knows."""
    return Person(openid_provider.EMAIL, openid_provider.PASSWORD, decision=decision)
