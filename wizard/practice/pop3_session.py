"""One POP3 session at the practice mail host (RFC 1939, 2449, 2595): a line in, an answer out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wizard.practice.mailboxes import Mailboxes, StoredMessage

GREETING = "+OK mail.practice.example POP3 ready"
_LONGEST_LINE = 255


@dataclass(frozen=True)
class Answer:
    """What to say, and whether TLS begins or the session ends after it.

    `lines` follow the first one dot-stuffed and closed by a dot; None means that there are none.
    """

    first: str
    lines: Sequence[bytes] | None = None
    starts_tls: bool = False
    ends: bool = False

    def as_bytes(self) -> bytes:
        """Return the answer as it goes over the line."""
        answer = self.first.encode() + b"\r\n"
        if self.lines is None:
            return answer
        stuffed = [b"." + line if line.startswith(b".") else line for line in self.lines]
        return answer + b"".join(line + b"\r\n" for line in (*stuffed, b"."))


@dataclass
class Pop3Session:
    """The state of one connection; `offers_tls` says whether STLS may be used now."""

    mailboxes: Mailboxes
    offers_tls: Callable[[], bool]
    is_secure: bool
    _user: str = ""
    _address: str = ""
    _messages: list[StoredMessage] = field(default_factory=list)
    _deleted: set[int] = field(default_factory=set)

    def answer(self, line: bytes) -> Answer:
        """Return the answer to one line."""
        if len(line) > _LONGEST_LINE:
            return Answer("-ERR Line too long.", ends=True)
        # A password may hold spaces: everything after the first space is the argument.
        word, _, argument = line.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
        command = word.upper()
        always = {"CAPA": self._capa, "QUIT": self._quit, "NOOP": self._nothing}
        before = {"USER": self._take_user, "PASS": self._take_password, "STLS": self._start_tls}
        after = {
            "STAT": self._stat,
            "LIST": self._list,
            "UIDL": self._uidl,
            "TOP": self._top,
            "RETR": self._retrieve,
            "DELE": self._delete,
            "RSET": self._reset,
        }
        known = always | (after if self._address else before)
        if command in known:
            return known[command](argument)
        if command in before | after:
            return Answer("-ERR Not now.")
        return Answer("-ERR Unknown command.")

    def starts_over(self) -> None:
        """Forget everything said before TLS began (RFC 2595)."""
        self._user, self.is_secure = "", True

    def _capa(self, _: str) -> Answer:
        names = ["TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "USER", "IMPLEMENTATION Tillbridge-practice"]
        if self._may_start_tls():
            names.insert(0, "STLS")
        return Answer("+OK", [name.encode() for name in names])

    def _nothing(self, _: str) -> Answer:
        return Answer("+OK")

    def _may_start_tls(self) -> bool:
        return not self.is_secure and not self._address and self.offers_tls()

    def _start_tls(self, _: str) -> Answer:
        if not self._may_start_tls():
            return Answer("-ERR TLS is not available.")
        return Answer("+OK Begin TLS negotiation now.", starts_tls=True)

    def _take_user(self, name: str) -> Answer:
        self._user = name
        # The same answer for every name: it gives away nobody's mailbox.
        return Answer("+OK") if name else Answer("-ERR Name missing.")

    def _take_password(self, password: str) -> Answer:
        if not self._user:
            return Answer("-ERR USER first.")
        user, self._user = self._user, ""
        address = self.mailboxes.log_in(user, password)
        if address is None:
            return Answer("-ERR [AUTH] Authentication failed.")
        self._address, self._messages = address, self.mailboxes.messages(address)
        return Answer("+OK Logged in.")

    def _quit(self, _: str) -> Answer:
        if self._deleted:
            self.mailboxes.remove(self._address, [self._messages[index].uid for index in self._deleted])
        return Answer("+OK Logging out.", ends=True)

    def _present(self) -> list[tuple[int, StoredMessage]]:
        return [pair for pair in enumerate(self._messages) if pair[0] not in self._deleted]

    def _find(self, number: str) -> int | None:
        if not (number.isascii() and number.isdecimal()):
            return None
        index = int(number) - 1
        return index if 0 <= index < len(self._messages) and index not in self._deleted else None

    def _stat(self, _: str) -> Answer:
        present = self._present()
        return Answer(f"+OK {len(present)} {sum(len(message.content) for _, message in present)}")

    def _list(self, number: str) -> Answer:
        return self._listing(number, lambda message: str(len(message.content)))

    def _uidl(self, number: str) -> Answer:
        return self._listing(number, lambda message: message.uid)

    def _listing(self, number: str, value: Callable[[StoredMessage], str]) -> Answer:
        if not number:
            return Answer("+OK", [f"{index + 1} {value(one)}".encode() for index, one in self._present()])
        index = self._find(number)
        if index is None:
            return _NO_SUCH_MESSAGE
        return Answer(f"+OK {number} {value(self._messages[index])}")

    def _top(self, argument: str) -> Answer:
        number, _, count = argument.partition(" ")
        index = self._find(number)
        if index is None or not (count.isascii() and count.isdecimal()):
            return _NO_SUCH_MESSAGE
        lines = _lines(self._messages[index])
        head = lines.index(b"") if b"" in lines else len(lines)
        return Answer("+OK", lines[: head + 1 + int(count)])

    def _retrieve(self, number: str) -> Answer:
        index = self._find(number)
        if index is None:
            return _NO_SUCH_MESSAGE
        message = self._messages[index]
        return Answer(f"+OK {len(message.content)} octets", _lines(message))

    def _delete(self, number: str) -> Answer:
        index = self._find(number)
        if index is None:
            return _NO_SUCH_MESSAGE
        self._deleted.add(index)
        return Answer("+OK Marked to be deleted.")

    def _reset(self, _: str) -> Answer:
        self._deleted.clear()
        return Answer("+OK")


_NO_SUCH_MESSAGE = Answer("-ERR There is no such message.")


def _lines(message: StoredMessage) -> list[bytes]:
    return message.content.removesuffix(b"\r\n").split(b"\r\n")
