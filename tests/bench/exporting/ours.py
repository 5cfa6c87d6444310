"""Sends a folder as the program does, or proves it, by `python -m tests.bench.exporting.ours`.

HOME SERVICES FOLDER MAPPING SPEED and `send` or `prove` follow; what went before is seen to be there. It
prints the documents, the seconds of the processor from reading the files to the last answer, and the most
memory that the process had (MB).
"""

import json
import sys
import time
from pathlib import Path

from tests.bench.memory import most_memory
from tests.unit.export.shop import Shop, fast
from wizard.jobs.export.read_back_records import ReadBackRecords
from wizard.jobs.job import Done
from wizard.model.export import Proof
from wizard.model.progress import Cancel, Silent


def main(home: str, services: str, folder: str, mapping: str, speed: str, what: str) -> int:
    """Do it once."""
    shop = Shop(Path(home), Path(services), fast(float(speed)))
    began = time.process_time()
    if what == "prove":
        ended = ReadBackRecords(shop.clock).run(shop.tools, Silent(), Cancel())
    else:
        ended = shop.try_to_send(Path(folder), Path(mapping))
    seconds = time.process_time() - began
    assert isinstance(ended, Done), ended
    assert ended.problem is None, ended.problem
    sys.stdout.write(json.dumps([_count(ended), seconds, most_memory()]))
    return 0


def _count(ended: Done) -> int:
    """Return how many documents were sent, were there, or were proven."""
    if isinstance(ended.value, Proof):
        return sum(one.count for one in ended.value.kinds if one.kind != "contact")
    counts = ended.value.counts
    return int(counts.sent or counts.already_there)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
