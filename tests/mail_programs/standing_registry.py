"""The registry that a PC of the conformance suite has: a file of its home, or on Windows the real one."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.mail_programs.registry import MACHINE, USER, FileRegistry, InMemoryRegistry, Node
from wizard.mailclients.contract import Registry
from wizard.mailclients.stores.registry_values import number_of, to_windows
from wizard.model.mail_clients import Held, Stored

_ROOTS = (
    r"Software\Microsoft\Office",
    r"Software\Microsoft\Internet Account Manager",
    r"Software\Microsoft\Windows Mail",
    r"Software\Microsoft\Outlook Express",
)
"""The keys that a PC is made of: all that is below them belongs to the tests."""


def at(home: Path) -> Registry:
    """Returns the registry of the PC with this home."""
    if sys.platform == "win32":
        from wizard.mailclients.pc.registry import WindowsRegistry

        return WindowsRegistry()
    return FileRegistry(home / "registry.txt")


def fill(home: Path, text: str) -> None:
    """Makes a PC's registry hold the text of a .reg file and nothing else."""
    if sys.platform != "win32":
        FileRegistry(home / "registry.txt").load(text)
        return
    import winreg

    made = InMemoryRegistry(text)
    for hive, root in ((winreg.HKEY_CURRENT_USER, USER), (winreg.HKEY_LOCAL_MACHINE, MACHINE)):
        for key in _ROOTS:
            _clear(hive, key)
        for path, node in _nodes(made._hives[root], ""):
            with winreg.CreateKey(hive, path) as handle:
                for name, (kind, data) in node.values.values():
                    if hive == winreg.HKEY_CURRENT_USER:
                        at(home).set_value(path, name, Stored(Held.REG_BINARY, "", f"{kind}:{data.hex()}"))
                    else:
                        assert kind == winreg.REG_SZ
                        text = data.decode("utf-16-le").rstrip("\0")
                        winreg.SetValueEx(handle, name, 0, kind, text)


def change(home: Path, old: int, new: int) -> None:
    """Changes every number of one value to another, as somebody might behind our back."""
    registry = at(home)
    for root in _ROOTS:
        for key, name, value in list(_values(registry, root)):
            if value.held is Held.REG_DWORD and number_of(value) == old:
                registry.set_value(key, name, Stored(Held.REG_DWORD, new))


def contents() -> dict[str, tuple[bytes, int]]:
    """Every value of the real registry's keys with its type; none elsewhere, where a file holds them."""
    if sys.platform != "win32":
        return {}
    registry = at(Path())
    found = {
        f"{key}@{name}": to_windows(value)[::-1]
        for root in _ROOTS
        for key, name, value in _values(registry, root)
    }
    return found | {key: (b"", 0) for root in _ROOTS for key in _keys(registry, root)}


def _values(registry: Registry, key: str) -> Iterator[tuple[str, str, Stored]]:
    for each in _keys(registry, key):
        for name, value in registry.values(each).items():
            yield each, name, value


def _keys(registry: Registry, key: str) -> Iterator[str]:
    above, _, name = key.rpartition("\\")
    if name.lower() not in (each.lower() for each in registry.subkeys(above)):
        return
    yield key
    for each in registry.subkeys(key):
        yield from _keys(registry, f"{key}\\{each}")


def _nodes(node: Node, path: str) -> Iterator[tuple[str, Node]]:
    for child in node.below.values():
        below = f"{path}\\{child.name}".lstrip("\\")
        yield below, child
        yield from _nodes(child, below)


def _clear(hive: int, key: str) -> None:
    assert sys.platform == "win32"
    import winreg

    try:
        with winreg.OpenKey(hive, key) as handle:
            below = [winreg.EnumKey(handle, i) for i in range(winreg.QueryInfoKey(handle)[0])]
    except FileNotFoundError:
        return
    for name in below:
        _clear(hive, f"{key}\\{name}")
    winreg.DeleteKey(hive, key)
