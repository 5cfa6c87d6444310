"""What the store's words mean in Xero: codes as they stand in files, suggestions for them, and choices."""

from collections.abc import Mapping as MappingType
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wizard.model.books import Place

Slot = Literal["account", "tax", "payment", "group", "tracking", "invoice_type", "money"]
SLOTS: tuple[Slot, ...] = ("account", "tax", "payment", "group", "tracking", "invoice_type", "money")
NOT_USED, DO_NOT_PAY = "not used", "do not pay"
LEFT_OUT = (NOT_USED, DO_NOT_PAY)
"""Answers that are no account, and different from no answer."""
Confidence = Literal["sure", "likely", "perhaps"]


class Code(Struct, frozen=True):
    """A word of the store, how often today's files have it, what it comes to, and where it stands first."""

    slot: Slot
    word: str
    count: int
    total: str
    first: Place
    norm: str = ""
    """What of the trade it is, such as gift-card or rounding, where the word says so."""
    typed: bool = False
    """Whether the store named it itself: it is matched like a word of today's files."""
    perhaps: bool = False
    """Whether it may be several ways to pay, and is held until somebody says that it is one."""

    @property
    def is_gone(self) -> bool:
        """Whether no file of today has it any more, and nobody says that it is used all the same."""
        return self.count == 0 and not self.typed


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

    @property
    def is_left_out(self) -> bool:
        """Whether it says that the code is not used, or not to be paid."""
        return self.to.casefold() in LEFT_OUT

    @property
    def is_open(self) -> bool:
        """Whether it only says that the store uses the word: what it means is still to be chosen."""
        return not (self.to or self.name or self.id)


OPEN = Choice("")
"""Stands beside a word that the store typed and nobody has matched yet."""


class Mapping(Struct, frozen=True):
    """All choices of a store for one organisation; codes that no file has any more stay.

    `revision` counts the states of a store's own mapping that a person went on with.
    """

    tenant: str = ""
    organisation: str = ""
    settings: MappingType[str, str | bool] = {}
    choices: MappingType[Slot, MappingType[str, Choice]] = {}
    revision: int = 0

    def choice(self, slot: Slot, word: str) -> Choice | None:
        """Return what a word means; None where nobody said, or it is open.

        iPages calls its accounts of sales invoice types: what is said of one is said of the account.
        """
        found = self.choices.get(slot, {}).get(word)
        if found is not None and not found.is_open:
            return found
        return self.choice("invoice_type", word) if slot == "account" else None

    def with_choice(self, slot: Slot, word: str, choice: Choice | None) -> "Mapping":
        """Return the mapping with one choice made, or taken back."""
        words = dict(self.choices.get(slot, {}))
        words.pop(word, None)
        if choice is not None:
            words[word] = choice
        return replace(self, choices={**self.choices, slot: words})

    def with_settings(self, settings: MappingType[str, str | bool | None]) -> "Mapping":
        """Return the mapping with these settings changed; None takes one away."""
        kept = {**self.settings, **settings}
        return replace(self, settings={name: value for name, value in kept.items() if value is not None})

    def is_for(self, tenant: str, organisation: str) -> bool:
        """Whether it was made for this organisation: by the tenant where both know it, else by the name."""
        if self.tenant and tenant:
            return self.tenant == tenant
        return not self.organisation or not organisation or self.organisation == organisation
