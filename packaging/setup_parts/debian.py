"""Debian's packages: what is needed of them, and how what is missing gets onto the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from setup_parts.commands import is_root, quietly, say

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
    "libxfixes3",
    "libxkbfile1",
    "libxrandr2",
    "libxtst6",
)
TEST_PACKAGES = (
    "claws-mail",
    "cron",
    "dbus-daemon",
    "dovecot-core",
    "dovecot-pop3d",
    "evolution",
    "exim4-daemon-light",
    "fakechroot",
    "fakeroot",
    "fonts-dejavu-core",
    "gcc-mingw-w64-x86-64-win32",
    "gnome-keyring",
    "libsecret-tools",
    "locales",
    "nsis",
    "openssl",
    "osslsigncode",
    "thunderbird",
    "wine",
    "wine64",
    "xauth",
    "xdotool",
    "xvfb",
)


def missing_packages(wanted: Iterable[str], dpkg_listing: str) -> list[str]:
    """The wanted packages that no `status<TAB>package<TAB>provides` line of dpkg-query shows as installed."""
    present: set[str] = set()
    for line in dpkg_listing.splitlines():
        status, _, rest = line.partition("\t")
        if status.startswith("ii"):
            present.update(re.findall(r"(?:^|[\t,])\s*([a-z0-9][a-z0-9+.-]*)", "\t" + rest))
    return [package for package in wanted if package not in present]


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
