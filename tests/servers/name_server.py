"""A name server on loopback that answers from a table, by UDP."""

import contextlib
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests.servers.ports import LOOPBACK

Records = Mapping[tuple[str, str], Sequence[str]]
"""Name and kind ("MX", "TXT") to records as a zone file has them."""


@dataclass
class NameServer:
    """A name that is in no record does not exist; `broken` answers SERVFAIL, `silent` nothing at all."""

    records: Records = field(default_factory=dict)
    broken: bool = False
    silent: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((LOOPBACK, 0))
        self.port = int(self._socket.getsockname()[1])
        self._ended = False
        self._thread = threading.Thread(target=self._serve, name="name server")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        # wakes whoever waits for the next question
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", (LOOPBACK, self.port))
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            question, sender = self._socket.recvfrom(4096)
            if self._ended:
                return
            with contextlib.suppress(dns.exception.DNSException):
                query = dns.message.from_wire(question)
                answer = self._answer(query)
                if not self.silent:
                    self._socket.sendto(answer.to_wire(), sender)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        (question,) = query.question
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        answer = dns.message.make_response(query)
        if self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif texts := self.records.get((name, kind)):
            answer.flags |= dns.flags.AA
            answer.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, list(texts)))
        elif not any(known == name for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer
