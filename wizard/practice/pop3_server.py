"""The sockets of the practice POP3 server: plain with STLS, or TLS from the first byte."""

import contextlib
import socket
import socketserver
import ssl
import threading
from dataclasses import dataclass

from wizard.practice.faults import FaultBoard
from wizard.practice.listening import ConnectionServer
from wizard.practice.mailboxes import Mailboxes
from wizard.practice.pop3_session import GREETING, Answer, Pop3Session

IDLE_SECONDS = 600.0
SLOW_ANSWER = 1.0


@dataclass(frozen=True)
class Pop3Service:
    """What all POP3 ports share."""

    mailboxes: Mailboxes
    tls: ssl.SSLContext
    faults: FaultBoard
    stopping: threading.Event

    def listen(self, held: socket.socket, *, is_tls: bool, silenced_by: str) -> ConnectionServer:
        """Serve POP3 on a reserved port; it is silent while the fault `silenced_by` is on."""
        service = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                service.talk(self.request, is_tls=is_tls, silenced_by=silenced_by)

        return ConnectionServer(held, Handler)

    def talk(self, connection: socket.socket, *, is_tls: bool, silenced_by: str) -> None:
        """Hold one conversation to its end."""
        connection.settimeout(IDLE_SECONDS)
        if silenced_by in self.faults:
            while connection.recv(4096):
                pass
            return
        session = Pop3Session(self.mailboxes, lambda: "no-starttls" not in self.faults, is_tls)
        if is_tls:
            self._talk_tls(connection, session, greets=True)
        elif self._converse(connection, session, greets=True):
            session.starts_over()
            self._talk_tls(connection, session, greets=False)

    def _talk_tls(self, connection: socket.socket, session: Pop3Session, *, greets: bool) -> None:
        # The plain socket stays the server's own, which closes it when the handler returns.
        with self.tls.wrap_socket(_duplicate(connection), server_side=True) as secure:
            self._converse(secure, session, greets=greets)
            with contextlib.suppress(OSError):
                secure.unwrap()

    def _converse(self, connection: socket.socket, session: Pop3Session, *, greets: bool) -> bool:
        """Answer line by line; True when the client asked for TLS."""
        if greets:
            self._say(connection, Answer(GREETING))
        with connection.makefile("rb") as lines:
            while line := lines.readline(1024):
                answer = session.answer(line)
                self._say(connection, answer)
                if answer.starts_tls or answer.ends:
                    return answer.starts_tls
        return False

    def _say(self, connection: socket.socket, answer: Answer) -> None:
        if "mail-slow-answers" in self.faults:
            self.stopping.wait(SLOW_ANSWER)
        connection.sendall(answer.as_bytes())


def _duplicate(connection: socket.socket) -> socket.socket:
    copy = connection.dup()
    copy.settimeout(connection.gettimeout())
    return copy
