"""Job: check a rental's entries, as what its own program posts or, where we post them, with a plan."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from msgspec.structs import replace as with_changes

from wizard.export.gate import Clock
from wizard.jobs.books.check_records import CheckRecords
from wizard.jobs.books.who_posts import may_both_post, vendor_of
from wizard.jobs.export.find_strangers import FindStrangers
from wizard.jobs.export.review_records import RecordsReviewed, Reviewed, ReviewRecords
from wizard.jobs.job import Asked, Done, Tools
from wizard.jobs.xero.connection import key_in_use
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Part, Progress
from wizard.model.record import StoreRecord, WhoPosts


class EntriesReviewed(RecordsReviewed, frozen=True, kw_only=True):
    """Also who posts; `by_others`: how many of the entries are in Xero and were not sent from here."""

    posted_by: Literal["vendor", "tillbridge", ""] = ""
    by_others: int = 0


_POSTERS: tuple[WhoPosts, ...] = ("vendor", "tillbridge")


@dataclass(frozen=True)
class ReviewEntries:
    """Check, and plan where we post. Value: a Reviewed, without a plan where the vendor's program posts."""

    gives: ClassVar = EntriesReviewed
    check: CheckRecords
    review: ReviewRecords
    who_posts: WhoPosts = ""
    """As somebody chose; empty: as it was before, and at first the vendor's program."""
    vendor_off: bool | None = None
    """Whether somebody said that the vendor's program does not post any more; None: as it was before."""
    is_to_send: bool = False
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def asked(cls, asked: Asked) -> "ReviewEntries":
        """Build the input from a run's answers."""
        answers = asked.answers
        said = answers.text("who_posts")
        return cls(
            CheckRecords.asked(asked),
            ReviewRecords.asked(asked),
            next((one for one in _POSTERS if one == said), ""),
            answers.tick("vendor_off", default=False) if "vendor_off" in answers else None,
            answers.tick("send", default=False),
        )

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what was found; POST-READS-ONLY, POST-TWO where we are to post and must not yet.

        Who posts is kept: a daily run, and every other sending of this store, go by it.
        """
        tools.site.change(self._chosen)
        record = tools.site.record()
        if not record.books.posts_here:
            done = self.check.run(tools, progress, cancel)
            if isinstance(done, Problem):
                return done
            return Done({**done.facts, "posted_by": "vendor"}, Reviewed(done.value), done.problem)
        if not record.xero.sends_journals and key_in_use(tools) is None:
            return Problem("POST-READS-ONLY", {"vendor": vendor_of(record)})
        twice = may_both_post(record) if self.is_to_send else None
        return self._reviewed(tools, progress, cancel) if twice is None else twice

    def _chosen(self, record: StoreRecord) -> StoreRecord:
        """Return the record as somebody chose, or else as it was: at first the vendor's program posts."""
        books = record.books
        who = self.who_posts or books.who_posts or "vendor"
        is_off = books.vendor_off if self.vendor_off is None else self.vendor_off
        is_off = is_off and who == "tillbridge"
        return with_changes(record, books=with_changes(books, who_posts=who, vendor_off=is_off))

    def _reviewed(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        done = self.review.run(tools, Part(progress, 0.0, 0.8), cancel)
        if isinstance(done, Problem):
            return done
        facts = {**done.facts, "posted_by": "tillbridge"}
        reviewed: Reviewed = done.value
        if reviewed.plan is None:
            return Done(facts, reviewed, done.problem)
        strangers = FindStrangers(self.review.wanted, self.clock).run(tools, Part(progress, 0.8, 1.0), cancel)
        if isinstance(strangers, Problem):
            return Done(facts, reviewed, done.problem or strangers)
        return Done({**facts, **strangers.facts}, reviewed, done.problem)
