"""Job: Save: put the sender's secret into the password safe, and keep the rest with the store."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.jobs.job import Asked, Done, Tools
from wizard.jobs.sender.own_sender import (
    VAULT_CLIENT_SECRET,
    VAULT_PASSWORD,
    Sender,
    SenderFacts,
    facts_of,
    remember_sender,
    sender_of,
)
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret


class LoginSaved(SenderFacts, frozen=True, kw_only=True):
    """The sender, and the boxes whose secrets the safe holds."""

    kept_secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class SaveLogin:
    """Save a sender; a secret that was not typed again stays as it is kept."""

    gives: ClassVar = LoginSaved
    sender: Sender
    password: Secret | None

    @classmethod
    def asked(cls, asked: Asked) -> "SaveLogin":
        """Build the input from a run's answers."""
        return cls(sender_of(asked.answers), asked.answers.secret("password"))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Keep secret and settings; VAULT-… when the safe is closed. The other kind's secret is forgotten."""
        progress.step(0.2, "Putting the login into this PC's password safe")
        app = self.sender.app
        name, kept = (VAULT_CLIENT_SECRET, "client_secret") if app else (VAULT_PASSWORD, "password")
        typed = app.secret if app else self.password
        if typed is not None and typed:
            tools.learn(typed.reveal(), [self.sender.outgoing.user])
            tools.vault.set(name, typed)
        tools.vault.delete(VAULT_PASSWORD if app else VAULT_CLIENT_SECRET)
        remember_sender(tools, self.sender)
        has_one = typed is not None or tools.vault.get(name) is not None
        return Done({**facts_of(self.sender), "kept_secrets": [kept] if has_one else []})
