"""Sends a day's records in order: contacts, invoices, payments, credit notes, refunds, and the rest."""

from collections.abc import Callable

from wizard.catalogue.words import words_of
from wizard.export.api import XeroApi
from wizard.export.courier import Courier, Result
from wizard.export.credits import Credits
from wizard.export.customers import Customers
from wizard.export.day import Day
from wizard.export.directory import Directory
from wizard.export.documents import Documents
from wizard.export.dues import Dues
from wizard.export.money import Money
from wizard.export.post import Post
from wizard.export.run import BATCH, Run
from wizard.export.tally import Tally
from wizard.export.traffic import Traffic
from wizard.ledger.ledger import Claim, Entry, Ledger
from wizard.model.documents import Party
from wizard.model.export import Sent
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancelled, Progress

_words = words_of(__name__)

_TOLD = 20
"""Of few records, how often it is told where a sending is."""


class Sending:
    """One run: its day, Xero, and the ledger that it writes."""

    def __init__(
        self, day: Day, api: XeroApi, ledger: Ledger, run: int, watch: Callable[[], Problem | None]
    ) -> None:
        traffic = Traffic(api.cancel)
        self._courier = Courier(api, ledger, run, traffic)
        self._run = Run(day, api, ledger, run, Post(self._courier, ledger, watch, api.cancel), traffic)
        self._directory = Directory(day.side, ledger)
        self._dues = Dues(api, ledger, run)

    def send(self, progress: Progress, count: int) -> Sent:
        """Send all that may go of about `count` records; what does not go is told one by one."""
        run = self._run
        run.report = _reporter(progress, run.tally, max(1, count))
        self._resume()
        for one in run.day.others:
            run.tally.add(one)
        Customers(run, self._directory).send()
        documents, money = Documents(run, self._directory), Money(run, self._dues)
        documents.send("invoice")
        money.send("payment")
        documents.send("credit-note")
        Credits(run, self._dues).send()
        money.send("refund")
        documents.send("overpayment")
        documents.send("journal")
        run.note_seen()
        tally, post = run.tally, run.post
        counts = tally.counts
        progress.item(counts)  # the last ones too, before it is read back
        return Sent(
            counts, tuple(tally.outcomes), tuple(tally.remarks), post.problem, post.stopped, run.number
        )  # fmt: skip

    def _resume(self) -> None:
        """Find out what came of what an earlier program left in doubt; only what is still to go may go."""
        ledger, post, day = self._run.ledger, self._run.post, self._run.day
        by_batch: dict[int, list[Entry]] = {}
        for entry in ledger.in_state("sending"):
            by_batch.setdefault(entry.batch, []).append(entry)
        for number, entries in by_batch.items():
            batch = ledger.open_batch(number)
            if batch is None or post.is_over:
                continue
            try:
                staying = {entry.identity for entry in entries if day.doubts.stays(entry)}
                for result in self._courier.resume(batch, [_claim_of(entry) for entry in entries], staying):
                    self._take_up(result)
            except (ProblemFound, Cancelled) as error:
                post.end(error)

    def _take_up(self, result: Result) -> None:
        """What arrived after all is there to be paid, and to be written to."""
        sent = result.claim.sent
        if result.claim.kind in {"invoice", "credit-note"} and result.xero_id:
            self._run.bad_numbers.discard(result.claim.name)
        if result.claim.kind == "contact" and result.xero_id:
            party = Party(str(sent.get("Name", "")), str(sent.get("AccountNumber", "")))
            self._directory.add(party, result.xero_id)


def _reporter(progress: Progress, tally: Tally, count: int) -> Callable[[], None]:
    every = max(1, min(BATCH, count // _TOLD))

    def report() -> None:
        counts = tally.counts
        if counts.read % every == 0:
            progress.step(min(1.0, counts.read / count), _words("so-far", done=counts.read, count=count))
            progress.item(counts)

    return report


def _claim_of(entry: Entry) -> Claim:
    return Claim(
        entry.kind, entry.identity, entry.fingerprint, entry.name, entry.place, entry.total, entry.sent,
        matched=entry.matched,
    )  # fmt: skip
