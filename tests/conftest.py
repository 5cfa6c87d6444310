"""What every test gets: real servers, a turn, hypothesis's limits; the checklist's coverage at the end."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.checklist import report
from tests.declared_facts import all_jobs, checking
from tests.problem_facts import watched
from tests.turns import turn

pytest_plugins = ["tests.servers.fixtures"]

# What an example costs in wall-clock time is the machine's affair, not the program's. In CI the examples are
# the same ones each time: hypothesis chooses its own profile there, which this one only completes.
settings.register_profile(
    "any-machine", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


@pytest.fixture(autouse=True, scope="session")
def _jobs_give_what_they_declare() -> Iterator[None]:
    """Whatever job is run in any test: a fact that it does not declare, or of another type, is a failure."""
    patch = pytest.MonkeyPatch()
    for kind in all_jobs():
        patch.setattr(kind, "run", checking(kind.run))
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def problems_seen() -> Iterator[list[str]]:
    """Whatever problem is made in any test: a fact that its row in `problems.toml` lacks is a failure."""
    with watched() as seen:
        yield seen
    if seen:
        pytest.fail(f"problems.toml does not declare {', '.join(sorted(set(seen)))}", pytrace=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A test that takes every redirect port has the machine to itself; one that is alone anyway has no turn.

    Outside of everything else, so that the wait is not part of the time that a test may take.
    """
    if item.get_closest_marker("alone") is not None:
        return (yield)
    with turn(alone=item.get_closest_marker("takes_all_ports") is not None):
        return (yield)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how many items of each source document the program carries."""
    terminalreporter.section("checklist items carried")
    for line in report():
        terminalreporter.line(line)
