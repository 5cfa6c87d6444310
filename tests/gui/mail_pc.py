"""The practice PC's mail programs as tests want them: profiles, accounts, one that is open."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wizard.app.places import PC
from wizard.model.world import World

ADDRESS = "store@practice.example"
_HOLDS = """
import fcntl, sys
held = open(sys.argv[1], "w")
fcntl.lockf(held, fcntl.LOCK_EX)
sys.stdout.write("held\\n")
sys.stdout.flush()
sys.stdin.read()
"""
_CLAWS = """
import pathlib, socket, sys
path = pathlib.Path(sys.argv[1])
path.parent.mkdir(parents=True)
with socket.socket(socket.AF_UNIX) as control:
    control.bind(str(path))
    control.listen()
    sys.stdout.write("open\\n")
    sys.stdout.flush()
    while True:
        talk, _ = control.accept()
        if talk.recv(100) == b"exit\\n" and sys.argv[2] == "closes":
            break
path.unlink()
"""


class MailPc:
    """The folders of the practice world that stand in for a PC's user."""

    def __init__(self, world: World) -> None:
        self.home = world.folder / PC
        self.thunderbird = self.home / "AppData" / "Roaming" / "Thunderbird"
        self.profile = self.thunderbird / "Profiles" / "practice.default-release"
        self.prefs = self.profile / "prefs.js"

    def remove_all(self) -> None:
        """Leave no mail program at all."""
        shutil.rmtree(self.home)
        self.home.mkdir()
        self.thunderbird.mkdir(parents=True)  # an empty folder: the practice profile is not made again

    def change(self, old: str, new: str) -> None:
        """Change a text in prefs.js as somebody does behind our back."""
        text = self.prefs.read_text("utf-8")
        assert old in text, old
        self.prefs.write_text(text.replace(old, new), "utf-8")

    def change_port(self, number: int) -> None:
        """Change the port that was written."""
        self.change('"mail.server.server1.port", 15110', f'"mail.server.server1.port", {number}')

    def add_profile(self, name: str, prefs: str = "") -> Path:
        """Add a profile that is not the one in use."""
        folder = self.thunderbird / "Profiles" / name
        folder.mkdir()
        (folder / "prefs.js").write_text(prefs or "// Mozilla User Preferences\n", "utf-8")
        ini = self.thunderbird / "profiles.ini"
        text = ini.read_text("utf-8")
        count = text.count("[Profile")
        ini.write_text(
            f"{text}\n[Profile{count}]\nName={name}\nIsRelative=1\nPath=Profiles/{name}\n", "utf-8"
        )
        return folder

    def add_accounts(self, addresses: Sequence[str], kind: str = "pop3") -> None:
        """Add accounts to the practice profile, after those that are there."""
        text = self.prefs.read_text("utf-8")
        lines, names = [], []
        for number, address in enumerate(addresses, text.count(".server2.type") + 10):
            names.append(f"account{number}")
            lines += [
                f'user_pref("mail.account.account{number}.identities", "id{number}");',
                f'user_pref("mail.account.account{number}.server", "server{number}");',
                f'user_pref("mail.identity.id{number}.useremail", "{address}");',
                f'user_pref("mail.server.server{number}.hostname", "old{number}.example");',
                f'user_pref("mail.server.server{number}.name", "{address}");',
                f'user_pref("mail.server.server{number}.type", "{kind}");',
                f'user_pref("mail.server.server{number}.userName", "user{number}");',
            ]
        text = text.replace('"account1,account2"', f'"account1,account2,{",".join(names)}"')
        self.prefs.write_text(text + "\n".join(lines) + "\n", "utf-8")

    def remove_account(self) -> None:
        """Remove the store's account as Thunderbird does: account, identity and server go."""
        gone = re.compile(r'user_pref\("mail\.(account\.account1|identity\.id1|server\.server1)\..*\n')
        text = gone.sub("", self.prefs.read_text("utf-8"))
        self.prefs.write_text(text.replace('"account1,account2"', '"account2"'), "utf-8")

    def add_claws(self) -> Path:
        """Add a Claws Mail with the store's account."""
        folder = self.home / ".claws-mail"
        folder.mkdir()
        (folder / "clawsrc").write_text("[Common]\n", "utf-8")
        (folder / "accountrc").write_text(
            f"[Account: 1]\naccount_name=Store\nis_default=1\nname=Corner Store\naddress={ADDRESS}\n"
            "protocol=0\nreceive_server=old.example\nsmtp_server=old.example\nuser_id=store\n",
            "utf-8",
        )
        return folder

    def add_new_outlook(self) -> None:
        """Add what the new Outlook leaves in a user's folders."""
        (self.home / "AppData" / "Local" / "Packages" / "Microsoft.OutlookForWindows_8wekyb3d8bbwe").mkdir(
            parents=True
        )

    @contextmanager
    def thunderbird_open(self) -> Iterator[None]:
        """Another process holds the profile's lock, as an open Thunderbird does."""
        command = [sys.executable, "-c", _HOLDS, str(self.profile / ".parentlock")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            assert holder.stdin is not None
            assert holder.stdout.readline() == b"held\n"
            try:
                yield
            finally:
                holder.stdin.close()
                holder.wait(10)

    @contextmanager
    def claws_open(self, *, closes: bool = True) -> Iterator["subprocess.Popen[bytes]"]:
        """A process called claws-mail with this user's home; it ends when it is asked to, or does not."""
        folder = (self.home / ".claws-mail").resolve()
        runtime = Path(tempfile.mkdtemp())  # the path of a socket must be short
        name = hashlib.md5(str(folder).encode(), usedforsecurity=False).hexdigest()
        command = [
            "claws-mail",
            "-c",
            _CLAWS,
            str(runtime / "claws-mail" / name),
            "closes" if closes else "stays",
        ]
        # Called by another name, Python does not find its own library.
        python, library = str(Path(sys.executable).resolve()), {"PYTHONHOME": sys.base_prefix}
        environment = {**os.environ, **library, "HOME": str(self.home), "XDG_RUNTIME_DIR": str(runtime)}
        with subprocess.Popen(command, executable=python, env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"open\n"
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.terminate()
                process.wait(10)
                shutil.rmtree(runtime)
