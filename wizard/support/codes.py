"""Names as codes: who reads a support file sees that two are the same, and not what they are."""

import re
from collections.abc import Iterable
from pathlib import Path

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_SHORTEST = 3
"""Shorter names would stand within ordinary words."""


class Codes:
    """Gives each name a code of its own; `key` says afterwards which was which, and stays at the store."""

    def __init__(self, home: Path) -> None:
        self._homes = sorted({str(Path.home()), str(home)}, key=len, reverse=True)
        self.key: dict[str, str] = {}
        self._of: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None

    def learn(self, names: Iterable[object]) -> None:
        """Take names that stand for a person, a store or a customer."""
        for name in names:
            self._code(str(name).strip(), "NAME")

    def code(self, name: str) -> str:
        """Return the code of a name; an empty one, and one too short to tell anything, stays."""
        return self._code(name.strip(), "NAME")

    def _code(self, name: str, kind: str) -> str:
        if len(name) < _SHORTEST:
            return name
        folded = name.casefold()
        if folded not in self._of:
            made = f"{kind}-{len(self._of) + 1}"
            self._of[folded], self.key[made] = made, name
            self._pattern = None
        return self._of[folded]

    def hide(self, text: str) -> str:
        """Return a text with every known name, every mail address and this user's folders replaced."""
        for home in self._homes:
            text = text.replace(home, "~")
        text = _ADDRESS.sub(lambda found: self._code(found[0], "ADDRESS"), text)
        if self._pattern is None:
            longest = sorted(self._of, key=len, reverse=True)
            within = "|".join(map(re.escape, longest)) or r"(?!)"
            self._pattern = re.compile(rf"(?<!\w)(?:{within})(?!\w)", re.IGNORECASE)
        return self._pattern.sub(lambda found: self._of.get(found[0].casefold(), found[0]), text)
