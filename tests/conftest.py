"""What every test gets: the real-server fixtures, a turn; and the checklist's coverage at the end."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.checklist import report
from tests.declared_facts import all_jobs, checking
from tests.problem_facts import watched
from tests.turns import turn

pytest_plugins = ["tests.servers.fixtures"]


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


@pytest.fixture(autouse=True)
def _turns(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that takes every redirect port has the machine to itself; long ones are not waited for."""
    node = request.node
    if node.get_closest_marker("long") is not None:
        yield
        return
    with turn(alone=node.get_closest_marker("takes_all_ports") is not None):
        yield


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how many items of each source document the program carries."""
    terminalreporter.section("checklist items carried")
    for line in report():
        terminalreporter.line(line)
