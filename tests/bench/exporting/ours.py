"""Sends a folder as the program does, by `python -m tests.bench.exporting.ours`.

HOME SERVICES FOLDER MAPPING SPEED follow. It prints the documents sent, the seconds of the processor from
reading the files to the last answer, and the most memory that the process had (MB).
"""

import json
import resource
import sys
import time
from pathlib import Path

from tests.unit.export.shop import Shop, fast
from wizard.jobs.job import Done


def main(home: str, services: str, folder: str, mapping: str, speed: str) -> int:
    """Send it once."""
    shop = Shop(Path(home), Path(services), fast(float(speed)))
    began = time.process_time()
    ended = shop.try_to_send(Path(folder), Path(mapping))
    seconds = time.process_time() - began
    assert isinstance(ended, Done), ended
    assert ended.problem is None, ended.problem
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps([ended.value.counts.sent, seconds, most]))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
