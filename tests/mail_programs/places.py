"""Where a test's mail programs are, and the settings that are written into them."""

from collections.abc import Sequence
from pathlib import Path

from wizard.mailclients.contract import Places, Process, Registry
from wizard.model.mail import Identity, Incoming, MailSettings, Outgoing, OutgoingAuth, SocketType
from wizard.model.secret import Secret


class FakeProcesses:
    """Programs by their file's name, each with a process id."""

    def __init__(self) -> None:
        self.programs: dict[str, int] = {}

    def running(self, *programs: str) -> Sequence[Process]:
        wanted = {program.lower() for program in programs}
        return [
            Process(pid, name)
            for name, pid in self.programs.items()
            if name.lower().removesuffix(".exe") in wanted
        ]


class FakeSealing:
    """Reversed text in place of encryption, different each time as DPAPI's is."""

    count = 0

    def seal(self, secret: Secret, description: str) -> bytes:
        type(self).count += 1
        return f"{secret.reveal()[::-1]}#{self.count}".encode()

    def unseal(self, blob: bytes) -> Secret | None:
        text, mark, _ = blob.decode("utf-8", "replace").partition("#")
        return Secret(text[::-1]) if mark else None


def places(folder: Path, registry: Registry | None) -> Places:
    """A user's folders below one folder, as on Windows."""
    return Places(
        home=folder,
        config=folder / "config",
        data=folder / "data",
        processes=FakeProcesses(),
        appdata=folder / "Roaming",
        local_appdata=folder / "Local",
        registry=registry,
    )


def settings(name: str = "Corner Store", address: str = "store@example.com") -> MailSettings:
    """The documented settings, with a password to look for."""
    return MailSettings(
        Identity(name, address),
        Incoming("mail.example.com", 15110, SocketType.PLAIN, "store", Secret("canary-9f3e")),
        Outgoing("mail.example.com", 15925, SocketType.PLAIN, OutgoingAuth.SAME),
    )
