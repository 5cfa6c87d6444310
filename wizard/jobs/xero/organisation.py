"""The facts by which screens, receipts and later jobs know the organisation that was read."""

from wizard.jobs.job import Gives
from wizard.model.xero import Organisation


class OrganisationRead(Gives, frozen=True, kw_only=True):
    """An organisation as `organisation_facts` names it."""

    organisation_name: str = ""
    organisation_country: str = ""
    organisation_short_code: str = ""
    organisation_last_four: str = ""
    organisation_tenant: str = ""
    organisation_id: str = ""
    organisation_currency: str = ""
    organisation_is_demo: bool = False

    def organisation(self) -> Organisation | None:
        """Return the organisation itself; None where none was read."""
        if not self.organisation_tenant and not self.organisation_id:
            return None
        return Organisation(
            self.organisation_tenant,
            self.organisation_name,
            self.organisation_country,
            self.organisation_short_code,
            self.organisation_currency,
            self.organisation_is_demo,
            self.organisation_id,
        )
