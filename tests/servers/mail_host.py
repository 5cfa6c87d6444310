"""A mail provider as a shop knows it: one host name, an address, a password, and a mailbox behind them."""

import email
import email.policy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from tests.servers.certificates import CertificateKind, Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.exim import Exim
from tests.servers.processes import hand_over

ADDRESS = "store@example.test"
PASSWORD = "secret-pw"


@dataclass(frozen=True)
class MailHost:
    """A running Dovecot and Exim with one shared mailbox; the certificate's authority is in `ca`."""

    dovecot: Dovecot
    exim: Exim
    ca: Path
    host: str = "localhost"
    address: str = ADDRESS
    user: str = ADDRESS
    password: str = PASSWORD

    @property
    def pop3_port(self) -> int:
        """The port for plain POP3 and STLS."""
        return self.dovecot.pop3_port

    @property
    def pop3s_port(self) -> int:
        """The port for POP3 inside TLS."""
        assert self.dovecot.pop3s_port is not None, "started without ssl"
        return self.dovecot.pop3s_port

    @property
    def smtp_port(self) -> int:
        """The port for plain SMTP and STARTTLS."""
        return self.exim.smtp_port

    @property
    def smtps_port(self) -> int:
        """The port for SMTP inside TLS."""
        assert self.exim.smtps_port is not None, "started without tls"
        return self.exim.smtps_port

    @property
    def maildir(self) -> Path:
        """The folder of the mailbox."""
        return self.dovecot.mailboxes / self.address

    def messages(self) -> list[EmailMessage]:
        """Every message in the mailbox in the order of arrival, those on their way included."""
        self.exim.settle()
        parsed = []
        for path in self._files():
            with path.open("rb") as file:
                parsed.append(email.message_from_binary_file(file, policy=email.policy.default))
        return parsed

    def deliver(self, count: int, *, days_old: int = 30) -> None:
        """Puts old messages into the mailbox behind the servers' backs."""
        for folder in ("cur", "new", "tmp"):
            (self.maildir / folder).mkdir(exist_ok=True)
        present = len(self._files())
        for number in range(present + 1, present + count + 1):
            message = EmailMessage()
            sent = datetime.now(UTC) - timedelta(days=days_old, minutes=-number)
            message["From"], message["To"] = "customer@example.test", self.address
            message["Subject"], message["Date"] = f"Old message {number}", format_datetime(sent)
            message["Message-ID"] = f"<old-{number}@example.test>"
            message.set_content(f"This is old message {number}.\n")
            path = self.maildir / "new" / f"{int(sent.timestamp())}.old{number}.example"
            path.write_bytes(message.as_bytes())
        hand_over(self.maildir)

    def clear(self) -> None:
        """Empties the mailbox, of what is on its way too."""
        self.exim.settle()
        for path in self._files():
            path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        found = [path for folder in ("cur", "new") for path in (self.maildir / folder).glob("*")]
        return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


@contextmanager
def running_mail_host(
    folder: Path,
    certificates: Certificates,
    *,
    certificate_kind: CertificateKind = "good",
    users: Mapping[str, str] | None = None,
    ssl: bool = True,
    introspection_url: str = "",
    **exim_options: Any,
) -> Iterator[MailHost]:
    """Both servers in a folder with a short path; `ssl=False` and Exim's options are the faults on offer."""
    accounts = users or {ADDRESS: PASSWORD}
    dovecot = Dovecot(
        folder / "pop", certificates, certificate_kind, accounts, ssl=ssl, introspection_url=introspection_url
    )
    exim = Exim(
        folder / "smtp",
        dovecot.mailboxes,
        certificates,
        certificate_kind,
        accounts,
        **{"tls": ssl, **exim_options},
    )
    with dovecot, exim:
        yield MailHost(dovecot, exim, certificates.ca)
