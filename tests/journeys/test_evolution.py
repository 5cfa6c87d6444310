"""A real Evolution with an account that the program wrote, against a real Dovecot."""

from pathlib import Path

import pytest

from tests.journeys.files import write_settings
from tests.journeys.program import Tillbridge
from tests.mail_programs.specimens import contents, evolution_sources
from tests.servers.evolution import environment_of, running
from tests.servers.fixtures import require
from tests.servers.mail_host import MailHost
from tests.servers.password_window import give_password
from tests.servers.thunderbird import screen, wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

SWITCHED_OFF = "[Data Source]\nDisplayName=Other\nEnabled=false\n\n[Mail Account]\nBackendName=imapx\n"


def test_evolution_fetches_with_what_was_written(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    require("evolution", "Xvfb", "xdotool", "dbus-daemon")
    user = Path(tillbridge.environment["HOME"])
    folder = evolution_sources(user, ())
    (folder / "other.source").write_text(SWITCHED_OFF)
    before = contents(folder)
    settings = write_settings(
        tmp_path,
        (mail_host.host, mail_host.pop3_port, "plain"),
        (mail_host.host, mail_host.smtp_port, "plain"),
    )
    arguments = ("mail", "write", "--client", "evolution", "--settings", settings, "--yes")
    written = tillbridge.run(*arguments, secrets={"MAIL_PASSWORD": mail_host.password})
    assert written.status == 0, written.stdout
    receipt = written.answer["receipt"]
    mail_host.deliver(2, days_old=1)
    log = mail_host.dovecot.log
    since = log.size
    environment = environment_of(user)
    with screen(environment) as shown, running({**environment, **shown}):

        def typed() -> bool:
            give_password("Mail authentication request", mail_host.password, {**environment, **shown})
            return "retr=2/" in log.text(since)

        wait_until(typed, "the arrival of both messages")
        refused = tillbridge.run("mail", "undo", receipt, "--yes")
        assert refused.problems == ["CLIENT-OPEN"]
    assert f"user=<{mail_host.user}>" in "".join(log.logins(since))
    assert len(mail_host.messages()) == 2, "a copy is left on the server"
    wait_until(
        lambda: (
            not tillbridge.run("mail", "clients", "--client", "evolution").answer["clients"][0]["running"]
        ),
        "the end of Evolution's own daemon",
    )
    watched = tillbridge.run("mail", "watch-once")
    assert watched.status == 0, watched.stdout
    undone = tillbridge.run("mail", "undo", receipt, "--yes")
    assert undone.status == 0, undone.stdout
    ours = {name for name in contents(folder) if name.startswith("tillbridge-")}
    assert ours == set()
    assert set(before) <= set(contents(folder))
