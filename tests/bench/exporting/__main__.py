"""Milliseconds of the processor a document, ours beside Xero's own library's in one run, and our memory:
for sending, for the same files once more while Xero holds them all, and for the proof.

`python -m tests.bench.exporting [COUNT …]`, by default 1,000 and 10,000 invoices; each measure is a process.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.unit.export.days import MAPPING, Files
from wizard.practice import PracticeServices

SIZES = (1_000, 10_000)
SPEED = 60.0
"""How fast the practice Xero's clock runs: a minute's calls are a second's."""


def measured(module: str, *arguments: object) -> tuple[int, float, float]:
    """Return documents, seconds of the processor, and MB, of a process of its own."""
    line = [sys.executable, "-m", f"tests.bench.exporting.{module}", *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=3600)
    if done.returncode:
        raise SystemExit(done.stderr)
    count, seconds, most = json.loads(done.stdout.splitlines()[-1])
    return int(count), float(seconds), float(most)


def main(sizes: list[int]) -> None:
    """Print one line a size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mapping = folder / "mapping.toml"
        mapping.write_text(MAPPING, "utf-8")
        for size in sizes:
            files = Files()
            for number in range(size):
                files.sale(f"S-{number}", "10.00")
            week = files.write(folder / f"week-{size}")
            with PracticeServices(clock_speed=SPEED) as services:
                line = (folder / f"home-{size}", services.services_file, week, mapping, SPEED)
                ours = measured("ours", *line, "send")
                services.clock.advance(86_400)
                again = measured("ours", *line, "send")
                proof = measured("ours", *line, "prove")
                sys.stdout.write(
                    f"{size:>8,} invoices: sent with {ours[2]:.0f} MB, again with {again[2]:.0f} MB, "
                    f"proven with {proof[2]:.0f} MB\n"
                )
                sys.stdout.flush()
                services.clock.advance(86_400)
                theirs = measured("theirs", services.services_file, size)
            assert {ours[0], again[0], proof[0], theirs[0]} == {size}, (ours, again, proof, theirs)
            a_document = [1000 * one[1] / one[0] for one in (ours, theirs)]
            sys.stdout.write(
                f"{size:>8,} invoices: ours {a_document[0]:.2f} ms and {ours[2]:.0f} MB, xero-python "
                f"{a_document[1]:.2f} ms and {theirs[2]:.0f} MB, {a_document[0] / a_document[1]:.2f} times\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or list(SIZES))
