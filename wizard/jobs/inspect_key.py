"""Job: say what is in the key box, from its shape alone, without keeping it."""

from dataclasses import dataclass

from wizard.jobs.job import Asked, Done, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.oauth.pasted_key import KeyKind, PastedKey, inspect_key

VERDICTS = {
    KeyKind.EMPTY: "A new set-up. Nothing to replace.",
    KeyKind.OAUTH1: "An old Xero key. Xero ended these on 30 September 2021; the new one replaces it.",
    KeyKind.OAUTH2: "A line for Point of Rental (2RF:). It does not belong in the Warehouse.",
    KeyKind.OAUTH2_TRUNCATED: "A cut line for Point of Rental (2RF:). It does not belong in the Warehouse.",
    KeyKind.ACCESS_TOKEN: "A pass that is good for half an hour only. A lasting key replaces it.",
    KeyKind.CLIENT_ID: "This looks like today's kind of key. You can check it at K4.",
    KeyKind.REDIRECT_ADDRESS: "A browser address, not a key. A new key replaces it.",
    KeyKind.UNKNOWN: "We do not recognise this. A new key replaces it.",
}
"""What the Warehouse's key box holds, in the user's words."""


def verdict(found: PastedKey) -> str:
    """Return one sentence about a pasted key."""
    if found.certificate:
        return "A certificate. Certificates are no longer used, so there is no need to ask Imagatec for one."
    return VERDICTS[found.kind]


@dataclass(frozen=True)
class InspectKey:
    """Look at what was in the box; the text itself goes no further."""

    pasted: Secret

    @classmethod
    def asked(cls, asked: Asked) -> "InspectKey":
        """Build the input from a run's answers."""
        return cls(asked.answers.secret("key_now") or Secret(""))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the kind and what it means; every kind leads on to the new connection."""
        tools.learn(self.pasted.reveal(), [])
        found = inspect_key(self.pasted.reveal())
        return Done({"key_kind": found.kind.value, "key_verdict": verdict(found)}, found)
