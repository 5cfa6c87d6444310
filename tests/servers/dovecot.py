"""A real Dovecot 2.3 that serves Maildirs by POP3, run by a user without rights."""

from collections.abc import Mapping
from pathlib import Path

from tests.servers.certificates import CertificateKind, Certificates
from tests.servers.ports import free_ports
from tests.servers.processes import Server, fill, server_user, tool

CONFIGURATION = """\
protocols = pop3
listen = 127.0.0.1
base_dir = @folder@/run
state_dir = @folder@/state
log_path = @folder@/dovecot.log
auth_verbose = yes
default_internal_user = @user@
default_internal_group = @group@
default_login_user = @user@
disable_plaintext_auth = no
auth_mechanisms = @mechanisms@
mail_location = maildir:@mailboxes@/%u
first_valid_uid = 1
first_valid_gid = 1
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u @folder@/passwords
}
userdb {
  driver = static
  args = uid=@user@ gid=@group@ home=@mailboxes@/%u
}
# a failed login would cost this and the next login seconds
auth_failure_delay = 0 secs
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = @pop3_port@
  }
  inet_listener pop3s {
    port = @pop3s_port@
    ssl = yes
  }
}
"""
ENCRYPTED = """\
ssl = yes
ssl_cert = <@folder@/server.pem
ssl_key = <@folder@/server.key
ssl_dh =
"""
NOT_ENCRYPTED = "ssl = no\n"
SIGN_IN = """\
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = @folder@/oauth2.conf.ext
}
"""
INTROSPECTION = """\
introspection_mode = post
introspection_url = @url@
username_attribute = username
active_attribute = active
active_value = yes
"""


class Dovecot(Server):
    """A POP3 server with users of its own; the folder's path has to be short, sockets live in it.

    Without `ssl` it offers no STLS, and pop3s_port is None. `introspection_url` is asked about the access
    tokens of XOAUTH2, which is offered with it.
    """

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
        self.log = folder / "dovecot.log"
        self.users = dict(users)
        self.pop3_port = 0
        self.pop3s_port: int | None = None
        self._certificate = certificates.of(certificate_kind)
        self._ssl = ssl
        self._introspection_url = introspection_url

    def _configure(self) -> tuple[list[str], int]:
        self.pop3_port, pop3s_port = free_ports(2)
        self.pop3s_port = pop3s_port if self._ssl else None
        for folder in ("run", "state", *(f"mailboxes/{name}" for name in self.users)):
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
        passwords = "".join(f"{name}:{{PLAIN}}{password}::::::\n" for name, password in self.users.items())
        (self.folder / "passwords").write_text(passwords)
        self._certificate.copy_to(self.folder)
        user, group = server_user()
        asks = self._introspection_url
        (self.folder / "oauth2.conf.ext").write_text(fill(INTROSPECTION, url=asks))
        configuration = fill(
            CONFIGURATION + (ENCRYPTED if self._ssl else NOT_ENCRYPTED) + (SIGN_IN if asks else ""),
            mechanisms="plain login xoauth2" if asks else "plain login",
            folder=self.folder,
            mailboxes=self.mailboxes,
            user=user,
            group=group,
            pop3_port=self.pop3_port,
            pop3s_port=self.pop3s_port or 0,
        )
        path = self.folder / "dovecot.conf"
        path.write_text(configuration)
        return [tool("dovecot"), "-F", "-c", str(path)], self.pop3_port
