"""A real Thunderbird with a profile of its own, without a screen or on one that nobody sees."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0

QUIET: Mapping[str, str] = {
    # nothing outside this machine is asked, whatever a new version thinks of
    "network.proxy.type": "1",
    "network.proxy.http": '"127.0.0.1"',
    "network.proxy.http_port": "9",
    "network.proxy.ssl": '"127.0.0.1"',
    "network.proxy.ssl_port": "9",
    "app.update.auto": "false",
    "app.update.enabled": "false",
    "browser.safebrowsing.malware.enabled": "false",
    "browser.safebrowsing.phishing.enabled": "false",
    "datareporting.policy.dataSubmissionEnabled": "false",
    "datareporting.policy.dataSubmissionPolicyBypassNotification": "true",
    "extensions.update.enabled": "false",
    "mail.inappnotifications.enabled": "false",
    "network.captive-portal-service.enabled": "false",
    "network.connectivity-service.enabled": "false",
    "services.settings.server": '""',
    "toolkit.telemetry.enabled": "false",
    # no questions and no pages at the start
    "app.donation.eoy.version.viewed": "999",
    "mail.provider.suppress_dialog_on_startup": "true",
    "mail.rights.version": "1",
    "mail.shell.checkDefaultClient": "false",
    "mail.spotlight.firstRunDone": "true",
    "mail.warn_on_send_accel_key": "false",
    "mail.winsearch.firstRunDone": "true",
    "mailnews.start_page.enabled": "false",
    "mailnews.start_page_override.mstone": '"ignore"',
    "toolkit.startup.max_resumed_crashes": "-1",
}


def make_profile(home: Path, prefs: Mapping[str, str] | None = None) -> Path:
    """Make a home whose Thunderbird has one profile, with these preferences as literals, and return it."""
    root = home / ".thunderbird"
    profile = root / "shop.default"
    profile.mkdir(parents=True, mode=0o700)
    # Debian's Thunderbird follows the section of its own folder, /usr/lib/thunderbird.
    (root / "profiles.ini").write_text(
        "[InstallFDC34C9F024745EB]\nDefault=shop.default\nLocked=1\n\n"
        "[Profile0]\nName=default\nIsRelative=1\nPath=shop.default\nDefault=1\n\n"
        "[General]\nStartWithLastProfile=1\nVersion=2\n"
    )
    lines = [f'user_pref("{name}", {literal});\n' for name, literal in {**QUIET, **(prefs or {})}.items()]
    (profile / "prefs.js").write_text("".join(lines))
    return profile


def save_password(profile: Path, user: str, password: str, *realms: str) -> None:
    """Save a password as the profile's user once told Thunderbird to."""
    arguments = [sys.executable, "-m", "tests.servers.thunderbird_password", profile, user, *realms]
    subprocess.run(arguments, input=password, text=True, check=True, cwd=ROOT, timeout=60)


@contextmanager
def screen(user: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """A screen that nobody sees and a session bus, as environment variables.

    `user` is the environment of what the bus starts by itself.
    """
    with (
        _announcing(
            ["Xvfb", "-displayfd", "@", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
        ) as display,
        _announcing(["dbus-daemon", "--session", "--nofork", "--print-address=@"], user, display) as bus,
    ):
        yield {"DISPLAY": f":{display}", "DBUS_SESSION_BUS_ADDRESS": bus}


@contextmanager
def _announcing(
    command: Sequence[str], user: Mapping[str, str] | None = None, display: str = ""
) -> Iterator[str]:
    """A server that says where it is on the file descriptor in the place of "@"."""
    read, write = os.pipe()
    arguments = [word.replace("@", str(write)) for word in command]
    environment = {**os.environ, **(user or {})} | ({"DISPLAY": f":{display}"} if display else {})
    with subprocess.Popen(
        arguments,
        pass_fds=[write],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        try:
            with os.fdopen(read) as pipe:
                said = pipe.readline().strip()
            assert said, f"{command[0]} did not start"
            yield said
        finally:
            server.terminate()


@contextmanager
def running(
    home: Path, *arguments: str, shown: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Thunderbird with the profile of a home, headless unless it is shown on a screen."""
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "MOZ_CRASHREPORTER_DISABLE": "1",
    }
    environment |= shown or {"MOZ_HEADLESS": "1"}
    with subprocess.Popen(
        ["thunderbird", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wait_until(happened: Callable[[], object], what: str, seconds: float = START_SECONDS) -> None:
    """Wait until something happens; AssertionError saying what did not."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"{what} did not happen within {seconds:.0f} seconds"
        time.sleep(0.2)
