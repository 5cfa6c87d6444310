"""The rows of a mail program: its own words, or why it is guided and not written."""

import datetime

from wizard.catalogue.schema.rows import Row


class GuidedProgram(Row, frozen=True, kw_only=True):
    """A mail program that is found and guided, not written (`guided-programs.toml`)."""

    id: str
    name: str
    why: str
    marks: list[str]
    """Paths of which one is enough, each below a named folder of the user."""
    checked: datetime.date
    source: str


class ClientWords(Row, frozen=True, kw_only=True):
    """A mail program's own words for its boxes (`clients/<id>.words.toml`)."""

    id: str
    name: str
    checked: datetime.date
    source: str
    words: dict[str, str]
    """Setting to the label of its box."""
    values: dict[str, dict[str, str]] = {}
    """Setting to what its box shows for a value; "tick" is for every tick."""
    untouched: list[str] = []
    """What a write never touches, in sentences."""
    notes: dict[str, str] = {}
    """What every plan says: values that this program cannot hold, and what to expect afterwards."""
    extra_notes: dict[str, str] = {}
    """What a plan says in certain cases."""

    def shown(self, setting: str, value: str | int | bool | None) -> str:
        """Return a value as the program's box shows it."""
        if value is None:
            return ""
        table = self.values.get("tick", {}) if isinstance(value, bool) else {}
        key = str(value).lower() if isinstance(value, bool) else str(value)
        return {**table, **self.values.get(setting, {})}.get(key, str(value))
