"""Who runs the mail of a domain: its name servers, what the domain itself says, and Mozilla's list.

Only the domain's name leaves the PC, and none of its answers is believed blindly: a person sees where the
values come from, and no login goes anywhere before the settings are tested.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

from wizard.catalogue.provider_rows import Provider
from wizard.catalogue.providers import provider_of_exchanger, provider_of_server
from wizard.mail.autoconfig import SendingServer, sending_server
from wizard.mail.background import start, wait_until_done
from wizard.mail.short_get import Document, NothingThereError, fetch
from wizard.model.domains import DomainNames, NotAskedError
from wizard.model.names import is_host
from wizard.model.ports import Dialer
from wizard.model.progress import Cancel

SECONDS = 12.0
"""How long all of it may take."""
_A_PAGE = 4.0
OWN_PAGES = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
    "http://autoconfig.{domain}/mail/config-v1.1.xml",
)
LIST = "https://autoconfig.thunderbird.net/v1.1/{domain}"

T = TypeVar("T")
Source = Literal["mx", "autoconfig", "list"]


@dataclass(frozen=True)
class RunBy:
    """Who runs a domain's mail: a row of our table, or a server for sending; and who said so."""

    source: Source
    said: str
    """The host that said so, or that the name servers named."""
    row: Provider | None = None
    server: SendingServer | None = None


def look_up_domain(domain: str, names: DomainNames, dialer: Dialer, cancel: Cancel) -> RunBy | None:
    """Return who runs a domain's mail; None where nobody who was asked knows. Cancelled when stopped."""
    if not is_host(domain) or "." not in domain:
        return None
    deadline = time.monotonic() + SECONDS
    hosts = _bounded(lambda: _exchangers(domain, names), deadline, cancel) or ()
    for host in hosts:
        row = provider_of_exchanger(host)
        if row is not None:
            return RunBy("mx", host, row)
    own = [page.format(domain=domain) for page in OWN_PAGES]
    # whoever takes the domain's mail usually sends it as well
    listed = [LIST.format(domain=each) for each in dict.fromkeys([domain, *map(_registered, hosts[:1])])]
    for page in (*own, *listed):
        until = min(deadline, time.monotonic() + _A_PAGE)
        found = _bounded(partial(_by_page, page, dialer, until, cancel), until, cancel)
        if found is not None:
            return found
    return None


def _bounded(work: Callable[[], T], deadline: float, cancel: Cancel) -> T | None:
    """Return what the work returns in time: looking a name up has no time-out of its own."""
    future = start(work, "look-up")
    wait_until_done(future, deadline, cancel)
    return future.result() if future.done() else None


def _exchangers(domain: str, names: DomainNames) -> Sequence[str]:
    try:
        return names.mail_exchangers(domain)
    except NotAskedError:
        return ()


def _registered(host: str) -> str:
    """Return the part of a host's name that somebody registered: `ionos.co.uk` of `mx00.ionos.co.uk`."""
    labels = host.split(".")
    is_deep = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if is_deep else -2 :])


def _by_page(address: str, dialer: Dialer, deadline: float, cancel: Cancel) -> RunBy | None:
    try:
        found: Document = fetch(dialer, address, deadline, cancel)
    except NothingThereError:
        return None
    server = sending_server(found.content)
    if server is None:
        return None
    source: Source = "list" if address.startswith(LIST.partition("{")[0]) else "autoconfig"
    return RunBy(source, address.split("/")[2], provider_of_server(server.host), server)
