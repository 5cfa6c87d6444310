"""GNU mailutils' pop3d: a POP3 server of its own kind, over one mbox file, run without rights."""

from pathlib import Path

from tests.servers.certificates import Certificates
from tests.servers.crypt import sha512_crypt
from tests.servers.ports import free_ports
from tests.servers.processes import Server, fill, tool
from tests.servers.unpacked import Unpacked

CONFIGURATION = """\
mode daemon;
foreground yes;
max-children 20;
virtdomain { passwd-dir "@folder@/domains"; };
auth {
  authorization clear;
  authorization virtdomain;
  authentication clear;
  authentication generic;
};
logging { syslog no; };
tls {
  ssl-certificate-file "@folder@/server.pem";
  ssl-key-file "@folder@/server.key";
};
server 127.0.0.1:@pop3_port@ { tls-mode ondemand; };
server 127.0.0.1:@pop3s_port@ { tls-mode connection; };
"""


class GnuPop3d(Server):
    """One user of one virtual domain, for whom no system account is needed; the mail lies in `mbox`."""

    def __init__(
        self, folder: Path, unpacked: Unpacked, certificates: Certificates, address: str, password: str
    ) -> None:
        super().__init__(folder)
        self.mbox = folder / "home" / "INBOX"
        self.user = address
        self.pop3_port, self.pop3s_port = 0, 0
        self._unpacked, self._certificate = unpacked, certificates.of("good")
        self._address, self._password = address, password

    def _configure(self) -> tuple[list[str], int]:
        self.pop3_port, self.pop3s_port = free_ports(2)
        for folder in (self.mbox.parent, self.folder / "domains"):
            folder.mkdir(parents=True, exist_ok=True)
        self.mbox.touch()
        name, _, domain = self._address.partition("@")
        line = f"{name}:{sha512_crypt(self._password)}:65534:65534::{self.mbox.parent}:/bin/false\n"
        (self.folder / "domains" / domain).write_text(line)
        self._certificate.copy_to(self.folder)
        path = self.folder / "pop3d.conf"
        path.write_text(
            fill(CONFIGURATION, folder=self.folder, pop3_port=self.pop3_port, pop3s_port=self.pop3s_port)
        )
        # at start it wants to belong to the group `mail`, which it then makes no use of
        return [
            tool("env"),
            f"LD_LIBRARY_PATH={self._unpacked.libraries}",
            tool("fakeroot"),
            "--",
            self._unpacked.program("usr/sbin/pop3d"),
            f"--config-file={path}",
        ], self.pop3_port
