"""The settings of Dovecot 2.3 and of 2.4, which read no file of each other's."""

import re
import subprocess
from dataclasses import dataclass
from functools import cache

# what both versions spell alike
SERVICES = """\
protocols = pop3
listen = 127.0.0.1
base_dir = @folder@/run
state_dir = @folder@/state
log_path = @folder@/dovecot.log
auth_verbose = yes
default_internal_user = @user@
default_internal_group = @group@
default_login_user = @user@
auth_mechanisms = @mechanisms@
first_valid_uid = 1
first_valid_gid = 1
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
service auth {
  inet_listener sasl {
    port = @auth_port@
  }
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
NOT_ENCRYPTED = "ssl = no\n"


@dataclass(frozen=True)
class Dialect:
    """What one version spells its own way; `sign_in` asks about access tokens at @introspection_url@."""

    first: str
    mailboxes: str
    encrypted: str
    sign_in: str
    sign_in_file: str = ""


DOVECOT_2_3 = Dialect(
    first="",
    mailboxes="""\
disable_plaintext_auth = no
mail_location = maildir:@mailboxes@/%u
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u @folder@/passwords
}
userdb {
  driver = static
  args = uid=@user@ gid=@group@ home=@mailboxes@/%u
}
""",
    encrypted="""\
ssl = yes
ssl_cert = <@folder@/server.pem
ssl_key = <@folder@/server.key
ssl_dh =
""",
    sign_in="""\
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = @folder@/oauth2.conf.ext
}
""",
    sign_in_file="""\
introspection_mode = post
introspection_url = @introspection_url@
username_attribute = username
active_attribute = active
active_value = yes
""",
)
DOVECOT_2_4 = Dialect(
    first="dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n",
    mailboxes="""\
auth_allow_cleartext = yes
# 2.3's own: del is the number of messages removed out of how many there were
pop3_logout_format = top=%{top_count}/%{top_bytes}, retr=%{retr_count}/%{retr_bytes}, \
del=%{deleted_count}/%{message_count}, size=%{message_bytes}
mail_driver = maildir
mail_path = @mailboxes@/%{user}
passdb passwd-file {
  default_password_scheme = PLAIN
  auth_username_format = %{user}
  passwd_file_path = @folder@/passwords
}
userdb static {
  fields {
    uid = @user@
    gid = @group@
    home = @mailboxes@/%{user}
  }
}
""",
    encrypted="""\
ssl = yes
ssl_server_cert_file = @folder@/server.pem
ssl_server_key_file = @folder@/server.key
""",
    sign_in="""\
oauth2 {
  introspection_mode = post
  introspection_url = @introspection_url@
  username_attribute = username
  active_attribute = active
  active_value = yes
}
passdb oauth2 {
  mechanisms_filter = xoauth2
}
""",
)


@cache
def dialect_of(dovecot: str) -> Dialect:
    """The dialect of the program at this path, which says its version first: `2.4.1-4 (7d8c0e5759)`."""
    said = subprocess.run([dovecot, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"(\d+)\.(\d+)", said)
    if version is None:
        raise ValueError(f"Dovecot names no version: {said!r}")
    return DOVECOT_2_4 if (int(version[1]), int(version[2])) >= (2, 4) else DOVECOT_2_3
