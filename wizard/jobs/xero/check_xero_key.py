"""Job: prove a custom connection's key and secret against Xero."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Tools
from wizard.jobs.xero.connection import key_tokens
from wizard.jobs.xero.organisation import OrganisationRead
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.oauth.pasted_key import KeyKind, inspect_key
from wizard.procedure.hints import hint
from wizard.xero.organisation import organisation_facts, read_organisation

_words = words_of(__name__)


class XeroKeyChecked(OrganisationRead, frozen=True, kw_only=True):
    """The key as a hint, how long the secret is, and what they open."""

    key_hint: str = ""
    secret_length: int = 0


@dataclass(frozen=True)
class CheckXeroKey:
    """Check this pair."""

    gives: ClassVar = XeroKeyChecked
    needs: ClassVar = ("api_secret",)
    api_key: str
    api_secret: Secret

    @classmethod
    def asked(cls, asked: Asked) -> "CheckXeroKey":
        """Build the input from a run's answers."""
        return cls(asked.answers.text("api_key"), asked.answers.secret("api_secret") or Secret(""))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Recognise old and swapped keys offline, then ask Xero for a token and the organisation."""
        tools.learn(self.api_secret.reveal(), [self.api_key])
        wrong = self._wrong_shape()
        if wrong is not None:
            return wrong
        if tools.world.xero is None:
            return Problem("XERO-NOT-HERE")
        progress.step(0.1, _words("showing-key"))
        # Asked anew each time: the key may have been taken back in Xero since.
        access = key_tokens(tools, self.api_key, self.api_secret).fresh()
        if isinstance(access, Problem):
            return access
        cancel.check()
        progress.step(0.5, _words("asking-which-organisation"))
        organisation = read_organisation(tools.http, tools.world.xero, access)
        if isinstance(organisation, Problem):
            return organisation
        progress.step(1.0, _words("done"))
        return Done(
            {
                "key_hint": hint(self.api_key),
                "secret_length": len(self.api_secret.reveal()),
                **organisation_facts(organisation),
            },
            organisation,
        )

    def _wrong_shape(self) -> Problem | None:
        key, secret = inspect_key(self.api_key), inspect_key(self.api_secret.reveal())
        if self.api_key == self.api_secret.reveal():
            return Problem("KEY-SAME")
        for box, found in ((_words("api-key"), key), (_words("api-secret"), secret)):
            if found.certificate:
                return Problem("KEY-CERT", {"box": box})
            if found.kind is KeyKind.OAUTH1:
                return Problem("KEY-OLD", {"box": box})
            if found.kind in {KeyKind.ACCESS_TOKEN, KeyKind.OAUTH2, KeyKind.REDIRECT_ADDRESS}:
                return Problem("KEY-WRONG-KIND", {"box": box, "kind": found.kind.value})
        if secret.kind is KeyKind.CLIENT_ID and key.kind is not KeyKind.CLIENT_ID:
            return Problem("KEY-SWAPPED")
        return None
