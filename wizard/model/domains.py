"""What a domain's name servers say: who takes its mail, and what stands in its texts."""

from collections.abc import Sequence
from typing import Protocol


class NotAskedError(Exception):
    """Nobody could be asked, or nobody answered: nothing follows from it."""


class DomainNames(Protocol):
    """Asks the name servers; NotAskedError where that cannot be done here."""

    def mail_exchangers(self, domain: str) -> Sequence[str]:
        """Return the hosts that take a domain's mail, the preferred one first; empty where it has none."""

    def texts(self, name: str) -> Sequence[str]:
        """Return the texts of a name, each in one piece; empty where it has none."""


class NobodyToAsk:
    """The names of a world without a name server."""

    def mail_exchangers(self, domain: str) -> Sequence[str]:
        """Ask nobody."""
        raise NotAskedError(domain)

    def texts(self, name: str) -> Sequence[str]:
        """Ask nobody."""
        raise NotAskedError(name)
