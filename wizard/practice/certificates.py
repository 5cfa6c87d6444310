"""The throwaway authority of the practice mail host and the certificate it shows at this moment."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wizard.catalogue.providers import provider_hosts
from wizard.practice.authority import Authority, Shown
from wizard.practice.faults import FaultBoard

MAIL_HOST = "mail.practice.example"
_NAMES = (MAIL_HOST, "localhost", "127.0.0.1", *provider_hosts())
_FAULTS = ("certificate-untrusted", "certificate-expired", "certificate-name")


class Certificates:
    """Makes certificates on demand; faults switched on later show at the next handshake."""

    def __init__(self, faults: FaultBoard) -> None:
        self._faults = faults
        self._authority = Authority("Practice authority, trust it nowhere else")
        self._lock = threading.Lock()
        self._contexts: dict[str, ssl.SSLContext] = {}

    def write_authority(self, path: Path) -> None:
        """Write the root certificate, PEM, to `path`."""
        path.write_text(self._authority.pem, "ascii")

    def server_context(self) -> ssl.SSLContext:
        """Return a context whose certificate is chosen anew at each handshake."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        # Called for every handshake, whether or not the client names a host.
        context.sni_callback = self._choose
        self._leaf("").load_into(context)
        return context

    def faultless_context(self) -> ssl.SSLContext:
        """Return a context with a good certificate, whatever the mail host's faults are."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._leaf("").load_into(context)
        return context

    def _choose(
        self, connection: ssl.SSLSocket | ssl.SSLObject, _name: str | None, _context: ssl.SSLContext
    ) -> None:
        kind = next((fault for fault in _FAULTS if fault in self._faults), "")
        with self._lock:
            if kind not in self._contexts:
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                self._leaf(kind).load_into(context)
                self._contexts[kind] = context
            connection.context = self._contexts[kind]

    def _leaf(self, kind: str) -> Shown:
        match kind:
            case "certificate-untrusted":
                return Authority("Somebody else").issue(*_NAMES)
            case "certificate-expired":
                ended = datetime.now(UTC) - timedelta(days=30)
                return self._authority.issue(*_NAMES, not_before=ended - timedelta(days=90), not_after=ended)
            case "certificate-name":
                return self._authority.issue("mail.another-host.example")
            case _:
                return self._authority.issue(*_NAMES)
