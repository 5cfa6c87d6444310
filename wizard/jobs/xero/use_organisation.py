"""Job: settle on the organisation that was found, then keep its keys; never silently another one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from msgspec.structs import replace

from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.xero.organisation import OrganisationRead
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import ConnectionKey
from wizard.model.secret import Secret
from wizard.model.xero import Organisation
from wizard.xero.settle import settle

_words = words_of(__name__)

VAULT_SECRET = "imagatec-api-secret"  # noqa: S105 - the name of the entry
VAULT_KEY = "imagatec-api-key"


class OrganisationUsed(Gives, frozen=True, kw_only=True):
    """Whose books they are, and the boxes whose secrets the safe now holds."""

    organisation_confirmed: str = ""
    kept_secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class UseOrganisation:
    """Use this organisation; `typed_name` confirms a change from the one set up before."""

    gives: ClassVar = OrganisationUsed
    needs: ClassVar = ("api_secret",)
    found: Organisation | None
    typed_name: str
    api_key: str
    api_secret: Secret

    @classmethod
    def asked(cls, asked: Asked) -> "UseOrganisation":
        """Build the input from what the check of the key found."""
        found = asked.given(OrganisationRead) or OrganisationRead()
        return cls(
            found.organisation(),
            asked.answers.text("typed_name"),
            asked.answers.text("api_key"),
            asked.answers.secret("api_secret") or Secret(""),
        )

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Remember the organisation for this store."""
        if self.found is None:
            return Problem("ORG-NONE")
        before = tools.site.record().organisation
        settled = settle(self.found, before, self.typed_name, allow_demo=tools.world.is_practice)
        if isinstance(settled, Problem):
            return settled
        tools.site.change(lambda record: replace(record, organisation=settled))
        progress.step(0.7, _words("keeping-key"))
        # Only now: keys of a refused organisation must not replace those that work.
        tools.vault.set(VAULT_KEY, Secret(self.api_key))
        tools.vault.set(VAULT_SECRET, self.api_secret)
        key = ConnectionKey(settled.tenant_id, self.api_key, datetime.now(UTC))
        tools.site.change(lambda record: replace(record, key=key))
        return Done({"organisation_confirmed": settled.name, "kept_secrets": ["api_secret"]})
