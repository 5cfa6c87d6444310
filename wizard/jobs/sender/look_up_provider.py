"""Job: find the mail provider of an address and say what of its row holds, offline."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from msgspec.structs import replace

from wizard.catalogue.deadlines import due
from wizard.catalogue.providers import ANOTHER
from wizard.jobs.job import Asked, Done, Tools
from wizard.jobs.mail.check_mail import NoticeFacts
from wizard.jobs.sender.own_sender import SIGN_IN, Sender, SenderFacts, facts_of, sender_of
from wizard.model.problem import Fact, Problem
from wizard.model.progress import Cancel, Progress


def store_facts(sender: Sender) -> dict[str, str]:
    """Return what decides which deadlines concern a sender."""
    return {
        "sender_provider": sender.provider.id,
        "sender_server": sender.outgoing.host,
        "sender_login": SIGN_IN if sender.signs_in else "password",
    }


class ProviderLookedUp(SenderFacts, frozen=True, kw_only=True):
    """The sender's values by its provider's row, the day that was checked, and what will end."""

    address: str = ""
    checked: str = ""
    notices: tuple[NoticeFacts, ...] = ()


@dataclass(frozen=True)
class LookUpProvider:
    """Look up T1's address, or check T2's choice; `chosen` = the boxes of T2 were filled in."""

    gives: ClassVar = ProviderLookedUp
    sender: Sender
    chosen: bool
    override: bool = True

    @classmethod
    def asked(cls, asked: Asked) -> "LookUpProvider":
        """Build the input from a run's answers."""
        override = asked.answers.tick("override", default=True)
        return cls(sender_of(asked.answers), asked.step != "sender", override)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the row's values; PROV-… where this cannot work, notices where it will end."""
        tools.site.change(
            lambda record: replace(record, sender=replace(record.sender, override=self.override))
        )
        if not self.override:
            return Done({"address": ""})
        row = self.sender.provider
        facts: dict[str, Any] = {**facts_of(self.sender), "checked": f"{row.checked:%d %B %Y}"}
        if not self.chosen:
            return Done(facts)
        said: dict[str, Fact] = {
            "provider": row.name,
            "domain": self.sender.identity.address.rpartition("@")[2],
        }
        if row.id == ANOTHER and not self.sender.outgoing.host:
            return Problem("PROV-UNKNOWN", said)
        if row.ended is not None and not self.sender.signs_in:
            return Problem("PROV-ENDED", {**said, "ended": f"{row.ended.day} {row.ended:%B %Y}"})
        notices = [
            Problem("PROV-DEADLINE", {**said, "id": d.deadline.id, "when": d.deadline.ends_words,
                                      "days": d.days_left, "past": d.is_past})
            for d in due(date.today(), store_facts(self.sender))  # noqa: DTZ011 - the store's own day
        ]  # fmt: skip
        facts["notices"] = [{"code": n.code, "facts": dict(n.facts)} for n in notices]
        return Done(facts, notices)
