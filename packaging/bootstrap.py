"""Sets Tillbridge up from a clean clone with nothing but Python 3.11, then starts it or runs every check."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one is told so
    sys.exit(f"Tillbridge needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
sys.path.insert(0, str(Path(__file__).resolve().parent))  # `python -P` leaves this folder out

from setup_parts.commands import ROOT, VENV, SetupError, child_environment, quietly, say, script
from setup_parts.debian import BROWSER_PACKAGES, QT_PACKAGES, TEST_PACKAGES, Debian, provide_libraries
from setup_parts.environment import check_qt, fill_environment, make_environment
from setup_parts.pins import CHECK_GROUPS, pin

LAST_FAILED = ROOT / ".pytest_cache/v/cache/lastfailed"
PICTURES = ROOT / "build" / "tour"
GUIDES = ROOT / "build" / "guides"


ALONE_AT_MOST = 3
"""How many failed tests are looked at again; more are no accident of a busy machine."""


@dataclass(frozen=True)
class Stage:
    """One check: its name on the screen and its command, the first word a script of the environment."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How a stage ended: its exit status and how long it took."""

    name: str
    status: int
    seconds: float
    alone: tuple[str, ...] = ()
    """Tests that failed among the others and passed by themselves."""

    def line(self) -> str:
        """One line for the screen, and one for each test that passed only by itself."""
        verdict = "passed" if self.status == 0 else f"FAILED (exit status {self.status})"
        unsteady = [f"\n   failed among the others, passed by itself: {test}" for test in self.alone]
        return f"== {self.name}: {verdict} in {self.seconds:.1f} s{''.join(unsteady)}"


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be opened: Windows and macOS always have a display, others name theirs."""
    if platform in {"win32", "cygwin", "darwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def start_command(display: bool, home: str) -> list[str]:
    """The program's arguments: practice in a window, or the tour in pictures where there is no display."""
    if display:
        return ["--practice"]
    return ["tour", "--out", str(PICTURES), "--home", home]


def summary(outcomes: Sequence[Outcome]) -> str:
    """The closing words: every stage once more, then what failed."""
    failed = [outcome.name for outcome in outcomes if outcome.status != 0]
    seconds = sum(outcome.seconds for outcome in outcomes)
    verdict = f"Failed: {', '.join(failed)}." if failed else f"All {len(outcomes)} stages passed."
    return "\n".join(["", *(outcome.line() for outcome in outcomes), f"{verdict} ({seconds:.0f} s)"])


BESIDE_EACH_OTHER = ("pytest", "-n", "3", "--dist", "loadfile")
"""Tests mostly wait for servers, so more processes than cores; no more than there are redirect ports."""


def stages(every_test: bool) -> list[Stage]:
    """The checks in their order, the cheap ones first."""
    commands = [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
        ("python", "packaging/check_data.py"),
        ("python", "-m", "tests.windows.prepared"),
        (*BESIDE_EACH_OTHER, "-m", "not long"),
    ]
    if every_test:
        commands.append((*BESIDE_EACH_OTHER, "-m", "long and not alone"))
        commands.append(("pytest", "-m", "alone"))
    return [
        Stage(" ".join(f'"{word}"' if " " in word else word for word in words), words) for words in commands
    ]


def worth_another_look(last_failed: str) -> tuple[str, ...]:
    """The failed tests of pytest's own record, if they are so few that a busy machine may be the cause."""
    try:
        failed = tuple(json.loads(last_failed))
    except (ValueError, TypeError):
        return ()
    # a file that cannot even be collected stands there without a test's name
    few = 0 < len(failed) <= ALONE_AT_MOST
    return failed if few and all("::" in test for test in failed) else ()


def provide_openid_provider() -> None:
    """Has npm fetch the OpenID provider that the tests sign in to; says what comes of it where it cannot."""
    try:
        quietly([script("python"), "-m", "tests.servers.openid_provider"], "")
    except SetupError as error:
        say(f"No OpenID provider, so tests that need it are skipped: {str(error).strip()}")


def provide_unpacked_servers() -> None:
    """Has apt download the mail servers that cannot be installed beside each other; none is installed."""
    if not Debian.is_here():
        return
    try:
        quietly([script("python"), "-m", "tests.servers.unpacked"], "")
    except SetupError as error:
        say(f"Tests of popa3d, GNU pop3d and Postfix are skipped: {str(error).strip()}")


def provide_ansible() -> None:
    """Has pip put Ansible into an environment of its own, for the test of the fleet."""
    try:
        quietly([script("python"), "-m", "tests.servers.ansible"], "")
    except SetupError as error:
        say(f"No Ansible, so the test of the fleet is skipped: {str(error).strip()}")


def set_up(wanted: set[str]) -> Debian:
    """Brings the environment and Qt's libraries to the state that the wanted sets need."""
    debian = Debian()
    fill_environment(make_environment(debian), wanted)
    browser = BROWSER_PACKAGES if "browser" in wanted else ()
    provide_libraries(debian, [*QT_PACKAGES, *browser], "Without them no window opens.")
    if sys.platform.startswith("linux"):
        check_qt()
    return debian


def wanted_for_run(browser: bool) -> set[str]:
    """The sets that the program itself needs; sign-ins happen in its own window unless that is left out."""
    return {"program", "browser"} if browser else {"program"}


def run(browser: bool) -> int:
    """Sets the program up and starts it in practice mode, or takes the tour where there is no display."""
    set_up(wanted_for_run(browser))
    if has_display(sys.platform, os.environ):
        command = [script("tillbridge"), *start_command(True, "")]
        return subprocess.run(command, env=child_environment(), check=False).returncode
    say(f"There is no display here: taking the tour instead, pictures go to {PICTURES}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tillbridge-tour-") as home:
        return subprocess.run(
            [script("tillbridge"), *start_command(False, home)],
            env=child_environment(QT_QPA_PLATFORM="offscreen"),
            check=False,
        ).returncode


def guides(out: Path) -> int:
    """Builds every procedure's guide with its pictures, as a page and as a PDF."""
    set_up(wanted_for_run(browser=True))
    out.mkdir(parents=True, exist_ok=True)
    listed = json.loads(quietly([script("tillbridge"), "--json", "procedures"], "No procedures."))
    status = 0
    for name in (row["id"] for row in listed["procedures"]):
        for ending in ("html", "pdf"):
            command = [script("tillbridge"), "guide", name, "--out", str(out / f"{name}.{ending}")]
            status |= subprocess.run(
                command, env=child_environment(QT_QPA_PLATFORM="offscreen"), check=False
            ).returncode
    return status


def run_stage(stage: Stage, environment: Mapping[str, str]) -> Outcome:
    """Runs one check; the few tests that failed beside others are run once more by themselves, and named."""
    say(f"\n== {stage.name}")
    began = time.monotonic()
    LAST_FAILED.unlink(missing_ok=True)
    alone: tuple[str, ...] = ()
    status = run_here(stage.command, environment)
    if status and "--dist" in stage.command:
        alone = worth_another_look(LAST_FAILED.read_text("utf-8") if LAST_FAILED.exists() else "")
        if alone:
            say(f"\n== {len(alone)} failed among the others; by themselves:")
            status = run_here(("pytest", *alone), environment)
    outcome = Outcome(stage.name, status, time.monotonic() - began, alone if status == 0 else ())
    say(outcome.line())
    return outcome


def run_here(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs a command of the virtual environment in the project's folder and returns its exit status."""
    return subprocess.run(
        [script(command[0]), *command[1:]], cwd=ROOT, env=environment, check=False
    ).returncode


def test(every_test: bool) -> int:
    """Sets the program and its checks up, runs every check even after one failed, and sums up."""
    debian = set_up({"program", "browser", *CHECK_GROUPS})
    provide_libraries(debian, TEST_PACKAGES, "Tests that need what is missing are skipped.")
    provide_openid_provider()
    provide_unpacked_servers()
    provide_ansible()
    changes = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}
    if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        changes["TILLBRIDGE_TESTS_REQUIRED"] = "1"
    environment = child_environment(**changes)
    outcomes = [run_stage(stage, environment) for stage in stages(every_test)]
    say(summary(outcomes))
    return 1 if any(outcome.status for outcome in outcomes) else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the command line, does what it asks and returns the exit status."""
    parser = argparse.ArgumentParser(prog="bootstrap.py", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    run_verb = verbs.add_parser("run", help="set up and start the program in practice mode")
    test_verb = verbs.add_parser("test", help="set up and run every check")
    test_verb.add_argument("--all", action="store_true", help="the tests that take minutes as well")
    run_verb.add_argument(
        "--no-browser",
        action="store_true",
        help="without the embedded browser for sign-ins, which is 200 MB: your own browser is used",
    )
    guides_verb = verbs.add_parser("guides", help="build every procedure's guide, with its pictures")
    guides_verb.add_argument("--out", type=Path, default=GUIDES, metavar="DIR", help="default: %(default)s")
    verbs.add_parser("pin", help="write constraints.txt and every lock anew")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.verb == "run":
            return run(browser=not chosen.no_browser)
        if chosen.verb == "guides":
            return guides(chosen.out)
        if chosen.verb == "test":
            return test(chosen.all)
        return pin()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error}. Mend that, or delete {VENV}, then start again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
