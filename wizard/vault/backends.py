"""Choosing the system's password store from a fixed list; never by priority, never a plain-text one."""

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

# keyring's own choice falls through to keyrings.alt's plain-text file where that is installed.
_BACKENDS = {
    "win32": ("keyring.backends.Windows:WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS:Keyring",),
    "linux": ("keyring.backends.SecretService:Keyring", "keyring.backends.kwallet:DBusKeyring"),
}


def find_backend() -> "KeyringBackend | None":
    """Return the first of this system's password stores that works here, or None."""
    for name in _BACKENDS.get(sys.platform, _BACKENDS["linux"]):
        module, _, attribute = name.partition(":")
        try:
            kind: type[KeyringBackend] = getattr(importlib.import_module(module), attribute)
            if kind.priority < 1:
                continue
            backend = kind()
        except Exception:  # noqa: BLE001, S112 - `priority` raises whatever its library does when it is not usable
            continue
        if sys.platform == "win32":
            # The default, "enterprise", lets the secret roam to other PCs.
            backend.persist = "local machine"  # type: ignore[attr-defined]
        return backend
    return None
