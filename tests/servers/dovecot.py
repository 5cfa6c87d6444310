"""A real Dovecot, 2.3 or 2.4, that serves Maildirs by POP3, run by a user without rights."""

from collections.abc import Mapping
from pathlib import Path

from tests.servers.certificates import CertificateKind, Certificates
from tests.servers.dovecot_log import DovecotLog
from tests.servers.dovecot_settings import NOT_ENCRYPTED, SERVICES, dialect_of
from tests.servers.ports import free_ports
from tests.servers.processes import Server, fill, server_user, tool


class Dovecot(Server):
    """A POP3 server with users of its own; the folder's path has to be short, sockets live in it.

    Without `ssl` it offers no STLS, and pop3s_port is None. `introspection_url` is asked about the access
    tokens of XOAUTH2, which is offered with it. At `auth_port` other servers ask whether a login is good.
    """

    # asked to end, it waits five seconds for children that wait for each other; nothing of it is needed again
    patience = 0.0

    def __init__(
        self,
        folder: Path,
        certificates: Certificates,
        certificate_kind: CertificateKind,
        users: Mapping[str, str],
        *,
        ssl: bool = True,
        introspection_url: str = "",
    ) -> None:
        super().__init__(folder)
        self.mailboxes = folder / "mailboxes"
        self.log = DovecotLog(folder / "dovecot.log")
        self.users = dict(users)
        self.pop3_port = 0
        self.pop3s_port: int | None = None
        self.auth_port = 0
        self._certificate = certificates.of(certificate_kind)
        self._ssl = ssl
        self._introspection_url = introspection_url

    def _configure(self) -> tuple[list[str], int]:
        self.pop3_port, pop3s_port, self.auth_port = free_ports(3)
        self.pop3s_port = pop3s_port if self._ssl else None
        for folder in ("run", "state", *(f"mailboxes/{name}" for name in self.users)):
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
        passwords = "".join(f"{name}:{{PLAIN}}{password}::::::\n" for name, password in self.users.items())
        (self.folder / "passwords").write_text(passwords)
        self._certificate.copy_to(self.folder)
        user, group = server_user()
        dovecot = tool("dovecot")
        dialect = dialect_of(dovecot)
        asks = self._introspection_url
        if asks:
            (self.folder / "oauth2.conf.ext").write_text(fill(dialect.sign_in_file, introspection_url=asks))
        configuration = fill(
            dialect.first
            + SERVICES
            + dialect.mailboxes
            + (dialect.encrypted if self._ssl else NOT_ENCRYPTED)
            + (dialect.sign_in if asks else ""),
            mechanisms="plain login xoauth2" if asks else "plain login",
            folder=self.folder,
            mailboxes=self.mailboxes,
            user=user,
            group=group,
            pop3_port=self.pop3_port,
            pop3s_port=self.pop3s_port or 0,
            auth_port=self.auth_port,
            introspection_url=asks,
        )
        path = self.folder / "dovecot.conf"
        path.write_text(configuration)
        return [dovecot, "-F", "-c", str(path)], self.pop3_port
