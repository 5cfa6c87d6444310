"""The published logins of the practice services."""

from typing import Any

from wizard.catalogue.resources import read_toml

ONCE_MORE = "-again"
"""Behind a procedure's id: what is answered when it is walked a second time, another way."""


def practice_logins() -> dict[str, str]:
    """Return name to value of every practice login."""
    return {row["name"]: row["value"] for row in read_toml("practice/logins.toml")["login"]}


def practice_answers(procedure: str) -> dict[str, Any]:
    """Return answers that are complete for the practice services; secrets as `{practice = NAME}`."""
    return dict(read_toml("practice/answers.toml").get(procedure, {}))
