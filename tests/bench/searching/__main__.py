"""Milliseconds to search every text for a caller's words, beside a plain look for the same words in them.

`python -m tests.bench.searching`: 40 sentences of 4 to 30 words; the baseline reads the same texts by words,
without stems or an order. A process's first search reads all texts before it: that is told by itself.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable

from wizard.catalogue.said import said_file
from wizard.support.lay_words import words_in
from wizard.support.search import all_texts, search

_TIMES = 15


def sentences() -> list[str]:
    """Return what callers may say: known sayings, and words out of all texts."""
    pick = random.Random(16)
    said = [text for row in said_file().heard for text in row.words]
    words = [word for text in all_texts() for word in text.split()]
    return [
        *pick.sample(said, 20),
        *(" ".join(pick.choices(words, k=pick.randint(4, 30))) for _ in range(20)),
    ]


def plain(texts: list[set[str]], text: str) -> int:
    """Return how many texts have any of the words."""
    words = set(words_in(text))
    return sum(1 for one in texts if not words.isdisjoint(one))


def milliseconds(do: Callable[[str], object], told: list[str]) -> list[float]:
    """Return the median time for each sentence."""
    found = []
    for text in told:
        times = []
        for _ in range(_TIMES):
            began = time.perf_counter()
            do(text)
            times.append((time.perf_counter() - began) * 1000)
        found.append(statistics.median(times))
    return found


def main() -> None:
    """Print both, their ratio, and the slowest sentence."""
    told = sentences()
    began = time.perf_counter()
    search(told[0])
    first = (time.perf_counter() - began) * 1000
    texts = [text.lower() for text in all_texts()]
    ours = milliseconds(search, told)
    base = milliseconds(lambda text: plain([set(one.split()) for one in texts], text), told)
    ratio = statistics.median(ours) / statistics.median(base)
    sys.stdout.write(
        f"{len(texts)} texts: median {statistics.median(ours):.2f} ms, slowest {max(ours):.2f} ms, "
        f"first {first:.0f} ms; a plain look {statistics.median(base):.2f} ms, ratio {ratio:.2f}\n"
    )


if __name__ == "__main__":
    main()
