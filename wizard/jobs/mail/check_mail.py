"""Job: check the store's mail with the seven checks, and keep its password once they pass."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.mail.settings import is_pair_open, learn_passwords, rule_pairs, settings_of, with_pair
from wizard.mail.check import MailCheck, cleaned
from wizard.mail.choose_pair import choose_pair
from wizard.mail.fetching import CheckOptions, Fetched, fetch_back, left_behind
from wizard.mail.waits import USUAL, Waits
from wizard.model.mail import (
    CheckId,
    CheckRow,
    CheckState,
    MailReport,
    MailSettings,
    RoundTripTicket,
)
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret

_words = words_of(__name__)

VAULT_PASSWORD = "mail-password"  # noqa: S105 - the name of the entry
VAULT_SENDING = "mail-sending-password"


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
    encryption: Literal["", "plain", "starttls", "tls"] = ""
    login_for_sending: Literal["", "same-as-incoming", "password", "none", "oauth2"] = ""
    login_for_sending_words: str = ""
    checks: tuple[RowFacts, ...] = ()
    notices: tuple[NoticeFacts, ...] = ()
    kept_secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckMail:
    """Check these settings; `choose` = the port pair is still to be chosen by what answers.

    `keep` = the safe gets the passwords once all is well; `outgoing_only` = receiving is left out; without
    `sends` no message goes out.
    """

    gives: ClassVar = MailChecked
    needs: ClassVar = ("password", "sending_password")
    settings: MailSettings
    choose: bool = False
    wait_seconds: float = 120.0
    keep: bool = True
    outgoing_only: bool = False
    sends: bool = True
    access: Callable[[], Secret | Problem] | None = None
    """Gives access tokens, where a login is a sign-in."""
    waits: Waits = USUAL
    """How long its conversations may take."""

    @classmethod
    def asked(cls, asked: Asked) -> "CheckMail":
        """Build the input from a run's answers."""
        return cls(settings_of(asked.answers), choose=is_pair_open(asked.answers))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Run the seven checks; the problem of the first failed row, with the report in `facts`."""
        settings = self.settings
        incoming = settings.incoming
        learn_passwords(tools, settings)
        if self.choose and incoming is not None:
            progress.step(0.02, _words("finding-ports"))
            pair = choose_pair(
                tools.dialer, incoming.host, settings.outgoing.host, rule_pairs(), cancel, self.waits
            )
            settings = with_pair(settings, pair)
        options = CheckOptions(
            rule_pairs(),
            outgoing_only=self.outgoing_only,
            sends=self.sends,
            wait_seconds=self.wait_seconds,
            clean=tools.clean,
            access=self.access,
            waits=self.waits,
        )
        report = MailCheck(settings, tools.dialer, options, progress, cancel).run()
        kept: list[str] = []
        if report.ok and self.keep:
            progress.step(0.99, _words("keeping-password"))
            kept = _keep(tools, settings)
        progress.step(1.0, _words("done"))
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
        learn_passwords(tools, self.settings)
        options = CheckOptions(wait_seconds=self.wait_seconds)
        fetched = fetch_back(self.settings, tools.dialer, self.ticket, options, progress, cancel)
        outcome = cleaned(fetched.facts if isinstance(fetched, Fetched) else fetched, tools.clean)
        assert not isinstance(outcome, str)
        if isinstance(outcome, Problem):
            row = CheckRow(CheckId.ROUND_TRIP, CheckState.FAILED, self.wait_seconds, outcome, outcome.facts)
        else:
            row = CheckRow(CheckId.ROUND_TRIP, CheckState.PASSED, float(outcome["took"]), facts=outcome)
        progress.item(row)
        is_over = not isinstance(outcome, Problem) or outcome.facts.get("cause") == "bounced"
        report = replace(self.report, rows=(*self.report.rows[:-1], row))
        left = left_behind(fetched, self.settings.identity.address, tools.clean)
        notices = tuple(notice for notice in report.notices if notice.code != "MAIL-CHECK-LEFT")
        report = replace(
            report, notices=(*notices, left) if left else notices, ticket=None if is_over else self.ticket
        )
        kept = _keep(tools, self.settings) if report.ok else []
        facts = {**facts_of(self.settings, report), "kept_secrets": kept}
        return Done(facts, (self.settings, report), report.first_problem)


def facts_of(settings: MailSettings, report: MailReport) -> dict[str, Any]:
    """Return what a receipt and `--json` say: the settings without passwords, and every row."""
    incoming, outgoing = settings.incoming, settings.outgoing
    return {
        **servers_of(settings),
        "address": settings.identity.address,
        "incoming_host": incoming.host if incoming else "",
        "incoming_port": incoming.port if incoming else 0,
        "outgoing_host": outgoing.host,
        "outgoing_port": outgoing.port,
        "login_for_sending_words": _words.one_of("login-for-sending", outgoing.auth.value),
        "checks": [row_json(row) for row in report.rows],
        "notices": [{"code": n.code, "facts": dict(n.facts)} for n in report.notices],
    }


def servers_of(settings: MailSettings) -> dict[str, str]:
    """Return which servers are meant and how they are talked to: what a check is of."""
    incoming, outgoing = settings.incoming, settings.outgoing
    return {
        "incoming": f"{incoming.host}:{incoming.port}" if incoming else "",
        "outgoing": f"{outgoing.host}:{outgoing.port}",
        "encryption": outgoing.socket.value,
        "login_for_sending": outgoing.auth.value,
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
