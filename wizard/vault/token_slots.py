"""Two self-describing slots for a refresh token: a crash at any instruction leaves a whole one."""

import json

from wizard.model.connection import TokenRecord
from wizard.model.ports import SecretStore
from wizard.model.problem import Problem, ProblemFound
from wizard.model.secret import Secret

XERO_SIGN_IN, SENDER_SIGN_IN = "xero-connection", "sender-connection"
"""The names of the two sign-ins that are kept."""
_SLACK = 200
"""Characters that the next record may be longer than the present one: vendors' tokens vary a little."""


class VaultTokenSlots:
    """Keeps records under `<name>-0` and `<name>-1` of a secret store, turn by turn."""

    def __init__(self, store: SecretStore, name: str) -> None:
        self._store, self._name = store, name

    def read(self) -> TokenRecord | None:
        """Return the record of the highest generation that is whole."""
        found = [record for record in (self._slot(0), self._slot(1)) if record is not None]
        return max(found, key=lambda record: record.generation, default=None)

    def prove(self, record: TokenRecord) -> None:
        """Keep as much as the record holds where it would go, read it back, drop it; ProblemFound VAULT-…."""
        name = self._slot_name(record.generation)
        padding = Secret("." * (len(_text(record)) + _SLACK))
        self._store.set(name, padding)
        found = self._store.get(name)
        self._store.delete(name)
        if found != padding:
            raise ProblemFound(Problem("VAULT-WRITE", {"said": "something else than it was given"}))

    def write(self, record: TokenRecord) -> None:
        """Write into the slot that does not hold the present record; then drop that one."""
        self._store.set(self._slot_name(record.generation), Secret(_text(record)))
        self._store.delete(self._slot_name(record.generation + 1))

    def clear(self) -> None:
        """Forget both slots."""
        self._store.delete(self._slot_name(0))
        self._store.delete(self._slot_name(1))

    def _slot_name(self, generation: int) -> str:
        return f"{self._name}-{generation % 2}"

    def _slot(self, number: int) -> TokenRecord | None:
        secret = self._store.get(self._slot_name(number))
        if secret is None:
            return None
        try:
            data = json.loads(secret.reveal())
            return TokenRecord(
                int(data["generation"]),
                Secret(str(data["refresh"])),
                str(data["client_id"]),
                float(data["obtained_at"]),
            )
        except (ValueError, KeyError, TypeError):
            return None


def _text(record: TokenRecord) -> str:
    return json.dumps(
        {
            "generation": record.generation,
            "refresh": record.refresh.reveal(),
            "client_id": record.client_id,
            "obtained_at": record.obtained_at,
        }
    )
