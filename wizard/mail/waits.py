"""How long a conversation with a mail server may take."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Waits:
    """Seconds. Mail programs wait minutes (RFC 5321 4.5.3.2); somebody sits before this one."""

    connect: float = 10.0
    greeting: float = 24.0
    """Servers hold their greeting back for twenty seconds, to tell senders of spam by their haste."""
    tls_guess: float = 3.0
    """For a second connection that asks a silent port whether it speaks TLS."""
    answer: float = 15.0
    conversation: float = 25.0
    """All that is said after the greeting, however slowly a server drips."""
    message: float = 60.0
    """From the message's last line to its answer: some servers look for viruses first."""
    grace: float = 2.0
    """For alternates, once the chosen ports are known to answer."""
    name: float = 10.0


USUAL = Waits()
