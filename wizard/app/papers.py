"""Everything that was written down of a store: receipts, proofs and pages, as papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wizard.app.program import Program
from wizard.app.standings import said_now
from wizard.catalogue.load import hidden_procedures, procedures
from wizard.catalogue.moments import in_words
from wizard.catalogue.papers import paper_words
from wizard.catalogue.schema import Procedure
from wizard.jobs.programs.receipts import MailReceipt, ReceiptState, mail_receipts, read_receipt
from wizard.model.problem import ProblemFound
from wizard.model.world import WorldKind
from wizard.papers.paper import Paper
from wizard.papers.proof import is_sealed
from wizard.papers.receipt import receipt_paper, written_kind, written_paper
from wizard.procedure.answers import Answers
from wizard.procedure.conditions import conditions
from wizard.procedure.shared import fields_of
from wizard.store.site import SiteFolder

_LARGEST = 5_000_000
"""Bytes of a page; ours are far smaller."""
_NOT_AS_WRITTEN = {"needs", "off"}
"""What home's word weighs where a receipt tells of what was, and not of what is."""


@dataclass(frozen=True)
class Kept:
    """One paper of a store before it is read: its kind, what it is called, when it was made, where it is.

    `name` is a receipt's id, or the path of a page.
    """

    kind: str
    title: str
    made: datetime
    name: str


def kept_papers(program: Program) -> list[Kept]:
    """Return all papers of the store, the newest first; what cannot be read is left out."""
    found = [*_receipts(program.site), *_written(program), *_pages(program.site)]
    return sorted(found, key=lambda each: each.made, reverse=True)


def read_paper(program: Program, kept: Kept) -> Paper | None:
    """Return one of them as it is printed; None where it is gone or damaged."""
    site, store = program.site, program.site.called()
    if kept.kind in {"proof", "page"}:
        return _page(kept)
    if kept.kind in {"written", "undone"}:
        try:
            receipt = read_receipt(program.tools(), kept.name)
        except ProblemFound:
            return None
        names = ("id", "made_at", "again", "undone_at", "undone_with")
        made = {name: getattr(receipt, name) for name in names}
        return written_paper(
            receipt.client_name, receipt.image, made, store, program.world.kind, undone=kept.kind == "undone"
        )
    data = site.receipt(kept.name)
    procedure = next((each for each in _all() if data and each.id == data.get("procedure")), None)
    if data is None or procedure is None:
        return None
    facts, since = _facts(site, procedure, data), _became(site, procedure, data)
    return receipt_paper(procedure, data, facts, program.world.kind, since, site.called)


def _became(site: SiteFolder, procedure: Procedure, receipt: dict[str, Any]) -> str:
    """Return that a newer receipt took this one's place, or what home says by now; empty: it stands."""
    words, last = paper_words().receipt, site.last_receipt(procedure.id)
    if last is not None and last["id"] != receipt["id"]:
        made = _moment(last.get("made_at"))
        return words.overtaken.format(when=in_words(made)) if made is not None else ""
    now = _since(site).get(procedure.id, "")
    return words.since.format(now=now) if now else ""


def receipt_of(program_site: SiteFolder, world: WorldKind, procedure: Procedure, name: str) -> Paper | None:
    """Return a procedure's receipt by its id; None where it cannot be read."""
    data = program_site.receipt(name)
    if data is None:
        return None
    facts = _facts(program_site, procedure, data)
    return receipt_paper(procedure, data, facts, world, called=program_site.called)


def _facts(site: SiteFolder, procedure: Procedure, receipt: dict[str, Any]) -> dict[str, Any]:
    """Return what the last screen of that run was filled with."""
    answers = Answers()
    for name, value in receipt.get("answers", {}).items():
        if isinstance(value, str | int | bool):
            answers.put(str(name), value)
    results = [facts for facts in receipt.get("results", {}).values() if isinstance(facts, dict)]
    defaults = {spec.id: spec.default for spec in fields_of(procedure) if spec.default is not None}
    found = {name: value for facts in results for name, value in facts.items()}
    return {**defaults, **conditions(answers, site.record(), results), **answers, **found}


def _receipts(site: SiteFolder) -> Iterator[Kept]:
    """Yield the receipts; what holds no more of the newest of a procedure is said beside it."""
    kinds, since = paper_words().kinds, _since(site)
    for procedure in _all():
        found = sorted(site.receipts(procedure.id), key=lambda data: str(data["made_at"]))
        for data in found:
            made = _moment(data.get("made_at"))
            if made is None:
                continue
            now = since.get(procedure.id, "")
            kind = "earlier" if data is not found[-1] else "since" if now else "receipt"
            title = kinds[kind].format(title=procedure.title, now=now)
            yield Kept("receipt", title, made, str(data["id"]))


def _since(site: SiteFolder) -> dict[str, str]:
    """Return what home says by now of each procedure that does not stand as its last receipt has it."""
    return {name: one.word for name, one in said_now(site).items() if one.row.weight in _NOT_AS_WRITTEN}


def _all() -> list[Procedure]:
    return [*procedures(), *hidden_procedures()]


def _written(program: Program) -> Iterator[Kept]:
    for receipt in mail_receipts(program.tools()):
        made = _moment(receipt.made_at)
        if made is not None and receipt.state in {ReceiptState.WRITTEN, ReceiptState.UNDONE}:
            yield _as_written(receipt, made)


def _as_written(receipt: MailReceipt, made: datetime) -> Kept:
    kind = "undone" if receipt.state is ReceiptState.UNDONE else "written"
    title = f"{receipt.client_name}, {receipt.image.account_name}"
    called = written_kind(again=bool(receipt.again), undone=kind == "undone")
    return Kept(kind, paper_words().kinds[called].format(title=title), made, receipt.id)


def _pages(site: SiteFolder) -> Iterator[Kept]:
    words, folder = paper_words().kinds, site.folder / "papers"
    for path in folder.glob("**/*.html"):
        is_proof = path.parent.name == "proof"
        try:
            made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:
            continue
        title = words["proof"] if is_proof else words["page"].format(title=path.stem.replace("-", " "))
        yield Kept("proof" if is_proof else "page", title, made, str(path))


def _page(kept: Kept) -> Paper | None:
    paper = saved_page(Path(kept.name), kept.title)
    return None if paper is None or (kept.kind == "proof" and not is_sealed(paper.html)) else paper


def saved_page(path: Path, title: str) -> Paper | None:
    """Return a page that was written down; None where it is gone."""
    try:
        with path.open("rb") as file:
            html = file.read(_LARGEST + 1).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return Paper(title, path.stem, html) if len(html) <= _LARGEST else None


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
