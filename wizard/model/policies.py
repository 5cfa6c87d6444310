"""What whoever looks after a PC decided for all its users; never where a service is (design §4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Policies:
    """Everything is empty where nothing was decided.

    `procedures` are the ids of those that home shows; `vendor_sign_in` says by a vendor's id at which https
    address its sign-in page begins; `ignored` names what was set and is no policy, or no right value of one.
    """

    procedures: tuple[str, ...] = ()
    vendor_sign_in: Mapping[str, str] = field(default_factory=dict)
    support_name: str = ""
    support_phone: str = ""
    support_of: Mapping[str, str] = field(default_factory=dict)
    """By a vendor's id, whom to call about that vendor's screens, and the number."""
    ignored: tuple[str, ...] = ()

    def shows(self, procedure: str) -> bool:
        """Whether home shows a procedure."""
        return not self.procedures or procedure in self.procedures

    def whom_to_call(self, vendor: str = "") -> str:
        """Return who supports a vendor (`Point of Rental`), else this PC; empty where nobody was named."""
        own = self.support_of.get(vendor.casefold().replace(" ", "-"))
        return own or " ".join(filter(None, (self.support_name, self.support_phone)))

    def words(self) -> str:
        """Return them in one line, for who looks after the PC."""
        said = {
            "procedures": ", ".join(self.procedures),
            "vendor sign-in": ", ".join(f"{name} at {url}" for name, url in self.vendor_sign_in.items()),
            "support": " ".join(filter(None, (self.support_name, self.support_phone))),
            "support by vendor": ", ".join(f"{name}: {whom}" for name, whom in self.support_of.items()),
            "ignored": ", ".join(self.ignored),
        }
        return "; ".join(f"{name}: {text}" for name, text in said.items() if text) or "none"
