"""A real Postfix that asks Dovecot about logins and delivers into Dovecot's Maildirs, run without rights."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.ports import free_ports
from tests.servers.processes import START_SECONDS, Server, ServerError, fill, tool
from tests.servers.unpacked import Unpacked

QUEUE = (
    *("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming"),
    *("maildrop", "pid", "private", "public", "saved", "trace"),
)
MAIN = """\
compatibility_level = 3.6
myhostname = mail.example.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
queue_directory = @folder@/queue
data_directory = @folder@/data
meta_directory = @folder@/etc
command_directory = @root@/usr/sbin
daemon_directory = @root@/usr/lib/postfix/sbin
shlib_directory = @root@/usr/lib/postfix
# users that every Debian has; no process really becomes them
mail_owner = mail
setgid_group = uucp
import_environment = MAIL_CONFIG LD_LIBRARY_PATH LD_PRELOAD FAKEROOTKEY
export_environment = MAIL_CONFIG LD_LIBRARY_PATH LD_PRELOAD FAKEROOTKEY
maillog_file = @folder@/postfix.log
maillog_file_prefixes = @folder@
alias_maps =
alias_database =
virtual_mailbox_domains = @domain@
virtual_mailbox_base = @mailboxes@
virtual_mailbox_maps = inline:{ @address@=@address@/ }
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:@auth_port@
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_sasl_authenticated, reject
smtpd_tls_security_level = may
smtpd_tls_cert_file = @folder@/server.pem
smtpd_tls_key_file = @folder@/server.key
"""
MASTER = """\
127.0.0.1:@smtp_port@ inet n - n - - smtpd
127.0.0.1:@smtps_port@ inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
postlog unix-dgram n - n - 1 postlogd
tlsmgr unix - - n 1000? 1 tlsmgr
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
"""


class Postfix(Server):
    """An SMTP server whose users are Dovecot's; `settings` are lines of main.cf that come after its own."""

    def __init__(
        self,
        folder: Path,
        unpacked: Unpacked,
        certificates: Certificates,
        dovecot: Dovecot,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(folder)
        self.smtp_port, self.smtps_port = 0, 0
        self._unpacked, self._certificate = unpacked, certificates.of("good")
        self._dovecot, self._settings = dovecot, dict(settings or {})

    @property
    def log(self) -> str:
        """What it logged so far."""
        return (self.folder / "postfix.log").read_text()

    def settle(self) -> None:
        """Returns when everything accepted so far is delivered; ServerError where that does not happen."""
        deadline = time.monotonic() + START_SECONDS
        folders = [self.folder / "queue" / name for name in ("incoming", "active", "maildrop")]
        while held := [path for folder in folders for path in folder.iterdir()]:
            if time.monotonic() > deadline:
                raise ServerError(f"Postfix does not deliver {[path.name for path in held]}:\n{self.log}")
            time.sleep(0.005)

    def _configure(self) -> tuple[list[str], int]:
        self.smtp_port, self.smtps_port = free_ports(2)
        etc, root = self.folder / "etc", self._unpacked.root
        for folder in (etc, self.folder / "data", *(self.folder / "queue" / name for name in QUEUE)):
            folder.mkdir(parents=True, exist_ok=True)
        self._certificate.copy_to(self.folder)
        (address,) = self._dovecot.users
        main = fill(
            MAIN + "".join(f"{name} = {value}\n" for name, value in self._settings.items()),
            folder=self.folder,
            root=root,
            domain=address.partition("@")[2],
            address=address,
            mailboxes=self._dovecot.mailboxes,
            auth_port=self._dovecot.auth_port,
        )
        (etc / "main.cf").write_text(main)
        (etc / "master.cf").write_text(fill(MASTER, smtp_port=self.smtp_port, smtps_port=self.smtps_port))
        (etc / "dynamicmaps.cf").touch()
        libraries = os.pathsep.join((str(root / "usr/lib/postfix"), self._unpacked.libraries))
        return [
            tool("env"),
            f"LD_LIBRARY_PATH={libraries}",
            f"MAIL_CONFIG={etc}",
            tool("fakeroot"),
            "--",
            self._unpacked.program("usr/lib/postfix/sbin/master"),
            "-d",
            "-c",
            str(etc),
        ], self.smtp_port
