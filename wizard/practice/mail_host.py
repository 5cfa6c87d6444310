"""The practice mail host: its documented ports and where they really are."""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wizard.catalogue.providers import provider_hosts
from wizard.practice.certificates import MAIL_HOST, Certificates
from wizard.practice.faults import FaultBoard
from wizard.practice.listening import ConnectionServer, reserve
from wizard.practice.mail_tokens import MailTokens
from wizard.practice.mailboxes import Mailboxes
from wizard.practice.pop3_server import Pop3Service
from wizard.practice.smtp_server import Rules, SmtpPort, SmtpService

_POP3_PORTS = (110, 15110, 995)
_SMTP_PORTS = (25, 15925, 587, 465)
_TLS_PORTS = (995, 465)
_SILENCED_BY = {
    110: "port-blocked",
    25: "port-blocked",
    15110: "other-ports-blocked",
    15925: "other-ports-blocked",
}
"""Which fault holds a port back; there is none for the others."""
_FIRST_UNUSUAL_PORT = 1024


@dataclass
class _Port:
    """A documented port, held for good, listening or closed."""

    number: int
    listen: Callable[[socket.socket], ConnectionServer | SmtpPort]

    def __post_init__(self) -> None:
        self._held = reserve()
        self.actual = int(self._held.getsockname()[1])
        self._server: ConnectionServer | SmtpPort | None = None

    def open(self) -> None:
        """Listen, unless it listens already."""
        if self._server is None:
            self._server = self.listen(self._held)

    def close(self) -> None:
        """Refuse connections from here on; the number stays ours."""
        if self._server is not None:
            self._server.stop()
            self._server = None
            self._held = reserve(self.actual)

    def release(self) -> None:
        """Give the number back."""
        if self._server is not None:
            self._server.stop()
        self._held.close()


class MailHost:
    """POP3 and SMTP on all documented ports over the same mailboxes."""

    def __init__(
        self,
        logins: Mapping[str, str],
        certificates: Certificates,
        faults: FaultBoard,
        stopping: threading.Event,
        tokens: MailTokens,
    ) -> None:
        self.mailboxes = Mailboxes(logins, faults)
        self._faults = faults
        self._lock = threading.Lock()
        tls = certificates.server_context()
        self._smtp = SmtpService(Rules(self.mailboxes, faults, tokens), tls)
        self._ports = self._make_ports(tls, stopping)
        self.heed_faults()

    def _make_ports(self, tls: ssl.SSLContext, stopping: threading.Event) -> list[_Port]:
        pop3 = Pop3Service(self.mailboxes, tls, self._faults, stopping)

        def listen_pop3(number: int) -> Callable[[socket.socket], ConnectionServer]:
            return lambda held: pop3.listen(
                held, is_tls=number in _TLS_PORTS, silenced_by=_SILENCED_BY.get(number, "")
            )

        def listen_smtp(number: int) -> Callable[[socket.socket], SmtpPort]:
            return lambda held: self._smtp.listen(
                held, is_tls=number in _TLS_PORTS, silenced_by=_SILENCED_BY.get(number, "")
            )

        ports = [_Port(number, listen_pop3(number)) for number in _POP3_PORTS]
        return ports + [_Port(number, listen_smtp(number)) for number in _SMTP_PORTS]

    def routes(self) -> dict[str, str]:
        """Return each documented address and where it really is; every provider's servers are played here."""
        real = {port.number: f"127.0.0.1:{port.actual}" for port in self._ports}
        usual = [number for number in real if number < _FIRST_UNUSUAL_PORT]
        played = {f"{host}:{number}": real[number] for host in provider_hosts() for number in usual}
        return {**{f"{MAIL_HOST}:{number}": there for number, there in real.items()}, **played}

    def heed_faults(self) -> None:
        """Open or close the ports as the faults have it now."""
        with self._lock:
            for port in self._ports:
                if "port-closed" in self._faults:
                    port.close()
                else:
                    port.open()

    def stop(self) -> None:
        """Stop all servers and give the ports back."""
        with self._lock:
            for port in self._ports:
                port.release()
            self._smtp.stop()
