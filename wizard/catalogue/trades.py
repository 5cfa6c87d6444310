"""What words of stores usually mean in a chart of accounts: the trade's rules as data."""

from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.model.mapping import Slot


class TradeRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a code, and the names of accounts (or tax rates) they usually go to, best first."""

    slot: Slot
    words: list[str]
    names: list[str]
    say: str
    not_words: list[str] = []
    kinds: list[str] = []
    """Account classes; none: any that the slot allows."""
    system: str = ""
    """The system account of Xero that it is."""
    weak: bool = False
    """What is only likelier than nothing."""
    aside: str = ""
    """What its words are instead of an account: not used, do not pay."""
    norm: str = ""
    """What of `norms` its words are about."""


class Trades(Struct, frozen=True, forbid_unknown_fields=True):
    """All rules, how the other reasons are said, and why an account cannot be chosen."""

    sayings: dict[str, str]
    norms: dict[str, str]
    unsuitable: dict[str, str]
    rule: list[TradeRule]

    def __post_init__(self) -> None:
        """Refuse a rule about a norm that has no words."""
        for rule in self.rule:
            if rule.norm and rule.norm not in self.norms:
                raise ValueError(f"{rule.norm} is no norm")


@lru_cache(maxsize=1)
def trades() -> Trades:
    """Return the trade's rules."""
    return convert(read_toml("trades.toml"), Trades, "trades.toml")
