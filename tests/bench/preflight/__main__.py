"""Seconds to check a store's lines, and to read and check them; the baseline is `books read` of that file.

`python -m tests.bench.preflight [LINES …]`, by default 1,000 to 1,000,000; each measure is a process. Seconds
are of the processor, so that what else runs here does not count; the clock's stand behind.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.reading.__main__ import write_invoices
from tests.unit.books.practice_chart import write_xero_data

_LONGEST = 3600
"""Seconds by the clock that the largest may take on a PC that does other things besides."""
SIZES = (1_000, 10_000, 100_000, 1_000_000)
TOGETHER = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from wizard.books.assemble import assemble
from wizard.books.mapping_file import read_mapping
from wizard.books.preflight import check, side_of
from wizard.books.reading import read
from wizard.books.report import read_folder
from wizard.books.xero_data import from_folder
from wizard.model.progress import Silent
began = time.process_time()
found = read_folder(Path(sys.argv[1]), None, Silent())
read_once = time.process_time() - began
documents = lambda: (one for r in found.readings for one in assemble(r, read(r)))
began = time.process_time()
for _ in documents(): pass
assembled = time.process_time() - began
side = side_of(read_mapping(Path(sys.argv[3])), from_folder(Path(sys.argv[2])), date(2026, 11, 28))
began = time.process_time()
clock = time.perf_counter()
report = check(documents(), side)
clock = time.perf_counter() - clock
both = time.process_time() - began
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([read_once, both - assembled, read_once + both, report.checked,
                  clock, sum(one.count for one in report.findings), memory]))
"""


def main(sizes: list[int]) -> None:
    """Print one line a size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = write_xero_data(folder / "x")
        mapping = folder / "mapping.toml"
        mapping.write_text('[account]\nSales = "200"\n[tax]\nGST = "OUTPUT"\n', "utf-8")
        (folder / "week").mkdir()
        for size in sizes:
            write_invoices(folder / "week" / "invoices.csv", size)
            line = [sys.executable, "-c", TOGETHER, str(folder / "week"), str(data), str(mapping)]
            done = subprocess.run(line, capture_output=True, text=True, check=True, timeout=_LONGEST)
            reading, checking, both, documents, clock, findings, memory = json.loads(done.stdout)
            sys.stdout.write(
                f"{size:>9,} lines, {documents:>7,} documents, {findings:>7,} findings: "
                f"checked in {checking:5.2f} s ({checking / size * 1e6:3.0f} us a line, "
                f"{checking / reading:4.2f} x books read), read and checked in {both:5.1f} s "
                f"(by the clock, second reading and check {clock:5.1f} s), {memory:3.0f} MB at most\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
