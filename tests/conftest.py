"""What every test gets: the real-server fixtures; and the checklist's coverage at the end."""

from typing import Any

from tests.checklist import report

pytest_plugins = ["tests.servers.fixtures"]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how many items of each source document the program carries."""
    terminalreporter.section("checklist items carried")
    for line in report():
        terminalreporter.line(line)
