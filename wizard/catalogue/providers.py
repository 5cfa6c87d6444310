"""Looking mail providers up: by id, by an address, by a server; offline, from the table alone."""

from wizard.catalogue.load import providers
from wizard.catalogue.provider_rows import Provider

ANOTHER = "another"
"""The row of a provider that the table does not have."""


def provider(name: str) -> Provider:
    """Return a provider by id; the row "another" where there is none of that name."""
    rows = {row.id: row for row in providers()}
    return rows.get(name) or rows[ANOTHER]


def provider_of_address(address: str) -> Provider:
    """Return the provider whose domain an address has; the row "another" where no row has it."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((row for row in providers() if domain in row.domains), provider(ANOTHER))


def provider_of_server(host: str) -> Provider | None:
    """Return the provider that an outgoing server belongs to."""
    wanted = host.strip().lower()
    return next((row for row in providers() if wanted and row.outgoing.host == wanted), None)


def provider_of_exchanger(host: str) -> Provider | None:
    """Return the provider whose servers take a domain's mail; those in front of others say nothing."""
    wanted = f".{host.strip().lower()}"
    return next((row for row in providers() if any(wanted.endswith(f".{each}") for each in row.mx)), None)


def provider_hosts() -> tuple[str, ...]:
    """Return the servers of all rows, for sending and for receiving, each once."""
    sides = [side for row in providers() for side in (row.outgoing, row.incoming) if side is not None]
    return tuple(dict.fromkeys(side.host for side in sides if side.host))
