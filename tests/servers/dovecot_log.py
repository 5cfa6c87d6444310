"""What Dovecot logged: 2.3 and 2.4 have different words for the same events."""

import re
from pathlib import Path
from typing import NamedTuple

# 2.3 | 2.4
LOGIN = re.compile(r" pop3-login: Info: (?:Login|Logged in): .*")
WRONG_PASSWORD = re.compile(r" pop3-login: Info: .*\bauth failed, (\d+) attempts.*")
NO_LOGIN_TRIED = re.compile(r" pop3-login: Info: .*(?:no auth attempts|before auth was ready).*")
SESSION = re.compile(r"Logged out top=(\d+)/\d+, retr=(\d+)/\d+, del=(\d+)/(\d+)")


class Session(NamedTuple):
    """What one POP3 session did: messages looked at, fetched, removed, and how many there were."""

    top: int
    retr: int
    removed: int
    held: int


class DovecotLog:
    """A log that may not be written yet; `since` is the `size` it had when what is asked about began."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def size(self) -> int:
        """How many bytes were logged so far."""
        return self._path.stat().st_size if self._path.exists() else 0

    def text(self, since: int = 0) -> str:
        """All that was logged."""
        return self._path.read_bytes()[since:].decode() if self._path.exists() else ""

    def logins(self, since: int = 0) -> list[str]:
        """A line for each login: `user=<…>`, `method=…`, and `, TLS,` where it was encrypted."""
        return LOGIN.findall(self.text(since))

    def passwords_refused(self, since: int = 0) -> int:
        """How many times a password was refused."""
        return sum(int(count) for count in WRONG_PASSWORD.findall(self.text(since)))

    def visits_without_login(self, since: int = 0) -> list[str]:
        """A line for each connection that ended before anything like a login was tried."""
        return NO_LOGIN_TRIED.findall(self.text(since))

    def conversations(self, since: int = 0) -> list[str]:
        """Every line about a connection before or at its login."""
        return [line for line in self.text(since).splitlines() if " pop3-login: " in line]

    def sessions(self, since: int = 0) -> list[Session]:
        """What the sessions did that ended with QUIT, in their order."""
        return [Session(*map(int, counts)) for counts in SESSION.findall(self.text(since))]
