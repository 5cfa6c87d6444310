"""Job: Save: put the sender's secret into the password safe, and keep the rest with the store."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from msgspec.structs import replace

from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Tools
from wizard.jobs.sender.own_sender import (
    VAULT_CLIENT_SECRET,
    VAULT_PASSWORD,
    Sender,
    SenderFacts,
    facts_of,
    remember_sender,
    sender_asked,
)
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord
from wizard.model.secret import Secret

_words = words_of(__name__)


class LoginSaved(SenderFacts, frozen=True, kw_only=True):
    """The sender, and the boxes whose secrets the safe holds."""

    kept_secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class SaveLogin:
    """Save a sender; a secret that was not typed again stays as it is kept, and so does the day it ends."""

    gives: ClassVar = LoginSaved
    sender: Sender
    password: Secret | None
    secret_ends: date | None = None

    @classmethod
    def asked(cls, asked: Asked) -> "SaveLogin":
        """Build the input from a run's answers."""
        ends = asked.answers.text("client_secret_ends")
        day = date.fromisoformat(ends) if ends else None
        return cls(sender_asked(asked), asked.answers.secret("password"), day)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Keep secret and settings; VAULT-… when the safe is closed.

        The other kind's secret stays until this sender is proven: what worked goes on working till then.
        """
        progress.step(0.2, _words("putting-into-the-safe"))
        app = self.sender.app
        name, kept = (VAULT_CLIENT_SECRET, "client_secret") if app else (VAULT_PASSWORD, "password")
        typed = app.secret if app else self.password
        if typed is not None and typed:
            tools.learn(typed.reveal(), [self.sender.outgoing.user])
            tools.vault.set(name, typed)
        remember_sender(tools, self.sender)
        is_another = app is None or bool(typed)
        tools.site.change(lambda record: self._with_end(record, is_another=is_another))
        has_one = typed is not None or tools.vault.get(name) is not None
        return Done({**facts_of(self.sender), "kept_secrets": [kept] if has_one else []})

    def _with_end(self, record: StoreRecord, *, is_another: bool) -> StoreRecord:
        """Keep the secret's last day; of another secret the day of the one before says nothing."""
        before = None if is_another else record.sender.secret_ends
        return replace(record, sender=replace(record.sender, secret_ends=self.secret_ends or before))
