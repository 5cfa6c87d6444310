"""A store's matches as rows of a list: for a table to mail, a sheet to print, a comparison."""

from collections.abc import Iterable

from msgspec import Struct

from wizard.model.mapping import SLOTS, Choice, Code, Mapping, Slot


class MatchRow(Struct, frozen=True):
    """One word of the store: how often today's files have it, for how much, and what it means, if so."""

    slot: Slot
    word: str
    used: int
    total: str
    choice: Choice | None


class MatchChange(Struct, frozen=True):
    """What a word meant and means; None where it had, or has, no match."""

    slot: Slot
    word: str
    old: Choice | None
    new: Choice | None


def match_rows(mapping: Mapping, codes: Iterable[Code]) -> tuple[MatchRow, ...]:
    """Return every word that today's files have or that is matched, by slot, the most used first."""
    used = {(code.slot, code.word): code for code in codes}
    words = [*used, *((slot, word) for slot, made in mapping.choices.items() for word in made)]
    rows = [
        MatchRow(
            slot, word, code.count if code else 0, code.total if code else "", mapping.choice(slot, word)
        )
        for slot, word in dict.fromkeys(words)
        for code in [used.get((slot, word))]
    ]
    return tuple(sorted(rows, key=lambda row: (SLOTS.index(row.slot), -row.used, row.word)))


def match_changes(old: Mapping, new: Mapping) -> tuple[MatchChange, ...]:
    """Return the words that mean something else, by slot; who chose it and under which id does not count."""
    found = []
    for slot in SLOTS:
        before, after = old.choices.get(slot, {}), new.choices.get(slot, {})
        for word in sorted({*before, *after}):
            was, is_ = before.get(word), after.get(word)
            if _meaning(was) != _meaning(is_):
                found.append(MatchChange(slot, word, was, is_))
    return tuple(found)


def _meaning(choice: Choice | None) -> str | None:
    if choice is None or choice.is_open:
        return None
    return choice.to.casefold() if choice.is_left_out else choice.to
