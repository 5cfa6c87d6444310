"""Job: Test Email: log in, send one real message, and fetch it back where receiving is known."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from wizard.catalogue.load import password_guides
from wizard.catalogue.provider_rows import Provider
from wizard.catalogue.providers import ANOTHER, provider_of_address
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Tools
from wizard.jobs.mail.check_mail import NoticeFacts, RowFacts
from wizard.jobs.mail.check_mail import facts_of as mail_facts
from wizard.jobs.sender.known_incoming import known_incoming
from wizard.jobs.sender.own_sender import (
    VAULT_CLIENT_SECRET,
    VAULT_PASSWORD,
    Sender,
    SenderFacts,
    domain_of,
    facts_of,
    known_sender,
    no_sender,
    remember_sender,
    sender_asked,
)
from wizard.mail.check import MailCheck, cleaned
from wizard.mail.domain_says import DomainSays, domain_says
from wizard.mail.fetching import CheckOptions, Fetched, fetch_back, look_into
from wizard.model.kept_secrets import secret_gone
from wizard.model.mail import (
    CheckId,
    CheckRow,
    CheckState,
    Incoming,
    MailReport,
    MailSettings,
    RoundTripTicket,
)
from wizard.model.problem import Fact, Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.model.sender import SignInWay

_words = words_of(__name__)

Access = Callable[[], Secret | Problem]

_WHERE_TO = {"MAIL-RELAY": "OUT-RELAY"}


class EmailTested(SenderFacts, frozen=True, kw_only=True):
    """The sender, the check's rows, where the message went, and whether it arrived."""

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
    sent_to: str = ""
    fetched: bool = False
    arrived: bool = False
    said: str = ""
    domain_says: Literal["", "whole", "lacking"] = ""
    """Whether the domain says who may send for it; empty where it was not asked."""
    kept_secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class SendTest:
    """Test one sender; `send_to` empty = its own address. Without `sends` nothing goes out."""

    gives: ClassVar = EmailTested
    needs: ClassVar = ("password", "client_secret")
    sender: Sender
    password: Secret | None
    send_to: str = ""
    wait_seconds: float = 60.0
    arrived: bool = False
    sends: bool = True
    asks_domain: bool = True
    """Whether the domain's name servers may be asked what it says of who may send for it."""

    @classmethod
    def asked(cls, asked: Asked) -> "SendTest":
        """Build the input from a run's answers."""
        answers = asked.answers
        return cls(
            sender_asked(asked),
            answers.secret("password"),
            answers.text("send_to"),
            arrived=answers.tick("arrived", default=False),
            asks_domain=answers.tick("look_up", default=True),
        )

    @classmethod
    def saved(cls, tools: Tools, send_to: str, wait_seconds: float) -> "SendTest | Problem":
        """Build the input from what was saved; SENDER-NONE where nothing was."""
        sender = known_sender(tools)
        if sender is None:
            return no_sender(tools)
        return cls(
            sender, None if sender.signs_in else tools.vault.get(VAULT_PASSWORD), send_to, wait_seconds
        )

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Run the checks and send; the problem of the first failed row, with the report in `facts`."""
        sender = self.sender
        access: Access | None = None
        if sender.app is not None:
            from wizard.jobs.sender.connection import checked_access  # noqa: PLC0415 - msal costs time

            found = checked_access(tools, sender)
            if isinstance(found, Problem):
                return sender.told(found)
            access = found.access
        elif self.password is None:
            return secret_gone(tools.vault, _words("password"), "password")
        else:
            tools.learn(self.password.reveal(), [sender.outgoing.user])
        options = CheckOptions(
            sends=self.sends,
            wait_seconds=self.wait_seconds,
            clean=tools.clean,
            send_to=self.send_to or sender.identity.address,
            access=access,
        )
        outgoing = replace(sender.outgoing, password=self.password)
        settings = MailSettings(sender.identity, None, outgoing)
        began = time.monotonic()
        incoming, before = self._look_before(tools, options, progress, cancel)
        logged_in = time.monotonic() - began
        report = MailCheck(settings, tools.dialer, options, progress, cancel).run()
        if incoming is not None:
            report = _with_login(report, incoming, len(before), logged_in, progress)
        notices = tuple(Problem(n.code, {**n.facts, "own_sender": True}) for n in report.notices)
        report = replace(report, notices=notices)
        problem = report.first_problem
        fetched = False
        if problem is None and incoming is not None and report.ticket is not None:
            ticket = replace(report.ticket, before=before)
            report, fetched = _fetch(
                tools, replace(settings, incoming=incoming), report, ticket, options, progress, cancel
            )
        report = replace(report, spoken=options.transcript.spoken(tools.clean))
        says = self._ask_domain(tools, progress) if problem is None else None
        if says is not None and not says.is_whole:
            report = replace(report, notices=(*report.notices, self._in_junk(says)))
        progress.step(1.0, _words("done"))
        facts = {
            **facts_of(sender),
            **mail_facts(settings, report),
            "sent_to": options.send_to if problem is None and self.sends else "",
            "fetched": fetched,
            "arrived": fetched or self.arrived,
            "domain_says": "" if says is None else "whole" if says.is_whole else "lacking",
            "kept_secrets": [] if sender.signs_in else ["password"],
        }
        if problem is None:
            # A problem's button may have changed the settings since they were saved.
            remember_sender(tools, sender)
            tools.vault.delete(VAULT_PASSWORD if sender.signs_in else VAULT_CLIENT_SECRET)
        else:
            problem = self._told(problem)
            facts["said"] = problem.facts.get("said", "")
        return Done(facts, (settings, report), problem)

    def _told(self, problem: Problem) -> Problem:
        """Return what went wrong as it is said of a sender of the store's own."""
        app = self.sender.app
        found = own_words(problem, self.sender.provider, self.password)
        if found.code == "OUT-RELAY" and self.send_to not in {"", self.sender.identity.address}:
            found = Problem(found.code, {**found.facts, "to": self.send_to})
        if found.code == "OUT-SIGN-IN" and app is not None and app.way is SignInWay.APP:
            # The token is good, or there would be none: the app was not given this mailbox.
            found = Problem("EXCH-ADMIN", {**found.facts, "cause": "mailbox"})
        return self.sender.told(found)

    def _ask_domain(self, tools: Tools, progress: Progress) -> DomainSays | None:
        """Return what a domain of the store's own says; a provider's domain is the provider's matter."""
        domain = domain_of(self.sender.identity.address)
        if (
            not (self.asks_domain and self.sends and domain)
            or provider_of_address(f"@{domain}").id != ANOTHER
        ):
            return None
        progress.step(0.98, _words("asking-domain", domain=domain))
        return domain_says(domain, self.sender.provider.spf, tools.names)

    def _in_junk(self, says: DomainSays) -> Problem:
        domain = domain_of(self.sender.identity.address)
        facts = {"domain": domain, "provider": self.sender.provider.name, "server": self.sender.outgoing.host}
        named = {"names": self.sender.provider.spf} if says.spf == "not-named" else {}
        return Problem("DOMAIN-JUNK", {**facts, **named, "spf": says.spf, "dmarc": says.dmarc})

    def _look_before(
        self, tools: Tools, options: CheckOptions, progress: Progress, cancel: Cancel
    ) -> tuple[Incoming | None, frozenset[str]]:
        """Note what is in the mailbox already; where that does not work, nothing will be fetched back."""
        nothing: frozenset[str] = frozenset()
        is_own = options.send_to.lower() == self.sender.identity.address.lower()
        if not is_own or not self.sends:
            return None, nothing
        incoming = known_incoming(tools, self.sender, self.password)
        if incoming is None:
            return None, nothing
        tools.learn(incoming.password.reveal(), [incoming.user])
        progress.step(0.02, _words("looking-into-mailbox"))
        before = look_into(incoming, tools.dialer, options, cancel)
        return (None, nothing) if isinstance(before, Problem) else (incoming, before)


def _with_login(
    report: MailReport, incoming: Incoming, messages: int, seconds: float, progress: Progress
) -> MailReport:
    """Return the report with the login for receiving, which was made before the checks of sending."""
    facts: dict[str, Fact] = {"user": incoming.user, "messages": messages}
    made = CheckRow(CheckId.INCOMING_LOGIN, CheckState.PASSED, round(seconds, 3), facts=facts)
    progress.item(made)
    return replace(report, rows=tuple(made if row.id is made.id else row for row in report.rows))


def _fetch(
    tools: Tools,
    settings: MailSettings,
    report: MailReport,
    ticket: RoundTripTicket,
    options: CheckOptions,
    progress: Progress,
    cancel: Cancel,
) -> tuple[MailReport, bool]:
    """Fetch the message back; where it does not come, it was still sent, and its user is asked."""
    fetched = fetch_back(settings, tools.dialer, ticket, options, progress, cancel)
    outcome = cleaned(fetched.facts if isinstance(fetched, Fetched) else fetched, tools.clean)
    if isinstance(outcome, Problem | str):
        return report, False
    seconds = float(outcome["took"])
    facts = {**outcome, "sent_to": options.send_to}
    row = CheckRow(CheckId.ROUND_TRIP, CheckState.PASSED, seconds, facts=facts)
    progress.item(row)
    return replace(report, rows=(*report.rows[:-1], row), ticket=None), True


def own_words(problem: Problem, row: Provider, password: Secret | None) -> Problem:
    """Return a problem as it concerns the store's own sender: its own boxes, and its provider's rules."""
    facts: dict[str, Any] = {**problem.facts, "own_sender": True, "provider": row.name}
    code = _WHERE_TO.get(problem.code, problem.code)
    if code == "MAIL-SENDER" and facts.get("cause") == "not-its-sender":
        return Problem("SENDER-MISMATCH", {**facts, "cause": "server"})
    if code == "MAIL-LOGIN" and row.guide and "app-password" in row.login:
        code = "OUT-GMAIL" if row.id == "gmail" and looks_made(row, password) else code
        code = "APP-PASSWORD" if code == "MAIL-LOGIN" and not looks_made(row, password) else code
    if code == "APP-PASSWORD":
        guide = password_guides().get(row.guide)
        facts |= {
            "url": guide.url if guide else "",
            "title": guide.title if guide else _words("make-app-password"),
        }
    return Problem(code, facts)


def looks_made(row: Provider, password: Secret | None) -> bool:
    """Whether a password has the shape of those that this provider makes for other programs."""
    guide = password_guides().get(row.guide)
    if guide is None or not guide.shape or password is None:
        return False
    return bool(re.fullmatch(guide.shape, password.reveal().replace(" ", "")))
