"""The answers of one run: plain values by field id, secrets as handles with their texts in memory only."""

from collections.abc import Iterator, Mapping

from wizard.model.secret import Secret, SecretHandle

Plain = str | int | bool
Value = Plain | SecretHandle


class Answers(Mapping[str, Value]):
    """Field id to value; a secret's value is its handle, its text is asked for by `secret`."""

    def __init__(self) -> None:
        self._values: dict[str, Value] = {}
        self._secrets: dict[str, Secret] = {}
        self.emptied: set[str] = set()
        """Boxes that were answered once and are not any more: what an earlier run answered is not meant."""

    def copy(self) -> "Answers":
        """Return these answers by themselves: what is put here later is not in them."""
        made = Answers()
        made._values, made._secrets = dict(self._values), dict(self._secrets)
        made.emptied = set(self.emptied)
        return made

    def __getitem__(self, key: str) -> Value:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def put(self, field: str, value: Plain | Secret | None) -> bool:
        """Set one answer (None clears it) and say whether that changed anything."""
        if value is None:
            self._secrets.pop(field, None)
            was_there = self._values.pop(field, None) is not None
            self.emptied |= {field} if was_there else set()
            return was_there
        self.emptied.discard(field)
        if isinstance(value, Secret):
            changed = self._secrets.get(field) != value
            self._secrets[field] = value
            self._values[field] = SecretHandle(field)
            return changed
        changed = self._values.get(field) != value
        self._values[field] = value
        return changed

    def secret(self, field: str) -> Secret | None:
        """Return a secret's text holder, None when it was not typed in this run."""
        return self._secrets.get(field)

    def secrets(self) -> list[Secret]:
        """Return every secret of this run."""
        return list(self._secrets.values())

    def text(self, field: str, default: str = "") -> str:
        """Return a text or choice."""
        value = self._values.get(field, default)
        return value if isinstance(value, str) else default

    def number(self, field: str, default: int) -> int:
        """Return a whole number."""
        value = self._values.get(field, default)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def tick(self, field: str, *, default: bool) -> bool:
        """Return a tick."""
        value = self._values.get(field, default)
        return value if isinstance(value, bool) else default

    def plain(self) -> dict[str, Plain]:
        """Return every answer that is not a secret."""
        return {k: v for k, v in self._values.items() if not isinstance(v, SecretHandle)}

    def holds_secret_text(self, text: str) -> bool:
        """Whether a plain text repeats one of the secrets, as when it was pasted into the wrong box."""
        return any(s.reveal() and s.reveal() in text for s in self._secrets.values())
