"""Two slots: whatever is interrupted, a whole record is left, and the highest counts."""

import contextlib

import pytest

from wizard.model.connection import TokenRecord
from wizard.model.secret import Secret
from wizard.vault.memory_store import InMemorySecretStore
from wizard.vault.token_slots import VaultTokenSlots


class Killed(Exception):
    """The process ended here."""


class Interrupted(InMemorySecretStore):
    """A store whose process is killed before the n-th change."""

    def __init__(self) -> None:
        super().__init__()
        self.left = -1

    def _count(self) -> None:
        if self.left == 0:
            raise Killed
        self.left -= 1

    def set(self, name: str, secret: Secret) -> None:
        self._count()
        super().set(name, secret)

    def delete(self, name: str) -> None:
        self._count()
        super().delete(name)


def record(generation: int) -> TokenRecord:
    return TokenRecord(generation, Secret(f"token-{generation}"), "CLIENT", 1000.0 + generation)


@pytest.mark.parametrize("survived", range(3))
@pytest.mark.parametrize("generation", [1, 2, 7])
def test_an_interrupted_write_leaves_the_old_or_the_new(survived: int, generation: int) -> None:
    store = Interrupted()
    slots = VaultTokenSlots(store, "c")
    slots.write(record(generation))
    store.left = survived
    with contextlib.suppress(Killed):
        slots.write(record(generation + 1))
    store.left = -1
    found = slots.read()
    assert found is not None
    assert found.generation == (generation if survived == 0 else generation + 1)
    assert found.refresh == Secret(f"token-{found.generation}")


def test_a_damaged_slot_counts_as_none() -> None:
    store = InMemorySecretStore()
    slots = VaultTokenSlots(store, "c")
    slots.write(record(4))
    store.set("c-1", Secret('{"generation": 5'))
    assert slots.read() == record(4)


def test_only_one_is_left_after_a_whole_write_and_none_after_clear() -> None:
    store = InMemorySecretStore()
    slots = VaultTokenSlots(store, "c")
    slots.write(record(1))
    slots.write(record(2))
    assert store.get("c-1") is None
    slots.clear()
    assert slots.read() is None
