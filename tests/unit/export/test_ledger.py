"""The ledger's own promises: durable before it goes, a key of content and tenant, and never an empty one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from wizard.ledger.file import open_file
from wizard.ledger.ledger import Claim, Ledger, Settled
from wizard.model.books import Place
from wizard.model.problem import ProblemFound

ONE = Claim(
    "invoice", "S-1\x1f#1", "print", "S-1", Place("a.csv", 2), Decimal("1.10"), {"Amount": Decimal("1.10")}
)


Opens = Callable[[str, str], Ledger]


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Opens a ledger's file for a tenant, and lets go of it at the end."""
    with ExitStack() as stack:
        yield lambda file, tenant: stack.enter_context(closing(Ledger(tmp_path / file, tenant)))


@pytest.fixture
def ledger(opens: Opens) -> Ledger:
    return opens("ledger.sqlite", "tenant")


def claimed(ledger: Ledger) -> str:
    run = ledger.runs.begin("Corner", "2026-11-28T10:00:00+00:00", "stamp")
    return ledger.claim(run, "invoice", "Invoices", b"{}", [ONE], 1000.0).key


def test_it_is_written_through_before_anything_goes(tmp_path: Path) -> None:
    file = open_file(tmp_path / "ledger.sqlite")
    assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert file.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    file.close()
    assert (tmp_path / "ledger.sqlite").stat().st_mode & 0o077 == 0


def test_what_was_claimed_is_there_for_the_next_program(ledger: Ledger, opens: Opens) -> None:
    claimed(ledger)
    ledger.close()
    (entry,) = opens("ledger.sqlite", "tenant").in_state("sending")
    assert (entry.identity, entry.total, entry.sent) == (ONE.identity, ONE.total, ONE.sent)


def test_a_key_comes_of_content_and_tenant_and_of_answers_had(ledger: Ledger, opens: Opens) -> None:
    first = claimed(ledger)
    assert len(first) <= 128
    assert claimed(ledger) == first  # no answer was had: whatever comes of it is the same request
    (entry,) = ledger.in_state("sending")
    ledger.settle("invoice", [Settled(ONE.identity, "refused", said="no")], entry.batch)
    assert claimed(ledger) != first
    assert claimed(opens("other.sqlite", "tenant")) == first
    assert claimed(opens("another.sqlite", "another")) != first


def test_one_tenant_does_not_see_the_others(ledger: Ledger, opens: Opens) -> None:
    claimed(ledger)
    other = opens("ledger.sqlite", "another")
    assert other.entry("invoice", ONE.identity) is None
    assert other.runs.last() is None


def test_a_ledger_of_a_later_tillbridge_is_refused(tmp_path: Path) -> None:
    file = open_file(tmp_path / "ledger.sqlite")
    file.execute("PRAGMA user_version = 99")
    file.close()
    with pytest.raises(ProblemFound) as found:
        Ledger(tmp_path / "ledger.sqlite", "tenant")
    assert found.value.problem.code == "LEDGER-DAMAGED"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file stands here")
    with pytest.raises(ProblemFound) as found:
        Ledger(tmp_path / "folder" / "ledger.sqlite", "tenant")
    assert found.value.problem.code == "STORE-WRITE"


def test_of_many_documents_none_is_left_out_and_none_comes_twice(ledger: Ledger) -> None:
    """More than are in memory at once, of several kinds and runs."""
    first, second = (ledger.runs.begin("Corner", "2026-11-28T10:00:00+00:00", "stamp") for _ in range(2))
    many = [replace(ONE, identity=f"S-{number}\x1f#1", name=f"S-{number}") for number in range(1203)]
    ledger.note(first, [(one, Settled(one.identity, "there", f"id-{one.name}")) for one in many])
    others = [replace(one, kind="payment") for one in many[:3]]
    ledger.note(second, [(one, Settled(one.identity, "sent", f"paid-{one.name}")) for one in others])
    ledger.see(second, "invoice", [one.identity for one in many[:700]])
    ledger.claim(second, "invoice", "Invoices", b"{}", many[1200:], 1000.0)
    assert [entry.name for entry in ledger.of_run(first, "invoice")] == [one.name for one in many[700:1200]]
    assert [entry.name for entry in ledger.of_run(second, "invoice")] == [one.name for one in many[:700]]
    assert sum(1 for _ in ledger.of_run(second, "payment")) == 3
    assert list(ledger.of_run(first, "payment")) == []
    asked = [f"id-{one.name}" for one in many] + [f"paid-{one.name}" for one in others]
    assert ledger.of_run_by_id(second, "invoice", asked).keys() == {f"id-{one.name}" for one in many[:700]}
    assert len(list(ledger.in_state("there"))) == 1200
    assert ledger.totals() == {"invoice": (1200, Decimal("1320.00")), "payment": (3, Decimal("3.30"))}
    assert not ledger.is_empty()
