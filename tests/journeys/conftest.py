"""What every journey starts with."""

from pathlib import Path

import pytest

from tests.journeys.program import Tillbridge, make_program


@pytest.fixture
def tillbridge(tmp_path: Path) -> Tillbridge:
    """The program with an empty home, without a password store."""
    return make_program(tmp_path)
