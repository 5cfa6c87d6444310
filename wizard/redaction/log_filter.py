"""The log filter: known secrets and their derived forms never reach a handler."""

import base64
import contextlib
import logging
import re
import sys
import threading
import traceback
import urllib.parse
import warnings
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Protocol

from wizard.redaction.shapes import looks_like_key

MASK = "•••"
_SHORTEST = 4
"""Shorter secrets would blank out ordinary words: where one is repeated, nothing is quoted."""


class TextStream(Protocol):
    """What a text can be written to."""

    def write(self, text: str, /) -> int:
        """Write a text."""

    def flush(self) -> None:
        """Hand on what was written."""


class Redactor:
    """Knows the secrets of this process and takes them, and what they turn into, out of texts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forms: tuple[str, ...] = ()
        self._short: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None

    def learn(self, secret: str, logins: Iterable[str] = ()) -> None:
        """Remember a secret and its derived forms; `logins` are the user names it is sent with."""
        if not secret.strip():
            return
        with self._lock:
            if len(secret) < _SHORTEST:
                self._short |= {secret.casefold()}
                return
            forms = {*self._forms, *_derived(secret, logins)}
            # Longest first, so that a form inside another leaves nothing behind; blanks may be missing.
            self._forms = tuple(sorted(forms, key=lambda form: len("".join(form.split())), reverse=True))
            self._pattern = None

    def _known(self) -> re.Pattern[str] | None:
        """Return what finds every known secret; None where none is known.

        Made when something is to be cleaned: tokens are long, and a refresh learns three nobody repeats.
        """
        found = self._pattern
        if found is None and self._forms:
            with self._lock:
                found = self._pattern
                if found is None:
                    found = re.compile("|".join(map(_folded, self._forms)), re.IGNORECASE)
                    self._pattern = found
        return found

    def clean_known(self, text: str) -> str:
        """Return the text without any known secret; for results, where a tenant id may look like a key.

        In whatever case it was repeated, and with whatever blanks in it.
        """
        known = self._known()
        return text if known is None else known.sub(MASK, text)

    def clean_quote(self, text: str) -> str:
        """Return a server's words without any known secret; none at all where a short one stands in them.

        A password of three characters cannot be taken out: what is left would tell it.
        """
        folded = text.casefold()
        return MASK if any(short in folded for short in self._short) else self.clean_known(text)

    def clean(self, text: str) -> str:
        """Return the text without any known secret and without texts shaped like keys."""
        text = self.clean_known(text)
        if looks_like_key(text):
            text = " ".join(MASK if looks_like_key(word) else word for word in text.split(" "))
        return text


def _folded(form: str) -> str:
    """Return the expression of a form with any blanks where it has some."""
    return r"\s*".join(re.escape(part) for part in re.split(r"\s+", form))


def _derived(secret: str, logins: Iterable[str]) -> set[str]:
    import html  # noqa: PLC0415 - these cost start-up time, and the first screen has no secrets
    import json  # noqa: PLC0415

    raw = secret.encode()
    forms = {
        secret,
        secret.strip(),
        # What does not fold letter by letter, as ß does not.
        secret.upper(),
        secret.casefold(),
        raw.decode("latin-1"),
        raw.decode("ascii", "replace"),
        secret.encode("ascii", "replace").decode(),
        urllib.parse.unquote(secret),
        urllib.parse.unquote_plus(secret),
        urllib.parse.quote(secret, safe=""),
        urllib.parse.quote_plus(secret),
        html.escape(secret),
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
    # In whatever case they come they are found; beyond ASCII a letter may fold into another, or into two.
    return {form.lower() if form.isascii() else form for form in forms if len(form) >= _SHORTEST}


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and cleans the whole of it."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """Return the cleaned line."""
        return self._redactor.clean(super().format(record))


class _Everywhere:
    """A text stream into several: a console, if there is one, and the log in the home."""

    def __init__(self, streams: Sequence[TextStream]) -> None:
        self._streams = streams

    def write(self, text: str) -> int:
        """Write a cleaned text to each; one that takes nothing keeps none of the others from it."""
        for stream in self._streams:
            with contextlib.suppress(OSError, ValueError):
                stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush each."""
        for stream in self._streams:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()


def install(redactor: Redactor, *streams: TextStream | None, level: int = logging.WARNING) -> None:
    """Send logging, warnings and uncaught exceptions of this process through the redactor to the streams.

    One that is None, as stderr is where Windows starts a program from a link, is left out.
    """
    everywhere = _Everywhere([stream for stream in streams if stream is not None])
    handler = logging.StreamHandler(everywhere)
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
        everywhere.write(redactor.clean(f"{filename}:{lineno}: {category.__name__}: {message}\n"))

    def show_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        everywhere.write(redactor.clean("".join(traceback.format_exception(kind, error, trace))))

    warnings.showwarning = show_warning  # type: ignore[assignment]
    sys.excepthook = show_exception
    threading.excepthook = lambda args: show_exception(
        args.exc_type, args.exc_value or RuntimeError(), args.exc_traceback
    )
