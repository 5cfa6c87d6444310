"""Suggestions: near things first, with the reason; what cannot be right is not offered."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.books.practice_chart import write_xero_data
from tests.unit.books.shop_codes import TRADES
from wizard.books.suggest import norm_of, suggest
from wizard.books.xero_data import from_folder
from wizard.catalogue.trades import trades
from wizard.model.books import Place
from wizard.model.chart import Account, Chart
from wizard.model.mapping import Choice, Code, Mapping, Slot, Suggestion


def code(slot: Slot, word: str) -> Code:
    return Code(slot, word, 1, "1.00", Place("invoices.csv", 2))


@pytest.fixture
def chart(tmp_path: Path) -> Chart:
    return from_folder(write_xero_data(tmp_path / "xero"))


def suggestions(chart: Chart, slot: Slot, word: str) -> tuple[Suggestion, ...]:
    return suggest([code(slot, word)], chart, trades())[code(slot, word)]


@pytest.mark.parametrize("trade", TRADES)
def test_nineteen_of_twenty_codes_of_a_trade_are_right_at_first(trade: str, chart: Chart) -> None:
    wanted = {code(slot, word): to for slot, words in TRADES[trade].items() for word, to in words.items()}  # type: ignore[arg-type]
    found = suggest(wanted, chart, trades())
    first = sum(1 for c, to in wanted.items() if found[c] and found[c][0].to == to)
    among = sum(1 for c, to in wanted.items() if to in [s.to for s in found[c]])
    assert first >= 0.95 * len(wanted)
    assert among >= 0.97 * len(wanted)


def test_the_same_number_or_name_is_sure(chart: Chart) -> None:
    (number, *_) = suggestions(chart, "account", "202")
    assert (number.to, number.confidence, number.reason) == ("202", "sure", "the same number")
    (name, *_) = suggestions(chart, "account", "sales - hire AND rental")
    assert (name.to, name.confidence, name.reason) == ("202", "sure", "the same name")
    assert name.id


def test_what_is_only_near_is_not_sure(chart: Chart) -> None:
    (best, *_) = suggestions(chart, "payment", "Visa")
    assert (best.to, best.confidence) == ("641", "likely")
    assert "clearing account" in best.reason


def test_a_customer_who_pays_later_pays_nothing_yet(chart: Chart) -> None:
    (only,) = suggestions(chart, "payment", "Account (30 days)")
    assert (only.to, only.confidence) == ("do not pay", "likely")
    assert "pays later" in only.reason
    (best, *_) = suggestions(chart, "payment", "Afterpay")
    assert best.to == "643"


def test_another_accounts_number_outweighs_a_name_that_is_alike(chart: Chart) -> None:
    (best, *_) = suggestions(chart, "account", "202 Sales Online Shop")
    assert best.to == "202"


def test_archived_system_and_bank_accounts_are_not_offered_for_sales(chart: Chart) -> None:
    for word in (
        "Video Hire",
        "205",
        "Accounts Receivable",
        "610",
        "Business Cheque Account",
        "Retained Earnings",
    ):
        offered = {s.to for s in suggestions(chart, "account", word)}
        assert not offered & {"205", "610", "960", "Business Cheque Account"}


def test_payments_go_only_where_xero_takes_them(chart: Chart) -> None:
    assert "645" not in {s.to for s in suggestions(chart, "payment", "Cheques Received")}
    takes = {a.to for a in chart.accounts if a.is_active and (a.takes_payments or a.type == "BANK")}
    for word in ("Cash", "EFTPOS", "Gift Card", "PayPal", "Sales", "200"):
        assert {s.to for s in suggestions(chart, "payment", word)} <= takes


@pytest.mark.parametrize("word", ["Old voucher", "xyzzy", "???", " "])
def test_where_nothing_is_near_nothing_is_said(word: str, chart: Chart) -> None:
    assert suggestions(chart, "payment", word) == ()


def test_rounding_is_xeros_own_account_whatever_its_number() -> None:
    accounts = (
        Account("a", "860", "Rounding of stock", "EXPENSE", "EXPENSE"),
        Account("b", "999", "Rounding", "CURRLIAB", "LIABILITY", system="ROUNDING"),
    )
    (best, *_) = suggestions(Chart("", "", accounts, ()), "account", "Cash rounding")
    assert best.to == "999"


def test_two_hundred_codes_in_a_thousand_accounts_take_a_few_seconds(chart: Chart) -> None:
    import time

    many = tuple(Account(str(n), f"{n:05}", f"Account {n}", "REVENUE", "REVENUE") for n in range(1000))
    began = time.process_time()
    suggest([code("account", f"Department {n}") for n in range(200)], Chart("", "", many, ()), trades())
    assert time.process_time() - began < 10


# --- what was chosen before ---


def before(chart: Chart, slot: Slot, word: str, own: Mapping) -> tuple[Suggestion, ...]:
    wanted = replace(code(slot, word), norm=norm_of(slot, word, trades()))
    return suggest([wanted], chart, trades(), own)[wanted]


def test_an_account_for_gift_cards_is_sure_for_every_word_of_them(chart: Chart) -> None:
    own = Mapping(choices={"money": {"gift-card": Choice("831")}})
    for slot, word in (("account", "Gift cards sold"), ("payment", "eGift"), ("account", "Voucher")):
        (best, *others) = before(chart, slot, word, own)  # type: ignore[arg-type]
        assert (best.to, best.confidence) == ("831", "sure")
        assert best.reason == "the account that you chose for gift cards"
        assert "831" not in {one.to for one in others}
    assert before(chart, "account", "Hardware", own)[0].to == "200"


def test_a_norms_account_that_takes_no_payments_is_not_offered_for_them(chart: Chart) -> None:
    own = Mapping(choices={"money": {"gift-card": Choice("850")}})
    assert "850" not in {one.to for one in before(chart, "payment", "Gift card", own)}


@pytest.mark.parametrize(
    ("chosen", "to", "confidence"),
    [
        (Choice("641", "EFTPOS Clearing", "theirs"), "641", "likely"),
        (Choice("999", "Petty cash", "theirs"), "644", "likely"),
        (Choice("642", "Bank of theirs", "theirs"), "642", "perhaps"),
        (Choice("not used"), "not used", "likely"),
    ],
    ids=["same number and name", "another number", "another name", "an answer that is no account"],
)
def test_what_another_organisation_has_is_suggested_by_number_and_name(
    chart: Chart, chosen: Choice, to: str, confidence: str
) -> None:
    theirs = Mapping("t-2", "Bay Hire", choices={"payment": {"xyzzy": chosen}})
    (best, *_) = before(replace(chart, tenant="t-1"), "payment", "xyzzy", theirs)
    assert (best.to, best.confidence) == (to, confidence)
    assert best.id != "theirs"
    assert best.reason == "matched so in Bay Hire"


def test_rounding_that_documents_have_goes_to_xeros_own_account(chart: Chart) -> None:
    (best, *_) = suggestions(chart, "money", "rounding")
    assert (best.to, best.confidence) == ("860", "sure")
