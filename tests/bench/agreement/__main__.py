"""How many generated documents the check and the practice Xero agree about; every difference is printed.

`python -m tests.bench.agreement [DOCUMENTS]`, by default 10,000.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.unit.books.test_preflight_agrees import disagreements, generated
from wizard.practice import PracticeServices

_AT_ONCE = 220
"""Documents of one day; each day has a practice Xero of its own, so that numbers do not meet."""


def main(wanted: int) -> int:
    """Print the counts and the differences; return how many there are."""
    counts: Counter[str] = Counter()
    differ: list[str] = []
    seed = 1000
    while counts.total() < wanted:
        seed += 1
        with tempfile.TemporaryDirectory() as folder, PracticeServices() as services:
            found, came_to = disagreements(Path(folder), services, generated(seed, _AT_ONCE))
        differ += [f"seed {seed}: {one}" for one in found]
        counts.update(came_to)
    sys.stdout.write(f"{counts.total():,} documents: {dict(counts)}; {len(differ)} differences\n")
    sys.stdout.writelines(f"  {one}\n" for one in differ)
    return len(differ)


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000), 1))
