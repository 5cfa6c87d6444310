"""SPF and DMARC of a domain, from texts as they stand in name servers."""

from collections.abc import Mapping, Sequence

import pytest

from wizard.mail.domain_says import DomainSays, domain_says
from wizard.model.domains import NotAskedError

GOOGLE = "_spf.google.com"
DMARC = {"_dmarc.store.example": ["v=DMARC1; p=none"]}


class Texts:
    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._texts = texts

    def mail_exchangers(self, domain: str) -> Sequence[str]:
        raise AssertionError(domain)

    def texts(self, name: str) -> Sequence[str]:
        return self._texts.get(name, ())


class Silence(Texts):
    def texts(self, name: str) -> Sequence[str]:
        raise NotAskedError(name)


@pytest.mark.parametrize(
    ("spf", "expected"),
    [
        ([], "none"),
        (["google-site-verification=abc", "v=spf10 nonsense"], "none"),
        (["v=spf1 include:_spf.google.com ~all"], "there"),
        (["V=SPF1 +include:_spf.google.com -all"], "there"),
        (["v=spf1 mx ~all"], "not-named"),
        (["v=spf1 ip4:192.0.2.1 -all"], "not-named"),
        # what somebody else includes is not looked at
        (["v=spf1 include:spf.another.example ~all"], "there"),
        (["v=spf1 redirect=_spf.store.example"], "there"),
        (["v=spf1 -all"], "nobody"),
        (["v=spf1 ?all"], "there"),
        (["v=spf1 mx -all", "v=spf1 include:_spf.google.com -all"], "several"),
    ],
)
def test_spf_says_who_may_send(spf: list[str], expected: str) -> None:
    says = domain_says("store.example", GOOGLE, Texts({"store.example": spf, **DMARC}))
    assert says == DomainSays(expected, "there")  # type: ignore[arg-type]
    assert says.is_whole is (expected == "there")


def test_of_a_provider_whose_name_in_spf_is_not_known_nothing_is_missed() -> None:
    says = domain_says("store.example", "", Texts({"store.example": ["v=spf1 mx -all"], **DMARC}))
    assert says == DomainSays("there", "there")


def test_the_policy_of_the_domain_above_counts() -> None:
    texts = Texts({"shop.store.example": ["v=spf1 mx ~all"], **DMARC})
    assert domain_says("shop.store.example", "", texts) == DomainSays("there", "there")
    assert domain_says("other.example", "", Texts({})) == DomainSays("none", "none")


def test_who_could_not_be_asked_says_nothing() -> None:
    assert domain_says("store.example", "", Silence({})) is None
