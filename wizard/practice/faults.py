"""The faults that the practice services can be told to show."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "wrong-password": "The mail host refuses the published password.",
        "password-changed": "The mail host takes the login mail-password-changed alone.",
        "certificate-expired": "The mail host's certificate has expired.",
        "certificate-name": "The mail host's certificate is for another name.",
        "certificate-untrusted": "The mail host's certificate comes from an authority nobody knows.",
        "port-blocked": "Mail ports 110 and 25 accept a connection and then never say a word.",
        "other-ports-blocked": "Mail ports 15110 and 15925 accept a connection and then never say a word.",
        "port-closed": "Every mail port refuses connections.",
        "no-starttls": "The plain mail ports do not offer STARTTLS.",
        "relay-refused": "The mail host refuses every recipient, logged in or not.",
        "sender-refused": "The mail host refuses the sender's address.",
        "mailbox-full": "The mail host refuses the recipient because the mailbox is full.",
        "mail-lost": "The mail host accepts a message and never delivers it.",
        "mail-slow": "The mail host delivers a message 8 seconds after accepting it.",
        "mail-slow-answers": "Each reply of the mail host takes one second.",
        "mail-greylisted": "The mail host wants every recipient to be tried again later.",
        "password-off": "The mail host takes no password any more (550 5.7.30), as Microsoft will.",
        "smtp-switched-off": "The mail host says that sending by programs is off for the mailbox.",
        "sign-in-refused": "The mail host refuses every sign-in (XOAUTH2) with its JSON.",
        "sender-secret-expired": "Microsoft says that the app's secret has expired.",
        "sender-revoked": "Microsoft refuses every refresh token: the consent was revoked.",
        "sender-needs-admin": "Microsoft says that an administrator must consent first.",
        "secret-refused": "Xero refuses the client id and secret of every custom connection.",
        "secret-changed": "Xero takes the login api-secret-changed alone with the client id api-key.",
        "demo-only": "Every custom connection leads to the Demo Company.",
        "scope-missing": "Xero says that the token lacks the scope for accounting reads.",
        "token-consumed": "Xero refuses every refresh token.",
        "sign-in-used-up": "Xero takes no token of the sign-ins that were made before this was switched on.",
        "reply-lost": "Xero carries out the first refresh and hangs up without answering; later ones work.",
        "rate-limit": "Xero answers every accounting call with 429, to be retried after 27 seconds.",
        "rate-limit-day": "Xero answers every accounting call with 429, the day's calls are used up.",
        "rate-limit-concurrent": "Xero answers every accounting call with 429, too many at once.",
        "xero-down": "Xero answers everything with 503.",
        "xero-slow": "Each answer of Xero takes three seconds.",
        "write-slow": "Each write to Xero takes one second, during which it counts as running.",
        "write-cut": "Xero hangs up on the first write before anything is carried out; later ones work.",
        "write-reply-lost": "Xero carries out the first write and hangs up unanswered; later ones work.",
        "write-reply-cut": "Xero carries out the first write and breaks off halfway through its answer.",
        "write-half": "Xero carries out the first half of the first write and answers 500; later ones work.",
        "write-half-refused": "Xero refuses every second document of a write and takes the others.",
        "write-error": "Xero answers every write with 500 and carries out nothing.",
        "read-error": "Xero answers every read of documents and contacts with 500; it can be written to.",
        "idempotency-down": "Xero answers every write that carries an idempotency key with 500.",
        "lock-moved": "Somebody has moved the organisation's period lock date to today.",
        "plan-full": "The organisation's plan allows no more sales invoices to be approved.",
        "vendor-no-line": "A vendor's page ends without its line, and without its words.",
        "vendor-two-lines": "Point of Rental's page shows an older line above the new one.",
        "vendor-line-cut": "Point of Rental's page shows only the beginning of the line.",
        "vendor-unnamed": "A vendor's last page does not say which organisation was picked.",
        "vendor-page-hangs": "A vendor's last page does not come for as long as this is on.",
    }
)
"""Name of a fault and what it does."""


class UnknownFaultError(ValueError):
    """A fault name that does not exist; `name` holds it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no fault called {name!r}. Known: {', '.join(FAULTS)}.")
        self.name = name


class FaultBoard:
    """The faults that are switched on at this moment; any thread may ask or change it."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._on: dict[str, float] = {}
        """Name and the moment at which it was switched on."""
        self._spent: set[str] = set()
        self._on_change: Callable[[], None] = lambda: None
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Switch a fault on, anew if it is on; UnknownFaultError when there is none of that name."""
        self._change({name}, lambda before: {**before, name: time.monotonic()})

    def clear(self) -> None:
        """Switch all faults off."""
        self.show(())

    def show(self, names: Iterable[str]) -> None:
        """Have these faults on and no others, as `add`; one that is on already goes on as it is."""
        wanted = set(names)
        self._change(wanted, lambda before: {each: before.get(each, time.monotonic()) for each in wanted})

    def _change(self, names: Iterable[str], change: Callable[[dict[str, float]], dict[str, float]]) -> None:
        for name in names:
            if name not in FAULTS:
                raise UnknownFaultError(name)
        with self._lock:
            before, self._on = self._on, change(self._on)
            self._spent = {each for each in self._spent if self._on.get(each) == before.get(each)}
        self._on_change()

    def since(self, name: str) -> float | None:
        """Return the moment (`time.monotonic`) at which a fault was switched on; None where it is not on."""
        return self._on.get(name)

    def call_on_change(self, callback: Callable[[], None]) -> None:
        """Have `callback` called after every change."""
        self._on_change = callback

    def __contains__(self, name: str) -> bool:
        return name in self._on

    def take_once(self, name: str) -> bool:
        """Whether the fault is on and has not been taken since it was switched on."""
        with self._lock:
            if name not in self._on or name in self._spent:
                return False
            self._spent.add(name)
            return True
