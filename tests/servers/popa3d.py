"""Openwall's popa3d, for one mbox file: a process for each connection, in a tree that it takes for `/`."""

import contextlib
import socket
import subprocess
import threading
from pathlib import Path
from typing import Self

from tests.servers.crypt import sha512_crypt
from tests.servers.ports import LOOPBACK
from tests.servers.processes import as_if_root, hand_over, start, stop, tool
from tests.servers.unpacked import Unpacked

USER = "store"
PAM = "auth required pam_unix.so\naccount required pam_permit.so\n"


class Popa3d:
    """It means to change its root and its user, both of which fakechroot and fakeroot only let it believe."""

    def __init__(self, folder: Path, unpacked: Unpacked, password: str) -> None:
        self.folder = folder
        self.user = USER
        self.mbox = folder / "root" / "var" / "mail" / USER
        self.pop3_port = 0
        self._program = Path(unpacked.program("usr/sbin/popa3d"))
        self._password = password
        self._sessions: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._make_root()
        self._listener = socket.create_server((LOOPBACK, 0))
        self.pop3_port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="popa3d")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # close alone does not wake who waits in accept
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        for session in self._sessions:
            stop(session)

    def _make_root(self) -> None:
        root = self.folder / "root"
        for name in ("etc/pam.d", "usr/sbin", "var/empty", "var/lib/popa3d", "var/mail"):
            (root / name).mkdir(parents=True, exist_ok=True)
        (root / "usr/sbin/popa3d").write_bytes(self._program.read_bytes())
        (root / "usr/sbin/popa3d").chmod(0o755)
        # Debian 13's PAM leaves /etc/shadow to this program; a copy has no rights of its own
        (root / "sbin").symlink_to("usr/sbin")
        helper = Path("/usr/sbin/unix_chkpwd")
        if not helper.exists():
            helper = Path("/sbin/unix_chkpwd")
        (root / "usr/sbin/unix_chkpwd").write_bytes(helper.read_bytes())
        (root / "usr/sbin/unix_chkpwd").chmod(0o755)
        # the modules of the machine's own PAM, which looks for them below the root that it believes in
        (root / "lib").symlink_to("usr/lib")
        for module in Path("/usr/lib").glob("*/security/pam_*.so"):
            if module.name in PAM:
                copy = root / module.relative_to("/")
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(module.read_bytes())
        (root / "etc/passwd").write_text(
            "root:x:0:0::/:/bin/false\npopa3d:x:110:110::/var/lib/popa3d:/bin/false\n"
            f"{USER}:x:1000:1000::/var/empty:/bin/false\n"
        )
        (root / "etc/group").write_text(f"root:x:0:\nmail:x:8:\npopa3d:x:110:\n{USER}:x:1000:\n")
        (root / "etc/shadow").write_text(f"{USER}:{sha512_crypt(self._password)}:19000:0:99999:7:::\n")
        (root / "etc/pam.d/popa3d").write_text(PAM)
        self.mbox.touch()
        hand_over(self.folder)

    def _serve(self) -> None:
        command = as_if_root(tool("fakechroot"), tool("chroot"), str(self.folder / "root"))
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self._sessions.append(
                    start(
                        [*command, "/usr/sbin/popa3d"],
                        self.folder / "output.log",
                        stdin=connection.fileno(),
                        answers_on_stdin=True,
                    )
                )
