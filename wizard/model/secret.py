"""Secrets in memory and the ways a file may refer to one."""

from dataclasses import dataclass
from typing import Any, Literal, cast

from wizard.model.problem import Fault


class Secret:
    """A secret text that never shows itself by accident: printing or logging it gives dots."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text, for the one call that sends it."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(("Secret", self._text))

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not written anywhere")


@dataclass(frozen=True)
class SecretHandle:
    """What answers hold in a secret's place: the field it was typed into."""

    name: str


@dataclass(frozen=True)
class SecretReference:
    """Where a file says a secret is to be found, e.g. `{ env = "VAR" }`."""

    kind: Literal["env", "file", "keyring", "practice"]
    value: str


_KINDS = ("env", "file", "keyring", "practice")


def parse_reference(value: Any, where: str, *, practice: bool) -> SecretReference | Fault:
    """Read a TOML value as a secret reference; a literal is a fault, so that no file holds a secret.

    `practice` allows `{ practice = "NAME" }`. The fault never repeats what stood there.
    """
    if not isinstance(value, dict):
        return Fault(
            where,
            "SECRET-IN-FILE",
            'a secret must not stand here: use { env = "VAR" }, { file = "PATH" } or { keyring = "NAME" }',
        )
    kind, name = next(iter(value.items()), ("", ""))
    if len(value) != 1 or kind not in _KINDS or not isinstance(name, str) or not name:
        return Fault(where, "NOT-A-REFERENCE", "must be exactly one of env, file, keyring, with a name")
    if not name.isprintable():
        text = (
            'has an unusual character: in "double quotes" a backslash is a sign of its own, write / instead'
        )
        return Fault(where, "NOT-A-REFERENCE", text)
    if kind == "practice" and not practice:
        return Fault(where, "NOT-IN-PRACTICE", "practice logins exist in practice only")
    return SecretReference(cast(Literal["env", "file", "keyring", "practice"], kind), name)
