"""Every job class there is, and a `run` that fails where its facts are not those it declares."""

import functools
import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

import wizard.jobs
from wizard.jobs.job import Done, Job
from wizard.jobs.registry import checked_as


def all_jobs() -> list[type[Any]]:
    """Return every class below `wizard.jobs` that runs."""
    found = {}
    for module in pkgutil.walk_packages(wizard.jobs.__path__, "wizard.jobs."):
        for kind in vars(import_module(module.name)).values():
            mine = inspect.isclass(kind) and kind.__module__ == module.name
            if mine and kind is not Job and inspect.isfunction(vars(kind).get("run")):
                found[f"{kind.__module__}.{kind.__qualname__}"] = kind
    return list(found.values())


def checking(run: Callable[..., Any]) -> Callable[..., Any]:
    """Return a job's `run` that looks at the facts before handing them out."""

    @functools.wraps(run)
    def checked_run(self: Any, *args: Any) -> Any:
        outcome = run(self, *args)
        if isinstance(outcome, Done):
            checked_as(self.gives, outcome.facts, type(self).__name__)
        return outcome

    return checked_run
