"""A real Exim 4 that takes mail by SMTP and delivers it at once into the Maildirs that Dovecot serves."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from tests.servers.certificates import CertificateKind, Certificates
from tests.servers.ports import free_ports
from tests.servers.processes import START_SECONDS, Server, ServerError, fill, server_user, tool

Relay = Literal["local", "refuse"]

CONFIGURATION = r"""
primary_hostname = mail.example.test
exim_user = @user@
exim_group = @group@
spool_directory = @folder@/spool
log_file_path = @folder@/%slog
pid_file_path = @folder@/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = @smtp_port@ : @smtps_port@
daemon_startup_retries = 0
tls_on_connect_ports = @smtps_port@
tls_advertise_hosts = @tls_hosts@
tls_certificate = @folder@/server.pem
tls_privatekey = @folder@/server.key
auth_advertise_hosts = @auth_hosts@
host_lookup =
rfc1413_query_timeout = 0s
keep_environment =
never_users =
deliver_drop_privilege = true
trusted_users = @user@
log_selector = +smtp_protocol_error +smtp_syntax_error +received_recipients +tls_cipher
queue_only = false
acl_smtp_auth = acl_auth
acl_smtp_mail = acl_mail
acl_smtp_rcpt = acl_recipient
acl_smtp_data = acl_data

begin acl
acl_auth:
@auth_rules@
  accept
acl_data:
@data_rules@
  accept
acl_mail:
@sender_rules@
  accept
acl_recipient:
@recipient_rules@
  accept condition = ${lookup{$local_part@$domain}lsearch{@folder@/passwords}{yes}{no}}
  deny domains = @domains@
       message = no such mailbox
  deny message = relaying denied

begin routers
@router@

begin transports
maildir:
  driver = appendfile
@place@
  delivery_date_add
  envelope_to_add
  return_path_add
  user = @user@
  group = @group@

begin authenticators
@authenticators@
"""
# looked up among the folders, because Exim takes no path from a stranger
MAILDIR = """\
  directory = @mailboxes@/${lookup{$local_part@$domain}dsearch,filter=dir{@mailboxes@}}
  maildir_format
  create_directory"""
MBOX = "  file = @mbox@"
PLAIN = r"""
# an unknown user has the empty password, which therefore never counts
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \
    ${if and{{!eq{$auth3}{}}{eq{$auth3}{${lookup{$auth2}lsearch{@folder@/passwords}}}}}}
  server_set_id = $auth2
"""
LOGIN = r"""
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = \
    ${if and{{!eq{$auth2}{}}{eq{$auth2}{${lookup{$auth1}lsearch{@folder@/passwords}}}}}}
  server_set_id = $auth1
"""
CRAM_MD5 = """cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = ${lookup{$auth1}lsearch{@folder@/passwords}{$value}fail}
  server_set_id = $auth1
"""
# The one message has no NUL in it, so it is $auth1 whole; Exim cannot answer a refusal with JSON.
XOAUTH2 = r"""
xoauth2:
  driver = plaintext
  public_name = XOAUTH2
  server_prompts = :
  server_condition = ${if match{$auth1}{\N^user=@token_user@\x01auth=Bearer @token@\x01\x01$\N}}
  server_set_id = @token_user@
"""
AUTHENTICATORS = {"PLAIN": PLAIN, "LOGIN": LOGIN, "CRAM-MD5": CRAM_MD5, "XOAUTH2": XOAUTH2}
DELIVER = "everybody:\n  driver = accept\n  transport = maildir"
LOSE = "everybody:\n  driver = redirect\n  data = :blackhole:\n  allow_fail"
REFUSE_ANYBODY = "  deny message = relaying denied"
REFUSE_STRANGERS = "  deny !authenticated = *\n       message = 5.7.0 Authentication required"
REFUSE_STRANGERS_530 = "  deny !authenticated = *\n       message = 530 5.7.0 Authentication required"
REFUSE_FULL = "  deny message = 552 5.2.2 Mailbox full"


def _refusal(stage: str, refuses: Mapping[str, str] | None) -> str:
    text = (refuses or {}).get(stage, "")
    verb = "defer" if text.startswith("4") else "deny"
    return f"  {verb} message = {text}" if text else ""


class Exim(Server):
    """An SMTP server that knows its users' addresses; every option that is not the default is a fault.

    Mail goes into the Maildirs under `mailboxes`, or into the one file `mbox`.
    `relay="refuse"` answers 550 to every recipient. `auth_required` answers strangers 550 at RCPT,
    `require_auth_for_mail` 530 at MAIL. `mailbox_full` answers 552 5.2.2 at RCPT. Without `tls` there is
    no STARTTLS, and smtps_port is None. Without `offer_auth` there is no AUTH. Without `deliver` mail is
    taken and never arrives. `refuses` is stage (auth, mail, rcpt, data) to a whole reply, 4xx or 5xx.
    `logins` may be CRAM-MD5 or XOAUTH2 alone; `token` is what the first user signs in with.
    """

    def __init__(
        self,
        folder: Path,
        mailboxes: Path,
        certificates: Certificates,
        certificate_kind: CertificateKind,
        users: Mapping[str, str],
        *,
        relay: Relay = "local",
        mailbox_full: bool = False,
        tls: bool = True,
        offer_auth: bool = True,
        auth_required: bool = True,
        require_auth_for_mail: bool = False,
        deliver: bool = True,
        refuses: Mapping[str, str] | None = None,
        logins: Sequence[str] = ("PLAIN", "LOGIN"),
        token: str = "",
        mbox: Path | None = None,
    ) -> None:
        super().__init__(folder)
        self.mailboxes = mailboxes
        self.log = folder / "mainlog"
        self.users = dict(users)
        self.smtp_port = 0
        self.smtps_port: int | None = None
        self._certificate = certificates.of(certificate_kind)
        self._tls = tls
        recipient_rules = (
            (auth_required, REFUSE_STRANGERS),
            (relay == "refuse", REFUSE_ANYBODY),
            (mailbox_full, REFUSE_FULL),
        )
        self._authenticators = fill(
            "\n".join(AUTHENTICATORS[name] for name in logins), token_user=next(iter(users)), token=token
        )
        self._behaviour = {
            "tls_hosts": "*" if tls else "",
            "auth_hosts": "*" if offer_auth else "",
            "auth_rules": _refusal("auth", refuses),
            "data_rules": _refusal("data", refuses),
            "sender_rules": _refusal("mail", refuses)
            or (REFUSE_STRANGERS_530 if require_auth_for_mail else ""),
            "recipient_rules": "\n".join(
                [_refusal("rcpt", refuses), *(rule for wanted, rule in recipient_rules if wanted)]
            ),
            "router": DELIVER if deliver else LOSE,
            "place": fill(MBOX, mbox=mbox) if mbox else fill(MAILDIR, mailboxes=mailboxes),
        }

    def settle(self) -> None:
        """Returns when everything accepted so far is delivered; ServerError where that does not happen."""
        deadline = time.monotonic() + START_SECONDS
        while held := sorted((self.folder / "spool" / "input").glob("*-[DHJ]")):
            if time.monotonic() > deadline:
                raise ServerError(f"Exim does not deliver {[path.name for path in held]}")
            time.sleep(0.005)

    def _configure(self) -> tuple[list[str], int]:
        self.smtp_port, smtps_port = free_ports(2)
        self.smtps_port = smtps_port if self._tls else None
        (self.folder / "spool").mkdir(parents=True, exist_ok=True)
        passwords = "".join(f"{name}: {password}\n" for name, password in self.users.items())
        (self.folder / "passwords").write_text(passwords)
        self._certificate.copy_to(self.folder)
        user, group = server_user()
        configuration = fill(
            CONFIGURATION,
            authenticators=self._authenticators,
            folder=self.folder,
            user=user,
            group=group,
            domains=" : ".join(sorted({name.partition("@")[2] for name in self.users})),
            smtp_port=self.smtp_port,
            smtps_port=self.smtps_port or "",
            **self._behaviour,
        )
        path = self.folder / "exim.conf"
        path.write_text(configuration)
        return [tool("exim4"), "-C", str(path), "-bdf", "-q10s"], self.smtp_port
