"""The program over the practice services, which count what they are asked for."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.jobs.programs import Programs
from wizard.model.ports import SecretStore
from wizard.practice import PracticeServices
from wizard.practice.microsoft import PracticeMicrosoft
from wizard.practice.xero_http import Request
from wizard.practice.xero_service import PracticeXero
from wizard.vault.memory_store import InMemorySecretStore


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each vendor was asked for tokens, by kind of grant."""
    counts: Counter[str] = Counter()
    xero, microsoft = PracticeXero._token, PracticeMicrosoft._token

    def of_xero(self: PracticeXero, request: Request) -> Any:
        counts[request.form["grant_type"]] += 1
        return xero(self, request)

    def of_microsoft(self: PracticeMicrosoft, tenant: str, form: dict[str, str]) -> Any:
        counts[form["grant_type"]] += 1
        return microsoft(self, tenant, form)

    monkeypatch.setattr(PracticeXero, "_token", of_xero)
    monkeypatch.setattr(PracticeMicrosoft, "_token", of_microsoft)
    return counts


@pytest.fixture
def services(asked: Counter[str]) -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


@pytest.fixture
def safe() -> SecretStore:
    """The password store, which outlives each run of the program."""
    return InMemorySecretStore()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def programs(home: Path, services: PracticeServices, safe: SecretStore) -> Programs:
    return Programs(home, services, safe)
