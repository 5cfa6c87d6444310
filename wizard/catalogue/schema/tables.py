"""The rows of the small tables: countries, hosts of a sign-in, permissions, documents."""

from wizard.catalogue.schema.rows import Row


class Country(Row, frozen=True, kw_only=True):
    """A country's terms for a custom connection."""

    value: str
    label: str
    price: str = ""
    offered: bool = True


class WebHost(Row, frozen=True, kw_only=True):
    """A host that a sign-in may pass through; `refuses` = parts of its addresses that mean "not in here"."""

    name: str
    owner: str
    refuses: list[str] = []


class Scope(Row, frozen=True, kw_only=True):
    """One permission our connection asks for, and why, in the user's words."""

    id: str
    reason: str
    writes: bool = False
    """Whether it lets us send; who only reads does not ask for it."""
    posts: bool = False
    """Whether it is what sending journals alone takes."""
    only_reads: bool = False
    """Whether it is for those alone who only read: whoever sends has another one that takes it in."""


class Document(Row, frozen=True, kw_only=True):
    """One source document and how many numbered items it has."""

    id: str
    title: str
    items: int
