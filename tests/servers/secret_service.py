"""A real Secret Service (gnome-keyring on a bus of its own) without a desktop and without a display."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.processes import start, stop, tool, wait_until

PASSWORD = "throwaway"
# No service directories: nothing is started by being asked for, a locked keyring least of all.
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
DESKTOP_VARIABLES = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "GNOME_KEYRING_CONTROL",
    "PYTHON_KEYRING_BACKEND",
)


@dataclass(frozen=True)
class StoredItem:
    """One stored secret: its label, the attributes it is found by, and the secret itself."""

    label: str
    attributes: dict[str, str]
    secret: str


@dataclass(frozen=True)
class SecretService:
    """A running password store; `environment` leads a child process to it, its home lies in the folder."""

    folder: Path
    environment: dict[str, str]

    @property
    def address(self) -> str:
        """The bus to ask."""
        return self.environment["DBUS_SESSION_BUS_ADDRESS"]

    def items(self, **attributes: str) -> list[StoredItem]:
        """What is stored with these attributes (keyring's are `service` and `username`); all without any."""
        import secretstorage

        with self._connection() as connection:
            found = secretstorage.search_items(connection, attributes)
            return [
                StoredItem(item.get_label(), dict(item.get_attributes()), item.get_secret().decode())
                for item in found
            ]

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        # installed with keyring on Linux alone, while these fixtures are imported everywhere
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

        connection = open_dbus_connection(self.address)
        try:
            yield connection
        finally:
            connection.close()

    def offers_secrets(self) -> bool:
        """Whether the bus is there and the password store has joined it."""
        from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]

        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        question = new_method_call(bus, "NameHasOwner", "s", ("org.freedesktop.secrets",))
        try:
            with self._connection() as connection:
                return bool(connection.send_and_get_reply(question, timeout=2).body[0])
        except OSError:
            return False


@contextmanager
def secret_service(folder: Path, *, locked: bool = False) -> Iterator[SecretService]:
    """A password store in a folder with a short path, unlocked unless it is asked for locked."""
    home, runtime = folder / "home", folder / "run"
    for each in (home, runtime):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    service = SecretService(
        folder,
        {
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime / 'bus'}",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_CACHE_HOME": str(home / ".cache"),
        },
    )
    environment = {name: value for name, value in os.environ.items() if name not in DESKTOP_VARIABLES}
    environment |= service.environment
    config = folder / "bus.conf"
    config.write_text(_BUS.format(address=service.address), encoding="utf-8")
    bus = start(
        [tool("dbus-daemon"), f"--config-file={config}", "--nofork", "--nopidfile"],
        folder / "bus.log",
        environment=environment,
        as_server_user=False,
    )
    try:
        wait_until((runtime / "bus").exists, bus, folder)
        keyring = _Keyring(folder, environment, locked=locked)
        try:
            wait_until(service.offers_secrets, keyring.process, folder)
            yield service
        finally:
            keyring.stop()
    finally:
        stop(bus)


class _Keyring:
    """The keyring's daemon, started again as it was when it ends by itself.

    WORKAROUND: gnome-keyring 42.1 aborts now and then when a client leaves the bus. What it keeps is on disk.
    """

    def __init__(self, folder: Path, environment: dict[str, str], *, locked: bool) -> None:
        self._start = lambda: _start_keyring(folder, environment, locked=locked)
        self.process = self._start()
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End it for good."""
        self._stopping.set()
        self._watcher.join()
        stop(self.process)

    def _watch(self) -> None:
        while not self._stopping.wait(0.02):
            if self.process.poll() is not None:
                self.process = self._start()


def _start_keyring(folder: Path, environment: dict[str, str], *, locked: bool) -> subprocess.Popen[bytes]:
    command = [tool("gnome-keyring-daemon"), "--foreground", "--components=secrets"]
    keyring = start(
        command if locked else [*command, "--unlock"],
        folder / "keyring.log",
        environment=environment,
        stdin=subprocess.DEVNULL if locked else subprocess.PIPE,
        as_server_user=False,
    )
    if keyring.stdin is not None:
        with keyring.stdin:
            keyring.stdin.write(PASSWORD.encode())
    return keyring
