"""Lists in words: what stands between their parts, and how many more there are, stands in the data."""

from collections.abc import Iterable

from wizard.catalogue.words import words_of

_words = words_of(__name__)


def listed(names: Iterable[object], most: int = 0, count: int = 0) -> str:
    """Return names one after the other, `A, B and C`; empty for none.

    At most `most` are named, one more where it would be the only one left out. `count` is how many there are
    in all, where not each of them has a name here.
    """
    named = [str(name) for name in names]
    count = max(count, len(named))
    if most and (count > len(named) or count > most + 1):
        named = named[:most]
    if count > len(named):
        return _words.counted("rest", count - len(named), named=_words("between").join(named))
    return _words("last").join(filter(None, (_words("between").join(named[:-1]), *named[-1:])))


def and_others(names: Iterable[str]) -> str:
    """Return names, and that there are more, of which nobody counted how many."""
    return _words("and-others", named=_words("between").join(names))
