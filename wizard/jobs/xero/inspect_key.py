"""Job: say what is in the key box, from its shape alone, without keeping it."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.load import key_verdicts
from wizard.catalogue.wording import fill
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.oauth.pasted_key import KeyKind, PastedKey, inspect_key


def verdict(found: PastedKey, procedure: str) -> str:
    """Return what a pasted key means where this procedure asks for it, and what follows."""
    words = key_verdicts()[procedure]
    name = "certificate" if found.certificate else found.kind.value
    if found.kind is KeyKind.OAUTH2 and found.lines > 1:
        name = "oauth2-lines"
    return fill(words[name], {"length": found.length, "lines": found.lines})


class KeyInspected(Gives, frozen=True, kw_only=True):
    """What kind of key it is, and what that means."""

    key_kind: str = ""
    key_verdict: str = ""


@dataclass(frozen=True)
class InspectKey:
    """Look at what was in the box; the text itself goes no further."""

    gives: ClassVar = KeyInspected
    needs: ClassVar = ("key_now",)
    pasted: Secret
    procedure: str

    @classmethod
    def asked(cls, asked: Asked) -> "InspectKey":
        """Build the input from a run's answers."""
        return cls(asked.answers.secret("key_now") or Secret(""), asked.procedure.id)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the kind and what it means; every kind leads on to the new connection."""
        tools.learn(self.pasted.reveal(), [])
        found = inspect_key(self.pasted.reveal())
        return Done({"key_kind": found.kind.value, "key_verdict": verdict(found, self.procedure)}, found)
