"""Key files: `[group]` and `name=value` lines (GLib's, and those of Claws Mail), changed in place."""

import re
from typing import Self

from wizard.mailclients.stores.documents import Lines, bytes_of, raw_of, text_of
from wizard.model.mail_clients import Address, Edit, Held, Stored

_GROUP = re.compile(rb"\s*\[(?P<name>[^\]\r\n]*)\]\s*")
_ENTRY = re.compile(
    rb"(?P<before>\s*(?P<name>[^=\s#\[][^=\r\n]*?)\s*=[ \t]*)(?P<value>[^\r\n]*?)(?P<end>\r?\n?)"
)


class KeyFile:
    """The lines of one key file. Of a name that stands twice in its group, the last one counts."""

    def __init__(self, content: bytes) -> None:
        self._lines = Lines(content)
        self._groups: dict[str, list[int]] = {}
        """Group to its own line's index and the index behind its last line that is not blank."""
        self._entries: dict[tuple[str, str], int] = {}
        self._scan()

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read the file's bytes."""
        return cls(content)

    def content(self) -> bytes:
        """Return the file's bytes."""
        return self._lines.content()

    @property
    def is_empty(self) -> bool:
        """Whether neither group nor value is left."""
        return not self.content().strip()

    def groups(self) -> list[str]:
        """Return the groups in their order."""
        return [name for name in self._groups if name]

    def value(self, group: str, name: str) -> str | None:
        """Return one value, None where it is not there."""
        index = self._entries.get((group, name))
        return None if index is None else text_of(self._match(index)["value"])

    def get(self, address: Address) -> Stored | None:
        """Return a value, or with no name whether the group (or the file) is there."""
        if not address.name:
            if not address.group:
                return Stored(Held.FILE, True)
            return Stored(Held.GROUP, True) if address.group in self._groups else None
        index = self._entries.get((address.group, address.name))
        if index is None:
            return None
        value = self._match(index)["value"]
        return Stored(Held.LINE, text_of(value), raw_of(value))

    def put(self, edit: Edit) -> None:
        """Make the edit's value, or its group, what it is to be."""
        address, after = edit.address, edit.after
        if not address.name:
            if address.group:
                self._put_group(address.group, present=after is not None)
            return
        index = self._entries.get((address.group, address.name))
        if after is None:
            if index is not None:
                self._lines.remove(index)
        else:
            value = bytes_of(after.raw) if after.raw is not None else str(after.data).encode()
            if index is not None:
                found = self._match(index)
                self._lines.lines[index] = found["before"] + value + found["end"]
            else:
                self._put_group(address.group, present=True)
                end = self._groups[address.group][1]
                self._lines.insert(end, address.name.encode() + b"=" + value)
        self._scan()

    def _put_group(self, group: str, *, present: bool) -> None:
        found = self._groups.get(group)
        if present and found is None:
            self._lines.insert(len(self._lines.lines), b"[" + group.encode() + b"]")
        elif not present and found is not None:
            # With it goes what the program itself added to a group that we made.
            for index in reversed(range(found[0], found[1])):
                self._lines.remove(index)
        self._scan()

    def _match(self, index: int) -> re.Match[bytes]:
        found = _ENTRY.fullmatch(self._lines.lines[index])
        assert found is not None
        return found

    def _scan(self) -> None:
        self._groups, self._entries = {"": [-1, 0]}, {}
        group = ""
        for index, line in enumerate(self._lines.lines):
            heading = _GROUP.fullmatch(line)
            if heading is not None:
                group = text_of(heading["name"])
                self._groups[group] = [index, index + 1]
                continue
            if line.strip():
                self._groups[group][1] = index + 1
            entry = _ENTRY.fullmatch(line)
            if entry is not None and not line.lstrip().startswith(b"#"):
                self._entries[group, text_of(entry["name"])] = index
