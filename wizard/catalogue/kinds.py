"""What files of a store and their columns are called, in a store manager's words."""

from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.layouts import FIELDS
from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.catalogue.words import number


class KindWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What a document of a kind is called, several, and as a heading."""

    one: str
    many: str
    title: str


class ColumnWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What a field is called as a column, and the words of headings by which it is proposed."""

    field: str
    label: str
    guesses: list[str] = []

    def __post_init__(self) -> None:
        """Refuse a field that layouts do not have."""
        if self.field not in FIELDS:
            raise ValueError(f"{self.field} is no field")


class FileWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is said of a store's files on a screen."""

    kinds: dict[str, KindWords]
    orders: dict[str, str]
    marks: dict[str, str]
    letters: dict[str, str]
    """How an encoding writes letters, by the name that it begins with; `older` stands for any other."""
    separators: dict[str, str]
    """What may stand between the cells of a text file."""
    amounts: dict[str, str]
    column: list[ColumnWords]
    columns_of: dict[str, list[str]] = {}
    """By kind of file: what a column of it can be, in order; any other kind may have any column."""
    labels_of: dict[str, dict[str, str]] = {}
    """By kind of file: what a field is called there, where that is not its usual label."""

    def label(self, field: str, kind: str = "") -> str:
        """Return what a field is called, in a file of a kind."""
        usual = next((one.label for one in self.column if one.field == field), field)
        return self.labels_of.get(kind, {}).get(field, usual)

    def fields(self, kind: str = "") -> list[str]:
        """Return what a column of a file of a kind can be."""
        return self.columns_of.get(kind) or [one.field for one in self.column]

    def letters_of(self, encoding: str) -> str:
        """Return in words how a file in this encoding writes letters beyond the plain ones."""
        known = (words for name, words in self.letters.items() if encoding.startswith(name))
        return next(known, self.letters["older"].replace("{name}", encoding))

    def count(self, kind: str, count: int) -> str:
        """Return so many documents of a kind in words."""
        words = self.kinds[kind]
        return f"{number(count)} {words.one if count == 1 else words.many}"


@lru_cache(maxsize=1)
def file_words() -> FileWords:
    """Return the words of files."""
    return convert(read_toml("kinds.toml"), FileWords, "kinds.toml")
