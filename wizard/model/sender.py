"""The store's own sender: who signs in where, and with which app of the store's own."""

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from wizard.model.problem import Problem
from wizard.model.secret import Secret

if TYPE_CHECKING:
    from wizard.model.connection import TokenSet


class Vendor(enum.StrEnum):
    """Whose account sends, where it signs in instead of using a password."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"


class SignInWay(enum.StrEnum):
    """How the permission is given."""

    WINDOW = "window"
    """By a person in Tillbridge's own window."""
    BROWSER = "browser"
    """By a person on this PC; the browser comes back by itself, or its address is pasted."""
    PASTE = "paste"
    DEVICE = "device"
    """By a person on any other device, with a short code."""
    APP = "client-credentials"
    """By the administrator once and for all; no person signs in (RFC 6749 4.4)."""


@dataclass(frozen=True)
class SignInApp:
    """The store's own app at the vendor: `tenant` is Microsoft's (a GUID, a domain, or consumers)."""

    vendor: Vendor
    client_id: str
    tenant: str = ""
    secret: Secret | None = None
    way: SignInWay = SignInWay.BROWSER


@dataclass(frozen=True)
class Account:
    """Who signed in, as the vendor knows them; empty where the vendor does not say."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Granted:
    """What a sign-in gave: tokens, and whose account it is."""

    tokens: "TokenSet"
    account: Account


@runtime_checkable
class SignInPage(Protocol):
    """The browser port of every sign-in: a page to be opened, and where the address it leads to is handed in.

    Safe to use from any thread.
    """

    @property
    def address(self) -> str:
        """The page to be opened."""

    @property
    def redirect(self) -> str:
        """Where it leads at the end, without what is added to it."""

    @property
    def heard(self) -> bool:
        """Whether the user's own browser is heard; otherwise its last address has to be pasted."""

    @property
    def answered(self) -> bool:
        """Whether the answer is in."""

    @property
    def seconds_left(self) -> float:
        """How long the answer is still waited for."""

    def more_time(self, seconds: float) -> None:
        """Wait longer: people look for their phone."""

    def is_answer(self, address: str) -> bool:
        """Whether an address is what the page is waited for to lead to, good or bad."""

    def hand_in(self, address: str) -> bool:
        """Take the address that the page led to; False if that is not it, or another was first."""

    def offer(self, address: str) -> Problem | None:
        """Take an address that a person brought; return why it is not this sign-in's answer."""


@dataclass(frozen=True)
class DeviceCode:
    """A code that somebody types at `address` on any device, within `seconds`."""

    code: str
    address: str
    seconds: int
