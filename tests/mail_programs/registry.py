"""A registry in memory or in a file; names keep their case and do not depend on it, as in Windows."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wizard.mailclients.stores.registry_values import from_windows, to_windows
from wizard.model.mail_clients import Stored

USER, MACHINE = "HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"

Raw = tuple[int, bytes]


@dataclass
class Node:
    """A key: values and keys below, in the order they were made, found by their name's lower case."""

    name: str
    values: dict[str, tuple[str, Raw]] = field(default_factory=dict)
    below: dict[str, "Node"] = field(default_factory=dict)


class InMemoryRegistry:
    """Keeps both hives; machine keys are loaded from text only. The value named by `refuse` cannot be set."""

    refuse = ""
    unreadable = False

    def __init__(self, text: str = "") -> None:
        self._hives = {USER: Node(USER), MACHINE: Node(MACHINE)}
        if text:
            self.load(text)

    def subkeys(self, key: str) -> Sequence[str]:
        node = self._find(key)
        return tuple(child.name for child in node.below.values()) if node else ()

    def values(self, key: str) -> Mapping[str, Stored]:
        return _stored(self._find(key))

    def machine_values(self, key: str) -> Mapping[str, Stored]:
        return _stored(self._find(key, MACHINE))

    def set_value(self, key: str, name: str, value: Stored) -> None:
        node = self._find(key)
        if node is None:
            raise FileNotFoundError(2, "no such key")
        if name == self.refuse:
            raise PermissionError(13, "Access is denied")
        old = node.values.get(name.lower())
        node.values[name.lower()] = (old[0] if old else name, to_windows(value))
        self._changed()

    def delete_value(self, key: str, name: str) -> None:
        node = self._find(key)
        if node is not None and node.values.pop(name.lower(), None) is not None:
            self._changed()

    def make_key(self, key: str) -> None:
        if self._find(key) is not None:
            return
        self._make(key)
        self._changed()

    def delete_key(self, key: str) -> None:
        node = self._find(key)
        if node is None:
            return
        if node.below:
            raise PermissionError(13, "there are keys below")
        above, _, name = key.rpartition("\\")
        parent = self._find(above)
        assert parent is not None
        del parent.below[name.lower()]
        self._changed()

    def put(self, key: str, name: str, kind: int, data: bytes) -> None:
        """Stores a value's bytes as they are given."""
        node = self._make(key)
        old = node.values.get(name.lower())
        node.values[name.lower()] = (old[0] if old else name, (kind, data))

    def load(self, text: str) -> None:
        """Reads the text of a .reg file."""
        node: Node | None = None
        text = re.sub(r"\\\r?\n\s*", "", text.lstrip("\ufeff"))
        for line in text.splitlines()[1:]:
            heading = re.fullmatch(r"\[(\w+)\\(.*)\]", line)
            if heading:
                node = self._make(heading[2], heading[1])
            elif line.strip():
                assert node is not None
                name, value = _line(line)
                node.values[name.lower()] = (name, value)
        self._changed()

    def export(self, key: str = "") -> str:
        """Every key and value of this user's hive below a key, in an order of its own."""
        node = self._find(key)
        return "\n".join(_lines(node, f"{USER}\\{key}".rstrip("\\"))) if node else ""

    def _changed(self) -> None:
        """What a registry that outlives the process has to do."""

    def _find(self, key: str, hive: str = USER) -> Node | None:
        if self.unreadable:
            raise PermissionError(13, "Access is denied")
        node: Node | None = self._hives[hive]
        for name in filter(None, key.split("\\")):
            node = node.below.get(name.lower()) if node else None
        return node

    def _make(self, key: str, hive: str = USER) -> Node:
        node = self._hives[hive]
        for name in filter(None, key.split("\\")):
            node = node.below.setdefault(name.lower(), Node(name))
        return node


class FileRegistry(InMemoryRegistry):
    """A registry that every change of is on the disk when it returns, one value at a time as in Windows."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._seen: tuple[int, int] | None = None

    def _changed(self) -> None:
        beside = self._path.with_suffix(".new")
        lines = ["x"]
        for hive, node in self._hives.items():
            lines += _lines(node, hive)
        beside.write_text("\n".join(lines), "utf-8")
        beside.replace(self._path)
        self._seen = self._stamp()

    def _find(self, key: str, hive: str = USER) -> Node | None:
        stamp = self._stamp()
        if stamp is not None and stamp != self._seen:
            # somebody else wrote it
            self._seen = stamp
            fresh = InMemoryRegistry(self._path.read_text("utf-8"))
            self._hives = fresh._hives
        return super()._find(key, hive)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino


def _stored(node: Node | None) -> dict[str, Stored]:
    return {name: from_windows(*raw) for name, raw in node.values.values()} if node else {}


def _lines(node: Node, path: str) -> list[str]:
    lines = [f"[{path}]"] if "\\" in path else []
    for name, (kind, data) in sorted(node.values.values()):
        lines.append(f"{json.dumps(name, ensure_ascii=False)}=hex({kind:x}):{data.hex(',')}")
    for _, child in sorted(node.below.items()):
        lines += _lines(child, f"{path}\\{child.name}")
    return lines


def _line(line: str) -> tuple[str, Raw]:
    found = re.fullmatch(r'(?:"((?:[^"\\]|\\.)*)"|@)=(.*)', line)
    assert found is not None, line
    name, text = _unescaped(found[1] or ""), found[2]
    if text.startswith('"'):
        return name, (1, (_unescaped(text[1:-1]) + "\0").encode("utf-16-le"))
    if text.startswith("dword:"):
        return name, (4, int(text[6:], 16).to_bytes(4, "little"))
    kind = re.match(r"hex(?:\(([0-9a-f]+)\))?:", text)
    assert kind is not None, line
    return name, (int(kind[1] or "3", 16), bytes.fromhex(text[kind.end() :].replace(",", "")))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
