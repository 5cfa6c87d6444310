"""Job: check the store's mail with the seven checks, and keep its password once they pass."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from wizard.catalogue.load import isps
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.mail.check import CheckOptions, MailCheck, cleaned, fetch_back
from wizard.mail.choose_pair import choose_pair
from wizard.model.mail import (
    CheckId,
    CheckRow,
    CheckState,
    Identity,
    Incoming,
    MailReport,
    MailSettings,
    Outgoing,
    OutgoingAuth,
    PortPair,
    RoundTripTicket,
    SocketType,
)
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers

_LOGIN_WORDS = {
    OutgoingAuth.SAME: "the same as for receiving",
    OutgoingAuth.PASSWORD: "its own",
    OutgoingAuth.NONE: "none",
    OutgoingAuth.OAUTH2: "Microsoft sign-in",
}

VAULT_PASSWORD = "mail-password"  # noqa: S105 - the name of the entry
VAULT_SENDING = "mail-sending-password"


def rule_pairs() -> list[PortPair]:
    """Return the ISP rule's pairs, the one that gets through everywhere first."""
    return [PortPair(*ports) for ports in isps().pairs.values()]


def pair_of(isp: str) -> PortPair | None:
    """Return the pair for an internet provider; None when it is not known which it is."""
    table = isps()
    row = next((r for r in table.isps if r.id == isp), None)
    ports = table.pairs.get(row.pair) if row else None
    return PortPair(*ports) if ports else None


class RowFacts(Gives, frozen=True, kw_only=True):
    """One row of the seven checks, as `row_json` makes it."""

    id: str
    state: str
    seconds: float
    problem: str | None
    facts: dict[str, Any]


class NoticeFacts(Gives, frozen=True, kw_only=True):
    """A problem that stops nothing: its code and its facts."""

    code: str
    facts: dict[str, Any]


class MailChecked(Gives, frozen=True, kw_only=True):
    """The settings that were checked, every row, and the boxes whose secrets the safe now holds."""

    address: str = ""
    incoming: str = ""
    incoming_host: str = ""
    incoming_port: int = 0
    outgoing: str = ""
    outgoing_host: str = ""
    outgoing_port: int = 0
    encryption: str = ""
    login_for_sending: str = ""
    login_for_sending_words: str = ""
    checks: tuple[RowFacts, ...] = ()
    notices: tuple[NoticeFacts, ...] = ()
    kept_secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckMail:
    """Check these settings; `choose` = the port pair is still to be chosen by what answers."""

    gives: ClassVar = MailChecked
    settings: MailSettings
    choose: bool = False
    wait_seconds: float = 120.0

    @classmethod
    def asked(cls, asked: Asked) -> "CheckMail":
        """Build the input from a run's answers."""
        answers = asked.answers
        rule = pair_of(answers.text("access_isp"))
        socket = SocketType(answers.text("encryption", "plain"))
        typed = "incoming_port" in answers or "outgoing_port" in answers
        pair = _default_pair(socket, rule)
        settings = _settings(answers, pair, socket)
        return cls(settings, choose=rule is None and not typed and socket is not SocketType.TLS)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Run the seven checks; the problem of the first failed row, with the report in `facts`."""
        settings = self.settings
        incoming = settings.incoming
        _learn(tools, settings)
        if self.choose and incoming is not None:
            progress.step(0.02, "Finding out which ports get through")
            pair = choose_pair(tools.dialer, incoming.host, settings.outgoing.host, rule_pairs(), cancel)
            settings = with_pair(settings, pair)
        options = CheckOptions(rule_pairs(), wait_seconds=self.wait_seconds, clean=tools.clean)
        report = MailCheck(settings, tools.dialer, options, progress, cancel).run()
        kept: list[str] = []
        if report.ok:
            progress.step(0.99, "Keeping the password in this PC's password safe")
            kept = _keep(tools, settings)
        progress.step(1.0, "Done")
        facts = {**facts_of(settings, report), "kept_secrets": kept}
        return Done(facts, (settings, report), report.first_problem)


@dataclass(frozen=True)
class KeepWaiting:
    """Wait once more for a check message that is under way; only the seventh row changes."""

    gives: ClassVar = MailChecked
    settings: MailSettings
    report: MailReport
    ticket: RoundTripTicket
    wait_seconds: float = 120.0

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Look again at growing intervals."""
        _learn(tools, self.settings)
        options = CheckOptions(wait_seconds=self.wait_seconds)
        outcome = cleaned(
            fetch_back(self.settings, tools.dialer, self.ticket, options, progress, cancel), tools.clean
        )
        assert not isinstance(outcome, str)
        if isinstance(outcome, Problem):
            row = CheckRow(CheckId.ROUND_TRIP, CheckState.FAILED, self.wait_seconds, outcome, outcome.facts)
        else:
            row = CheckRow(CheckId.ROUND_TRIP, CheckState.PASSED, float(outcome["took"]), facts=outcome)
        progress.item(row)
        report = replace(self.report, rows=(*self.report.rows[:-1], row))
        report = replace(report, ticket=None if report.ok else self.ticket)
        kept = _keep(tools, self.settings) if report.ok else []
        facts = {**facts_of(self.settings, report), "kept_secrets": kept}
        return Done(facts, (self.settings, report), report.first_problem)


def facts_of(settings: MailSettings, report: MailReport) -> dict[str, Any]:
    """Return what a receipt and `--json` say: the settings without passwords, and every row."""
    incoming, outgoing = settings.incoming, settings.outgoing
    return {
        "address": settings.identity.address,
        "incoming": f"{incoming.host}:{incoming.port}" if incoming else "",
        "incoming_host": incoming.host if incoming else "",
        "incoming_port": incoming.port if incoming else 0,
        "outgoing": f"{outgoing.host}:{outgoing.port}",
        "outgoing_host": outgoing.host,
        "outgoing_port": outgoing.port,
        "encryption": outgoing.socket.value,
        "login_for_sending": outgoing.auth.value,
        "login_for_sending_words": _LOGIN_WORDS[outgoing.auth],
        "checks": [row_json(row) for row in report.rows],
        "notices": [{"code": n.code, "facts": dict(n.facts)} for n in report.notices],
    }


def row_json(row: CheckRow) -> dict[str, Any]:
    """Return one row as the command line's contract has it."""
    return {
        "id": row.id.value,
        "state": row.state.value,
        "seconds": row.seconds,
        "problem": row.problem.code if row.problem else None,
        "facts": dict(row.facts),
    }


def with_pair(settings: MailSettings, pair: PortPair) -> MailSettings:
    """Return the settings with another port pair."""
    incoming = settings.incoming
    return replace(
        settings,
        incoming=replace(incoming, port=pair.incoming) if incoming else None,
        outgoing=replace(settings.outgoing, port=pair.outgoing),
    )


def _default_pair(socket: SocketType, rule: PortPair | None) -> PortPair:
    if socket is SocketType.TLS:
        return PortPair(995, 465)
    return rule or rule_pairs()[0]


def _settings(answers: Answers, pair: PortPair, socket: SocketType) -> MailSettings:
    login = answers.text("sending_login", OutgoingAuth.SAME.value)
    own = login == OutgoingAuth.PASSWORD.value
    incoming = Incoming(
        answers.text("incoming_server"),
        answers.number("incoming_port", pair.incoming),
        socket,
        answers.text("user_name"),
        answers.secret("password") or Secret(""),
        answers.number("remove_days", 3) if answers.tick("leave_copy", default=True) else 0,
        answers.number("timeout_minutes", 3) * 60,
    )
    outgoing = Outgoing(
        answers.text("outgoing_server"),
        answers.number("outgoing_port", pair.outgoing),
        SocketType(answers.text("sending_encryption", socket.value)),
        OutgoingAuth(login),
        answers.text("sending_user_name") if own else "",
        answers.secret("sending_password") if own else None,
    )
    return MailSettings(
        Identity(answers.text("store_name"), answers.text("email_address")), incoming, outgoing
    )


def _learn(tools: Tools, settings: MailSettings) -> None:
    for server in (settings.incoming, settings.outgoing):
        if server is not None and server.password:
            tools.learn(server.password.reveal(), [server.user])


def _keep(tools: Tools, settings: MailSettings) -> list[str]:
    """Put the passwords into the vault and return the boxes whose secrets it now holds."""
    kept = []
    if settings.incoming is not None:
        tools.vault.set(VAULT_PASSWORD, settings.incoming.password)
        kept.append("password")
    if settings.outgoing.password is not None:
        tools.vault.set(VAULT_SENDING, settings.outgoing.password)
        kept.append("sending_password")
    return kept
