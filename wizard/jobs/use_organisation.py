"""Job: settle on the organisation that was found, then keep its keys; never silently another one."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.organisation import OrganisationRead
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret

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
    tenant: str
    name: str
    last_four: str
    country: str
    short_code: str
    is_demo: bool
    typed_name: str
    api_key: str
    api_secret: Secret

    @classmethod
    def asked(cls, asked: Asked) -> "UseOrganisation":
        """Build the input from what the check of the key found."""
        found = asked.given(OrganisationRead) or OrganisationRead()
        return cls(
            found.organisation_tenant,
            found.organisation_name,
            found.organisation_last_four,
            found.organisation_country,
            found.organisation_short_code,
            found.organisation_is_demo,
            asked.answers.text("typed_name"),
            asked.answers.text("api_key"),
            asked.answers.secret("api_secret") or Secret(""),
        )

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Remember the organisation for this store."""
        if not self.tenant:
            return Problem("ORG-NONE")
        if self.is_demo and not tools.world.is_practice:
            return Problem("ORG-DEMO", {"name": self.name})
        known = tools.site.known()
        before = str(known.get("organisation_tenant", ""))
        changed = bool(before) and before != self.tenant
        if changed and self.typed_name.strip().casefold() != self.name.strip().casefold():
            old = str(known.get("organisation_name", ""))
            return Problem("ORG-CHANGED", {"old": old, "new": self.name, "last_four": self.last_four})
        tools.site.remember(
            {
                "organisation_tenant": self.tenant,
                "organisation_name": self.name,
                "organisation_country": self.country,
                "organisation_short_code": self.short_code,
            }
        )
        progress.step(0.7, "Keeping key and secret in this PC's password safe")
        # Only now: keys of a refused organisation must not replace those that work.
        tools.vault.set(VAULT_KEY, Secret(self.api_key))
        tools.vault.set(VAULT_SECRET, self.api_secret)
        return Done({"organisation_confirmed": self.name, "kept_secrets": ["api_secret"]})
