"""Job: ask an open mail program to close in its own way, and wait until it has; it is never ended."""

from dataclasses import dataclass

from wizard.jobs.job import Done, Tools
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_WAIT_SECONDS = 30
_LOOK_EVERY = 0.5


@dataclass(frozen=True)
class CloseMailClient:
    """Close the program that has this profile open; it may ask its user about an unsent message first."""

    client: str
    profile: str

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return when it is closed; CLIENT-STAYS-OPEN when it has no such way, or does not close."""
        try:
            adapter = tools.mail_clients.client(self.client)
            profile = tools.mail_clients.profile(self.client, self.profile)
            running = adapter.running(profile)
            if running is None:
                return Done()
            progress.step(0.1, f"Asking {running.name} to close")
            if not adapter.close_gently(profile):
                return Problem("CLIENT-STAYS-OPEN", {"name": running.name, "asked": False})
            for turn in range(int(_WAIT_SECONDS / _LOOK_EVERY)):
                if adapter.running(profile) is None:
                    return Done()
                progress.step(turn * _LOOK_EVERY / _WAIT_SECONDS, f"Waiting for {running.name} to close")
                cancel.wait(_LOOK_EVERY)
        except ProblemFound as found:
            return found.problem
        return Problem("CLIENT-STAYS-OPEN", {"name": running.name, "asked": True})
