"""What a receipt proves, and what it does not."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.model.record import Proof, ProofState, StoreRecord, VendorSignIn
from wizard.store.proofs import proof_of, undone_accounts, vendor_sign_in_of

WHEN = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)


def receipt(facts: dict[str, Any], answers: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"made_at": WHEN.isoformat(), "answers": answers or {}, "results": {"step": facts}}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"mail_route": "write"}, ProofState.PROVEN),
        ({"mail_route": "by-hand"}, ProofState.BY_HAND),
        ({"mail_route": "alone", "not_written": "CLIENT-NONE"}, ProofState.SERVER_ONLY),
        ({"mail_route": "alone"}, ProofState.PROVEN),
        ({}, ProofState.PROVEN),
    ],
)
def test_a_mail_program_is_set_up_by_us_by_hand_or_not_at_all(facts: dict[str, Any], state: str) -> None:
    found = proof_of(receipt(facts))
    assert found is not None
    assert found.state is state


@pytest.mark.parametrize(
    ("facts", "answers", "left"),
    [
        ({"copy_checked": True}, {}, ()),
        ({"copy_checked": False}, {}, ("copy",)),
        ({"copy_checked": False}, {"override": False}, ()),
        ({"fetched": False, "arrived": False}, {}, ("arrival",)),
        ({"fetched": False, "arrived": True}, {}, ()),
        ({"line_length": 90, "copy_checked": True}, {}, ("vendor-organisation",)),
        ({"line_length": 90, "vendor_organisation": "tenant"}, {}, ()),
        ({"words_found": True}, {}, ("vendor-organisation",)),
        ({"words_found": False}, {}, ("vendor-organisation",)),
        ({"vendor_signed_in": True, "vendor_organisation": ""}, {}, ("vendor-organisation",)),
    ],
)
def test_what_nobody_looked_at_is_named(
    facts: dict[str, Any], answers: dict[str, Any], left: tuple[str, ...]
) -> None:
    found = proof_of(receipt(facts, answers))
    assert found is not None
    assert found.not_checked == left


def test_a_vendors_sign_in_is_for_an_unknown_organisation_unless_the_vendor_names_it() -> None:
    assert vendor_sign_in_of(receipt({"line_length": 90})) == VendorSignIn(WHEN)
    named = vendor_sign_in_of(receipt({"words_found": True, "vendor_organisation": "tenant"}))
    assert named == VendorSignIn(WHEN, "tenant")
    assert vendor_sign_in_of(receipt({"address": "a@x.example"})) is None


@pytest.mark.parametrize("odd", [{}, {"made_at": 5}, {"made_at": WHEN.isoformat(), "results": ["?"]}])
def test_an_odd_receipt_is_no_error(odd: dict[str, Any]) -> None:
    found = proof_of(odd)
    assert found is None or found == Proof(ProofState.PROVEN, WHEN)


def test_what_rests_on_an_account_is_undone_with_it() -> None:
    mine = Proof(ProofState.PROVEN, WHEN, rests_on=("thunderbird/p/a",))
    other = Proof(ProofState.PROVEN, WHEN, rests_on=("thunderbird/p/b",))
    found = StoreRecord(proofs={"mine": mine, "other": other}).after_undo("thunderbird/p/a")
    assert (found.proofs["mine"].state, found.proofs["other"]) == (ProofState.UNDONE, other)


def test_the_last_write_into_an_account_says_whether_it_is_undone() -> None:
    def write(order: int, account: str, state: str) -> dict[str, Any]:
        return {
            "order": order,
            "state": state,
            "image": {"client": "t", "profile": "p", "account": account},
        }

    writes = [
        write(3, "a", "undone"),
        write(1, "a", "written"),
        write(4, "a", "not-written"),
        write(2, "b", "written"),
        write(1, "b", "undone"),
    ]
    assert undone_accounts(writes) == {"t/p/a"}
