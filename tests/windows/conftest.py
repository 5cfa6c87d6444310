"""The Windows that all tests of this folder share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.fixtures import unavailable
from tests.windows.prepared import NotPrepared, prepare
from tests.windows.wine import Windows, running_windows

FOLDER = Path(__file__).parent

# they run inside, through test_inside.py
collect_ignore = ["inside"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything that Windows' own Python runs is long: each process starts in seconds."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def shared_windows() -> Iterator[Windows]:
    """A Windows with its own registry, running for the whole session."""
    try:
        prepared = prepare()
    except NotPrepared as reason:
        unavailable(f"no Windows Python: {reason}")
    with running_windows(prepared) as windows:
        yield windows


@pytest.fixture
def windows(shared_windows: Windows) -> Windows:
    """The running Windows, without mail clients' keys."""
    for key in (
        r"HKCU\Software\Microsoft\Office",
        r"HKCU\Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem",
        r"HKCU\Software\Microsoft\Internet Account Manager",
        r"HKCU\Software\Microsoft\Outlook Express",
        r"HKCU\Software\Microsoft\Windows Mail",
        r"HKCU\Identities",
        r"HKLM\Software\Microsoft\Outlook Express",
        r"HKLM\Software\Microsoft\Office",
    ):
        shared_windows.forget(key)
    return shared_windows
