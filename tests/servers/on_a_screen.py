"""A real program with windows, which is asked to end in its own way."""

import contextlib
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

_SECONDS = 15


@contextmanager
def on_a_screen(
    start: Sequence[str], end: Sequence[str], environment: Mapping[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    """The program while it runs; `end` asks it to end, and one that does not is killed."""
    quiet = {"env": dict(environment), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(start, **quiet) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(subprocess.TimeoutExpired):
                if process.poll() is None:
                    subprocess.run(end, **quiet, timeout=_SECONDS, check=False)
                process.wait(_SECONDS)
            process.kill()
