"""What a sending is made of: the files, the matches and the choices, each named or the store's own."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.books.mapping_file import read_mapping
from wizard.books.preflight import Store, side_of
from wizard.books.report import FolderReport, read_folder
from wizard.catalogue.schema import Procedure
from wizard.catalogue.words import words_of
from wizard.export.day import Choices, Day
from wizard.jobs.books.of_run import OfRun, of_run
from wizard.jobs.books.own_layouts import own_layouts
from wizard.jobs.books.store_files import neighbours
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.who_posts import Whose, vendor_that_posts
from wizard.jobs.job import Tools
from wizard.ledger.ledger import Ledger
from wizard.model.chart import Chart
from wizard.model.export import THROUGH, Through
from wizard.model.mapping import Mapping
from wizard.model.problem import Fact, Fault, FaultyInput, Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord
from wizard.procedure.answers import Answers
from wizard.xero.reads import PARTS, SETTINGS, Part

_words = words_of(__name__)

_PIECE = 1 << 20
_DOCUMENTS = "--documents"


class Wanted(Struct, frozen=True):
    """What was asked for; None: the store's own."""

    documents: Path | None = None
    mapping: Path | None = None
    through: Through = "journal"
    drafts: bool = False
    start_from: date | None = None
    is_whole_only: bool = False
    """Whether nothing goes unless all of it can."""
    whose: Whose | None = None
    """Whose files and matches are meant; None: nobody said, any of the store's own."""
    only_looks: bool = False
    """Whether nothing is to go: whoever posts, all of it counts."""
    posts: bool = False
    """Whether it was chosen in this run that we post what another program would post by itself."""


def wanted_by(procedure: Procedure, answers: Answers) -> Wanted:
    """Return what a run's answers want; the matches are the store's own by then."""
    through = answers.text("send_through")
    chosen = next((one for one in THROUGH if one == through), THROUGH[-1])
    drafts, good_ones = answers.tick("as_drafts", default=False), answers.tick("good_ones", default=False)
    run = of_run(procedure, answers)
    return Wanted(
        run.named, None, chosen, drafts, None, is_whole_only=not good_ones, whose=run.whose,
        posts=answers.text("who_posts") == "tillbridge",
    )  # fmt: skip


class Given(Struct, frozen=True):
    """What is sent, read and pinned: `stamp` changes with the files, the matches and the choices."""

    folder: Path
    found: FolderReport
    mapping: Mapping
    choices: Choices
    stamp: str

    @property
    def parts(self) -> Sequence[Part]:
        """What of Xero has to be known for it: for journals alone no customers and no invoices."""
        return SETTINGS if {file.kind for file in self.found.files} == {"journal"} else PARTS


def given(tools: Tools, wanted: Wanted, progress: Progress, cancel: Cancel) -> Given:
    """Return it; FaultyInput lists everything that is missing or wrong."""
    faults: list[Fault] = []
    run, record = OfRun(wanted.documents, whose=wanted.whose), tools.site.record()
    folder = run.documents(record)
    if folder is None:
        faults.append(Fault(_DOCUMENTS, "MISSING", _words("name-the-folder")))
    mapping = _mapping(wanted, StoreMatches(tools.site, run.whose_matches(record)), faults)
    if folder is None or mapping is None:
        raise FaultyInput(faults)
    found = read_folder(folder, None, progress, cancel, own_layouts(tools.site))
    if found.questions:
        raise FaultyInput([Fault(one.where, one.code, one.message) for one in found.questions])
    choices = Choices(wanted.through, wanted.is_whole_only, who_else_posts(wanted, record))
    return Given(folder, found, mapping, choices, stamp_of(folder, found, mapping, choices))


def who_else_posts(wanted: Wanted, record: StoreRecord) -> str:
    """Return whose program posts the journals by itself: a sending leaves them out; empty: nobody's does."""
    return "" if wanted.only_looks or wanted.posts else vendor_that_posts(record)


def nothing_given(faulty: FaultyInput) -> Problem:
    """Return the problem of files that were named nowhere, or are not there any more, for a screen."""
    first = faulty.faults[0]
    said = f"{first.message[:1].upper()}{first.message[1:].rstrip('.')}."
    facts: dict[str, Fact] = {"folder": "", "said": said}
    is_unnamed = (first.where, first.code) == (_DOCUMENTS, "MISSING")
    return Problem("FILE-NONE", {**facts, "unnamed": True} if is_unnamed else facts)


def _mapping(wanted: Wanted, own: StoreMatches, faults: list[Fault]) -> Mapping | None:
    if wanted.mapping is None and not own.path.is_file():
        faults.append(Fault("--mapping", "MISSING", _words("name-the-matches")))
        return None
    try:
        mapping = own.read() if wanted.mapping is None else read_mapping(wanted.mapping)
    except FaultyInput as error:
        faults += error.faults
        return None
    status = "draft" if wanted.drafts else mapping.settings.get("status")
    start = wanted.start_from.isoformat() if wanted.start_from else mapping.settings.get("start_from")
    return mapping.with_settings({"status": status, "start_from": start})


def day_of(tools: Tools, what: Given, chart: Chart, ledger: Ledger, cancel: Cancel) -> Day:
    """Return the records judged by what Xero has, today by this PC's clock, and by what the ledger knows."""
    today = datetime.now().astimezone().date()
    store: Store = neighbours(tools.site)
    side = side_of(what.mapping, chart, today, replace(store, sites_of_same=()))
    return Day(what.found, side, ledger, what.choices, cancel)


def stamp_of(folder: Path, found: FolderReport, mapping: Mapping, choices: Choices) -> str:
    """Return the digest of what is sent: the files' contents, every match, and what was chosen."""
    whole = sha256(repr((mapping, choices)).encode("utf-8", "surrogatepass"))
    for name in sorted({file.file for file in found.files}):
        path = folder / name if folder.is_dir() else folder
        whole.update(f"\n{name}\n".encode("utf-8", "surrogatepass") + _digest(path))
    return whole.hexdigest()


def signs_of(folder: Path, found: FolderReport) -> tuple[tuple[int, int], ...]:
    """Return what tells cheaply that the files may have changed: their sizes and times."""
    names = sorted({file.file for file in found.files})
    stats = ((folder / name if folder.is_dir() else folder).stat() for name in names)
    return tuple((stat.st_size, stat.st_mtime_ns) for stat in stats)


def _digest(path: Path) -> bytes:
    found = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.digest()
