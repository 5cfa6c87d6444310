"""The tour's person at the practice pages: signs in as somebody would, in the window or without it."""

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from wizard.catalogue.practice import practice_logins

if TYPE_CHECKING:
    import requests

_MOST_PAGES = 20
_IN_PAGE = """
(function (email, password) {
  const put = (id, value) => { const box = document.getElementById(id); if (box) box.value = value; };
  put("email", email); put("password", password);
  const go = document.getElementById("log-in") || document.getElementById("allow");
  if (go) go.click();
})(%s, %s)
"""


class _Form(HTMLParser):
    """The first form of a page: where it goes, its hidden values, its first choice; and the marked line."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.line, self._marked = "", "", False
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag says."""
        at = {name: value or "" for name, value in attrs}
        self._marked = at.get("id") == "token"
        if tag == "form":
            self.action = at["action"]
        elif (
            tag == "input" and "name" in at and not (at.get("type") == "radio" and at["name"] in self.fields)
        ):
            self.fields[at["name"]] = at.get("value", "")

    def handle_data(self, data: str) -> None:
        """Note the line of the marked element."""
        if self._marked:
            self.line += data.strip()


def act_in(page: Any) -> None:
    """Fill in and press what an embedded page shows."""
    logins = practice_logins()
    person = (json.dumps(logins["xero-email"]), json.dumps(logins["xero-password"]))
    page.runJavaScript(_IN_PAGE % person)


def visit(address: str, browser: "requests.Session") -> str:
    """Walk the practice pages without a browser; return the address they lead back to, or the marked line.

    `browser` is a session of the practice world: it reaches that and nothing else.
    """
    logins = practice_logins()
    person = {"email": logins["xero-email"], "password": logins["xero-password"]}
    with browser:
        reply = browser.get(address, timeout=20, allow_redirects=False)
        for _ in range(_MOST_PAGES):
            if reply.is_redirect:
                target = urljoin(reply.url, reply.headers["Location"])
                if urlsplit(target).path == "/callback" and "/xero" not in address:
                    return target
                reply = browser.get(target, timeout=20, allow_redirects=False)
                continue
            form = _Form(reply.text)
            if not form.action:
                return form.line
            decision = {} if "password" in form.fields else {"decision": "allow"}
            answer = {**form.fields, **(person if "password" in form.fields else {}), **decision}
            reply = browser.post(urljoin(reply.url, form.action), answer, timeout=20, allow_redirects=False)
    raise RuntimeError("the practice pages lead nowhere")
