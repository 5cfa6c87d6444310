"""Runs the seven checks against a scripted host, with waits of a second where a shop has ten."""

import dataclasses
from collections.abc import Callable

from tests.servers.ports import LOOPBACK
from tests.servers.scripted_host import ScriptedHost
from wizard.app.network import WorldDialer
from wizard.mail.check import MailCheck
from wizard.mail.fetching import CheckOptions
from wizard.mail.waits import Waits
from wizard.model.mail import (
    CheckId,
    CheckRow,
    Identity,
    Incoming,
    MailReport,
    MailSettings,
    Outgoing,
    OutgoingAuth,
    SocketType,
)
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.model.world import World, WorldKind

ADDRESS = "store@example.test"
SHORT = Waits(
    connect=1.0, greeting=0.6, tls_guess=0.3, answer=1.0, conversation=3.0, message=1.0, grace=0.1, name=2.0
)


def settings_for(host: ScriptedHost, address: str = ADDRESS, name: str = "Corner Store") -> MailSettings:
    return MailSettings(
        Identity(name, address),
        Incoming(LOOPBACK, host.pop3_port, SocketType.PLAIN, host.user, Secret(host.password)),
        Outgoing(LOOPBACK, host.smtp_port, SocketType.PLAIN, OutgoingAuth.SAME),
    )


def check(
    host: ScriptedHost,
    *,
    wait: float = 0.5,
    settings: Callable[[ScriptedHost], MailSettings] = settings_for,
    cancel: Cancel | None = None,
    clean: Callable[[str], str] = str,
    **waits: float,
) -> MailReport:
    """Check one host's mail; `waits` are the seconds that differ from SHORT."""
    from pathlib import Path

    options = CheckOptions(
        wait_seconds=wait, waits=dataclasses.replace(SHORT, **waits), clean=clean, pairs=()
    )
    dialer = WorldDialer(World(WorldKind.SERVICES, Path(), "store", None))
    return MailCheck(settings(host), dialer, options, Silent(), cancel or Cancel()).run()


def problem_of(report: MailReport) -> Problem:
    assert report.first_problem is not None
    return report.first_problem


def row(report: MailReport, check_id: CheckId) -> CheckRow:
    return next(row for row in report.rows if row.id is check_id)
