"""What the store's words mean in Xero: codes as they stand in files, suggestions for them, and choices."""

from collections.abc import Mapping as MappingType
from typing import Literal

from msgspec import Struct

from wizard.model.books import Place

Slot = Literal["account", "tax", "payment", "group", "tracking", "invoice_type", "money"]
SLOTS: tuple[Slot, ...] = ("account", "tax", "payment", "group", "tracking", "invoice_type", "money")
Confidence = Literal["sure", "likely", "perhaps"]


class Code(Struct, frozen=True):
    """A word of the store, how often today's files have it, what it comes to, and where it stands first."""

    slot: Slot
    word: str
    count: int
    total: str
    first: Place


class Suggestion(Struct, frozen=True):
    """What a code may mean: the account's code or the tax type, with the reason in words."""

    to: str
    name: str
    id: str
    confidence: Confidence
    score: int
    reason: str


class Choice(Struct, frozen=True):
    """What a code means; `by` says whether a person chose it or accepted a suggestion."""

    to: str
    name: str = ""
    id: str = ""
    by: Literal["person", "accepted"] = "person"


class Mapping(Struct, frozen=True):
    """All choices of a store for one organisation; codes that no file has any more stay."""

    tenant: str = ""
    organisation: str = ""
    settings: MappingType[str, str | bool] = {}
    choices: MappingType[Slot, MappingType[str, Choice]] = {}

    def choice(self, slot: Slot, word: str) -> Choice | None:
        """Return what a word means; None where nobody said."""
        return self.choices.get(slot, {}).get(word)

    def with_choice(self, slot: Slot, word: str, choice: Choice | None) -> "Mapping":
        """Return the mapping with one choice made, or taken back."""
        words = dict(self.choices.get(slot, {}))
        words.pop(word, None)
        if choice is not None:
            words[word] = choice
        return Mapping(self.tenant, self.organisation, self.settings, {**self.choices, slot: words})
