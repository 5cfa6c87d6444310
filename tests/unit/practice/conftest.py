from collections.abc import Iterator

import pytest
from practice_driver import Driver

from wizard.practice import PracticeServices


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


@pytest.fixture
def driver(services: PracticeServices) -> Iterator[Driver]:
    one = Driver(services)
    yield one
    one.http.close()
