"""Whether this PC names a program for an address or a file; asked where opening one tells nothing.

On Linux a file is handed to `xdg-open`, which is started and says nothing of whether anything came of it.
Windows says itself that there is no program, or asks its user which.
"""

import mimetypes
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

_ASKS = "xdg-mime"
_LONGEST = 2.0
"""Seconds: somebody waits for what he pressed."""
_FOLDER, _ANY = "inode/directory", "application/octet-stream"


def names_a_program(url: str) -> bool:
    """Whether this PC has a program for a file or a scheme; also where it cannot be asked."""
    asks = shutil.which(_ASKS)
    if asks is None:
        return True
    try:
        said = subprocess.run(  # noqa: S603 - fixed words, and a kind that we name
            [asks, "query", "default", _kind_of(url)],
            capture_output=True,
            timeout=_LONGEST,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return True
    return said.returncode != 0 or bool(said.stdout.strip())


def _kind_of(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "file":
        return f"x-scheme-handler/{parts.scheme}"
    path = Path(url2pathname(parts.path))
    return _FOLDER if path.is_dir() else mimetypes.guess_type(path.name)[0] or _ANY
