"""Job: find the mail provider of an address: in the table, else by asking about its domain."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from msgspec.structs import replace

from wizard.catalogue.deadlines import due
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.providers import ANOTHER
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Tools
from wizard.jobs.mail.check_mail import NoticeFacts
from wizard.jobs.sender.own_sender import SIGN_IN, DomainAsked, Sender, domain_of, facts_of, sender_asked
from wizard.model.problem import Fact, Problem
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


def store_facts(sender: Sender) -> dict[str, str]:
    """Return what decides which deadlines concern a sender."""
    return {
        "sender_provider": sender.provider.id,
        "sender_server": sender.outgoing.host,
        "sender_login": SIGN_IN if sender.signs_in else "password",
    }


class ProviderLookedUp(DomainAsked, frozen=True, kw_only=True):
    """The sender's values by its provider's row, the day that was checked, and what will end."""

    address: str = ""
    checked: str = ""
    notices: tuple[NoticeFacts, ...] = ()


@dataclass(frozen=True)
class LookUpProvider:
    """Look up T1's address, or check T2's choice; `chosen` = the boxes of T2 were filled in.

    `asks` = the domain may be asked about. `found` is what was found out about it before.
    """

    gives: ClassVar = ProviderLookedUp
    sender: Sender
    chosen: bool
    override: bool = True
    asks: bool = False
    found: DomainAsked | None = None

    @classmethod
    def asked(cls, asked: Asked) -> "LookUpProvider":
        """Build the input from a run's answers; what a person chose is not asked about."""
        answers = asked.answers
        typed = answers.text("provider") or answers.text("server")
        return cls(
            sender_asked(asked),
            asked.step != "sender",
            answers.tick("override", default=True),
            asks=answers.tick("look_up", default=True) and not typed,
            found=asked.given(DomainAsked),
        )

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the row's values; PROV-… where this cannot work, notices where it will end."""
        tools.site.change(
            lambda record: replace(record, sender=replace(record.sender, override=self.override))
        )
        if not self.override:
            return Done({"address": ""})
        row = self.sender.provider
        facts: dict[str, Any] = {**facts_of(self.sender), "checked": day_in_words(row.checked)}
        if not self.chosen:
            return Done({**facts, **self._ask(tools, progress, cancel)})
        if self.found is not None and self.found.found_for:
            facts |= {name: getattr(self.found, name) for name in _FOUND}
        said: dict[str, Fact] = {
            "provider": row.name,
            "domain": self.sender.identity.address.rpartition("@")[2],
        }
        if row.id == ANOTHER and not self.sender.outgoing.host:
            return Problem("PROV-UNKNOWN", said)
        if row.ended is not None and not self.sender.signs_in:
            return Problem("PROV-ENDED", {**said, "ended": day_in_words(row.ended)})
        notices = [
            Problem("PROV-DEADLINE", {**said, "id": d.deadline.id, "when": d.deadline.ends_words,
                                      "days": d.days_left, "past": d.is_past})
            for d in due(date.today(), store_facts(self.sender))  # noqa: DTZ011 - the store's own day
        ]  # fmt: skip
        facts["notices"] = [{"code": n.code, "facts": dict(n.facts)} for n in notices]
        return Done(facts, notices)

    def _ask(self, tools: Tools, progress: Progress, cancel: Cancel) -> dict[str, Any]:
        """Return what was found out about a domain that no row of the table has."""
        domain = domain_of(self.sender.identity.address)
        if not self.asks or not domain or self.sender.provider.id != ANOTHER:
            return {}
        from wizard.mail.look_up_domain import look_up_domain  # noqa: PLC0415 - http.client costs time

        progress.step(0.1, _words("asking-who-runs-the-mail", domain=domain))
        run_by = look_up_domain(domain, tools.names, tools.dialer, cancel)
        if run_by is None:
            return {"found_for": domain}
        server = run_by.server
        return {
            "found_for": domain,
            "found_provider": run_by.row.id if run_by.row else "",
            "found_server": server.host if server else "",
            "found_port": server.port if server else 0,
            "found_encryption": server.socket.value if server else "",
            "found_user": server.user if server else "",
            "found_by": run_by.source,
            "found_said": run_by.said,
        }


_FOUND = [name for name in DomainAsked.__struct_fields__ if name.startswith("found_")]
