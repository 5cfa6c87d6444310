"""Which organisation a vendor's own sign-in is for, as far as anybody said, beside that of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from wizard.jobs.job import Asked
from wizard.model.problem import Problem
from wizard.model.record import StoreRecord
from wizard.model.xero import Organisation
from wizard.xero.settle import is_demo_name, is_named

NAMED = "vendor_named"
"""The answer, and the fact, that holds what the vendor's page named beside its line or words."""
PICKED = "picked_organisation"
"""The box in which a person says which organisation was picked."""
COPIED = "line_copied"
"""The answer, and the fact, that the line was copied with our button."""


@dataclass(frozen=True)
class VendorSaid:
    """What the vendor's page `named` and what a person says was `picked`; empty where nothing was said."""

    owner: str
    finds: Literal["line", "words"]
    named: str = ""
    picked: str = ""
    procedure: str = ""
    here: bool = True
    """Whether this run saw the vendor's sign-in, or was told of it."""
    before: str = ""
    """The tenant id that an earlier run proved it to be for."""

    @classmethod
    def asked(cls, asked: Asked) -> "VendorSaid | None":
        """Return what a run knows of its vendor's sign-in; None where its procedure has no vendor."""
        page = asked.procedure.vendor_page
        if page is None:
            return None
        facts = {name: value for found in asked.results.values() for name, value in found.items()}
        here = bool(facts.get("line_length")) or "words_found" in facts
        named, picked = _text(facts, NAMED), _text(facts, "picked_name")
        return cls(page.owner, page.finds, named, picked, asked.procedure.id, here)

    def recalled(self, record: StoreRecord) -> "VendorSaid | None":
        """Return it, with what an earlier run proved where this one saw no sign-in; None where none did."""
        if self.here:
            return self
        earlier = record.vendor_sign_ins.get(self.procedure)
        return replace(self, before=earlier.organisation) if earlier is not None else None

    def contradiction(self, *, allow_demo: bool) -> Problem | None:
        """Return PICKED-OTHER where page and person name two, VENDOR-DEMO for Xero's Demo Company."""
        if self.named and self.picked and not is_named(self.picked, self.named):
            facts = {"owner": self.owner, "said": self.picked, "named": self.named}
            return Problem("PICKED-OTHER", facts)
        name = self.named or self.picked
        if is_demo_name(name) and not allow_demo:
            by = "page" if self.named else "person"
            return Problem("VENDOR-DEMO", {"owner": self.owner, "name": name, "by": by})
        return None

    def difference(self, own: Organisation, *names: str) -> Problem | None:
        """Return VENDOR-ORG where it is another than our own sign-in's, whose `names` Xero spells so."""
        facts = {"owner": self.owner, "finds": self.finds, "own": own.name, "last_four": own.last_four}
        for by, said in (("page", self.named), ("person", self.picked)):
            if said and not any(is_named(said, name) for name in (own.name, *names)):
                return Problem("VENDOR-ORG", {**facts, "vendor": said, "by": by})
        if self.before and self.before != own.tenant_id:
            return Problem("VENDOR-ORG", {**facts, "vendor": f"…{self.before[-4:]}", "by": "before"})
        return None

    def proves(self, own: Organisation, picked: Iterable[str]) -> bool:
        """Whether it is known to be ours: a name proves nothing where two of those `picked` have it.

        Of a line somebody is asked which one was picked: without an answer it is not known either.
        """
        if self.named and self.finds == "line" and not self.picked:
            return False
        if self.named:
            return sum(is_named(self.named, name) for name in picked) < 2
        return bool(self.before) and self.before == own.tenant_id


def _text(facts: Mapping[str, Any], name: str) -> str:
    return str(facts.get(name) or "")
