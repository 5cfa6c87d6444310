"""Seconds of the processor to suggest accounts for a store's codes, and how often suggestions are right.

`python -m tests.bench.suggesting`: 200 real-looking codes of three trades, then up to 2,000 codes against
10,000 accounts; the baseline is rapidfuzz' own `process.extract` over the same texts.
"""

import random
import sys
import time

from rapidfuzz import fuzz, process

from tests.unit.books.practice_chart import practice_chart
from tests.unit.books.shop_codes import TRADES
from wizard.books.candidates import folded
from wizard.books.suggest import suggest
from wizard.catalogue.trades import trades
from wizard.model.books import Place
from wizard.model.chart import Account, Chart
from wizard.model.mapping import Code

SIZES = ((200, 66), (200, 1_000), (2_000, 1_000), (2_000, 10_000))
_WORDS = [
    "sales",
    "hire",
    "tools",
    "party",
    "garden",
    "timber",
    "north",
    "south",
    "depot",
    "web",
    "counter",
    "marquee",
    "chairs",
    "fuel",
    "labour",
    "service",
    "parts",
    "delivery",
    "retail",
    "trade",
]


def right() -> None:
    """Print how often suggestions are right."""
    for trade, slots in TRADES.items():
        wanted = {
            Code(slot, word, 1, "1.00", Place("a.csv", 2)): to  # type: ignore[arg-type]
            for slot, words in slots.items()
            for word, to in words.items()
        }
        found = suggest(wanted, practice_chart(), trades())
        first = sum(1 for code, to in wanted.items() if found[code] and found[code][0].to == to)
        three = sum(1 for code, to in wanted.items() if to in {one.to for one in found[code]})
        count = len(wanted)
        sys.stdout.write(
            f"{trade:9} {count:3} codes: first right {first / count:6.1%}, of three {three / count:6.1%}\n"
        )


def names(seed: int, count: int) -> list[str]:
    """Return so many names of three words and a number."""
    pick = random.Random(seed)
    return [f"{' '.join(pick.sample(_WORDS, 3))} {n}" for n in range(count)]


def seconds() -> None:
    """Print how long it takes."""
    for codes, accounts in SIZES:
        chart = Chart(
            "", "",
            tuple(
                Account(str(n), f"{n:05}", name.title(), "REVENUE", "REVENUE")
                for n, name in enumerate(names(1, accounts))
            ),
            (),
        )  # fmt: skip
        words = names(2, codes)
        began = time.process_time()
        suggest([Code("account", word, 1, "1.00", Place("a.csv", 2)) for word in words], chart, trades())
        took = time.process_time() - began
        texts = [folded(account.name) for account in chart.accounts]
        began = time.process_time()
        for word in words:
            process.extract(folded(word), texts, scorer=fuzz.token_set_ratio, limit=3, score_cutoff=60)
        bare = time.process_time() - began
        share = f"{took / bare:4.1f} x process.extract"
        sys.stdout.write(f"{codes:5,} codes x {accounts:6,} accounts: {took:6.2f} s, {share}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    right()
    seconds()
