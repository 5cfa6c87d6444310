"""A real Claws Mail with an account that the program wrote, against a real Dovecot."""

from pathlib import Path

import pytest

from tests.journeys.files import write_settings
from tests.journeys.program import Ended, Tillbridge
from tests.servers.claws_mail import environment_of, make_profile, running
from tests.servers.fixtures import require
from tests.servers.mail_host import ADDRESS, MailHost
from tests.servers.password_window import give_password
from tests.servers.thunderbird import screen, wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

OLD_ACCOUNTS = f"""[Account: 1]
account_name=Büro
is_default=1
name=Old Name
address={ADDRESS}
protocol=0
receive_server=localhost
smtp_server=smtp.other.invalid
user_id={ADDRESS}
remove_mail=1
message_leave_time=0
use_smtp_auth=0
ssl_pop=1
ssl_smtp=2

[Account: 4]
account_name=Privat
address=private@other.invalid
protocol=0
receive_server=other.invalid
user_id=private
receive_at_get_all=0
"""


def write(program: Tillbridge, host: MailHost, folder: Path) -> Ended:
    settings = write_settings(
        folder, (host.host, host.pop3_port, "plain"), (host.host, host.smtp_port, "plain")
    )
    arguments = ("mail", "write", "--client", "claws-mail", "--settings", settings, "--yes")
    return program.run(*arguments, secrets={"MAIL_PASSWORD": host.password})


def watch_once(program: Tillbridge) -> str:
    (account,) = program.run("mail", "watch-once").answer["accounts"]
    return str(account["state"])


@pytest.mark.parametrize("kind", ["created", "modified"])
def test_claws_mail_fetches_with_what_was_written(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path, kind: str
) -> None:
    require("claws-mail", "Xvfb", "xdotool", "dbus-daemon")
    user = Path(tillbridge.environment["HOME"])
    folder = make_profile(user, OLD_ACCOUNTS if kind == "modified" else "")
    before = (folder / "accountrc").read_bytes()
    written = write(tillbridge, mail_host, tmp_path)
    assert written.status == 0, written.stdout
    assert written.answer["creates"] is (kind == "created")
    undone = tillbridge.run("mail", "undo", written.answer["receipt"], "--yes")
    assert (undone.status, undone.answer["identical"]) == (0, True)
    assert (folder / "accountrc").read_bytes() == before

    written = write(tillbridge, mail_host, tmp_path)
    mail_host.deliver(2, days_old=1)
    since = mail_host.dovecot.log.size
    with screen() as shown:
        environment = environment_of(user, shown)
        with running(environment, "--receive-all") as program:

            def typed() -> bool:
                give_password("Input password", mail_host.password, environment)
                return any(mail_host.user in line for line in mail_host.dovecot.log.logins(since))

            wait_until(typed, "Claws Mail's login")
            wait_until(lambda: len(list((user / "Mail" / "inbox").glob("[0-9]*"))) == 2, "both messages")
            refused = tillbridge.run("mail", "undo", written.answer["receipt"], "--yes")
            assert refused.problems == ["CLIENT-OPEN"]
            assert watch_once(tillbridge) == "as-written"
            closed = tillbridge.run("mail", "undo", written.answer["receipt"], "--yes", "--close")
            assert closed.status == 0, closed.stdout
            assert program.wait(30) == 0, "it went by itself"
    assert len(mail_host.messages()) == 2, "a copy is left on the server"
    (client,) = tillbridge.run("mail", "clients", "--client", "claws-mail").answer["clients"]
    names = [a["name"] for a in client["profiles"][0]["accounts"]]
    assert names == (["Büro", "Privat"] if kind == "modified" else [])
