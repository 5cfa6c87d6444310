"""The World's name servers: this PC's own, or the one that a services file names; bounded in time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wizard.app.loopback import split_destination
from wizard.model.domains import NotAskedError
from wizard.model.world import World

if TYPE_CHECKING:
    import dns.rdtypes.ANY.MX
    import dns.rdtypes.ANY.TXT
    import dns.resolver

_SECONDS = 3.0
_MOST = 20
"""So many records of one kind are looked at."""


class WorldNames:
    """Asks for one kind of record at a time; in any world but live only a server on this machine."""

    def __init__(self, world: World) -> None:
        self._world = world

    def mail_exchangers(self, domain: str) -> Sequence[str]:
        """Return the hosts by preference, in small letters and without the last dot."""
        found: list[dns.rdtypes.ANY.MX.MX] = self._ask(domain, "MX")
        found.sort(key=lambda each: each.preference)
        hosts = (each.exchange.to_text(omit_final_dot=True).lower() for each in found)
        # a dot alone says that the domain takes no mail (RFC 7505)
        return [host for host in hosts if host not in {"", "."}][:_MOST]

    def texts(self, name: str) -> Sequence[str]:
        """Return the texts, each joined from its parts (RFC 7208 3.3)."""
        found: list[dns.rdtypes.ANY.TXT.TXT] = self._ask(name, "TXT")
        return [b"".join(each.strings).decode("ascii", "replace") for each in found][:_MOST]

    def _ask(self, name: str, kind: str) -> list[Any]:
        import dns.exception  # noqa: PLC0415 - costs start-up time, and only a sender of one's own needs it
        import dns.resolver  # noqa: PLC0415

        try:
            return list(self._resolver().resolve(f"{name}.", kind, search=False, lifetime=_SECONDS))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError, UnicodeError) as error:
            raise NotAskedError(f"{name}: {error}") from error

    def _resolver(self) -> "dns.resolver.Resolver":
        import dns.resolver  # noqa: PLC0415

        if self._world.is_live:
            return dns.resolver.Resolver()
        server = split_destination(self._world.name_server)
        if server is None:
            raise NotAskedError("this world has no name server")
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = [server[0]], server[1]
        return resolver
