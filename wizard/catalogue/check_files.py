"""Whether each data file is read and fits, and its tables have a row for each thing and for no other.

What a text is filled with is looked at by file: a name in braces that none of its file's texts is ever filled
with is a slip.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, get_args

from wizard.catalogue import load
from wizard.catalogue.calls import call_file
from wizard.catalogue.daily import daily_words
from wizard.catalogue.examples import example_file
from wizard.catalogue.export import export_words
from wizard.catalogue.guides import guides
from wizard.catalogue.headings import home_words
from wizard.catalogue.kinds import file_words
from wizard.catalogue.layouts import FIELDS, known_layouts, reading_words
from wizard.catalogue.matching import match_words
from wizard.catalogue.papers import paper_words
from wizard.catalogue.practice import practice_logins
from wizard.catalogue.resources import CatalogueError, files_in, names_in, read_toml
from wizard.catalogue.rules import rule_rows
from wizard.catalogue.said import said_file
from wizard.catalogue.schedule import schedule_words
from wizard.catalogue.set_up import set_up_words
from wizard.catalogue.standings import standing_file
from wizard.catalogue.stores import store_words
from wizard.catalogue.till import till_words
from wizard.catalogue.trades import trades
from wizard.catalogue.trouble import What, trouble_file
from wizard.catalogue.vocabulary import Vocabulary, unknown
from wizard.catalogue.wording import facts_in
from wizard.catalogue.words import texts_in
from wizard.model.books import DateOrder, DecimalMark, Kind
from wizard.model.export import ORDER, State
from wizard.model.findings import FixKind
from wizard.model.mapping import LEFT_OUT, SLOTS, Confidence
from wizard.model.schedule import Sends

_READERS: Mapping[str, Callable[[], object]] = {
    "calls.toml": call_file,
    "clients/": lambda: (guides(), [load.client_words(name) for name in _programs()]),
    "countries.toml": load.countries,
    "daily.toml": daily_words,
    "deadlines.toml": load.deadlines,
    "documents.toml": load.documents,
    "examples.toml": example_file,
    "export.toml": export_words,
    "guided-programs.toml": load.guided_programs,
    "home.toml": lambda: (home_words(), store_words(), trouble_file()),
    "key-verdicts.toml": load.key_verdicts,
    "kinds.toml": file_words,
    "layouts/": known_layouts,
    "mail-wordings.toml": load.mail_wordings,
    "matching.toml": match_words,
    "papers.toml": paper_words,
    "practice/": practice_logins,
    "problems.toml": load.problems,
    "procedures/": load.procedures,
    "providers/app-passwords.toml": load.password_guides,
    "providers/isps.toml": load.isps,
    "providers/mail.toml": lambda: (load.providers(), load.encryptions()),
    "providers/sign-in.toml": load.mail_sign_in,
    "reading.toml": reading_words,
    "rules.toml": rule_rows,
    "said.toml": said_file,
    "schedule.toml": schedule_words,
    "screens/": lambda: [load.screen(name) for name in names_in("screens")],
    "set-up.toml": set_up_words,
    "standings.toml": standing_file,
    "till.toml": till_words,
    "trades.toml": trades,
    "web-hosts.toml": load.web_hosts,
    "words/": lambda: [texts_in(name) for name in files_in("words")],
    "xero-scopes.toml": load.scopes,
}
"""By file or folder, who reads it."""

_PLACES: Mapping[str, str] = {
    "daily.toml": "count next of store when",
    "export.toml": """
        already_there by_earlier calls count day excluded failed files first folder held kind kinds last made
        narration organisation out path read rest run said sent short_code text time used what when
    """,
    "home.toml": "name named store what count",
    "kinds.toml": "name",
    "matching.toml": "confidence count file reason to",
    "papers.toml": "account app contact day file first id now number price program store title to when",
    "reading.toml": "column said",
    "rules.toml": """
        account action amount answer balance ceiling code column contact credited credits currency customer
        day debits due file found length line lock lock_at_xero note number organisation other own price
        rate reason record rounding site slot status tax text total wanted what why word
    """,
    "schedule.toml": "at count due last next weekday",
    "set-up.toml": """
        blank box conditions count file high kind label labels low name names number organisation reason store
        title value vendor where
    """,
    "till.toml": "age days do first_wrong hours_old matches_checked matches_wrong what",
    "trades.toml": "code norm organisation rate",
}
"""By file, what its texts are filled with."""

_Rows = tuple[str, str, Collection[str], Collection[str]]
"""File, table, the rows it has, and what they are to be about."""


def _programs() -> list[str]:
    ending = ".words"
    return [name.removesuffix(ending) for name in names_in("clients") if name.endswith(ending)]


def check_files(known: Vocabulary) -> Iterator[CatalogueError]:
    """Yield what is wrong with the data files as such."""
    faults = [*_reading()]
    yield from faults
    if not faults:
        yield from _tables(known)
        yield from _places()
        yield from _targets()


def _reading() -> Iterator[CatalogueError]:
    for name in files_in():
        if not any(name == own or (own.endswith("/") and name.startswith(own)) for own in _READERS):
            yield CatalogueError(name, "(file)", "nobody reads it")
    for read in _READERS.values():
        try:
            read()
        except CatalogueError as fault:
            yield fault


def _tables(known: Vocabulary) -> Iterator[CatalogueError]:
    """Yield every row that stands for nothing, and every thing that has no row."""
    export, matching, kinds = export_words(), match_words(), file_words()
    whole: list[_Rows] = [
        ("export.toml", "states", export.states, get_args(State)),
        ("matching.toml", "slots", matching.slots, SLOTS),
        ("matching.toml", "confidence", matching.confidence, get_args(Confidence)),
        ("matching.toml", "aside", matching.aside, LEFT_OUT),
        ("kinds.toml", "kinds", kinds.kinds, get_args(Kind)),
        ("kinds.toml", "orders", kinds.orders, get_args(DateOrder)),
        ("kinds.toml", "marks", kinds.marks, get_args(DecimalMark)),
        ("reading.toml", "words.fields", reading_words().words.fields, FIELDS),
        ("home.toml", "trouble", trouble_file().trouble, get_args(What)),
    ]
    whole += [(*at, _table(*at), names) for at, names in known.tables.items()]
    for row in whole:
        strangers = [*_strangers(*row)]
        # A row that is called otherwise is missing as well: that is one slip.
        yield from strangers or _missing(*row)
    partly: list[_Rows] = [
        ("export.toml", "fixes", export.fixes, get_args(FixKind)),
        ("export.toml", "kinds", export.kinds, ORDER),
        ("schedule.toml", "says", schedule_words().says, get_args(Sends)),
    ]
    for row in partly:
        yield from _missing(*row)
    yield from _strangers("export.toml", "fix", export.fix, export.why)
    for why, fix in export.fix.items():
        yield from _strangers("export.toml", f"fix.{why}", [fix], export.fixes)


def _table(file: str, table: str) -> Mapping[str, Any]:
    found = read_toml(file).get(table, {})
    return found if isinstance(found, dict) else {}


def _strangers(
    file: str, table: str, rows: Iterable[str], names: Collection[str]
) -> Iterator[CatalogueError]:
    for row in rows:
        if row not in names:
            yield unknown(file, f"{table}.{row}", "row called", row, names)


def _missing(file: str, table: str, rows: Collection[str], names: Iterable[str]) -> Iterator[CatalogueError]:
    for name in names:
        if name not in rows:
            yield CatalogueError(file, f"{table}.{name}", "is missing")


def _places() -> Iterator[CatalogueError]:
    for file, names in _PLACES.items():
        allowed = names.split()
        for key, text in _texts(read_toml(file), ""):
            try:
                filled = facts_in(text)
            except ValueError as error:
                yield CatalogueError(file, key, f"its braces do not close: {error}")
                continue
            for name in filled:
                if name not in allowed:
                    yield unknown(file, key, "place", name, allowed)


def _texts(data: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, list):
        for index, each in enumerate(data):
            yield from _texts(each, f"{key}[{index}]")
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, f"{key}.{name}" if key else name)


def _targets() -> Iterator[CatalogueError]:
    """Yield what leads to a procedure, or stands for a screen, that is not there."""
    ids = ["", *(each.id for each in load.procedures())]
    for what, row in trouble_file().trouble.items():
        if row.begins not in ids:
            yield unknown("home.toml", f"trouble.{what}.begins", "procedure", row.begins, ids)
    for name in read_toml("practice/found.toml"):
        if name not in names_in("screens"):
            yield unknown("practice/found.toml", name, "screen", name, names_in("screens"))
