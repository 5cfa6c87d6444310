"""Finding the check's own message: only new ones are looked at, and only it is deleted."""

import poplib

from wizard.mail.round_trip import HEADER, collect
from wizard.model.mail import RoundTripTicket


class Mailbox:
    """What `collect` asks of a POP3 conversation, over messages by their UIDL."""

    def __init__(self, messages: dict[str, bytes]) -> None:
        self._messages = messages
        self.looked_at: list[str] = []
        self.deleted: list[str] = []

    def uidl(self) -> tuple[bytes, list[bytes], int]:
        lines = [f"{n} {uid}".encode() for n, uid in enumerate(self._messages, 1)]
        return b"+OK", lines, 0

    def top(self, which: int, _lines: int) -> tuple[bytes, list[bytes], int]:
        uid = list(self._messages)[which - 1]
        self.looked_at.append(uid)
        if not self._messages[uid]:
            raise poplib.error_proto(b"-ERR gone")
        return b"+OK", self._messages[uid].splitlines(), 0

    def dele(self, which: int) -> None:
        self.deleted.append(list(self._messages)[which - 1])


TICKET = RoundTripTicket("the-token", frozenset({"old-1", "old-2"}), 0.0)
OURS = f"{HEADER}: the-token\nSubject: x".encode()


def test_messages_that_were_there_before_are_not_even_looked_at() -> None:
    box = Mailbox({"old-1": b"Subject: a", "old-2": OURS, "new": OURS})
    assert collect(box, TICKET, set())  # type: ignore[arg-type]
    assert (box.looked_at, box.deleted) == (["new"], ["new"])


def test_where_it_has_not_come_nothing_is_deleted_and_nothing_old_is_looked_at() -> None:
    box = Mailbox({"old-1": OURS, "new": b"Subject: somebody's", "gone": b"", "old-2": OURS})
    assert not collect(box, TICKET, set())  # type: ignore[arg-type]
    assert (sorted(box.looked_at), box.deleted) == (["gone", "new"], [])
