"""What a job is: typed input in, a value or a Problem out, with Progress and Cancel; no Qt."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import msgspec

from wizard.catalogue.schema import Procedure
from wizard.jobs.connections import Connections
from wizard.jobs.registry import gives_of, job_class
from wizard.model.domains import DomainNames, NobodyToAsk
from wizard.model.ports import Dialer, HttpSessions, SecretStore
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.world import World
from wizard.procedure.answers import Answers

if TYPE_CHECKING:
    from wizard.mailclients.found import MailClients
    from wizard.schedule.daily_task import DailyTask
    from wizard.store.site import SiteFolder


class Gives(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what jobs give: exactly the facts that a `Done` may carry; one left out has its default."""


class Nothing(Gives, frozen=True, kw_only=True):
    """What a job gives that only says yes or no."""


Kind = TypeVar("Kind", bound=Gives)


@dataclass(frozen=True)
class Tools:
    """The services a job may use, built once in `app`."""

    world: World
    dialer: Dialer
    http: HttpSessions
    vault: SecretStore
    site: "SiteFolder"
    learn: Callable[[str, Iterable[str]], None]
    """Tells the log filter a secret and the login names it goes with."""
    clean: Callable[[str], str]
    """Takes known secrets out of a text."""
    mail_clients: "MailClients"
    """The mail programs of this PC, or of this world's own folder."""
    connections: Connections = field(default_factory=Connections)
    """The connections to Xero and to the sender's vendor, shared by all jobs of this program run."""
    daily: "Callable[[], DailyTask] | None" = None
    """Gives what starts Tillbridge each day; None where nothing can."""
    notify: Callable[[str, str], bool] | None = None
    """Shows a title and a text on the desktop and says whether it did; None where nothing may."""
    names: DomainNames = field(default_factory=NobodyToAsk)
    """The name servers, where other domains are looked up."""
    named_lines: dict[str, str] = field(default_factory=dict, repr=False)
    """The organisation that a vendor's page named beside each line read there, while this program runs."""


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
    checked: datetime | None = None
    """When the step that proves what the run sets up was last done without a problem."""

    def given(self, kind: type[Kind]) -> Kind | None:
        """Return what the latest job that gives this gave, None where none has run to its end."""
        jobs = {step.id: step.jobs for step in self.procedure.steps}
        for step, facts in reversed(list(self.results.items())):
            declared = any(issubclass(gives_of(name), kind) for name in jobs.get(step, ()))
            mine = {name: facts[name] for name in kind.__struct_encode_fields__ if name in facts}
            if declared and mine:
                return msgspec.convert(mine, kind)
        return None


class Job(Protocol):
    """One job with its input inside."""

    @property
    def gives(self) -> type[msgspec.Struct]:
        """The facts that it may give, declared by its class; a problem's facts are its own."""

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Do it; Cancelled when its user stopped it."""


def build_job(name: str, asked: Asked) -> Job:
    """Return the job of a step's job name, with its input out of the run's answers."""
    job: Job = job_class(name).asked(asked)
    return job
