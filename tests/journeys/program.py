"""Runs Tillbridge as its users do: as a program of its own, with a home of its own."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

CHECKS = [
    "resolve",
    "reach",
    "encryption",
    "incoming-login",
    "outgoing-login",
    "sender",
    "round-trip",
]
NEVER_LONGER = 60.0
"""Seconds after which a run counts as hanging."""

Argument = str | Path


def _as_from_a_terminal() -> None:
    """Hear SIGINT, which a shell's background jobs are started deaf to, and so whoever runs these tests."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended."""

    status: int
    stdout: str
    stderr: str
    seconds: float

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object on stdout, whose "ok" says the same as the exit status."""
        (line,) = self.stdout.splitlines()
        found = json.loads(line)
        assert isinstance(found, dict)
        assert found["ok"] is (self.status == 0), (self.status, found)
        assert "Traceback" not in self.stderr, self.stderr
        return found

    @property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The seven rows of a mail check by id, in the documented order."""
        checks = self.answer["checks"]
        assert [row["id"] for row in checks] == CHECKS
        return {row["id"]: row for row in checks}

    @property
    def faults(self) -> set[tuple[str, str]]:
        """What is wrong with the input, as (where, code)."""
        assert self.status == 2, (self.status, self.stdout, self.stderr)
        return {(fault["where"], fault["code"]) for fault in self.answer["faults"]}

    @property
    def problems(self) -> list[str]:
        """The codes of the problems that the run met."""
        assert self.status == 1, (self.status, self.stdout, self.stderr)
        return [problem["code"] for problem in self.answer["problems"]]

    @property
    def steps(self) -> dict[str, dict[str, Any]]:
        """The steps of a procedure by id."""
        return {step["id"]: step for step in self.answer["steps"]}


@dataclass(frozen=True)
class Tillbridge:
    """The program with a home; `environment` is all it gets to see of this machine's."""

    home: Path
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def within(self, environment: Mapping[str, str]) -> "Tillbridge":
        """The same program in an environment that holds these variables too."""
        return Tillbridge(self.home, self.folder, {**self.environment, **environment})

    def popen(
        self,
        *arguments: Argument,
        secrets: Mapping[str, str | bytes] | None = None,
    ) -> subprocess.Popen[str]:
        """Start the program; its three streams are pipes."""
        environment = {**self.environment, **(secrets or {})}
        return subprocess.Popen(
            [sys.executable, "-m", "wizard", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={os.fsencode(name): os.fsencode(value) for name, value in environment.items()},
            cwd=self.folder,
            preexec_fn=_as_from_a_terminal if os.name == "posix" else None,  # noqa: PLW1509 - one signal
        )

    def from_terminal(self, terminal: int, *arguments: Argument) -> tuple[int, str, str]:
        """Run the program with a terminal as its standard input; return its status and what it said."""
        with subprocess.Popen(
            [sys.executable, "-m", "wizard", *map(str, arguments)],
            stdin=terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=dict(self.environment),
            cwd=self.folder,
        ) as process:
            try:
                said, asked = process.communicate(timeout=NEVER_LONGER)
            except BaseException:
                process.kill()
                raise
        return process.returncode, said, asked

    def run_as_given(
        self,
        *arguments: Argument,
        stdin: str = "",
        secrets: Mapping[str, str | bytes] | None = None,
    ) -> Ended:
        """Run the program with exactly these arguments; `secrets` are variables that references name."""
        began = time.monotonic()
        with self.popen(*arguments, secrets=secrets) as process:
            try:
                stdout, stderr = process.communicate(stdin, timeout=NEVER_LONGER)
            except BaseException:
                process.kill()
                raise
        return Ended(process.returncode, stdout, stderr, time.monotonic() - began)

    def run(self, *arguments: Argument, **more: Any) -> Ended:
        """Run the program in its home and have it answer in JSON."""
        return self.run_as_given("--home", self.home, "--json", *arguments, **more)


def make_program(folder: Path) -> Tillbridge:
    """A program that knows nothing of this user's home, desktop or password store."""
    user, temporary = folder / "user", folder / "temporary"
    for each in (user, temporary):
        each.mkdir()
    kept = {
        name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE")
    }
    clean = {"HOME": str(user), "TMPDIR": str(temporary), "LANG": "C.UTF-8"}
    return Tillbridge(folder / "home", folder, {**kept, **clean})


def forms(secret: str, users: Iterable[str] = ()) -> set[str]:
    """A secret and what it turns into on its way: escaped, quoted, in base64, as a login."""
    raw = secret.encode()
    logins = [raw]
    for user in (each.encode() for each in users):
        logins += [b"\0" + user + b"\0" + raw, user + b"\0" + user + b"\0" + raw, user + b":" + raw]
    encoded = {base64.b64encode(each).decode() for each in logins}
    return {
        secret,
        secret[::-1],
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        raw.hex(),
        *encoded,
        *(each.rstrip("=") for each in encoded),
        *(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in logins),
    }


def places_of(secret_forms: set[str], folder: Path, *ends: Ended) -> list[str]:
    """Where any of the forms stands: in the files below a folder, their names, or what runs printed."""
    wanted = {form.encode() for form in secret_forms}
    texts = {f"stdout {n}": end.stdout.encode() for n, end in enumerate(ends)}
    texts |= {f"stderr {n}": end.stderr.encode() for n, end in enumerate(ends)}
    for path in folder.rglob("*"):
        texts[f"name of {path}"] = str(path.relative_to(folder)).encode()
        if path.is_file():
            texts[str(path)] = path.read_bytes()
    return sorted(name for name, text in texts.items() if any(form in text for form in wanted))
