"""Windows' own encryption for this user, where there is Windows."""

import sys
from typing import Protocol

from wizard.model.secret import Secret


class Sealing(Protocol):
    """Encrypts for this user of this PC alone."""

    def seal(self, secret: Secret, description: str) -> bytes:
        """Return a secret encrypted; OSError when the system refuses."""

    def unseal(self, blob: bytes) -> Secret | None:
        """Return what `seal` encrypted; None when it was another user's, another PC's, or is damaged."""


def own_sealing() -> Sealing | None:
    """Return DPAPI on Windows, None anywhere else."""
    if sys.platform == "win32":
        from wizard.mailclients.dpapi import Dpapi  # noqa: PLC0415 - only Windows has it

        return Dpapi()
    return None
