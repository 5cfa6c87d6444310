"""Whose Xero app our sign-in uses: the procedure's own, the PC's, the store's, or the practice app."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.practice import practice_logins
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import XERO_APP
from wizard.oauth.pasted_key import KeyKind, inspect_key


def client_id_of(tools: Tools, given: str = "") -> str:
    """Return the client id to sign in with; empty when the store has no app yet."""
    decided = given or tools.world.policies.xero_client_id
    if decided:
        return decided
    known = tools.site.record().xero.client_id
    return known or ("" if tools.world.is_live else practice_logins()["xero-client-id"])


class AppKept(Gives, frozen=True, kw_only=True):
    """The app's id as a hint."""

    app: str = ""


@dataclass(frozen=True)
class KeepApp:
    """Remember the store's own app."""

    gives: ClassVar = AppKept
    client_id: str

    @classmethod
    def asked(cls, asked: Asked) -> "KeepApp":
        """Build the input from a run's answers."""
        return cls(asked.answers.text("client_id"))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Refuse what is certainly something else; Xero itself judges the rest."""
        found = inspect_key(self.client_id)
        if found.kind in {KeyKind.REDIRECT_ADDRESS, KeyKind.OAUTH2, KeyKind.OAUTH1, KeyKind.ACCESS_TOKEN}:
            return Problem("APP-NOT-ID", {"kind": found.kind.value})
        tools.site.change(lambda record: record.with_shared({XERO_APP: self.client_id}))
        return Done({"app": f"{self.client_id[:2]}…{self.client_id[-2:]}"})
