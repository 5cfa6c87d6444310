"""What a domain says of who may send for it: SPF (RFC 7208) and DMARC (RFC 7489), as far as texts tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wizard.model.domains import DomainNames, NotAskedError

Spf = Literal["there", "none", "several", "nobody", "not-named"]
Dmarc = Literal["there", "none"]


@dataclass(frozen=True)
class DomainSays:
    """`several` = none counts; `nobody` may send at all; `not-named` = the provider is not among them."""

    spf: Spf
    dmarc: Dmarc

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing to ask the domain's administrator for."""
        return (self.spf, self.dmarc) == ("there", "there")


def domain_says(domain: str, provider_spf: str, names: DomainNames) -> DomainSays | None:
    """Return what the domain says; None where it could not be asked. `provider_spf` may be empty."""
    try:
        spf = _spf(names.texts(domain), provider_spf)
        dmarc = any(
            text.lower().startswith("v=dmarc1") for each in _places(domain) for text in names.texts(each)
        )
    except NotAskedError:
        return None
    return DomainSays(spf, "there" if dmarc else "none")


def _spf(texts: Sequence[str], provider_spf: str) -> Spf:
    records = [text.lower().split() for text in texts if text.lower().split()[:1] == ["v=spf1"]]
    if len(records) != 1:
        return "several" if records else "none"
    terms = [term.lstrip("+") for term in records[0][1:]]
    passing = [term for term in terms if term[:1] not in {"-", "~", "?"}]
    if not passing:
        return "nobody" if "-all" in terms else "there"
    # what another domain includes in its turn is not looked at, so nothing is said of it
    leads_on = any(term.startswith(("include:", "redirect=")) for term in passing)
    is_named = any(term.endswith(provider_spf) for term in passing)
    return "there" if leads_on or is_named or not provider_spf else "not-named"


def _places(domain: str) -> list[str]:
    """Return where a domain's policy may stand: with itself, or with a domain above it."""
    labels = domain.split(".")
    above = [".".join(labels[at:]) for at in range(len(labels) - 1)]
    return [f"_dmarc.{each}" for each in above[:3]]
