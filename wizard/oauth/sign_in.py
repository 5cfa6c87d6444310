"""One sign-in of our own: state and verifier in memory, the address to open, and what may come back."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from wizard.model.problem import Problem
from wizard.oauth.clean_text import clean

REDIRECT_PORTS = (8747, 18747, 28747)
"""Ports of the redirect addresses that our app registers; below 32768, where systems lend none."""


_ERRORS = {
    "invalid_request",
    "unauthorized_client",
    "unsupported_response_type",
    "invalid_scope",
    "server_error",
    "temporarily_unavailable",
}
"""The errors of RFC 6749 4.1.2.1, besides `access_denied`."""


_SCHEME = re.compile(r"(https?:/{1,2})?", re.IGNORECASE)
_LONGEST = 20_000
"""Characters of a text that are looked through: an address has some hundreds."""
_AROUND = "<>()[]{}.,;:!"


def _readings(text: str) -> Iterator[str]:
    """Yield what a text may mean as one address: broken over lines, or with other words around it."""
    text = clean(text[:_LONGEST])
    if _ENCODED.match(text):
        text = unquote(text)
    text = text.replace("&amp;", "&").replace("&#38;", "&")
    for each in ("".join(text.split()), *text.split()[:20]):
        yield clean(each.strip(_AROUND))


_ENCODED = re.compile(r"https?%3A%2F%2F", re.IGNORECASE)


def redirect_uri(port: int) -> str:
    """Return the redirect address of a port. Xero takes `localhost` and refuses 127.0.0.1."""
    return f"http://localhost:{port}/callback"


@dataclass(frozen=True)
class SignIn:
    """One attempt to sign in; the same for all ways in, so that they can be switched midway."""

    authorize: str
    client_id: str
    scopes: Sequence[str]
    redirect: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)

    def address(self) -> str:
        """Return the address to open."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest())
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect,
            "scope": " ".join(self.scopes),
            "state": self.state,
            "code_challenge": challenge.rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.authorize}?{urlencode(query)}"

    def is_answer(self, address: str) -> bool:
        """Whether an address is this sign-in's redirect with this sign-in's state, good or bad."""
        return self.canonical(address) is not None

    def canonical(self, address: str) -> str | None:
        """Return this sign-in's redirect as the vendor sent it, from however a person or a browser wrote it.

        Path, state and code decide; None for every other text. Quotes, line breaks and `&amp;` come from
        mails and forms, https from browsers that know localhost by it (HSTS: cli/cli#650).
        """
        queries = (self._query(text) for text in _readings(address))
        found = next((q for q in queries if q is not None and self._parameters(q) is not None), None)
        return None if found is None else f"{self.redirect}?{found}"

    def code_of(self, address: str) -> str | Problem:
        """Return the code of a redirected address, or why there is none.

        XERO-NOT-OURS: another page, or another sign-in's; it is ignored and cannot end this one.
        """
        whole = self.canonical(address)
        found = None if whole is None else self._parameters(urlsplit(whole).query)
        if found is None:
            text = clean(address[:_LONGEST])
            bare = bool(text) and "?" not in text and "://" not in text
            return Problem("XERO-BARE-CODE" if bare else "XERO-NOT-OURS")
        error = found.get("error", [""])[0]
        if error == "access_denied":
            return Problem("XERO-DENIED")
        if error:
            # Only words that the standard has: anybody could have written the address.
            return Problem(
                "XERO-ODD", {"status": 302, "said": error if error in _ERRORS else "another error"}
            )
        code = found.get("code", [""])[0]
        return code if code else Problem("XERO-NOT-OURS")

    def _query(self, text: str) -> str | None:
        """Return the query of an address that leads where the redirect does."""
        mine = urlsplit(self.redirect)
        try:
            parts = urlsplit(_SCHEME.sub("http://", text, count=1))
        except ValueError:
            return None
        hosts = {f"{host}:{mine.port}" for host in ("localhost", "127.0.0.1", "[::1]")}
        same = parts.netloc.lower() in hosts and parts.path == mine.path
        return parts.query if same else None

    def _parameters(self, query: str) -> dict[str, list[str]] | None:
        try:
            found = parse_qs(query)
        except ValueError:
            return None  # more parameters than anybody sends
        states = found.get("state", [])
        # surrogatepass: a pasted text may hold bytes that are no text.
        given = [state.encode("utf-8", "surrogatepass") for state in states]
        if len(given) != 1 or not hmac.compare_digest(given[0], self.state.encode()):
            return None
        # A parameter given twice could mean one thing to us and another to somebody else (RFC 6749 3.1).
        if any(len(found.get(name, [])) > 1 for name in ("code", "error")):
            return None
        return found
