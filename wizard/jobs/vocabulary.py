"""What data files may name of the program: jobs with their facts, conditions, kinds of key."""

from collections.abc import Iterable
from typing import Any, Literal, get_args, get_origin

import msgspec

from wizard.books.match_table import State
from wizard.catalogue.vocabulary import TICK, JobWords, Values, Vocabulary
from wizard.jobs.daily import found
from wizard.jobs.registry import JOBS, gives_of, needs_copied, needs_of
from wizard.jobs.trouble import looked
from wizard.oauth.pasted_key import KeyKind
from wizard.procedure import conditions

_SEEN: dict[str, Values] = {
    "words_found": TICK,  # on a vendor's own page
    "vendor_named": None,  # there too
    "isps_checked": None,  # the day of the table, beside the box that it is for
    "price": None,  # of the country that is chosen
    "vendor_owner": None,  # whose own sign-in the procedure has besides
}
_WRITTEN_OUT = {"certificate", "oauth2-lines"}
"""Kinds of key that have words of their own besides those by shape."""
_TABLES = {
    ("daily.toml", "about"): frozenset(get_args(found.About)),
    ("daily.toml", "states"): frozenset(get_args(found.Went)),
    ("home.toml", "trouble_rows"): frozenset(get_args(looked.About)),
    ("matching.toml", "states"): frozenset(State),
}


def vocabulary(pages: Iterable[str]) -> Vocabulary:
    """Return everything that the program knows by name, out of its own declarations.

    `pages` are the kinds of screens that the window has a page for.
    """
    jobs = {
        name: JobWords(_facts(gives_of(name)), frozenset(needs_of(name)), needs_copied(name)) for name in JOBS
    }
    named = {
        name: None if values is None else frozenset(values) for name, values in conditions.VALUES.items()
    }
    return Vocabulary(jobs, named, _SEEN, frozenset(KeyKind) | _WRITTEN_OUT, _TABLES, frozenset(pages))


def _facts(gives: type[msgspec.Struct]) -> dict[str, Values]:
    return {field.encode_name: _values(field.type) for field in msgspec.structs.fields(gives)}


def _values(kind: Any) -> Values:
    """Return what a fact of a type can be, as texts."""
    if kind is bool:
        return TICK
    return frozenset(get_args(kind)) if get_origin(kind) is Literal else None
