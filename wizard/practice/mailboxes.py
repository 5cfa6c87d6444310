"""The mailboxes of the practice mail host, in memory, and who may open them."""

import hmac
import itertools
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from wizard.catalogue.providers import ANOTHER, provider_of_address
from wizard.catalogue.resources import read_toml
from wizard.practice.faults import FaultBoard

DOMAIN = "practice.example"
_USERS = frozenset({"apikey"})
"""What a provider calls every one of its users."""
SLOW_DELIVERY = 8.0


@dataclass(frozen=True)
class StoredMessage:
    """One message as it lies in a mailbox: CRLF line ends, and the moment from which it can be seen."""

    uid: str
    content: bytes
    visible_from: float


class Mailboxes:
    """The mailboxes by address; the store's one has a login and holds two old messages."""

    def __init__(
        self, logins: Mapping[str, str], faults: FaultBoard, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._user, self._password = logins["mail-user"], logins["mail-password"]
        self._new_password = logins["mail-password-changed"]
        self._address = logins["mail-address"]
        self._faults = faults
        self._now = now
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._boxes: dict[str, list[StoredMessage]] = {self._address: [], f"other@{DOMAIN}": []}
        for content in _old_messages(self._address):
            self._store(self._address, content, visible_from=now())

    def log_in(self, user: str, password: str) -> str | None:
        """Return the address whose mailbox these open; None when name or password is wrong."""
        is_store = user.lower() in (self._user, self._address, *_USERS)
        is_known = is_store or _is_at_a_provider(user)
        right = [self._new_password]  # whoever typed it while it was the only one goes on with it
        if "password-changed" not in self._faults:
            right.append(self._password)
        is_right = any(hmac.compare_digest(password.encode(), each.encode()) for each in right)
        if not (is_known and is_right) or "wrong-password" in self._faults:
            return None
        return self._address if is_store else user.lower()

    def has(self, address: str) -> bool:
        """Whether there is a mailbox for this address; at the providers of the table everybody has one."""
        return address.lower() in self._boxes or _is_at_a_provider(address)

    def deliver(self, address: str, content: bytes) -> None:
        """Put a message into a mailbox: at once, late, or (a fault) never."""
        if "mail-lost" in self._faults:
            return
        delay = SLOW_DELIVERY if "mail-slow" in self._faults else 0.0
        self._store(address.lower(), content, visible_from=self._now() + delay)

    def messages(self, address: str) -> list[StoredMessage]:
        """Return what can be seen in a mailbox now, oldest first."""
        with self._lock:
            kept = self._boxes.get(address.lower(), [])
            return [one for one in kept if one.visible_from <= self._now()]

    def remove(self, address: str, uids: Iterable[str]) -> None:
        """Remove messages for good."""
        gone = set(uids)
        with self._lock:
            kept = self._boxes.get(address.lower(), [])
            self._boxes[address.lower()] = [one for one in kept if one.uid not in gone]

    def _store(self, address: str, content: bytes, visible_from: float) -> None:
        uid = f"{next(self._numbers):04d}{secrets.token_hex(6)}"
        lines = content.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
        with self._lock:
            self._boxes.setdefault(address, []).append(
                StoredMessage(uid, b"\r\n".join(lines) + b"\r\n", visible_from)
            )


def _is_at_a_provider(address: str) -> bool:
    """Whether a provider of the table has this address's domain: each can be practised with any name."""
    return "@" in address.strip("@") and provider_of_address(address).id != ANOTHER


def _old_messages(address: str) -> Iterable[bytes]:
    for number, row in enumerate(read_toml("practice/mailbox.toml")["message"], start=1):
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = row["from"], address
        message["Subject"], message["Date"] = row["subject"], row["date"]
        message["Message-ID"] = f"<old-{number}@{DOMAIN}>"
        message.set_content(row["body"].lstrip("\n"))
        yield message.as_bytes()
