"""The proof's page: sums and differences in words, links into Xero, and a seal that a changed sign breaks."""

from datetime import UTC, datetime
from decimal import Decimal

from msgspec.structs import replace

from wizard.model.export import Difference, Proof, ProvenKind, ProvenRecord
from wizard.model.world import WorldKind
from wizard.papers.proof import Page, is_sealed

TEN = Decimal(10)
RECORD = ProvenRecord("invoice", "S-1 <b>&", TEN, "id-1")


def proof(
    *differences: Difference, matched: Decimal = TEN, xero: Decimal = TEN, short_code: str = "!Cs7tR"
) -> Proof:
    kind = ProvenKind("invoice", 1, TEN, matched, TEN, xero, 1)
    at = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
    return Proof(7, "Corner <Store>", short_code, at, (kind,), differences)


def page(told: Proof, *records: ProvenRecord, world: WorldKind = WorldKind.LIVE) -> tuple[str, str]:
    made = Page(told, records or (RECORD,), world)
    return "".join(made), made.seal


def test_a_whole_page_is_sealed_and_a_changed_one_is_not() -> None:
    text, seal = page(proof())
    assert seal in text
    assert is_sealed(text)
    assert not is_sealed(text.replace("10.00", "10.01"))
    assert not is_sealed(text.replace(seal, "0" * 64))
    assert not is_sealed("no proof at all")


def test_names_are_words_and_never_markup() -> None:
    text, _ = page(proof())
    assert "S-1 &lt;b&gt;&amp;" in text
    assert "Corner &lt;Store&gt;" in text
    assert "<b>" not in text


def test_a_document_opens_in_xero_where_the_organisation_has_a_short_code() -> None:
    assert (
        'shortcode=!Cs7tR&amp;redirecturl=/AccountsReceivable/View.aspx?InvoiceID=id-1"' in page(proof())[0]
    )
    assert "href" not in page(proof(short_code=""))[0]


def test_a_contact_has_no_amount() -> None:
    told = ProvenRecord("contact", "Ann", Decimal(0), "id-2")
    kind = ProvenKind("contact", 1, *[Decimal(0)] * 4, 1)
    text, _ = page(replace(proof(), kinds=(kind,)), told)
    assert "0.00" not in text
    assert "sending 7" in text


def test_it_says_whether_all_is_as_it_was_sent() -> None:
    assert "Every record below is in Xero as it was sent." in page(proof())[0]
    difference = Difference("invoice", "S-1", "id-1", "missing", "10.00", "")
    text, _ = page(proof(difference, xero=Decimal(0)))
    assert "1 difference: what Xero holds is not what was sent." in text
    assert "not found in Xero" in text


def test_sums_that_differ_are_no_equality_even_without_a_named_difference() -> None:
    assert not proof(xero=Decimal("9.99")).is_equal
    assert not proof(matched=Decimal("9.99")).is_equal
    assert proof().is_equal


def test_what_was_made_in_practice_says_so_within_its_seal() -> None:
    text, _ = page(proof(), world=WorldKind.PRACTICE)
    assert "Practice: made with pretended servers" in text
    assert is_sealed(text)
    assert not is_sealed(text.replace("Practice: made with pretended servers on this PC.", ""))
    assert "services file" in page(proof(), world=WorldKind.SERVICES)[0]
    real = page(proof())[0]
    assert "ractice" not in real
    assert "services file" not in real
