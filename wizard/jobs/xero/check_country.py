"""Job: say whether Xero offers custom connections in the organisation's country."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.load import countries
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


class CountryChecked(Gives, frozen=True, kw_only=True):
    """What a custom connection costs in the organisation's country."""

    country_name: str = ""
    price: str = ""


@dataclass(frozen=True)
class CheckCountry:
    """Look the country up."""

    gives: ClassVar = CountryChecked
    country: str

    @classmethod
    def asked(cls, asked: Asked) -> "CheckCountry":
        """Build the input from a run's answers."""
        return cls(asked.answers.text("country"))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the price there; XERO-COUNTRY where Xero does not offer it."""
        row = next((c for c in countries() if c.value == self.country), None)
        if row is None or not row.offered:
            return Problem("XERO-COUNTRY", {"country": row.label if row else self.country})
        return Done({"country_name": row.label, "price": row.price})
