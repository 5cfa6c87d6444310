"""One sign-in under way: whichever way in brings its address first ends it, and nothing else can."""

import threading
import time
from queue import Empty, SimpleQueue

from wizard.model.problem import Problem
from wizard.model.progress import Cancel
from wizard.oauth.sign_in import SignIn


class Attempt:
    """A sign-in that is waited for. Every way in (listener, embedded browser, pasted address) feeds it.

    Safe to feed from any thread.
    """

    def __init__(self, sign_in: SignIn, wait_seconds: float, *, heard: bool) -> None:
        self.sign_in = sign_in
        self.heard = heard
        """Whether a listener hears the user's own browser; without one that way in cannot work."""
        self._answers: SimpleQueue[str] = SimpleQueue()
        self._taken = ""
        self._lock = threading.Lock()
        self._until = time.monotonic() + wait_seconds

    @property
    def seconds_left(self) -> float:
        """How long the answer is still waited for."""
        return max(0.0, self._until - time.monotonic())

    @property
    def answered(self) -> bool:
        """Whether the answer is in."""
        return bool(self._taken)

    def more_time(self, seconds: float) -> None:
        """Wait longer: people look for their phone."""
        with self._lock:
            self._until = max(self._until, time.monotonic()) + seconds

    def take(self, address: str) -> bool:
        """Accept the first answer of this sign-in, good or bad; False for everything else."""
        whole = self.sign_in.canonical(address)
        with self._lock:
            if self._taken or whole is None:
                return False
            self._taken = whole
        self._answers.put(whole)
        return True

    def took(self, address: str) -> bool:
        """Whether an address is the answer that was accepted: browsers ask for a page more than once."""
        return bool(self._taken) and self._taken == self.sign_in.canonical(address)

    def offer(self, address: str) -> Problem | None:
        """Take an address that a person brought; return why it is not this sign-in's answer."""
        if self.take(address):
            return None
        code = self.sign_in.code_of(address)
        return code if isinstance(code, Problem) else Problem("XERO-NOT-OURS")

    def wait(self, cancel: Cancel) -> str | None:
        """Return the redirected address, None when none came in time; Cancelled when stopped."""
        while self.seconds_left > 0:
            cancel.check()
            try:
                return self._answers.get(timeout=min(0.2, self.seconds_left) or 0.01)
            except Empty:
                continue
        return None

    # --- as the browser port ---

    @property
    def address(self) -> str:
        """The page to be opened."""
        return self.sign_in.address()

    @property
    def redirect(self) -> str:
        """Where the page leads at the end, without what is added to it."""
        return self.sign_in.redirect

    def is_answer(self, address: str) -> bool:
        """Whether an address is this sign-in's answer, good or bad."""
        return self.sign_in.is_answer(address)

    def hand_in(self, address: str) -> bool:
        """Take the address that the page led to; False if that is not it, or another was first."""
        return self.take(address)
