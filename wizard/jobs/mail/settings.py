"""A store's mail settings, out of a run's answers or out of a file."""

from dataclasses import replace
from pathlib import Path

from wizard.catalogue.load import isps
from wizard.jobs.job import Tools
from wizard.mail.settings_file import read_settings
from wizard.model.mail import (
    Identity,
    Incoming,
    MailSettings,
    Outgoing,
    OutgoingAuth,
    PortPair,
    SocketType,
)
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers
from wizard.vault.references import resolver


def rule_pairs() -> list[PortPair]:
    """Return the ISP rule's pairs, the one that gets through everywhere first."""
    return [PortPair(*ports) for ports in isps().pairs.values()]


def pair_of(isp: str) -> PortPair | None:
    """Return the pair for an internet provider; None when it is not known which it is."""
    table = isps()
    row = next((r for r in table.isps if r.id == isp), None)
    ports = table.pairs.get(row.pair) if row else None
    return PortPair(*ports) if ports else None


def settings_of(answers: Answers) -> MailSettings:
    """Return the settings that a run's answers mean, with the ports of the rule where none was typed."""
    socket = SocketType(answers.text("encryption", "plain"))
    pair = PortPair(995, 465) if socket is SocketType.TLS else _rule_of(answers) or rule_pairs()[0]
    identity = Identity(answers.text("store_name"), answers.text("email_address"))
    return MailSettings(identity, _incoming(answers, pair, socket), _outgoing(answers, pair, socket))


def is_pair_open(answers: Answers) -> bool:
    """Whether neither the rule nor its user says which ports: what answers decides."""
    typed = "incoming_port" in answers or "outgoing_port" in answers
    encrypted = SocketType(answers.text("encryption", "plain")) is SocketType.TLS
    return _rule_of(answers) is None and not typed and not encrypted


def with_pair(settings: MailSettings, pair: PortPair) -> MailSettings:
    """Return the settings with another port pair."""
    incoming = settings.incoming
    return replace(
        settings,
        incoming=replace(incoming, port=pair.incoming) if incoming else None,
        outgoing=replace(settings.outgoing, port=pair.outgoing),
    )


def settings_in(tools: Tools, file: Path, *, without_secrets: bool = False) -> MailSettings:
    """Return the settings that a file describes; FaultyInput lists what is wrong with it.

    `without_secrets`: what the file refers to is not looked up, and every secret is empty.
    """
    resolve = resolver(file.absolute().parent, lambda secret: tools.learn(secret, []))
    practice = not tools.world.is_live
    if without_secrets:
        return read_settings(file, lambda _reference, _where: Secret(""), practice=practice)
    return read_settings(file, resolve, practice=practice)


def learn_passwords(tools: Tools, settings: MailSettings) -> None:
    """Tell the log filter the passwords, and the logins that they go with."""
    for server in (settings.incoming, settings.outgoing):
        if server is not None and server.password:
            tools.learn(server.password.reveal(), [server.user])


def _rule_of(answers: Answers) -> PortPair | None:
    return pair_of(answers.text("access_isp"))


def _incoming(answers: Answers, pair: PortPair, socket: SocketType) -> Incoming:
    return Incoming(
        answers.text("incoming_server"),
        answers.number("incoming_port", pair.incoming),
        socket,
        answers.text("user_name"),
        answers.secret("password") or Secret(""),
        answers.number("remove_days", 3) if answers.tick("leave_copy", default=True) else 0,
        answers.number("timeout_minutes", 3) * 60,
    )


def _outgoing(answers: Answers, pair: PortPair, socket: SocketType) -> Outgoing:
    login = answers.text("sending_login", OutgoingAuth.SAME.value)
    own = login == OutgoingAuth.PASSWORD.value
    return Outgoing(
        answers.text("outgoing_server"),
        answers.number("outgoing_port", pair.outgoing),
        SocketType(answers.text("sending_encryption", socket.value)),
        OutgoingAuth(login),
        answers.text("sending_user_name") if own else "",
        answers.secret("sending_password") if own else None,
    )
