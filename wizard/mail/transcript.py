"""What we and the mail servers said to each other, for a technician; logins and messages are left out."""

import re
from collections.abc import Callable

from wizard.model.mail import SocketType, Speaker, Spoken
from wizard.redaction.words import Words, decoded

_MOST_LINES = 300
_MOST_CHARACTERS = 400_000
_LEFT_OUT = "••••••"
_LOGIN = re.compile(r"(?is)(PASS|APOP\s+\S+|AUTH\s+\S+)\s.*")
_CUT = "…"


class Transcript:
    """Bounded, in the order in which things were said; one for all conversations of a check."""

    def __init__(self) -> None:
        self._lines: list[tuple[Speaker, str]] = []
        self._characters = _MOST_CHARACTERS

    def opened(self, host: str, port: int, socket: SocketType) -> None:
        """A conversation begins."""
        self._add(Speaker.PLACE, f"{host}:{port}, {socket.value}")

    def knocked(self, host: str, port: int, answer: str) -> None:
        """We looked whether a port answers, and no conversation came of it."""
        self._add(Speaker.PLACE, f"{host}:{port}, {answer}")

    def sent(self, command: bytes | str) -> None:
        """We said a command; of a login only its kind is kept."""
        self._add(Speaker.WE, _LOGIN.sub(rf"\1 {_LEFT_OUT}", decoded(command).rstrip("\r\n")))

    def sent_secret(self) -> None:
        """We answered a question of a login."""
        self._add(Speaker.WE, _LEFT_OUT)

    def sent_message(self, size: int) -> None:
        """We sent a message of so many bytes."""
        self._add(Speaker.WE, f"{_LEFT_OUT} ({size})")

    def heard(self, line: bytes) -> None:
        """The server said a line."""
        self._add(Speaker.SERVER, decoded(line).rstrip("\r\n"))

    def spoken(self, clean: Callable[[str], str]) -> tuple[Spoken, ...]:
        """Return all of it without the secrets that `clean` knows, each line short and printable."""
        return tuple(Spoken(who, str(Words(text).cleaned(clean))) for who, text in self._lines)

    def _add(self, who: Speaker, text: str) -> None:
        if len(self._lines) > _MOST_LINES or self._characters < 0:
            return
        self._characters -= len(text)
        is_last = len(self._lines) == _MOST_LINES or self._characters < 0
        self._lines.append((Speaker.PLACE, _CUT) if is_last else (who, text))
