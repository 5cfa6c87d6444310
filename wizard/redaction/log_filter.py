"""The log filter: known secrets and their derived forms never reach a handler."""

import base64
import logging
import sys
import threading
import traceback
import urllib.parse
import warnings
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

from wizard.redaction.shapes import looks_like_key

MASK = "•••"
_SHORTEST = 4
"""Shorter secrets would blank out ordinary words; they are refused as passwords elsewhere."""


class Redactor:
    """Knows the secrets of this process and takes them, and what they turn into, out of texts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forms: tuple[str, ...] = ()

    def learn(self, secret: str, logins: Iterable[str] = ()) -> None:
        """Remember a secret and its derived forms; `logins` are the user names it is sent with."""
        if len(secret) < _SHORTEST:
            return
        with self._lock:
            forms = {*self._forms, *_derived(secret, logins)}
            # Longest first, so that a form inside another leaves nothing behind.
            self._forms = tuple(sorted(forms, key=len, reverse=True))

    def clean_known(self, text: str) -> str:
        """Return the text without any known secret; for results, where a tenant id may look like a key."""
        for form in self._forms:
            text = text.replace(form, MASK)
        return text

    def clean(self, text: str) -> str:
        """Return the text without any known secret and without texts shaped like keys."""
        text = self.clean_known(text)
        if looks_like_key(text):
            text = " ".join(MASK if looks_like_key(word) else word for word in text.split(" "))
        return text


def _derived(secret: str, logins: Iterable[str]) -> set[str]:
    import json  # noqa: PLC0415 - costs start-up time, and the first screen has no secrets

    raw = secret.encode()
    forms = {
        secret,
        urllib.parse.quote(secret, safe=""),
        urllib.parse.quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
    }
    for login in logins:
        user = login.encode()
        for joined in (b"\0" + user + b"\0" + raw, user + b"\0" + user + b"\0" + raw, user + b":" + raw):
            forms.add(base64.b64encode(joined).decode())
    return {form for form in forms if len(form) >= _SHORTEST}


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and cleans the whole of it."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """Return the cleaned line."""
        return self._redactor.clean(super().format(record))


def install(redactor: Redactor, stream: TextIO, level: int = logging.WARNING) -> None:
    """Send logging, warnings and uncaught exceptions of this process through the redactor to `stream`."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter(redactor))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # requests-oauthlib prints whole tokens and codes at DEBUG; urllib3 prints addresses with codes.
    for name in ("requests_oauthlib", "oauthlib", "urllib3", "msal"):
        logging.getLogger(name).setLevel(logging.ERROR)

    def show_warning(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: object
    ) -> None:
        stream.write(redactor.clean(f"{filename}:{lineno}: {category.__name__}: {message}\n"))

    def show_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        stream.write(redactor.clean("".join(traceback.format_exception(kind, error, trace))))

    warnings.showwarning = show_warning  # type: ignore[assignment]
    sys.excepthook = show_exception
    threading.excepthook = lambda args: show_exception(
        args.exc_type, args.exc_value or RuntimeError(), args.exc_traceback
    )
