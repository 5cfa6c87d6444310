"""Loading the data files, each checked against its type; a fault is one line with file, key and reason."""

from functools import lru_cache
from typing import Any, Protocol, TypeVar

import msgspec

from wizard.catalogue.provider_rows import (
    Deadline,
    EncryptionWord,
    IspFile,
    PasswordGuide,
    Provider,
    SignInFile,
    Wording,
)
from wizard.catalogue.resources import CatalogueError, names_in, read_table, read_toml
from wizard.catalogue.schema import (
    ClientWords,
    Country,
    Document,
    GuidedProgram,
    ProblemText,
    Procedure,
    Scope,
    Screen,
    WebHost,
)

T = TypeVar("T")


class Named(Protocol):
    """What has a file of its own, called as it is."""

    @property
    def id(self) -> str:
        """What it is called."""


N = TypeVar("N", bound=Named)


def convert(data: Any, kind: type[T], file: str, key: str = "$") -> T:
    """Return the data at a key as the given type; CatalogueError with the path where it does not fit."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at ")
        raise CatalogueError(file, path.strip("`").replace("$", key, 1) or key, reason) from None


def read_named(folder: str, name: str, kind: type[N]) -> N:
    """Return what has a file of its own in a folder, as the given type; CatalogueError."""
    file = f"{folder}/{name}.toml"
    found = convert(read_toml(file), kind, file)
    if found.id != name:
        raise CatalogueError(file, "id", f"must be {name}, as the file is called")
    return found


@lru_cache(maxsize=64)
def procedure(name: str) -> Procedure:
    """Return one procedure by id."""
    return read_named("procedures", name, Procedure)


@lru_cache(maxsize=1)
def procedures() -> tuple[Procedure, ...]:
    """Return every documented procedure, by title order of the home page."""
    found = (procedure(name) for name in names_in("procedures"))
    return tuple(p for p in found if not p.hidden)


@lru_cache(maxsize=1)
def hidden_procedures() -> tuple[Procedure, ...]:
    """Return what is walked like a procedure but documented by nobody: the connection's own pages."""
    found = (procedure(name) for name in names_in("procedures"))
    return tuple(p for p in found if p.hidden)


@lru_cache(maxsize=1)
def key_verdicts() -> dict[str, dict[str, str]]:
    """Return what is said of a pasted key: by procedure, then by kind."""
    return convert(read_toml("key-verdicts.toml"), dict[str, dict[str, str]], "key-verdicts.toml")


@lru_cache(maxsize=64)
def screen(name: str) -> Screen:
    """Return one screen by id."""
    return read_named("screens", name, Screen)


@lru_cache(maxsize=1)
def problems() -> dict[str, ProblemText]:
    """Return every problem's texts by code."""
    file = "problems.toml"
    return {code: convert(row, ProblemText, file, code) for code, row in read_toml(file).items()}


@lru_cache(maxsize=256)
def problem_text(code: str) -> ProblemText | None:
    """Return one problem's texts, None where there are none; its part of the file alone is parsed."""
    file = "problems.toml"
    row = read_table(file, code)
    return None if row is None else convert(row, ProblemText, file, code)


@lru_cache(maxsize=1)
def isps() -> IspFile:
    """Return the ISP rule."""
    return convert(read_toml("providers/isps.toml"), IspFile, "providers/isps.toml")


@lru_cache(maxsize=1)
def providers() -> tuple[Provider, ...]:
    """Return the mail provider table."""
    data = read_toml("providers/mail.toml")
    return tuple(convert(data.get("provider", []), list[Provider], "providers/mail.toml"))


@lru_cache(maxsize=1)
def encryptions() -> dict[str, EncryptionWord]:
    """Return the three ways to encrypt, in plain words, by socket type."""
    data = read_toml("providers/mail.toml")
    return convert(data.get("encryption", {}), dict[str, EncryptionWord], "providers/mail.toml")


@lru_cache(maxsize=1)
def password_guides() -> dict[str, PasswordGuide]:
    """Return how app passwords and API keys are made, by id."""
    file = "providers/app-passwords.toml"
    return {row.id: row for row in convert(read_toml(file).get("guide", []), list[PasswordGuide], file)}


@lru_cache(maxsize=1)
def mail_wordings() -> tuple[Wording, ...]:
    """Return what mail servers' words of refusal mean, the first that fits decides."""
    file = "mail-wordings.toml"
    return tuple(convert(read_toml(file).get("wording", []), list[Wording], file))


@lru_cache(maxsize=1)
def mail_sign_in() -> SignInFile:
    """Return what signing in for mail asks for, and what refusals mean."""
    file = "providers/sign-in.toml"
    return convert(read_toml(file), SignInFile, file)


@lru_cache(maxsize=1)
def deadlines() -> tuple[Deadline, ...]:
    """Return the dates that will bite, in their order."""
    data = read_toml("deadlines.toml")
    found = convert(data.get("deadline", []), list[Deadline], "deadlines.toml")
    return tuple(sorted(found, key=lambda row: row.ends))


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Return the countries and what a custom connection costs there."""
    data = read_toml("countries.toml")
    return tuple(convert(data.get("country", []), list[Country], "countries.toml"))


def scopes() -> tuple[Scope, ...]:
    """Return the permissions our own Xero connection asks for, to send as well."""
    return tuple(each for each in _all_scopes() if not each.only_reads)


def reading_scopes() -> tuple[Scope, ...]:
    """Return those that it asks for where nothing is to be sent."""
    return tuple(each for each in _all_scopes() if not each.writes)


def posting_scopes() -> tuple[Scope, ...]:
    """Return those that it asks for where journals are sent, and nothing else."""
    return tuple(each for each in scopes() if each.posts or not each.writes)


@lru_cache(maxsize=1)
def _all_scopes() -> tuple[Scope, ...]:
    data = read_toml("xero-scopes.toml")
    return tuple(convert(data.get("scope", []), list[Scope], "xero-scopes.toml"))


@lru_cache(maxsize=1)
def web_hosts() -> dict[str, WebHost]:
    """Return the hosts a sign-in may pass through, by name."""
    data = read_toml("web-hosts.toml")
    return {h.name: h for h in convert(data.get("host", []), list[WebHost], "web-hosts.toml")}


@lru_cache(maxsize=1)
def documents() -> tuple[Document, ...]:
    """Return the five source documents."""
    data = read_toml("documents.toml")
    return tuple(convert(data.get("document", []), list[Document], "documents.toml"))


@lru_cache(maxsize=16)
def client_words(name: str) -> ClientWords:
    """Return one mail program's own words."""
    file = f"clients/{name}.words.toml"
    return convert(read_toml(file), ClientWords, file)


@lru_cache(maxsize=1)
def guided_programs() -> tuple[GuidedProgram, ...]:
    """Return the mail programs that are only guided."""
    data = read_toml("guided-programs.toml")
    return tuple(convert(data.get("program", []), list[GuidedProgram], "guided-programs.toml"))
