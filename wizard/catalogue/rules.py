"""What each rule of the check says: Xero's own words, what they mean, what to do and where."""

from functools import lru_cache
from string import Formatter

from msgspec import Struct

from wizard.catalogue.load import convert
from wizard.catalogue.resources import CatalogueError, read_toml
from wizard.model.findings import Effect, FixKind

_FILE = "rules.toml"


class RuleRow(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule's texts; `{facts}` stand in `meaning` and `do`."""

    id: str
    number: int
    """In the list of Xero's rejections; 0: not in it."""
    effect: Effect
    xero_says: str
    """Blank where Xero says nothing, because it leaves something out silently or is not asked."""
    meaning: str
    do: str
    fix: FixKind
    at: str = ""
    """The record's field, the setting, or the place in Xero; for a match the rule names its slot."""

    whys: dict[str, str] = {}
    """What `{why}` in `meaning` says, by what the rule found."""

    @property
    def facts(self) -> frozenset[str]:
        """The names of the facts that its texts need."""
        texts = (self.meaning, self.do, self.xero_says)
        return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name)


@lru_cache(maxsize=1)
def rule_rows() -> dict[str, RuleRow]:
    """Return the rules by id; CatalogueError where one stands twice."""
    rows = convert(read_toml(_FILE).get("rule", []), list[RuleRow], _FILE)
    found: dict[str, RuleRow] = {}
    for row in rows:
        if row.id in found:
            raise CatalogueError(_FILE, row.id, "stands twice")
        found[row.id] = row
    return found
