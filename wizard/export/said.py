"""What was said to Xero and what it said, for a technician: no token, and nothing that a record holds."""

import threading
from collections.abc import Callable, Mapping

from wizard.model.mail import Speaker, Spoken
from wizard.redaction.words import Words

_MOST_CALLS = 200
_CUT = "…"
_TOLD = ("xero-correlation-id", "retry-after", "x-rate-limit-problem", "x-daylimit-remaining")
"""Headers that Xero's own support asks for, or that say why it waits."""


class Said:
    """The calls of a sending in the order in which they were answered; the last ones of very many."""

    def __init__(self) -> None:
        self._calls: list[tuple[str, str]] = []
        self._left_out = False
        self._lock = threading.Lock()

    def asked(self, method: str, path: str, params: Mapping[str, str], size: int) -> str:
        """Return a call in words; of what is sent only how much it is."""
        query = "&".join(f"{name}={value}" for name, value in params.items())
        what = f"{method} {path}?{query}" if query else f"{method} {path}"
        return f"{what} ({size:,} bytes)" if size else what

    def answered(
        self, call: str, status: int, seconds: float, headers: Mapping[str, str], words: str
    ) -> None:
        """Keep a call with its answer; `words` are Xero's own of what it did not take."""
        told = ", ".join(f"{name} {headers[name]}" for name in _TOLD if headers.get(name))
        self._keep(call, "; ".join(filter(None, (f"{status} ({seconds:.1f} s)", told, words))))

    def silent(self, call: str, why: str) -> None:
        """Keep a call that nothing came back to."""
        self._keep(call, why)

    def _keep(self, call: str, answer: str) -> None:
        with self._lock:
            self._calls.append((call, answer))
            if len(self._calls) > _MOST_CALLS:
                del self._calls[0]
                self._left_out = True

    def spoken(self, clean: Callable[[str], str]) -> tuple[Spoken, ...]:
        """Return all of it without the secrets that `clean` knows, each line short and printable."""
        with self._lock:
            calls = tuple(self._calls)
        lines = [
            (who, text)
            for call in calls
            for who, text in zip((Speaker.WE, Speaker.SERVER), call, strict=True)
        ]
        before = (Spoken(Speaker.PLACE, _CUT),) if self._left_out else ()
        return (*before, *(Spoken(who, str(Words(text).cleaned(clean))) for who, text in lines))
