"""Xero's side of a store's books: from a folder that was named, else as it was kept, asked anew if old."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.books.xero_data import from_folder
from wizard.catalogue.words import words_of
from wizard.jobs.job import Tools
from wizard.jobs.xero.connection import addresses_of, ask_with, tokens_of
from wizard.model.chart import Chart
from wizard.model.connection import AccessTokens
from wizard.model.problem import FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.store.site import SiteFolder
from wizard.store.xero_answers import XeroAnswers
from wizard.xero.calls import Answer, ask
from wizard.xero.reads import PARTS, Part, read_part

_words = words_of(__name__)

FRESH_SECONDS = 900.0
"""How old what was read may be before Xero is asked again: a person matches for some minutes."""


class XeroSide(Struct, frozen=True):
    """The chart, and why it was not asked for anew where that failed."""

    chart: Chart
    not_asked: Problem | None = None

    @property
    def closed(self) -> frozenset[str]:
        """The parts that nobody could read: what they hold cannot be told."""
        return self.chart.unseen


def xero_folder(site: SiteFolder) -> Path | None:
    """Return the folder that keeps what Xero answered of this store's organisation; None without one."""
    own = site.record().organisation
    name = (own.tenant_id or own.organisation_id) if own is not None else ""
    return site.folder / "books" / "xero" / name if name.replace("-", "").isalnum() else None


def xero_side(
    tools: Tools,
    given: Path | None,
    progress: Progress,
    cancel: Cancel,
    *,
    parts: Sequence[Part] = PARTS,
    max_age: float | None = FRESH_SECONDS,
) -> XeroSide | Problem:
    """Return the organisation's side; the problem where it never was read and cannot be read now.

    What is younger than `max_age` seconds is not asked for again; None: whatever was kept will do.

    `given` is a folder of files as Xero's API answers: with it nobody is asked (FaultyInput for its faults).
    """
    if given is not None:
        return XeroSide(from_folder(given))
    folder = xero_folder(tools.site)
    if folder is None:
        return Problem("ORG-NONE", {"by": "nobody"})
    not_asked = None
    try:
        _refresh(tools, folder, parts, progress, cancel, max_age)
        if kept_chart(tools.site) is None:  # a file of it was damaged since
            _refresh(tools, folder, parts, progress, cancel, 0, whole=True)
    except ProblemFound as found:
        not_asked = found.problem
    chart = kept_chart(tools.site)
    if chart is None:  # some of it was never read
        return not_asked or Problem("XERO-ODD", {"status": 200, "said": _words("nothing-to-match-to")})
    return XeroSide(chart, not_asked)


def kept_chart(site: SiteFolder) -> Chart | None:
    """Return the organisation's side as it was kept; None where it never was read. Asks nobody."""
    folder = xero_folder(site)
    if folder is None:
        return None
    try:
        chart = from_folder(folder)
    except FaultyInput:
        return None
    own = site.record().organisation
    return replace(chart, tenant=own.tenant_id if own is not None else "")


def _refresh(
    tools: Tools,
    folder: Path,
    parts: Sequence[Part],
    progress: Progress,
    cancel: Cancel,
    max_age: float | None,
    *,
    whole: bool = False,
) -> None:
    """Ask for every part that is older than `max_age` seconds; one that is closed to us is dropped.

    `whole`: for all of it, not for what changed.
    """
    kept = XeroAnswers(folder)
    old = [part for part in parts if not _is_young(kept, part, max_age)]
    if not old:
        return
    asker = Asker(tools, parts)
    for index, part in enumerate(old):
        progress.step(index / len(old), _words("reading-from-xero", part=part.path))
        now = time.time()
        since = kept.since(part.name, now) if part.id and not whole else ""
        try:
            found = read_part(part, asker.ask, cancel, since)
        except ProblemFound as refused:
            if refused.problem.code != "XERO-PERMISSION" or part.permission == parts[0].permission:
                raise
            kept.drop(part.name)
            continue
        if since:
            if kept.merge(part.name, part.answer, part.id, found.rows, found.clock, now):
                continue
            found = read_part(part, asker.ask, cancel)
        kept.keep(part.name, part.answer, found.rows, found.clock, now)


def _is_young(kept: XeroAnswers, part: Part, max_age: float | None) -> bool:
    asked = kept.asked_at(part.name)
    return asked is not None and (max_age is None or 0 <= time.time() - asked < max_age)


class Asker:
    """Asks Xero for parts of the store's organisation: by its own sign-in, else by its custom connection."""

    def __init__(self, tools: Tools, parts: Sequence[Part]) -> None:
        self._tools = tools
        self._api = addresses_of(tools).api
        self._tokens: AccessTokens = tokens_of(tools, tuple(dict.fromkeys(p.permission for p in parts)))
        own = tools.site.record().organisation
        self._tenant = own.tenant_id if own is not None else ""

    def ask(self, part: Part, params: Mapping[str, str], since: str) -> Answer:
        """Return one answer; ProblemFound for every refusal."""

        def once(access: Secret) -> Answer | Problem:
            try:
                return ask(
                    self._tools.http, self._api + part.path, access, tenant=self._tenant, params=params,
                    since=since, permission=f"{part.permission}.read", by=self._tokens.by,
                )  # fmt: skip
            except ProblemFound as found:
                return found.problem

        answer = ask_with(self._tokens, once)
        if isinstance(answer, Problem):
            raise ProblemFound(answer)
        return answer
