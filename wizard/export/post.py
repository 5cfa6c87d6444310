"""Batches on their way, five at once; once something ends the sending, the rest is held and said so."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

from wizard.export.courier import Courier, Result, why_of
from wizard.export.gate import AT_ONCE
from wizard.ledger.ledger import Claim, Ledger
from wizard.model.export import Why
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Cancelled

T = TypeVar("T")
Take = Callable[[Result], None]


class Post:
    """Delivers by one courier; `watch` says before each batch whether it still goes to the same place."""

    def __init__(
        self, courier: Courier, ledger: Ledger, watch: Callable[[], Problem | None], cancel: Cancel
    ) -> None:
        self._courier, self._ledger, self._watch, self._cancel = courier, ledger, watch, cancel
        self.problem: Problem | None = None
        self.stopped = False

    @property
    def is_over(self) -> bool:
        """Whether nothing goes any more."""
        if self._cancel.requested:
            self.stopped = True
        return self.stopped or self.problem is not None

    def end(self, error: ProblemFound | Cancelled) -> None:
        """Let nothing go any more."""
        if isinstance(error, Cancelled):
            self.stopped = True
        elif self.problem is None:
            self.problem = error.problem

    @property
    def why(self) -> Why:
        """Why what did not go any more is held."""
        return Why("stopped") if self.problem is None else Why("ended-early", self.problem.code)

    def deliver(
        self,
        kind: str,
        claims: Iterable[Claim],
        take: Take,
        *,
        size: int = 50,
        path_of: Callable[[Claim], str] | None = None,
    ) -> None:
        """Deliver claims in batches as they come and hand each result over, in this thread."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            running: dict[Future[list[Result]], list[Claim]] = {}
            for batch in grouped(claims, size):
                self._look_round()
                if self.is_over:
                    for claim in batch:
                        take(Result(claim, "held", self.why))
                    continue
                path = path_of(batch[0]) if path_of is not None else ""
                running[threads.submit(self._courier.deliver, kind, batch, path)] = batch
                if len(running) >= AT_ONCE:
                    self._collect(running, take, until_empty=False)
            self._collect(running, take, until_empty=True)

    def _look_round(self) -> None:
        if not self.is_over and (problem := self._watch()) is not None:
            self.problem = problem

    def _collect(
        self, running: dict[Future[list[Result]], list[Claim]], take: Take, *, until_empty: bool
    ) -> None:
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                self._finish(future, running.pop(future), take)
            if not until_empty:
                return

    def _finish(self, future: Future[list[Result]], batch: list[Claim], take: Take) -> None:
        try:
            results = future.result()
        except (ProblemFound, Cancelled) as error:
            self.end(error)
            self._tell(batch, take)
            return
        for result in results:
            take(result)

    def _tell(self, batch: list[Claim], take: Take) -> None:
        """Say of each what the ledger says: some of a batch may have arrived before it ended."""
        for claim in batch:
            entry = self._ledger.entry(claim.kind, claim.identity)
            if entry is None or entry.run != self._courier.run or entry.state == "waiting":
                take(Result(claim, "held", self.why))
            elif entry.state == "sending":
                take(Result(claim, "held", Why("in-doubt")))
            elif entry.state == "refused":
                take(Result(claim, "failed", why_of(entry.said)))
            else:
                take(Result(claim, "sent", None, entry.xero_id))


def grouped(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield them in lists of at most that many."""
    remaining = iter(things)
    while some := list(islice(remaining, size)):
        yield some
