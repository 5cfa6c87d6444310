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


class SealedOnce:
    """Seals a secret once and gives the same blob again, so that two plans of the same thing are equal."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        self._blobs: dict[tuple[Secret, str], bytes] = {}

    def seal(self, secret: Secret, description: str) -> bytes:
        """Return a secret encrypted; OSError when the system refuses."""
        if (secret, description) not in self._blobs:
            self._blobs[secret, description] = self._sealing.seal(secret, description)
        return self._blobs[secret, description]

    def unseal(self, blob: bytes) -> Secret | None:
        """Return what `seal` encrypted."""
        return self._sealing.unseal(blob)


def own_sealing() -> Sealing | None:
    """Return DPAPI on Windows, None anywhere else."""
    if sys.platform == "win32":
        from wizard.mailclients.pc.dpapi import Dpapi  # noqa: PLC0415 - only Windows has it

        return Dpapi()
    return None
