"""The published logins of the practice services."""

from wizard.catalogue.resources import read_toml


def practice_logins() -> dict[str, str]:
    """Return name to value of every practice login."""
    return {row["name"]: row["value"] for row in read_toml("practice/logins.toml")["login"]}
