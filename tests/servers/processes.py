"""Starts real servers as a user without rights, waits until they listen, and stops them."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from tests.servers.ports import LOOPBACK

START_SECONDS = 30.0
STOP_SECONDS = 5.0
# Debian keeps servers where an ordinary user's PATH does not look
SERVER_FOLDERS = ("/usr/sbin", "/sbin", "/usr/local/sbin")


class ServerError(Exception):
    """A server did not start; the text is what it logged."""


def find_tool(name: str) -> str | None:
    """The full path of a program, servers included, or None where it is not installed."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", os.defpath), *SERVER_FOLDERS)))


def tool(name: str) -> str:
    """The full path of a program that has to be there."""
    path = find_tool(name)
    if path is None:
        raise ServerError(f"{name} is not installed")
    return path


def server_user() -> tuple[str, str]:
    """The user and group that servers run as: nobody when root runs the tests, otherwise ourselves."""
    if os.geteuid() == 0:
        return "nobody", "nogroup"
    # missing on Windows, where these fixtures are still imported
    import grp
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name


def hand_over(folder: Path) -> None:
    """Gives a folder and everything in it to the user that servers run as."""
    if os.geteuid() == 0:
        user, group = server_user()
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, user, group)


def start(
    command: Sequence[str],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
    stdin: int = subprocess.DEVNULL,
    as_server_user: bool = True,
    answers_on_stdin: bool = False,
) -> subprocess.Popen[bytes]:
    """Starts a program that stays in the foreground; what it prints goes to the log file.

    With `answers_on_stdin` the file descriptor it reads is a connection, and it writes there too.
    """
    user: str | None = None
    group: str | None = None
    if as_server_user and os.geteuid() == 0:
        user, group = server_user()
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=stdin if answers_on_stdin else output,
            stderr=output,
            env=environment,
            cwd="/",
            user=user,
            group=group,
            extra_groups=[] if user else None,
            start_new_session=True,
        )


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], folder: Path) -> None:
    """Returns once ready() holds; raises with the folder's logs when the process ends or the time is over."""
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            logs = "".join(log.read_text(errors="replace") for log in sorted(folder.glob("*log")))
            raise ServerError(f"{process.args!r} is not there ({process.poll()}):\n{logs}")
        time.sleep(0.01)


def listens(port: int) -> bool:
    """Whether a connection to the loopback port succeeds."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def stop(process: subprocess.Popen[bytes], patience: float = STOP_SECONDS) -> None:
    """Ends a process politely, then by force what is left of its group, so that nothing writes afterwards."""
    _signal_group(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    deadline = time.monotonic() + STOP_SECONDS
    while _group_runs(process.pid) and time.monotonic() < deadline:
        _signal_group(process.pid, signal.SIGKILL)
        time.sleep(0.005)
    process.wait(STOP_SECONDS)


def _signal_group(group: int, sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, sign)


def _group_runs(group: int) -> bool:
    """Whether a process of the group still runs; the dead that init has not collected yet do not count."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # the name before the last bracket may hold anything; behind it: state, parent, group
            state, _, its_group = stat.read_text(errors="replace").rpartition(")")[2].split()[:3]
            if int(its_group) == group and state not in {"Z", "X"}:
                return True
    return False


def fill(template: str, **values: object) -> str:
    """A configuration with every @name@ replaced; the servers' own syntax takes up all the braces."""
    for name, value in values.items():
        template = template.replace(f"@{name}@", str(value))
    return template


class Server(ABC):
    """One server in a folder of its own, on loopback ports that it chooses anew at every start."""

    patience = STOP_SECONDS
    """How long it may take to end by itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def _configure(self) -> tuple[list[str], int]:
        """Chooses ports, writes the folder, and returns the command and the port that shows readiness."""

    def start(self) -> None:
        """Starts the server and returns when it listens."""
        for attempt in range(3):
            command, port = self._configure()
            hand_over(self.folder)
            self._process = process = start(command, self.folder / "output.log")
            try:
                wait_until(partial(listens, port), process, self.folder)
            except ServerError:
                # somebody may have taken a port between finding and binding it
                self.stop()
                if attempt == 2:
                    raise
            else:
                return

    def stop(self) -> None:
        """Stops the server and the children that it started."""
        if self._process is not None:
            stop(self._process, self.patience)
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
