"""Sets Tillbridge up from a clean clone with nothing but Python 3.11, then starts it or runs every check."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

try:
    import tomllib
except ImportError:
    sys.exit(f"Tillbridge needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PROJECT_FILE = ROOT / "pyproject.toml"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
LOCKS = ROOT / "packaging" / "locked"
"""One file a set: each version with the hashes of all its files, for every Python and system we support."""
STAMP = VENV / "bootstrap.json"
LAST_FAILED = ROOT / ".pytest_cache/v/cache/lastfailed"
PICTURES = ROOT / "build" / "tour"
CHECK_GROUPS = ("test", "lint")
OLDEST_PYTHON = "3.11"

QT_PACKAGES = (
    "ca-certificates",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
)
BROWSER_PACKAGES = (
    "libasound2",
    "libgbm1",
    "libnss3",
    "libxcomposite1",
    "libxdamage1",
    "libxkbfile1",
    "libxrandr2",
    "libxtst6",
)
TEST_PACKAGES = (
    "claws-mail",
    "dbus-daemon",
    "dovecot-core",
    "dovecot-pop3d",
    "evolution",
    "exim4-daemon-light",
    "gnome-keyring",
    "libsecret-tools",
    "openssl",
    "thunderbird",
    "wine",
    "wine64",
    "xauth",
    "xdotool",
    "xvfb",
)


ALONE_AT_MOST = 3
"""How many failed tests are looked at again; more are no accident of a busy machine."""


class SetupError(Exception):
    """Says in a sentence what could not be set up and what to do about it."""


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


def group_requirements(project: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """The requirements of the named dependency groups, groups that they include among them."""
    found: list[str] = []
    for name in names:
        for entry in project.get("dependency-groups", {})[name]:
            wanted = (
                group_requirements(project, [entry["include-group"]]) if isinstance(entry, dict) else [entry]
            )
            found += [requirement for requirement in wanted if requirement not in found]
    return found


def digest(project_file: bytes, locks: bytes, python_version: str) -> str:
    """A hash that changes with anything that decides what belongs into the environment."""
    parts = (project_file, locks, python_version.encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def already_installed(stamp: str, wanted_digest: str) -> set[str]:
    """The sets that a stamp's text says are installed for exactly this digest."""
    try:
        record = json.loads(stamp)
        return set(record["installed"]) if record["digest"] == wanted_digest else set()
    except (ValueError, KeyError, TypeError):
        return set()


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


def missing_packages(wanted: Iterable[str], dpkg_listing: str) -> list[str]:
    """The wanted packages that no `status<TAB>package<TAB>provides` line of dpkg-query shows as installed."""
    present: set[str] = set()
    for line in dpkg_listing.splitlines():
        status, _, rest = line.partition("\t")
        if status.startswith("ii"):
            present.update(re.findall(r"(?:^|[\t,])\s*([a-z0-9][a-z0-9+.-]*)", "\t" + rest))
    return [package for package in wanted if package not in present]


def summary(outcomes: Sequence[Outcome]) -> str:
    """The closing words: every stage once more, then what failed."""
    failed = [outcome.name for outcome in outcomes if outcome.status != 0]
    seconds = sum(outcome.seconds for outcome in outcomes)
    verdict = f"Failed: {', '.join(failed)}." if failed else f"All {len(outcomes)} stages passed."
    return "\n".join(["", *(outcome.line() for outcome in outcomes), f"{verdict} ({seconds:.0f} s)"])


def stages(every_test: bool) -> list[Stage]:
    """The checks in their order, the cheap ones first."""
    commands = [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
        ("python", "packaging/check_data.py"),
        ("python", "-m", "tests.windows.prepared"),
        # Mostly waiting for servers, so more processes than cores; no more than there are redirect ports.
        ("pytest", "-n", "3", "--dist", "loadfile", "-m", "not long"),
    ]
    if every_test:
        # One after the other: they kill and race processes at chosen moments.
        commands.append(("pytest", "-m", "long"))
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


def is_root() -> bool:
    """Whether this process may install packages; Windows has no such user."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def child_environment(**changes: str) -> dict[str, str]:
    """This process's environment with the virtual environment first and the given changes."""
    environment = {**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    environment.pop("PYTHONHOME", None)
    environment["VIRTUAL_ENV"] = str(VENV)
    if is_root():
        # Chromium's sandbox refuses to run as root, and a bare container has nobody else
        environment.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    return environment | changes


def say(text: str) -> None:
    """Prints at once, so that the order holds when a child process writes next."""
    print(text, flush=True)


def script(name: str) -> str:
    """The path of a command in the virtual environment."""
    return str(SCRIPTS / (f"{name}.exe" if os.name == "nt" else name))


def quietly(command: Sequence[str], failure: str, environment: Mapping[str, str] | None = None) -> str:
    """Runs a command and returns what it printed; shows the end of its output only when it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{failure} ({error}).") from error
    if done.returncode != 0:
        tail = (done.stdout + done.stderr).strip().splitlines()[-12:]
        raise SetupError("\n".join([*(f"  | {line}" for line in tail), failure]))
    return done.stdout


@dataclass
class Debian:
    """The machine's packages: installs what is missing as root, otherwise says what to install."""

    index_is_fresh: bool = field(default=False)

    @staticmethod
    def is_here() -> bool:
        """Whether this machine installs its software with apt."""
        return all(shutil.which(tool) for tool in ("apt-get", "dpkg-query"))

    def provide(self, packages: Sequence[str]) -> list[str]:
        """Installs what is missing of the packages and returns what is missing still."""
        listing = quietly(
            ["dpkg-query", "--show", "--showformat", "${db:Status-Abbrev}\t${Package}\t${Provides}\n"],
            "dpkg-query could not list the installed packages; run `dpkg --configure -a`, then start again.",
        )
        missing = missing_packages(packages, listing)
        if missing and is_root():
            self.install(missing)
            return []
        return missing

    def install(self, packages: Sequence[str]) -> None:
        """Installs packages without questions and without what they merely recommend."""
        say(f"Installing {len(packages)} Debian packages: {' '.join(packages)}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "--quiet", "--yes", "--option", "DPkg::Lock::Timeout=120"]
        if not self.index_is_fresh:
            quietly(
                [*apt, "update"],
                "apt-get could not read the package lists; check the network, then start again.",
                environment,
            )
            self.index_is_fresh = True
        quietly(
            [*apt, "install", "--no-install-recommends", *(present_name(package) for package in packages)],
            "apt-get could not install the packages; check the network and its own words, then start again.",
            environment,
        )


def present_name(package: str) -> str:
    """The name that a package has in this release; one that several others provide must be said exactly."""
    newer = f"{package}t64"
    known = subprocess.run(["apt-cache", "show", newer], capture_output=True, check=False)
    return newer if known.returncode == 0 else package


def apt_advice(packages: Sequence[str]) -> str:
    """The command that a person with the right to install would type."""
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def make_environment(debian: Debian) -> str:
    """Makes or mends the virtual environment and returns its Python's version."""
    probe = [script("python"), "-c", "import pip, sys; print(sys.version)"]
    if Path(probe[0]).exists():
        try:
            return quietly(probe, "").strip()
        except SetupError:
            say("The virtual environment does not work; making it again.")
    if importlib.util.find_spec("ensurepip") is None:
        provide_venv(debian)
    say(f"Making a virtual environment in {VENV}")
    quietly(
        [sys.executable, "-m", "venv", str(VENV)],
        f"The virtual environment could not be made; delete {VENV}, then start again.",
    )
    return quietly(
        probe, f"The new virtual environment does not work; delete {VENV}, then start again."
    ).strip()


def provide_venv(debian: Debian) -> None:
    """Installs the part of Python that Debian keeps in a package of its own."""
    if not Debian.is_here():
        raise SetupError(
            f"{sys.executable} has no ensurepip; install Python's venv package, then start again."
        )
    package = "python3-venv"
    if Path(sys.executable).resolve() != Path("/usr/bin/python3").resolve():
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if debian.provide([package]):
        raise SetupError(
            f"Python's venv is missing. Install it, then start again:\n  {apt_advice([package])}"
        )


def install_commands(wanted: set[str]) -> list[list[str]]:
    """What pip is told, in order: what builds, what is wanted, each by its hash, then the program itself.

    Without build isolation: what pip fetches for one comes without hashes, and in whatever version is newest.
    """
    sets = [part for name in sorted(wanted) for part in ("--requirement", str(LOCKS / f"{name}.txt"))]
    by_hash = ["--require-hashes", "--no-build-isolation"]
    return [
        ["--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCKS / "build.txt")],
        [*by_hash, *sets],
        ["--no-deps", "--no-build-isolation", "--editable", "."],
    ]


def fill_environment(python_version: str, wanted: set[str]) -> None:
    """Installs the wanted sets (`program`, `browser`, dependency groups) unless the stamp lists them."""
    locks = b"".join(path.read_bytes() for path in sorted(LOCKS.glob("*.txt")))
    wanted_digest = digest(PROJECT_FILE.read_bytes(), locks, python_version)
    present = already_installed(STAMP.read_text("utf-8") if STAMP.exists() else "", wanted_digest)
    if wanted <= present:
        return
    size = 300 if "browser" in wanted else 100
    say(f"Installing Tillbridge into {VENV} ({', '.join(sorted(wanted))}); this downloads about {size} MB")
    for command in install_commands(wanted):
        quietly(
            [script("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *command],
            "pip could not install what Tillbridge needs; check the network, then start again.",
        )
    STAMP.write_text(json.dumps({"digest": wanted_digest, "installed": sorted(wanted | present)}), "utf-8")


def provide_libraries(debian: Debian, packages: Sequence[str], without: str) -> None:
    """Installs Debian packages where it may; elsewhere says what is missing and what comes of it."""
    if not sys.platform.startswith("linux"):
        return
    if not Debian.is_here():
        say(
            f"Not a Debian, so nothing is installed. Needed, in Debian names: {' '.join(packages)}. {without}"
        )
    elif missing := debian.provide(packages):
        say(f"Missing: {' '.join(missing)}. {without} To install them:\n  {apt_advice(missing)}")


def provide_openid_provider() -> None:
    """Has npm fetch the OpenID provider that the tests sign in to; says what comes of it where it cannot."""
    try:
        quietly([script("python"), "-m", "tests.servers.openid_provider"], "")
    except SetupError as error:
        say(f"No OpenID provider, so tests that need it are skipped: {str(error).strip()}")


def check_qt() -> None:
    """Stops with the name of the library that Qt lacks, if it lacks one."""
    try:
        quietly([script("python"), "-c", "import PySide6.QtNetwork, PySide6.QtWidgets"], "")
    except SetupError as error:
        reason = str(error).strip().splitlines()[-1].strip(" |")
        raise SetupError(
            f"Qt cannot start: {reason}. Install the package with this library, then start again."
        ) from error


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
    changes = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}
    if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        changes["TILLBRIDGE_TESTS_REQUIRED"] = "1"
    environment = child_environment(**changes)
    outcomes = [run_stage(stage, environment) for stage in stages(every_test)]
    say(summary(outcomes))
    return 1 if any(outcome.status for outcome in outcomes) else 0


def sets_to_lock(project: Mapping[str, Any]) -> dict[str, list[str]]:
    """What each set asks for by name, the build's own tools among them."""
    described = project["project"]
    groups = {name: group_requirements(project, [name]) for name in CHECK_GROUPS}
    return {
        "build": list(project["build-system"]["requires"]),
        "program": list(described["dependencies"]),
        "browser": [*described["dependencies"], *described["optional-dependencies"]["browser"]],
        **groups,
    }


def pins_of(lock: str) -> list[str]:
    """The `name==version` lines of a lock; without hashes, and without markers: it is right wherever used."""
    lines = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock, re.MULTILINE)
    return list(dict.fromkeys(f"{name}=={version}" for name, version in lines))


def pin() -> int:
    """Writes constraints.txt and the locks anew from what the dependencies resolve to today, all together."""
    make_environment(Debian())
    wanted = sets_to_lock(tomllib.loads(PROJECT_FILE.read_text("utf-8")))
    with tempfile.TemporaryDirectory(prefix="tillbridge-pin-") as name:
        folder = Path(name)
        quietly(
            [script("python"), "-m", "pip", "install", "--quiet", "--target", name, "uv"],
            "uv, which resolves for all systems at once, could not be fetched; check the network.",
        )
        pins = pins_of(locked(folder, [line for lines in wanted.values() for line in lines], None))
        heading = "# Every version that Tillbridge is tested with; written by `bootstrap.py pin`."
        CONSTRAINTS.write_text("\n".join([heading, *sorted(pins, key=str.lower)]) + "\n", "utf-8")
        LOCKS.mkdir(exist_ok=True)
        for one, requirements in wanted.items():
            (LOCKS / f"{one}.txt").write_text(locked(folder, requirements, CONSTRAINTS), "utf-8")
    say(f"{len(pins)} versions in {CONSTRAINTS}, their hashes in {LOCKS}")
    quietly(
        [script("python"), "-m", "tests.servers.openid_provider", "pin"],
        "The OpenID provider's lock was not written; run `bootstrap.py test` once, then start again.",
    )
    return 0


def locked(folder: Path, requirements: Sequence[str], constraints: Path | None) -> str:
    """The versions and hashes for every system; `folder` holds uv. No address stands in it."""
    asked = folder / "asked.in"
    asked.write_text("\n".join(requirements) + "\n", "utf-8")
    binary = folder / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    given = ["--constraint", str(constraints)] if constraints else []
    plain = [
        "--no-annotate",
        "--no-header",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--no-strip-extras",
    ]
    return quietly(
        [
            *(str(binary), "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
            *("--python-version", OLDEST_PYTHON, *plain, *given, str(asked)),
        ],
        "uv could not resolve the dependencies; check the network, then start again.",
    )


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
    verbs.add_parser("pin", help="write constraints.txt and every lock anew")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.verb == "run":
            return run(browser=not chosen.no_browser)
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
