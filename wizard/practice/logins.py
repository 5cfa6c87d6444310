"""The fixed, published logins of the practice services."""

from collections.abc import Mapping
from types import MappingProxyType

from wizard.catalogue.resources import read_toml


def read_logins() -> Mapping[str, str]:
    """Return name and value of each login, in the order of the data file."""
    rows = read_toml("practice/logins.toml")["login"]
    return MappingProxyType({str(row["name"]): str(row["value"]) for row in rows})
