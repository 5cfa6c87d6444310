"""What the home page says of a store's books before the till opens."""

from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.model.record import StoreRecord


class TillWords(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The sentences; facts stand in braces."""

    looking: str
    ready_none: str
    ready_one: str
    ready: str
    ready_both: str
    no_sign_in: str
    other_sign_in: str
    one_wrong: str
    wrong: str
    unknown: str
    just_now: str
    one_hour: str
    hours: str
    days: str

    def without(self, record: StoreRecord) -> str:
        """Return why nothing was looked at: there is no sign-in, or it is for another organisation."""
        own, xero = record.organisation, record.xero
        is_other = xero.connected and own is not None and not xero.opens(own)
        return self.other_sign_in if is_other else self.no_sign_in

    def age(self, hours_old: int) -> str:
        """Return how long ago something was, in words."""
        if hours_old < 1:
            return self.just_now
        if hours_old < 2:
            return self.one_hour
        if hours_old < 48:
            return self.hours.format(hours_old=hours_old)
        return self.days.format(days=hours_old // 24)


@lru_cache(maxsize=1)
def till_words() -> TillWords:
    """Return the words."""
    return convert(read_toml("till.toml"), TillWords, "till.toml")
