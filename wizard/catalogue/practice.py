"""The published logins of the practice services, and answers that are complete for them."""

from typing import Any

from wizard.catalogue.resources import path_of, read_toml

ONCE_MORE = "-again"
"""Behind a procedure's id: what is answered when it is walked a second time, another way."""


def practice_logins() -> dict[str, str]:
    """Return name to value of every practice login."""
    return {row["name"]: row["value"] for row in read_toml("practice/logins.toml")["login"]}


def practice_answers(procedure: str) -> dict[str, Any]:
    """Return answers that are complete for the practice services; secrets as `{practice = NAME}`.

    `{practice_file = NAME}`, a file or folder that comes with the program, is given as its path.
    """
    rows = read_toml("practice/answers.toml").get(procedure, {})
    return {name: _value(value) for name, value in rows.items()}


def practice_found(screen: str) -> dict[str, Any]:
    """Return what the jobs of a screen find in practice, as far as later screens say it."""
    return dict(read_toml("practice/found.toml").get(screen, {}))


def _value(value: Any) -> Any:
    is_file = isinstance(value, dict) and "practice_file" in value
    return path_of(f"practice/{value['practice_file']}") if is_file else value
