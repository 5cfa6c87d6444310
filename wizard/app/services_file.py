"""Reading a services file: other addresses for Xero and mail, on this machine only (design §4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from wizard.app.loopback import is_loopback_host, split_destination, url_fault
from wizard.catalogue.toml_files import read_toml_file
from wizard.model.addresses import GoogleAddresses, XeroAddresses
from wizard.model.files import read_file
from wizard.model.problem import Fault, FaultyInput

_MOST_CERTIFICATES = 4_000_000

A = TypeVar("A", XeroAddresses, GoogleAddresses)


@dataclass(frozen=True)
class Services:
    """What a services file says; what it leaves out is unavailable, never the public service."""

    xero: XeroAddresses | None = None
    ca: Path | None = None
    routes: Mapping[str, str] = field(default_factory=dict)
    vendors: Mapping[str, str] = field(default_factory=dict)
    microsoft: str = ""
    google: GoogleAddresses | None = None
    name_server: str = ""


def read_services(path: Path) -> Services:
    """Read and check a services file; FaultyInput lists everything wrong with it."""
    data = read_toml_file(path)
    faults: list[Fault] = [
        Fault(key, "UNKNOWN-KEY", "is not a table of a services file")
        for key in data
        if key not in {"xero", "trust", "routes", "vendors", "microsoft", "google", "names"}
    ]
    xero = _addresses("xero", data.get("xero"), XeroAddresses, faults)
    microsoft = _microsoft(data.get("microsoft"), faults)
    google = _addresses("google", data.get("google"), GoogleAddresses, faults)
    ca = _ca(data.get("trust"), path.parent, faults)
    routes = _routes(data.get("routes"), faults)
    name_server = _name_server(data.get("names"), faults)
    vendors = _vendors(data.get("vendors"), faults)
    if faults:
        raise FaultyInput(faults)
    xero = xero and xero._replace(api=xero.api.rstrip("/") + "/")
    return Services(xero, ca, routes, vendors, microsoft, google, name_server)


def _addresses(name: str, table: Any, kind: type[A], faults: list[Fault]) -> A | None:
    """Read a table of addresses, all of which must be there and on this machine."""
    if table is None:
        return None
    names = kind._fields
    if not isinstance(table, dict):
        faults.append(Fault(name, "NOT-A-TABLE", "must be a table"))
        return None
    before = len(faults)
    faults.extend(
        Fault(f"{name}.{k}", "UNKNOWN-KEY", f"is not an address {name.capitalize()} has")
        for k in table
        if k not in names
    )
    for key in names:
        url = table.get(key)
        if not isinstance(url, str):
            faults.append(Fault(f"{name}.{key}", "MISSING", "is missing"))
        elif reason := url_fault(url):
            faults.append(Fault(f"{name}.{key}", "NOT-LOOPBACK", reason))
    return None if len(faults) > before else kind(**{key: table[key] for key in names})


def _microsoft(table: Any, faults: list[Fault]) -> str:
    """Read Microsoft's authority; msal takes https alone."""
    if table is None:
        return ""
    url = table.get("authority") if isinstance(table, dict) else None
    if not isinstance(url, str) or set(table) != {"authority"}:
        faults.append(Fault("microsoft.authority", "MISSING", "must be one address, and alone"))
        return ""
    reason = url_fault(url) or ("" if url.startswith("https://") else "must start with https://")
    if reason:
        faults.append(Fault("microsoft.authority", "NOT-LOOPBACK", reason))
    return url.rstrip("/")


def _ca(table: Any, folder: Path, faults: list[Fault]) -> Path | None:
    if table is None:
        return None
    name = table.get("ca") if isinstance(table, dict) else None
    if not isinstance(name, str) or set(table) != {"ca"}:
        faults.append(Fault("trust.ca", "MISSING", "must be the path of one PEM file, and alone"))
        return None
    path = folder / name
    try:
        read_file(path, _MOST_CERTIFICATES)
    except (OSError, ValueError):
        faults.append(Fault("trust.ca", "FILE-MISSING", f"there is no file {path}"))
        return None
    import ssl  # noqa: PLC0415 - costs start-up time, and most runs have no services file

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=str(path))
    except (OSError, ValueError):
        faults.append(Fault("trust.ca", "NOT-A-CERTIFICATE", "is not a PEM file with a certificate"))
    return path


def _vendors(table: Any, faults: list[Fault]) -> dict[str, str]:
    if table is None:
        return {}
    if not isinstance(table, dict):
        faults.append(Fault("vendors", "NOT-A-TABLE", "must be a table"))
        return {}
    for name, url in table.items():
        if not isinstance(url, str):
            faults.append(Fault(f"vendors.{name}", "NOT-AN-ADDRESS", "must be an address in quotes"))
        elif reason := url_fault(url):
            faults.append(Fault(f"vendors.{name}", "NOT-LOOPBACK", reason))
    return dict(table)


def _name_server(table: Any, faults: list[Fault]) -> str:
    """Read where the names of other domains are asked for; by its number, so that no name leads to it."""
    if table is None:
        return ""
    server = table.get("server") if isinstance(table, dict) else None
    where = split_destination(server) if isinstance(server, str) else None
    if where is None or set(table) != {"server"}:
        faults.append(Fault("names.server", "MISSING", "must be one host:port, and alone"))
        return ""
    if not is_loopback_host(where[0]) or where[0] == "localhost":
        faults.append(Fault("names.server", "NOT-LOOPBACK", "must be this machine, as 127.0.0.1"))
        return ""
    return str(server)


def _routes(table: Any, faults: list[Fault]) -> dict[str, str]:
    if table is None:
        return {}
    if not isinstance(table, dict):
        faults.append(Fault("routes", "NOT-A-TABLE", "must be a table"))
        return {}
    routes: dict[str, str] = {}
    for documented, real in table.items():
        source = split_destination(documented)
        target = split_destination(real) if isinstance(real, str) else None
        if source is None or target is None:
            faults.append(Fault(f"routes.{documented}", "NOT-AN-ADDRESS", "both sides must be host:port"))
        elif not is_loopback_host(target[0]):
            faults.append(Fault(f"routes.{documented}", "NOT-LOOPBACK", "must lead to this machine"))
        else:
            routes[f"{source[0].lower()}:{source[1]}"] = real
    return routes
