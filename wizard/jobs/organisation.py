"""The facts by which screens, receipts and later jobs know the organisation that was read."""

from wizard.jobs.job import Gives


class OrganisationRead(Gives, frozen=True, kw_only=True):
    """An organisation as `organisation_facts` names it."""

    organisation_name: str = ""
    organisation_country: str = ""
    organisation_short_code: str = ""
    organisation_last_four: str = ""
    organisation_tenant: str = ""
    organisation_currency: str = ""
    organisation_is_demo: bool = False
