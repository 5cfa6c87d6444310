from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.export.days import MAPPING
from tests.unit.export.shop import Shop, Xero
from wizard.export.gate import Clock
from wizard.practice import PracticeServices

SPEED = 600.0
"""A minute of the practice Xero's is a tenth of a second."""


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices(clock_speed=SPEED) as running:
        yield running


@pytest.fixture
def shop(tmp_path: Path, services: PracticeServices) -> Shop:
    return Shop(tmp_path / "home", services.services_file, Clock(services.clock.now, SPEED))


@pytest.fixture
def other_pc(shop: Shop, services: PracticeServices, tmp_path: Path) -> Shop:
    """The store's other PC, which knows nothing of the first."""
    return Shop(tmp_path / "other-pc", services.services_file, shop.clock)


@pytest.fixture
def xero(services: PracticeServices) -> Iterator[Xero]:
    one = Xero(services.services_file)
    yield one
    one.close()


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, "utf-8")
    return path
