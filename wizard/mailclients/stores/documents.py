"""Text files whose values are changed in place: everything outside the planned values stays byte for byte."""

from typing import Protocol, Self

from wizard.model.mail_clients import Address, Edit, Stored


class Document(Protocol):
    """One file's content in memory."""

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read a file's bytes; whatever is not understood is kept as it is."""

    def get(self, address: Address) -> Stored | None:
        """Return what stands at an address."""

    def put(self, edit: Edit) -> None:
        """Make the edit's address hold its `after`."""

    def content(self) -> bytes:
        """Return the file's bytes."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left in it but what a new file of this kind begins with."""


class Lines:
    """A file's bytes as lines, each with its own ending, so that adding and removing one is exact.

    Added to a file that ends without a line break, a line takes the break before it instead of one after it;
    removing the last line then takes that break away again.
    """

    def __init__(self, content: bytes) -> None:
        self.lines = content.splitlines(keepends=True) if content else []
        # splitlines() also breaks at \r, \v and others: only line feeds end lines here.
        joined: list[bytes] = []
        for part in self.lines:
            if joined and not joined[-1].endswith(b"\n"):
                joined[-1] += part
            else:
                joined.append(part)
        self.lines = joined
        windows, any_ = content.count(b"\r\n"), content.count(b"\n")
        self.break_ = b"\r\n" if 2 * windows > any_ else b"\n"

    def content(self) -> bytes:
        """Return the bytes."""
        return b"".join(self.lines)

    def insert(self, index: int, text: bytes) -> None:
        """Insert a line before the line at `index`."""
        if index >= len(self.lines) and self.lines and not self.lines[-1].endswith(b"\n"):
            self.lines[-1] += self.break_
            self.lines.append(text)
        else:
            self.lines.insert(index, text + self.break_)

    def remove(self, index: int) -> None:
        """Remove the line at `index`."""
        removed = self.lines.pop(index)
        if not removed.endswith(b"\n") and index == len(self.lines) and self.lines:
            last = self.lines[-1]
            self.lines[-1] = last[:-2] if last.endswith(b"\r\n") else last.removesuffix(b"\n")


def text_of(content: bytes) -> str:
    """Return bytes of a file as text; bytes that are no UTF-8 are shown as escapes instead of lost."""
    return content.decode("utf-8", "backslashreplace")


def raw_of(content: bytes) -> str:
    """Return bytes as a text that keeps each of them (Latin-1), for a before-image."""
    return content.decode("latin-1")


def bytes_of(raw: str) -> bytes:
    """Return the bytes that `raw_of` kept."""
    return raw.encode("latin-1")
