"""A person at the practice Xero's pages: logs in, picks an organisation, allows access."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

from wizard.catalogue.practice import practice_logins


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


def allow_access(address: str, organisation: str = "Corner Store Pty Ltd") -> str:
    """Do what a person does on the pages and return the address they are sent back to."""
    logins = practice_logins()
    with requests.Session() as browser:
        browser.trust_env = False
        login = _Form(browser.get(address, timeout=10).text)
        person = {"email": logins["xero-email"], "password": logins["xero-password"]}
        page = browser.post(urljoin(address, login.action), {**login.fields, **person}, timeout=10)
        consent = _Form(page.text)
        answer = {**consent.fields, "tenant": consent.choices[organisation], "decision": "allow"}
        reply = browser.post(urljoin(address, consent.action), answer, timeout=10, allow_redirects=False)
        return reply.headers["Location"]
