"""Signing in to Xero by the command line, as a person at a browser and a program that waits for them."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from tests.faults.person import Person
from tests.journeys.program import NEVER_LONGER, Argument, Ended, Tillbridge

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Store:
    """The program with a home, a password store, and a services file that says where Xero is."""

    program: Tillbridge
    services: Path
    client_id: str

    def run(self, *arguments: Argument, **more: object) -> Ended:
        """Run one of the xero verbs."""
        return self.program.run("--services", self.services, "xero", *arguments, **more)

    def begin(self, *arguments: Argument) -> "Waiting":
        """Start `xero connect --way paste` and return it once it has said its address."""
        line = ["--home", self.program.home, "--json", "--services", self.services, "xero", "connect"]
        process = self.program.popen(*line, "--client-id", self.client_id, "--way", "paste", *arguments)
        assert process.stderr is not None
        address = process.stderr.readline().strip()
        if not address.startswith("http"):
            out, err = process.communicate(timeout=NEVER_LONGER)
            raise AssertionError(f"no address: {address} {err} {out}")
        return Waiting(process, address)

    def paste(self, person: Person, *arguments: Argument) -> Ended:
        """Sign in by pasting the address back."""
        waiting = self.begin(*arguments)
        return waiting.answer(person.visit(waiting.address))

    def browse(self, who: str, *arguments: Argument, environment: Mapping[str, str] | None = None) -> Ended:
        """Sign in by the browser that the environment's BROWSER names, driven by a script."""
        browser = browser_script(self.program.folder, who)
        program = self.program.within({"BROWSER": str(browser), **(environment or {})})
        wait = ("--way", "browser", "--wait", "30")
        line = ("xero", "connect", "--client-id", self.client_id, *wait, *arguments)
        return program.run("--services", self.services, *line)


@dataclass(frozen=True)
class Waiting:
    """A program that waits for the redirected address; `address` is what it asked to have opened."""

    process: "Popen[str]"
    address: str

    def answer(self, redirected: str) -> Ended:
        """Paste an address and return how it ended."""
        with self.process:
            try:
                out, err = self.process.communicate(redirected + "\n", timeout=NEVER_LONGER)
            except BaseException:
                self.process.kill()
                raise
        return Ended(self.process.returncode, out, f"{self.address}\n{err}", 0.0)


def browser_script(folder: Path, who: str) -> Path:
    """An executable that does what a person with a browser does (`tests.faults.browser`)."""
    script = folder / f"browser-{who}"
    lines = [
        "#!/bin/sh",
        'echo "Opening in existing browser session."',
        f'cd "{ROOT}" || exit 1',
        f'exec "{sys.executable}" -m tests.faults.browser {who} "$1"',
    ]
    script.write_text("\n".join([*lines, ""]), encoding="utf-8")
    script.chmod(0o755)
    return script
