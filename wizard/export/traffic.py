"""Keeps documents that look alike in Xero apart: no two batches that hold such are on their way at once."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from wizard.export.look import likeness
from wizard.ledger.ledger import Claim
from wizard.model.progress import Cancel

_LOOK_SECONDS = 0.1
"""How soon a request to stop is noticed."""


class Traffic:
    """Who holds which likenesses; a thread may hold the same ones several times over.

    A look tells documents by what Xero shows of them. While one of two alike is on its way, a look for the
    other would take it for that one, and one of the two would never go.
    """

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._changed = threading.Condition()
        self._held: dict[str, int] = {}

    @contextmanager
    def holding(self, kind: str, claims: Sequence[Claim]) -> Iterator[None]:
        """Hold the likenesses of documents, all at once, as soon as nobody else has any; Cancelled."""
        mine, me = {likeness(kind, claim.sent) for claim in claims}, threading.get_ident()
        with self._changed:
            while any(self._held.get(one, me) != me for one in mine):
                self._changed.wait(_LOOK_SECONDS)
                self._cancel.check()
            new = [one for one in mine if one not in self._held]
            self._held.update(dict.fromkeys(new, me))
        try:
            yield
        finally:
            with self._changed:
                for one in new:
                    del self._held[one]
                self._changed.notify_all()
