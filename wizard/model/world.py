"""The World: which Xero, which network, which home, which secrets."""

import enum
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from wizard.model.addresses import GoogleAddresses, XeroAddresses
from wizard.model.policies import Policies


class WorldKind(enum.StrEnum):
    """Live, practice (our own services), or a services file (tests, training rooms)."""

    LIVE = "live"
    PRACTICE = "practice"
    SERVICES = "services"


class World(NamedTuple):
    """Everything that differs between live and practice; built once, in `app`.

    `routes` maps a documented "host:port" to the real loopback "host:port"; `xero` is None where
    a services file leaves it out; `extra_ca` is trusted for loopback destinations only; `vendors` says
    where a vendor's own sign-in page is instead of where its procedure says.
    """

    kind: WorldKind
    home: Path
    site: str
    xero: XeroAddresses | None
    routes: Mapping[str, str] = {}
    extra_ca: Path | None = None
    banner: str = ""
    vendors: Mapping[str, str] = {}
    microsoft: str = ""
    """Microsoft's authority, a tenant is appended; empty where there is none."""
    google: GoogleAddresses | None = None
    policies: Policies = Policies()
    """What was decided for this PC; only the live world asks."""
    name_server: str = ""
    """Where names of other domains are asked for, "host:port"; empty: nobody is. Live: at this PC's own."""

    @property
    def is_live(self) -> bool:
        """Whether real servers are meant."""
        return self.kind is WorldKind.LIVE

    @property
    def folder(self) -> Path:
        """Where this world's sites keep their state: worlds never share a file."""
        return self.home if self.is_live else self.home / self.kind.value

    @property
    def is_practice(self) -> bool:
        """Whether this is practice: the only world that takes Xero's Demo Company."""
        return self.kind is WorldKind.PRACTICE
