"""What a write is judged by on the organisation's side: accounts, tax rates, tracking, lock dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wizard.practice import xero_words

Json = dict[str, Any]
_CLASSES = {
    "ASSET": "CanApplyToAssets",
    "EQUITY": "CanApplyToEquity",
    "EXPENSE": "CanApplyToExpenses",
    "LIABILITY": "CanApplyToLiabilities",
    "REVENUE": "CanApplyToRevenue",
}
NO_TAX = "NONE"
"""The tax type of a line without any, whatever the country."""


class Chart:
    """One organisation's chart at one moment; `moved_lock` stands in for its period lock date."""

    def __init__(self, data: Mapping[str, list[Json]], moved_lock: date | None = None) -> None:
        (self._organisation,) = data["Organisation"]
        self._accounts = data["Accounts"]
        self._rates = {row["TaxType"]: row for row in data["TaxRates"]}
        self._tracking = data["TrackingCategories"]
        self._actions = {row["Name"]: row["Status"] for row in data["Actions"]}
        self._moved_lock = moved_lock

    @property
    def currency(self) -> str:
        """The organisation's own currency."""
        return str(self._organisation["BaseCurrency"])

    def may(self, action: str) -> bool:
        """Whether Xero's own list of actions allows this one."""
        return self._actions.get(action) == "ALLOWED"

    def account(self, code: str = "", account_id: str = "") -> Json | None:
        """Return the account of that id, else of that code, whatever its status."""
        key, wanted = ("AccountID", account_id.lower()) if account_id else ("Code", code)
        return next((row for row in self._accounts if row.get(key) == wanted), None)

    def rate(self, tax_type: str) -> Json | None:
        """Return an active tax rate."""
        row = self._rates.get(tax_type)
        return row if row is not None and row["Status"] == "ACTIVE" else None

    def fits(self, rate: Json, account: Json) -> bool:
        """Whether a rate may be used with an account of that class."""
        return bool(rate.get(_CLASSES.get(account["Class"], ""), False))

    def tracking(self, sent: Json) -> Json | None:
        """Return a tracking option as it is stored; None for one that Xero leaves out without a word."""
        for category in self._tracking:
            named = sent.get("TrackingCategoryID") == category["TrackingCategoryID"] or (
                sent.get("Name") == category["Name"]
            )
            if not named or category["Status"] != "ACTIVE":
                continue
            for option in category["Options"]:
                chosen = sent.get("TrackingOptionID") == option["TrackingOptionID"] or (
                    sent.get("Option") == option["Name"]
                )
                if chosen and option["Status"] == "ACTIVE":
                    return {
                        "Name": category["Name"],
                        "Option": option["Name"],
                        "TrackingCategoryID": category["TrackingCategoryID"],
                        "TrackingOptionID": option["TrackingOptionID"],
                    }
        return None

    def lock(self, day: date) -> str:
        """Return what Xero says of a document dated on a locked day; nothing when it may be approved.

        The end-of-year lock binds everybody, the period lock all but an adviser.
        """
        year, period = self._day("EndOfYearLockDate"), self._moved_lock or self._day("PeriodLockDate")
        if year is not None and day <= year:
            return xero_words.before_lock(year, is_year=True)
        is_adviser = self.may("ApproveTransactionsBeforePeriodLockDate")
        if period is not None and day <= period and not is_adviser:
            return xero_words.before_lock(period, is_year=False)
        return ""

    def _day(self, key: str) -> date | None:
        text = self._organisation.get(key)
        return date.fromisoformat(text) if text else None
