"""What whoever looks after a PC decided for all its users; never where a service is (design §4.4)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

SIGN_IN_WAYS = frozenset({"window", "browser", "paste", "device", "client-credentials"})
"""In our own window, in the user's browser, its last address pasted, by a code, by an administrator."""


class Policies(NamedTuple):
    """Everything is empty where nothing was decided.

    `procedures` are the ids of those that home shows; `vendor_sign_in` says by a vendor's id at which https
    address its sign-in page begins; `sign_in_ways` are those of `SIGN_IN_WAYS` that may be used;
    `xero_client_id` is the Xero app that stores sign in with; `ignored` names what was set and is no policy,
    or no right value of one.
    """

    procedures: tuple[str, ...] = ()
    vendor_sign_in: Mapping[str, str] = MappingProxyType({})
    sign_in_ways: tuple[str, ...] = ()
    xero_client_id: str = ""
    support_name: str = ""
    support_phone: str = ""
    support_of: Mapping[str, str] = MappingProxyType({})
    """By a vendor's id, whom to call about that vendor's screens, and the number."""
    ignored: tuple[str, ...] = ()

    def shows(self, procedure: str) -> bool:
        """Whether home shows a procedure."""
        return not self.procedures or procedure in self.procedures

    def whom_to_call(self, vendor: str = "") -> str:
        """Return who supports a vendor (`Point of Rental`), else this PC; empty where nobody was named."""
        own = self.support_of.get(vendor.casefold().replace(" ", "-"))
        return own or " ".join(filter(None, (self.support_name, self.support_phone)))

    def allows(self, way: str) -> bool:
        """Whether a way to sign in may be used."""
        return not self.sign_in_ways or way in self.sign_in_ways

    def words(self) -> str:
        """Return them in one line, for who looks after the PC."""
        said = {
            "procedures": ", ".join(self.procedures),
            "vendor sign-in": ", ".join(f"{name} at {url}" for name, url in self.vendor_sign_in.items()),
            "sign-in ways": ", ".join(self.sign_in_ways),
            "Xero client id": self.xero_client_id,
            "support": " ".join(filter(None, (self.support_name, self.support_phone))),
            "support by vendor": ", ".join(f"{name}: {whom}" for name, whom in self.support_of.items()),
            "ignored": ", ".join(self.ignored),
        }
        return "; ".join(f"{name}: {text}" for name, text in said.items() if text) or "none"
