"""Idempotency keys: for six minutes the same request gets the first answer again, errors included."""

import hashlib
from collections.abc import Callable

from wizard.practice.clock import PracticeClock
from wizard.practice.xero_http import Reply, Request, json_reply
from wizard.practice.xero_shelf import Archive

KEY_HEADER = "idempotency-key"
LIFETIME = 6 * 60.0
"""Practice seconds from the first call with a key until it is forgotten."""
_LONGEST = 128


class Replays:
    """The answers that are kept, by app and key; used within a write alone."""

    def __init__(self, archive: Archive, clock: PracticeClock) -> None:
        self._archive = archive
        self._clock = clock

    def answer(self, app: str, request: Request, carry_out: Callable[[], Reply]) -> Reply:
        """Return the kept answer to a request that carries a known key, else what carrying it out gives."""
        key = request.headers.get(KEY_HEADER, "")
        if not key:
            return carry_out()
        if len(key) > _LONGEST:
            return _refused(f"The Idempotency-Key is longer than {_LONGEST} characters.")
        now, seen = self._clock.now(), _fingerprint(request)
        kept = self._archive.reply(app, key, now - LIFETIME)
        if kept is None:
            reply = carry_out()
            if reply.status < 500:
                self._archive.keep_reply(app, key, seen, now, (reply.status, reply.headers, reply.body))
            return reply
        first, status, headers, body = kept
        if first != seen:
            return _refused(f"The Idempotency-Key {key} is used with a different request.")
        return Reply(status, body, headers)


def _fingerprint(request: Request) -> str:
    query = sorted(request.query.items())
    tenant = request.headers.get("xero-tenant-id", "")
    head = repr((request.method, request.path.lower(), query, tenant)).encode()
    return hashlib.sha256(head + request.body).hexdigest()


def _refused(message: str) -> Reply:
    return json_reply(
        400, {"ErrorNumber": 20, "Type": "IdempotencyException", "Message": message, "Elements": []}
    )
