"""What a job is: typed input in, a value or a Problem out, with Progress and Cancel; no Qt."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from wizard.catalogue.schema import Procedure
from wizard.jobs.connections import Connections
from wizard.model.ports import Dialer, HttpSessions, SecretStore
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.world import World
from wizard.procedure.answers import Answers
from wizard.store.site import SiteFolder

if TYPE_CHECKING:
    from wizard.mailclients.found import MailClients


@dataclass(frozen=True)
class Tools:
    """The services a job may use, built once in `app`."""

    world: World
    dialer: Dialer
    http: HttpSessions
    vault: SecretStore
    site: SiteFolder
    learn: Callable[[str, Iterable[str]], None]
    """Tells the log filter a secret and the login names it goes with."""
    clean: Callable[[str], str]
    """Takes known secrets out of a text."""
    mail_clients: "MailClients"
    """The mail programs of this PC, or of this world's own folder."""
    connections: Connections = field(default_factory=Connections)
    """The connections to Xero and to the sender's vendor, shared by all jobs of this program run."""


@dataclass(frozen=True)
class Done:
    """A job's value: plain facts for receipts and `--json`, and `value` for the screen that asked.

    `problem`: the job ran to its end and found something wrong, which the facts explain row by row.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    value: Any = None
    problem: Problem | None = None


@dataclass(frozen=True)
class Asked:
    """What a run knows when a job starts: its answers and what earlier steps resulted in."""

    procedure: Procedure
    step: str
    answers: Answers
    results: Mapping[str, Mapping[str, Any]]
    """Step id to the facts its jobs gave."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Step id to the typed value its jobs gave in this run; gone after a restart."""

    def fact(self, name: str, default: Any = None) -> Any:
        """Return a fact of the latest step that has it."""
        for facts in reversed(list(self.results.values())):
            if name in facts:
                return facts[name]
        return default


class Job(Protocol):
    """One job with its input inside."""

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Do it; Cancelled when its user stopped it."""
