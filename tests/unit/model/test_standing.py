"""Where a card stands, as a table: the record on the left, what home says on the right."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from wizard.app.standings import daily, sign_in_row
from wizard.catalogue.export import sentence
from wizard.catalogue.moments import in_words
from wizard.catalogue.standings import in_short, row_of, said_of
from wizard.catalogue.wording import wording
from wizard.model.card_state import Begun, CardState, Rests, Safe, Standing
from wizard.model.problem import Problem
from wizard.model.record import (
    Books,
    ConnectionKey,
    KeptSender,
    LastRun,
    Opened,
    Proof,
    ProofState,
    SenderAccount,
    StoreRecord,
    VendorSignIn,
    XeroConnection,
)
from wizard.model.sender import SignInWay
from wizard.model.setback import Setback
from wizard.model.standing import card_standing, sign_in_standing
from wizard.model.xero import Organisation

WHEN = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 20, 0).astimezone()
CORNER, OTHER = Organisation("tenant-1", "Corner Store"), Organisation("tenant-2", "Other Pty Ltd")
SIGNED_IN = XeroConnection(client_id="c", connected=True, good_until=date(2027, 1, 20))
MAIL = Proof(ProofState.PROVEN, WHEN, "shop@x.example", rests_on=("thunderbird/p/a",))
XERO = Proof(ProofState.PROVEN, WHEN, "Corner Store", "tenant-1")
SENDER = Proof(ProofState.PROVEN, WHEN, "shop@x.example")
OWN = KeptSender(address="shop@x.example", server="s.example", login="password")
SIGN_IN, KEY, SENDS = frozenset({Rests.SIGN_IN}), frozenset({Rests.KEY}), frozenset({Rests.SENDER})
TO_XERO = frozenset({Rests.SIGN_IN, Rests.SENDING})
OF_SHOP = TO_XERO | {Rests.INVOICES}
NOTHING: frozenset[Rests] = frozenset()
FAILED = replace(MAIL, failed="MAIL-LOGIN", checked=WHEN)
SEEN = {"client": "Thunderbird", "account": "shop@x.example", "boxes": "Port"}
NO_SENDING = "Signed in; nothing is sent from here"
AS_CHECKED = "Works as far as checked"
WRITTEN = "Set up and proven"
REFUSED = Setback("mail-check", Problem("MAIL-LOGIN"), datetime(2026, 11, 25, 8, 2, tzinfo=UTC))


def kept(proof: Proof | None, **more: Any) -> StoreRecord:
    return StoreRecord(proofs={} if proof is None else {"card": proof}, **more)


def signed_in(proof: Proof, **more: Any) -> StoreRecord:
    return kept(proof, **{"xero": SIGNED_IN, "organisation": CORNER, **more})


def sent(days_ago: int = 0, *, differences: int | None = None, **counts: int) -> Books:
    at = datetime(2026, 11, 28, 12, tzinfo=UTC) - timedelta(days=days_ago)
    return Books(last_run=LastRun(at, counts, differences=differences))


def until(day: date) -> XeroConnection:
    return replace(SIGNED_IN, good_until=day)


def vendor(card: str, tenant: str) -> dict[str, VendorSignIn]:
    return {card: VendorSignIn(WHEN, tenant)}


def key_for(tenant: str) -> ConnectionKey:
    return ConnectionKey(tenant, "K", WHEN)


ONLY_READS = replace(SIGNED_IN, may_write=False)
OPENS_OTHER = replace(SIGNED_IN, opened=(Opened("tenant-2", "Other Pty Ltd"),))
OPENS_BOTH = replace(
    SIGNED_IN, opened=(Opened("tenant-2", "Other Pty Ltd"), Opened("tenant-1", "Corner Store"))
)
NOT_SEEN = replace(SIGNED_IN, opened=())
STOPPED, TAKEN_OUT = XeroConnection(client_id="c", stopped=True), XeroConnection(client_id="c")
OTHER_ORGANISATION = (CardState.DIFFERS, "Another organisation")
TABLE: dict[str, tuple[StoreRecord, frozenset[Rests], tuple[CardState, str]]] = {
    "nothing": (kept(None), NOTHING, (CardState.NOT_SET_UP, "Not set up")),
    "mail, written": (kept(MAIL), NOTHING, (CardState.PROVEN, WRITTEN)),
    "mail, server only": (
        kept(replace(MAIL, state=ProofState.SERVER_ONLY)),
        NOTHING,
        (CardState.SERVER_ONLY, "Mail program not set up yet"),
    ),
    "mail, by hand": (
        kept(replace(MAIL, state=ProofState.BY_HAND)),
        NOTHING,
        (CardState.BY_HAND, "Done by hand, not seen by us"),
    ),
    "mail, left alone": (
        kept(replace(MAIL, not_checked=("mail-program",))),
        NOTHING,
        (CardState.NOT_CHECKED, AS_CHECKED),
    ),
    "mail, undone": (
        kept(MAIL).after_undo("thunderbird/p/a"),
        NOTHING,
        (CardState.UNDONE, "Undone by you"),
    ),
    "mail, another account undone": (
        kept(MAIL).after_undo("thunderbird/p/b"),
        NOTHING,
        (CardState.PROVEN, WRITTEN),
    ),
    "mail, and somebody changed the mail program": (
        kept(MAIL).after_comparing(WHEN, frozenset(), {"thunderbird/p/a": SEEN}),
        NOTHING,
        (CardState.DIFFERS, "Somebody changed it"),
    ),
    "mail, another account was changed": (
        kept(MAIL).after_comparing(WHEN, frozenset(), {"thunderbird/p/b": SEEN}),
        NOTHING,
        (CardState.PROVEN, WRITTEN),
    ),
    "mail, changed, and written again": (
        kept(MAIL)
        .after_comparing(WHEN, frozenset(), {"thunderbird/p/a": SEEN})
        .after_comparing(WHEN, frozenset({"thunderbird/p/a"}), {}),
        NOTHING,
        (CardState.PROVEN, WRITTEN),
    ),
    "mail, changed, and put back": (
        kept(MAIL)
        .after_comparing(WHEN, frozenset(), {"thunderbird/p/a": SEEN})
        .after_undo("thunderbird/p/a", WHEN),
        NOTHING,
        (CardState.UNDONE, "Undone by you"),
    ),
    "mail, undone, and something else is seen there": (
        kept(MAIL)
        .after_undo("thunderbird/p/a", WHEN)
        .after_comparing(WHEN, frozenset(), {"thunderbird/p/a": SEEN}),
        NOTHING,
        (CardState.UNDONE, "Undone by you"),
    ),
    "mail, changed, and the last look at the server failed": (
        kept(FAILED).after_comparing(WHEN, frozenset(), {"thunderbird/p/a": SEEN}),
        NOTHING,
        (CardState.DIFFERS, "Somebody changed it"),
    ),
    "mail, last look failed": (kept(FAILED), NOTHING, (CardState.FAILED, "Last check failed")),
    "mail, undone and the last look failed": (
        kept(replace(FAILED, state=ProofState.UNDONE)),
        NOTHING,
        (CardState.UNDONE, "Undone by you"),
    ),
    "signed in": (signed_in(XERO), SIGN_IN, (CardState.SIGNED_IN, NO_SENDING)),
    "signed in, and something was sent": (
        signed_in(XERO, books=Books(last_run=LastRun(WHEN))),
        SIGN_IN,
        (CardState.SIGNED_IN, NO_SENDING),
    ),
    "signed in, and what another program posts was seen in Xero": (
        signed_in(replace(XERO, arrived=True)),
        SIGN_IN,
        (CardState.PROVEN, "Working"),
    ),
    "signed in, and what another program posts was looked for and is not in Xero": (
        signed_in(replace(XERO, missing=2)),
        SIGN_IN,
        (CardState.HELD, "2 of its entries not in Xero"),
    ),
    "sends, and nothing went yet": (
        signed_in(XERO),
        TO_XERO,
        (CardState.SIGNED_IN, "Set up; nothing was sent yet"),
    ),
    "sent, and read back as it was": (
        signed_in(XERO, books=sent(differences=0, sent=412)),
        TO_XERO,
        (CardState.SENT, "Sent and proven"),
    ),
    "sent, and nobody read it back": (
        signed_in(XERO, books=sent(sent=412)),
        TO_XERO,
        (CardState.HELD, "Sent, not read back"),
    ),
    "sent, and Xero holds something else": (
        signed_in(XERO, books=sent(differences=2, sent=412)),
        TO_XERO,
        (CardState.HELD, "Xero holds something else"),
    ),
    "some was not taken, some is held": (
        signed_in(XERO, books=sent(differences=0, sent=398, failed=12, held=2)),
        TO_XERO,
        (CardState.HELD, "14 not in Xero as here"),
    ),
    "a credit that nothing could take": (
        signed_in(XERO, books=sent(differences=0, sent=3, remarks=1)),
        TO_XERO,
        (CardState.HELD, "1 not in Xero as here"),
    ),
    "sent two days ago, and nothing is due": (
        signed_in(XERO, books=sent(2, differences=0, sent=412)),
        TO_XERO,
        (CardState.SENT, "Sent and proven"),
    ),
    "due each day, and sent yesterday": (
        signed_in(XERO, books=replace(sent(1, differences=0, sent=412), schedule="18:30")),
        TO_XERO,
        (CardState.SENT, "Sent and proven"),
    ),
    "due each day, and sent two days ago": (
        signed_in(XERO, books=replace(sent(2, differences=0, sent=412), schedule="18:30")),
        TO_XERO,
        (CardState.STALE, "Not sent when it was due"),
    ),
    "due on Fridays, and sent on the Thursday before": (
        signed_in(XERO, books=replace(sent(2, differences=0, sent=412), schedule="fri 18:30")),
        TO_XERO,
        (CardState.STALE, "Not sent when it was due"),
    ),
    "due on Thursdays, and sent on one": (
        signed_in(XERO, books=replace(sent(2, differences=0, sent=412), schedule="thu 18:30")),
        TO_XERO,
        (CardState.SENT, "Sent and proven"),
    ),
    "a daily run that sends nothing": (
        signed_in(XERO, books=replace(sent(20, differences=0, sent=412), schedule="watch 18:30")),
        TO_XERO,
        (CardState.SENT, "Sent and proven"),
    ),
    "disconnected by its user": (
        signed_in(XERO, xero=STOPPED),
        SIGN_IN,
        (CardState.STOPPED, "Stopped by you"),
    ),
    "disconnected by its user, and all was in Xero": (
        signed_in(XERO, xero=STOPPED, books=sent(differences=0, sent=12)),
        TO_XERO,
        (CardState.STOPPED, "Stopped by you"),
    ),
    "disconnected by its user, and some is not in Xero": (
        signed_in(XERO, xero=STOPPED, books=sent(differences=0, sent=12, failed=7)),
        TO_XERO,
        (CardState.STOPPED, "Stopped by you; 7 not in Xero"),
    ),
    "disconnected by its user, and a sending was cut short": (
        signed_in(XERO, xero=STOPPED, books=replace(sent(sent=12), sending=WHEN)),
        TO_XERO,
        (CardState.STOPPED, "Stopped by you; a sending was cut short"),
    ),
    "signed in only to read, and invoices are sent": (
        signed_in(XERO, xero=ONLY_READS, books=sent(differences=0, sent=12)),
        OF_SHOP,
        (CardState.READS, "Cannot send: the sign-in is only to read"),
    ),
    "signed in only to post, and invoices are sent": (
        signed_in(XERO, xero=replace(ONLY_READS, may_post=True), books=sent(differences=0, sent=12, held=1)),
        OF_SHOP,
        (CardState.READS, "1 not in Xero as here; the sign-in is only to read"),
    ),
    "signed in only to post, and journals are sent": (
        signed_in(XERO, xero=replace(ONLY_READS, may_post=True), books=sent(differences=0, sent=12)),
        TO_XERO,
        (CardState.SENT, "Sent and proven"),
    ),
    "signed in only to read, and nothing is sent from here": (
        signed_in(XERO, xero=ONLY_READS),
        SIGN_IN,
        (CardState.SIGNED_IN, NO_SENDING),
    ),
    "taken out of the sign-in": (
        signed_in(XERO, xero=TAKEN_OUT),
        SIGN_IN,
        (CardState.ENDED, "Needs the Xero sign-in"),
    ),
    "lapses in two weeks": (
        signed_in(XERO, xero=until(date(2026, 12, 12))),
        SIGN_IN,
        (CardState.LAPSES, "Signed in until 12 December 2026"),
    ),
    "lapses in fifteen days": (
        signed_in(XERO, xero=until(date(2026, 12, 13))),
        SIGN_IN,
        (CardState.SIGNED_IN, NO_SENDING),
    ),
    "lapses today": (
        signed_in(XERO, xero=until(TODAY)),
        SIGN_IN,
        (CardState.LAPSES, "Signed in until 28 November 2026"),
    ),
    "lapses soon, and the last look failed": (
        signed_in(replace(XERO, failed="XERO-DOWN", checked=WHEN), xero=until(date(2026, 12, 12))),
        SIGN_IN,
        (CardState.FAILED, "Last check failed"),
    ),
    "the last sign-in opened another one": (signed_in(XERO, xero=OPENS_OTHER), SIGN_IN, OTHER_ORGANISATION),
    "the last sign-in opened this one too": (
        signed_in(XERO, xero=OPENS_BOTH),
        SIGN_IN,
        (CardState.SIGNED_IN, NO_SENDING),
    ),
    "nobody saw what the last sign-in opened": (
        signed_in(XERO, xero=NOT_SEEN),
        SIGN_IN,
        (CardState.NOT_CHECKED, "The Xero sign-in is not checked"),
    ),
    "a key does not mind what a sign-in opened": (
        signed_in(XERO, xero=OPENS_OTHER, key=key_for("tenant-1")),
        KEY,
        (CardState.PROVEN, "The key works"),
    ),
    "disconnected by its user, and the vendor's own goes on": (
        signed_in(XERO, xero=STOPPED, vendor_sign_ins=vendor("card", "")),
        SIGN_IN,
        (CardState.STOPPED, "Checking stopped by you"),
    ),
    "lapsed yesterday": (
        signed_in(XERO, xero=until(date(2026, 11, 27))),
        SIGN_IN,
        (CardState.LAPSED, "Needs the Xero sign-in"),
    ),
    "the sign-in is for another organisation": (
        signed_in(XERO, organisation=OTHER),
        SIGN_IN,
        OTHER_ORGANISATION,
    ),
    "the vendor's page is for another organisation": (
        signed_in(XERO, vendor_sign_ins=vendor("card", "tenant-2")),
        SIGN_IN,
        OTHER_ORGANISATION,
    ),
    "the vendor's page is for this organisation": (
        signed_in(XERO, vendor_sign_ins=vendor("card", "tenant-1")),
        SIGN_IN,
        (CardState.SIGNED_IN, NO_SENDING),
    ),
    "another card's vendor": (
        signed_in(XERO, vendor_sign_ins=vendor("other", "tenant-2")),
        SIGN_IN,
        (CardState.SIGNED_IN, NO_SENDING),
    ),
    "a key needs no sign-in": (
        kept(XERO, key=key_for("tenant-1"), organisation=CORNER),
        KEY,
        (CardState.PROVEN, "The key works"),
    ),
    "the key is another organisation's": (
        kept(XERO, key=key_for("tenant-2"), organisation=CORNER),
        KEY,
        OTHER_ORGANISATION,
    ),
    "the store is another organisation's by now": (
        kept(XERO, key=key_for("tenant-1"), organisation=OTHER),
        KEY,
        OTHER_ORGANISATION,
    ),
    "a key that knows no id, the same name": (
        kept(replace(XERO, organisation=""), organisation=CORNER),
        KEY,
        (CardState.PROVEN, "The key works"),
    ),
    "a key that knows no id, another name": (
        kept(replace(XERO, organisation=""), organisation=OTHER),
        KEY,
        OTHER_ORGANISATION,
    ),
    "the copy was not pasted back": (
        kept(replace(XERO, not_checked=("copy",))),
        KEY,
        (CardState.NOT_CHECKED, "The key works; its copy is not checked"),
    ),
    "sender, tested": (kept(SENDER, sender=OWN), SENDS, (CardState.PROVEN, "Your server sends")),
    "sender, nobody said that it arrived": (
        kept(replace(SENDER, not_checked=("arrival", "copy")), sender=OWN),
        SENDS,
        (CardState.NOT_CHECKED, AS_CHECKED),
    ),
    "sender, signed in": (
        kept(SENDER, sender=replace(OWN, login="sign-in", connected=SenderAccount("c"))),
        SENDS,
        (CardState.PROVEN, "Your server sends"),
    ),
    "sender, disconnected": (
        kept(SENDER, sender=replace(OWN, login="sign-in")),
        SENDS,
        (CardState.STOPPED, "Disconnected by you"),
    ),
    "sender, an app by itself": (
        kept(SENDER, sender=replace(OWN, login="sign-in", way=SignInWay.APP)),
        SENDS,
        (CardState.PROVEN, "Your server sends"),
    ),
    "sender, forgotten": (
        kept(SENDER, sender=replace(OWN, server="")),
        SENDS,
        (CardState.STOPPED, "Disconnected by you"),
    ),
    "sender, another address by now": (
        kept(SENDER, sender=replace(OWN, address="new@x.example")),
        SENDS,
        (CardState.DIFFERS, "Another sender"),
    ),
    "sender, the vendor's own address stays": (
        kept(replace(SENDER, said=""), sender=replace(OWN, override=False)),
        SENDS,
        (CardState.PROVEN, "Not used"),
    ),
}


@pytest.mark.parametrize("row", TABLE)
def test_a_card_says_what_its_record_holds(row: str) -> None:
    record, rests, right = TABLE[row]
    found = card_standing(record, "card", rests, TODAY)
    said = said_of(found)
    assert (found.state, said.word) == right
    assert not {"…", "{"} & set(said.under)


@pytest.mark.parametrize(
    ("xero", "safe", "right"),
    [
        (SIGNED_IN, Safe.NOT_ASKED, (CardState.PROVEN, "Signed in")),
        (SIGNED_IN, Safe.KEEPS, (CardState.PROVEN, "Signed in")),
        (SIGNED_IN, Safe.EMPTY, (CardState.ENDED, "Sign in again")),
        (SIGNED_IN, Safe.FORGOT, (CardState.FORGOTTEN, "Practice kept no sign-in")),
        (ONLY_READS, Safe.KEEPS, (CardState.PROVEN, "Signed in, only to read")),
        (OPENS_OTHER, Safe.KEEPS, (CardState.DIFFERS, "Another organisation")),
        (OPENS_BOTH, Safe.KEEPS, (CardState.PROVEN, "Signed in")),
        (NOT_SEEN, Safe.KEEPS, (CardState.NOT_CHECKED, "Signed in; which organisation is not known")),
        (OPENS_OTHER, Safe.EMPTY, (CardState.ENDED, "Sign in again")),
        (replace(OPENS_OTHER, good_until=date(2026, 12, 1)), Safe.KEEPS, OTHER_ORGANISATION),
        (SIGNED_IN, Safe.CLOSED, (CardState.CLOSED, "Could not look")),
        (STOPPED, Safe.EMPTY, (CardState.STOPPED, "Disconnected by you")),
        (until(date(2026, 12, 1)), Safe.KEEPS, (CardState.LAPSES, "Needs you by 1 December 2026")),
        (until(date(2026, 11, 1)), Safe.KEEPS, (CardState.LAPSED, "Ended on 1 November 2026")),
    ],
)
def test_the_sign_in_says_what_record_and_safe_hold(
    xero: XeroConnection, safe: Safe, right: tuple[CardState, str]
) -> None:
    record = StoreRecord(xero=xero, organisation=CORNER)
    found = sign_in_standing(record, TODAY, safe)
    assert (found.state, said_of(found).word) == right
    if found.state in {CardState.ENDED, CardState.FORGOTTEN, CardState.STOPPED}:
        assert "Good until" not in sign_in_row(record, found), "what is not there is good until no day"


@pytest.mark.parametrize("safe", [Safe.EMPTY, Safe.FORGOT])
def test_a_sign_in_that_is_gone_is_good_until_no_day_and_needs_its_user(safe: Safe) -> None:
    record = signed_in(XERO)
    found, card = sign_in_standing(record, TODAY, safe), card_standing(record, "card", SIGN_IN, TODAY, safe)
    assert "Good until" not in row_of("sign-in", found, {"used": "1 November 2026"})
    assert "Good until" in row_of("sign-in", sign_in_standing(record, TODAY), {"used": "1 November 2026"})
    assert in_short([("sign-in", found), ("shop", card)]).text == "1 thing needs you: sign-in."


@pytest.mark.parametrize(
    ("xero", "schedule", "state"),
    [
        (SIGNED_IN, "18:30", None),
        (STOPPED, "18:30", CardState.STOPPED),
        (TAKEN_OUT, "fri 18:30", CardState.STOPPED),
        (STOPPED, "watch 18:30", None),
        (STOPPED, "", None),
        (ONLY_READS, "18:30", CardState.READS),
        (ONLY_READS, "watch 18:30", None),
    ],
)
def test_a_daily_run_that_has_nothing_to_send_with_needs_its_user(
    monkeypatch: pytest.MonkeyPatch, xero: XeroConnection, schedule: str, state: CardState | None
) -> None:
    monkeypatch.setattr("wizard.app.standings._today", lambda: TODAY)
    files = Books(folder="/shop/exports", schedule=schedule)
    found = daily(signed_in(XERO, xero=xero, books=files))
    assert (found.state if found is not None else None) is state
    if found is not None and xero is STOPPED:
        sign_in = sign_in_standing(signed_in(XERO, xero=xero), TODAY)
        assert in_short([("sign-in", sign_in), ("Every day", found)]).text == "1 thing needs you: Every day."


@pytest.mark.parametrize(
    ("proof", "state"),
    [
        (MAIL, CardState.DRAFT),
        (replace(MAIL, not_checked=("mail-program",)), CardState.DRAFT),
        (replace(MAIL, state=ProofState.SERVER_ONLY), CardState.DRAFT),
        (replace(MAIL, state=ProofState.UNDONE), CardState.UNDONE),
        (FAILED, CardState.DRAFT),
        (None, CardState.DRAFT),
    ],
)
def test_what_was_begun_over_it_is_not_called_working(proof: Proof | None, state: CardState) -> None:
    found = card_standing(kept(proof), "card", NOTHING, TODAY, draft=Begun("M7"))
    said = said_of(found)
    assert found.state is state
    assert said.row.tone != "good"
    if state is CardState.DRAFT:
        assert said.verb == "Continue at M7"
    if proof is FAILED:
        assert "refused this name and password" in said.under


@pytest.mark.parametrize(
    ("proof", "word", "weight"),
    [
        (None, "Begun, at M4; the last try failed", "none"),
        (MAIL, "Last try failed; not finished", "needs"),
        (FAILED, "Last try failed; not finished", "needs"),
    ],
)
def test_a_draft_hides_no_check_that_failed(proof: Proof | None, word: str, weight: str) -> None:
    found = card_standing(kept(proof), "card", NOTHING, TODAY, draft=Begun("M4", setback=REFUSED))
    said = said_of(found)
    assert (said.word, said.row.weight) == (word, weight)
    assert "25 November 2026" in said.under
    assert "refused this name and password" in said.under
    assert not {"…", "{"} & set(said.under)


@pytest.mark.parametrize(
    ("days", "word"), [(-1, "Last try failed; not finished"), (1, "Repair begun, not finished")]
)
def test_a_repair_that_was_checked_since_is_not_called_failed(days: int, word: str) -> None:
    draft = Begun("M5", checked=WHEN + timedelta(days=days))
    said = said_of(card_standing(kept(FAILED), "card", NOTHING, TODAY, draft=draft))
    assert said.word == word
    assert ("refused" in said.under) is (days < 0)


@pytest.mark.parametrize("proof", [None, XERO])
def test_a_sending_that_was_begun_is_not_begun_anew(proof: Proof | None) -> None:
    record = signed_in(XERO, books=sent(sent=102))
    record = record if proof is not None else replace(record, proofs={})
    found = said_of(card_standing(record, "card", TO_XERO, TODAY, draft=Begun("W9", sends=True)))
    assert found.word == "Sending not finished"
    assert "102 sent" in found.under
    assert not found.row.anew
    stopped = Begun("W9", sends=True, setback=Setback("send-records", Problem("POST-DOWN"), WHEN))
    said = said_of(card_standing(record, "card", TO_XERO, TODAY, draft=stopped))
    assert (said.word, said.row.anew) == ("Sending not finished", False)
    assert said.under.startswith(found.under)
    assert len(said.under) > len(found.under), "and why"
    before = said_of(card_standing(record, "card", TO_XERO, TODAY, draft=Begun("W4")))
    assert before.row.anew
    assert "102 sent" in before.under


def test_a_failed_look_is_not_when_it_worked() -> None:
    good, bad = datetime(2026, 11, 22, 8, 2, tzinfo=UTC), datetime(2026, 11, 25, 8, 2, tzinfo=UTC)
    once = kept(MAIL).after_check("card", bad, Problem("MAIL-LOGIN"))
    twice = kept(MAIL).after_check("card", good, None).after_check("card", bad, Problem("MAIL-LOGIN"))
    for record, worked in ((once, WHEN), (twice, good)):
        undone = record.after_undo("thunderbird/p/a")
        said = said_of(card_standing(undone, "card", NOTHING, TODAY)).under
        assert f"seen to work with ours on {worked.day} November" in said
    again = twice.after_check("card", bad, None).after_undo("thunderbird/p/a")
    assert "work with ours on 25 November" in said_of(card_standing(again, "card", NOTHING, TODAY)).under


def test_what_a_mail_program_holds_is_said_of_the_day_on_which_it_was_seen() -> None:
    seen, looked = WHEN + timedelta(days=1), WHEN + timedelta(days=5)
    account = frozenset({"thunderbird/p/a"})
    record = kept(MAIL).after_comparing(seen, account, {}).after_check("card", looked, None)
    standing = card_standing(record, "card", NOTHING, TODAY)
    assert f"The mail program had the same ({in_words(seen)})" in said_of(standing).under
    assert in_short([("mail", standing)]).text.endswith(f"(oldest check: {in_words(seen)}).")
    changed = record.after_comparing(looked, frozenset(), {"thunderbird/p/a": SEEN})
    said = said_of(card_standing(changed, "card", NOTHING, TODAY, draft=Begun("M3")))
    assert (said.word, said.row.weight) == ("Somebody changed it", "needs")
    assert f"shop@x.example in Thunderbird was seen on {in_words(looked)} " in said.under
    failed = changed.after_check("card", looked, Problem("MAIL-LOGIN"))
    assert "refused this name" in said_of(card_standing(failed, "card", NOTHING, TODAY)).under
    undone = said_of(card_standing(record.after_undo("thunderbird/p/a", looked), "card", NOTHING, TODAY))
    assert f"The old settings were put back on {in_words(looked)}." in undone.under
    when_nobody_noted = said_of(card_standing(record.after_undo("thunderbird/p/a"), "card", NOTHING, TODAY))
    assert "settings" not in when_nobody_noted.under


NOBODY_COULD = [
    Problem("SECRET-GONE", {"box": "Password"}),
    Problem("VAULT-LOCKED"),
    Problem("VAULT-MISSING"),
    Problem("STORE-WRITE"),
    Problem("CONN-NONE", {"by": "practice"}),
    Problem("SENDER-NOT-CONNECTED", {"by": "practice"}),
]


@pytest.mark.parametrize("problem", NOBODY_COULD, ids=lambda problem: problem.code)
def test_where_nobody_could_look_the_proof_stays_and_that_is_said(problem: Problem) -> None:
    tried = WHEN + timedelta(hours=1)
    shut = kept(MAIL).after_check("card", tried, problem)
    proof = shut.proofs["card"]
    assert (proof.failed, proof.checked, proof.last_good) == ("", MAIL.checked, MAIL.last_good)
    standing = card_standing(shut, "card", NOTHING, TODAY)
    said = said_of(standing)
    assert (standing.state, said.row.weight, said.word) == (CardState.CLOSED, "needs", "Could not look")
    assert f"On {in_words(tried)} nobody could look: {wording(problem).what}" in said.under
    assert in_short([("mail", standing)]).text.startswith("1 thing needs you: mail.")
    good = shut.after_check("card", tried, None)
    assert said_of(card_standing(good, "card", NOTHING, TODAY)).row.weight == "works"
    failed = shut.after_check("card", tried, Problem("MAIL-LOGIN"))
    assert card_standing(failed, "card", NOTHING, TODAY).state is CardState.FAILED


@pytest.mark.parametrize("xero", [TAKEN_OUT, until(date(2026, 11, 1)), until(date(2026, 12, 1)), STOPPED])
def test_what_was_not_looked_at_never_worked(xero: XeroConnection) -> None:
    proof = replace(XERO, not_checked=("copy", "vendor-organisation"))
    record = signed_in(proof, xero=xero, vendor_sign_ins=vendor("card", ""))
    said = said_of(card_standing(record, "card", SIGN_IN, TODAY, owner="Point of Rental"))
    assert "ork" not in said.word + said.under


def test_what_the_user_stopped_is_ours_alone() -> None:
    record = signed_in(XERO, xero=STOPPED, vendor_sign_ins=vendor("card", ""))
    said = said_of(card_standing(record, "card", SIGN_IN, TODAY, owner="Point of Rental")).under
    assert "Point of Rental's own connection is another and was not touched" in said


def test_another_organisation_is_named_with_this_stores() -> None:
    record = signed_in(XERO, xero=OPENS_OTHER)
    for found in (card_standing(record, "card", SIGN_IN, TODAY), sign_in_standing(record, TODAY)):
        said = said_of(found)
        assert "Other Pty Ltd" in said.under
        assert "Corner Store" in said.under
        assert said.row.does == "reconnect"
    both = [
        ("sign-in", sign_in_standing(record, TODAY)),
        ("card", card_standing(record, "card", SIGN_IN, TODAY)),
    ]
    assert in_short(both).text == "1 thing needs you: sign-in."


def test_what_was_not_checked_is_named_with_the_day_of_the_last_look() -> None:
    looked = datetime(2026, 11, 25, 8, 2, tzinfo=UTC)
    proof = replace(SENDER, not_checked=("copy", "arrival"), checked=looked)
    found = card_standing(kept(proof, sender=OWN), "card", SENDS, TODAY)
    assert said_of(found).under == (
        "shop@x.example. Not checked: the copy in the other program and whether the test message arrived"
    )
    day = f"25 November 2026, {looked.astimezone():%H:%M}"
    assert row_of("sender", found, {"ends": "No end date"}) == f"No end date · Last check {day}"


def test_a_failed_look_is_kept_with_what_it_told_and_a_good_one_clears_it() -> None:
    failed = kept(MAIL).after_check("card", WHEN, Problem("MAIL-NAME", {"name": "mail.x.example"}))
    assert "mail.x.example" in said_of(card_standing(failed, "card", NOTHING, TODAY)).under
    good = failed.after_check("card", WHEN, None)
    assert card_standing(good, "card", NOTHING, TODAY).state is CardState.PROVEN
    assert StoreRecord().after_check("card", WHEN, None) == StoreRecord()


@pytest.mark.parametrize(
    ("states", "waits", "line", "tone"),
    [
        ([CardState.NOT_SET_UP], [], "", "muted"),
        (
            [CardState.PROVEN, CardState.NOT_SET_UP],
            [],
            f"What is set up worked when last checked ({in_words(WHEN)}).",
            "good",
        ),
        (
            [CardState.PROVEN],
            [],
            f"Everything worked when last checked ({in_words(WHEN)}).",
            "good",
        ),
        (
            [CardState.PROVEN],
            ["keys"],
            "Nothing that is set up needs you. Begun, not finished: keys.",
            "muted",
        ),
        ([CardState.NOT_SET_UP], ["keys"], "Begun, not finished: keys.", "muted"),
        ([CardState.PROVEN, CardState.DIFFERS], [], "1 thing needs you: card 1.", "fault"),
        (
            [CardState.FAILED, CardState.DIFFERS, CardState.BY_HAND],
            [],
            "2 things need you: card 0 and card 1. Not fully proven: card 2.",
            "fault",
        ),
        (
            [CardState.PROVEN, CardState.NOT_CHECKED],
            [],
            "Nothing that is set up needs you. Not fully proven: card 1.",
            "muted",
        ),
        (
            [CardState.UNDONE, CardState.STOPPED],
            [],
            "Nothing that is set up needs you. Put back or stopped by you: card 0 and card 1.",
            "muted",
        ),
    ],
)
def test_one_line_names_what_needs_its_user_and_what_is_not_proven(
    states: list[CardState], waits: list[str], line: str, tone: str
) -> None:
    cards = [(f"card {at}", Standing(state, WHEN, cause=f"cause {at}")) for at, state in enumerate(states)]
    said = in_short(cards, waits)
    assert (said.text, said.tone) == (line, tone)


def test_what_was_begun_and_failed_last_is_named_as_that() -> None:
    well = Standing(CardState.PROVEN, WHEN, cause="keys")
    begun = Standing(CardState.DRAFT, cause="shop", facts={"what": "stuck", "draft": "W4"})
    said = in_short([("keys", well), ("shop", begun)], ["shop", "sender"]).text
    parts = ["Nothing that is set up needs you.", "Begun, not finished: sender."]
    assert said == " ".join([*parts, "Begun, and the last try failed: shop."])


def test_a_sending_is_said_in_the_sentence_that_the_command_line_has_too() -> None:
    books = sent(differences=0, sent=398, held=2, failed=12)
    assert books.last_run is not None
    standing = card_standing(signed_in(XERO, books=books), "card", TO_XERO, TODAY)
    assert sentence(books.last_run.counts, books.last_run.at).rstrip(".") in said_of(standing).under
    assert "Last sent" not in row_of("sends", standing), "it is said once"


def test_the_row_of_a_card_says_when_it_was_looked_at_and_what_it_sent_last() -> None:
    books = sent(differences=0, sent=398)
    assert books.last_run is not None
    record = signed_in(XERO, books=books)
    standing = card_standing(record, "card", TO_XERO, TODAY)
    said = sentence(books.last_run.counts, books.last_run.at).rstrip(".")
    at = f"{books.last_run.at.astimezone():%H:%M}"
    read_back = f"Xero sign-in last checked today, {at} · Last sent: {said}"
    assert row_of("sends", standing, now=NOW) == read_back, "what was read back was looked at then"
    unread = card_standing(signed_in(XERO, books=sent(differences=None, sent=398)), "card", TO_XERO, TODAY)
    assert f"Xero sign-in last checked {in_words(XERO.at)}" in row_of("sends", unread, now=NOW)
    row = row_of("sign-in", sign_in_standing(record, TODAY), {"used": "1 November 2026"}, NOW)
    assert row.endswith(f"Last used 1 November 2026 · Last sent today, {at}: 398 sent")
    tomorrow = NOW + timedelta(days=1)
    next_day = row_of("sign-in", sign_in_standing(record, TODAY), {"used": "1 November 2026"}, tomorrow)
    assert f"Last sent yesterday, {at}: 398 sent" in next_day


def test_a_check_that_failed_is_not_said_to_have_been_good_in_the_row() -> None:
    failed = kept(MAIL).after_check("card", WHEN + timedelta(hours=1), Problem("MAIL-LOGIN"))
    repaired = Begun("M5", checked=WHEN + timedelta(days=1))
    for draft in (None, Begun("M4"), Begun("M4", setback=REFUSED), repaired):
        row = row_of("mail", card_standing(failed, "card", NOTHING, TODAY, draft=draft))
        assert "receiving and sending" not in row
    assert "Last check" in row_of("mail", card_standing(kept(MAIL), "card", NOTHING, TODAY))


def test_of_what_its_user_put_back_there_is_no_row() -> None:
    undone = kept(MAIL).after_undo("thunderbird/p/a")
    assert row_of("mail", card_standing(undone, "card", NOTHING, TODAY)) == ""


def test_what_one_sign_in_would_put_right_is_one_thing() -> None:
    both = [(name, Standing(CardState.LAPSED, WHEN, cause="sign-in")) for name in ("sign-in", "shop")]
    assert in_short(both).text == "1 thing needs you: sign-in."


WHOLE = {"differences": 0, "sent": 12, "already_there": 97}
CUT = Books(sending=datetime(2026, 11, 28, 11, 58, tzinfo=UTC))


@pytest.mark.parametrize(
    ("books", "draft", "word", "counts_as"),
    [
        (sent(**WHOLE), Begun("W9", sends=True, has_sent=True), "All of it is in Xero, read back", "works"),
        (sent(**WHOLE), Begun("W9", sends=True), "Sending not finished", "none"),
        (sent(sent=12), Begun("W9", sends=True, has_sent=True), "Sending not finished", "none"),
        (
            sent(differences=0, sent=12, held=1),
            Begun("W9", sends=True, has_sent=True),
            "Sending not finished",
            "needs",
        ),
        (CUT, Begun("W9", sends=True), "Sending was cut short", "needs"),
        (CUT, Begun("W8"), "Sending was cut short", "needs"),
        (replace(CUT, last_run=sent(**WHOLE).last_run), None, "Sending was cut short", "needs"),
    ],
)
def test_what_a_sending_came_to_is_said_before_its_receipt_is_saved(
    books: Books, draft: Begun | None, word: str, counts_as: str
) -> None:
    found = said_of(card_standing(signed_in(XERO, books=books), "card", TO_XERO, TODAY, draft=draft))
    assert (found.word, found.row.weight) == (word, counts_as)
    if word.endswith("cut short"):
        assert "28 November 2026" in found.under
        assert "never sent again" in found.under


IN_PROGRAM = frozenset({Rests.PROGRAM})


@pytest.mark.parametrize("proof", [None, MAIL, replace(MAIL, state=ProofState.UNDONE)])
def test_a_write_that_no_proof_covers_is_said_whatever_was_proven_before(proof: Proof | None) -> None:
    record = kept(proof, written="20261128-1105-mail-write-5aa2")
    alone = said_of(card_standing(record, "card", IN_PROGRAM, TODAY))
    assert (alone.word, alone.row.weight) == ("Mail program changed, not proven", "needs")
    assert "20261128-1105-mail-write-5aa2" in alone.under
    assert "Undo puts the old settings back" in alone.under
    begun = said_of(card_standing(record, "card", IN_PROGRAM, TODAY, draft=Begun("M7")))
    assert (begun.word, begun.verb) == ("Mail program changed, not finished", "Continue at M7")
    other = card_standing(record, "card", SIGN_IN, TODAY)
    assert other.state is not CardState.WRITTEN, "another card"


def test_what_works_is_said_although_a_change_failed_before_it_was_looked_at() -> None:
    looked = replace(MAIL, checked=REFUSED.at + timedelta(minutes=5))
    found = said_of(card_standing(kept(looked), "card", NOTHING, TODAY, draft=Begun("M4", setback=REFUSED)))
    assert (found.word, found.row.weight) == ("Works; a change was begun and failed", "open")
    before = replace(MAIL, checked=REFUSED.at - timedelta(minutes=5))
    same = said_of(card_standing(kept(before), "card", NOTHING, TODAY, draft=Begun("M4", setback=REFUSED)))
    assert same.word == "Last try failed; not finished"


OTHER_THERE = Problem("VENDOR-ORG", {"owner": "Point of Rental", "vendor": "Other Pty Ltd", "own": "Corner"})
GONE = [STOPPED, TAKEN_OUT, until(date(2026, 11, 1)), OPENS_OTHER]


@pytest.mark.parametrize("xero", GONE)
def test_what_is_wrong_at_the_vendors_stays_whatever_became_of_our_sign_in(xero: XeroConnection) -> None:
    record = signed_in(XERO, xero=xero, vendor_sign_ins=vendor("card", ""))
    begun = Begun("R4", setback=Setback("xero-organisation", OTHER_THERE, REFUSED.at))
    failed = record.after_check("card", WHEN + timedelta(days=1), OTHER_THERE)
    for one, draft in ((record, begun), (failed, None)):
        found = card_standing(one, "card", SIGN_IN, TODAY, draft=draft, owner="Point of Rental")
        said = said_of(found)
        assert (said.row.weight, said.row.tone) == ("needs", "fault")
        assert "On Point of Rental's page another organisation was picked." in said.under
        assert not {"…", "{"} & set(said.under)
        both = [("sign-in", sign_in_standing(one, TODAY)), ("rental", found)]
        assert "rental" in in_short(both).text.partition("Put back or stopped")[0], "a thing of its own"


def test_a_later_look_that_fails_for_us_takes_nothing_of_what_is_wrong_at_the_vendors() -> None:
    record = signed_in(XERO, vendor_sign_ins=vendor("card", "")).after_check("card", WHEN, OTHER_THERE)
    later = record.after_check("card", WHEN + timedelta(days=1), Problem("CONN-NONE"))
    assert later.proofs["card"].failed == "VENDOR-ORG"
    assert later.proofs["card"].failed_facts == OTHER_THERE.facts
    another = Problem(
        "PICKED-OTHER", {"owner": "Point of Rental", "said": "Corner", "named": "Other Pty Ltd"}
    )
    assert later.after_check("card", WHEN, another).proofs["card"].failed == "PICKED-OTHER"
    assert later.after_check("card", WHEN, None).proofs["card"].failed == ""


def test_a_try_that_failed_with_our_own_sign_in_is_ended_with_it() -> None:
    record = signed_in(XERO, xero=STOPPED, vendor_sign_ins=vendor("card", ""))
    begun = Begun("R4", setback=Setback("xero-organisation", Problem("CONN-NONE"), REFUSED.at))
    found = card_standing(record, "card", SIGN_IN, TODAY, draft=begun, owner="Point of Rental")
    assert said_of(found).word == "Checking stopped by you"


def test_disconnecting_us_neither_copies_a_token_nor_brings_entries_to_xero() -> None:
    for proof, word in (
        (replace(XERO, to_copy=True), "The new token is not copied yet"),
        (replace(XERO, missing=2), "2 of its entries not in Xero"),
    ):
        record = signed_in(proof, xero=STOPPED, vendor_sign_ins=vendor("card", ""))
        assert said_of(card_standing(record, "card", SIGN_IN, TODAY)).word == word


@pytest.mark.parametrize(
    ("record", "rests"),
    [
        (signed_in(XERO, organisation=OTHER), SIGN_IN),
        (kept(XERO, key=key_for("tenant-1"), organisation=OTHER), KEY),
        (kept(XERO, key=key_for("tenant-2"), organisation=CORNER), KEY),
        (signed_in(XERO, vendor_sign_ins=vendor("card", "tenant-2")), SIGN_IN),
    ],
)
def test_a_card_for_another_organisation_leads_to_setting_it_up_anew(
    record: StoreRecord, rests: frozenset[Rests]
) -> None:
    found = card_standing(record, "card", rests, TODAY)
    assert found.state is CardState.DIFFERS
    assert said_of(found).row.does == "set-up", "to look once more changes nothing of it"


def test_a_look_that_failed_after_a_try_that_failed_is_what_is_said() -> None:
    later = REFUSED.at + timedelta(minutes=5)
    silent = {"host": "mail.example", "port": 15110, "answering": ""}
    looked = replace(MAIL, checked=later, failed="MAIL-PORT-SILENT", failed_facts=silent)
    draft = Begun("M4", setback=REFUSED)
    found = card_standing(kept(looked), "card", NOTHING, TODAY, draft=draft)
    assert found.problem is not None
    assert found.problem.code == "MAIL-PORT-SILENT"
    assert found.facts["tried"] == later.isoformat()
    before = replace(looked, checked=REFUSED.at - timedelta(minutes=5))
    same = card_standing(kept(before), "card", NOTHING, TODAY, draft=draft)
    assert same.problem == REFUSED.problem
