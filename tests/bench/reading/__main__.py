"""Rows a second and peak memory of reading a file, as a ratio to a bare csv.reader pass in the same run.

`python -m tests.bench.reading [ROWS …]`, by default 100,000 and 1,000,000; each measure is a process.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (100_000, 1_000_000)

BARE = """
import csv, resource, sys, time
began = time.perf_counter()
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    count = sum(1 for _ in csv.reader(file))
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, count - 1)
"""

OURS = """
import resource, sys, time
from pathlib import Path
from wizard.books.report import read_store_file
began = time.perf_counter()
found = read_store_file(Path(sys.argv[1]), None)
(file,) = found.files
assert not file.faults and file.records == int(sys.argv[2]), (file.records, file.faults[:3])
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file.rows)
"""

HEADINGS = (
    "*ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,*Description,"
    "*Quantity,*UnitAmount,*AccountCode,*TaxType\n"
)


def write_invoices(path: Path, rows: int, *, apart: bool = False) -> int:
    """Write invoices of three lines each and return how many; `apart`: no two lines stand together."""
    invoices = rows // 3
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADINGS)
        for number in range(invoices * 3):
            invoice = number % invoices if apart else number // 3
            day, month = invoice % 28 + 1, invoice % 12 + 1
            file.write(
                f'"Customer {invoice % 500}",INV-{invoice:07},{day:02}/{month:02}/2026,28/{month:02}/2026,'
                f'"Part {number % 97}, boxed",{number % 5 + 1},{number % 10_000 / 100:.2f},Sales,GST\n'
            )
    return invoices


def measure(code: str, *arguments: str) -> tuple[float, float, int]:
    """Return seconds, peak megabytes and rows of one run."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, timeout=600
    )
    seconds, megabytes, rows = done.stdout.split()
    return float(seconds), float(megabytes), int(rows)


def main(sizes: list[int]) -> None:
    """Print one line a size, and one for documents whose lines never stand together."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            for apart in (False, True):
                path = Path(folder) / "invoices.csv"
                invoices = write_invoices(path, size, apart=apart)
                bare_seconds, _, rows = measure(BARE, str(path))
                seconds, megabytes, ours = measure(OURS, str(path), str(invoices))
                assert rows == ours
                kind = "lines apart" if apart else "lines together"
                sys.stdout.write(
                    f"{rows:>9,} rows, {kind:14}: {seconds:6.1f} s, {rows / seconds:8,.0f} rows/s, "
                    f"{megabytes:4.0f} MB, {seconds / bare_seconds:4.1f} x csv.reader\n"
                )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
