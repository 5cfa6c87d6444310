"""The table of matches without a window: states, why, what is left; in line with what the matcher says."""

import pytest
from msgspec.structs import replace

from tests.bench.matching.big import big_table
from wizard.books.match import Matcher
from wizard.books.match_table import MatchTable, State
from wizard.books.targets import Targets
from wizard.model.books import Place
from wizard.model.chart import Account, Chart, TaxRate, TrackingOption
from wizard.model.mapping import Choice, Code, Mapping, Slot, Suggestion

SALES = Account("s", "200", "Sales", "REVENUE", "REVENUE", tax_type="OUTPUT")
TILL = Account("t", "640", "Cash in Till", "CURRENT", "ASSET", takes_payments=True)
BANK = Account("b", "", "Business Bank", "BANK", "ASSET")
GONE = Account("g", "641", "EFTPOS Clearing", "CURRENT", "ASSET", "ARCHIVED", takes_payments=True)
CHART = Chart(
    "tenant", "Store", (SALES, TILL, BANK, GONE),
    (
        TaxRate("OUTPUT", "GST on Income", rate="10", kinds=("REVENUE",)),
        TaxRate("INPUT", "GST on Expenses", kinds=("EXPENSE",)),
    ),
    (TrackingOption("Store", "Main Street", "m"), TrackingOption("Store", "Airport", "a", "ARCHIVED")),
)  # fmt: skip


def code(slot: Slot, word: str, count: int = 3) -> Code:
    return Code(slot, word, count, "30.00", Place("sales.csv", 2))


CASH, WEB = code("payment", "Cash"), code("account", "Web")
MAIN, AIRPORT = code("tracking", "Main Street"), code("tracking", "Airport")
NEAR = {CASH: (Suggestion("640", "Cash in Till", "t", "likely", 91, "cash stays in the till"),)}


def table(mapping: Mapping | None = None, *codes: Code) -> MatchTable:
    made = Mapping("tenant", "Store") if mapping is None else mapping
    return MatchTable(
        ["account", "payment", "tracking", "tax"], codes or (CASH, WEB, MAIN, AIRPORT), NEAR, CHART, made
    )


def states(made: MatchTable) -> dict[str, State]:
    return {row.code.word: row.state for row in made}


def test_a_code_is_suggested_left_or_means_something_by_itself() -> None:
    made = table()
    assert states(made) == {
        "Web": State.LEFT, "Cash": State.SUGGESTED, "Main Street": State.MATCHED, "Airport": State.GONE,
    }  # fmt: skip
    assert [made.codes[at].word for at in made.left] == ["Web", "Cash", "Airport"]


def test_what_may_be_several_ways_to_pay_is_a_row_that_nothing_waits_for() -> None:
    both = replace(code("payment", "Visa & Mastercard"), perhaps=True)
    made = table(None, both)
    assert (states(made), made.left, made.problem) == ({"Visa & Mastercard": State.LEFT}, [], None)
    assert made.rows[0].why.startswith("several ways to pay?")
    made.put({0: Choice("640")})
    assert states(made) == {"Visa & Mastercard": State.MATCHED}
    made.put({0: Choice("641")})
    assert made.problem is not None, "what is chosen for it has to be able to stand there"


@pytest.mark.parametrize(
    ("choice", "state", "label"),
    [
        (Choice("640"), State.MATCHED, "640 · Cash in Till"),
        (Choice("", "Cash in Till"), State.MATCHED, "640 · Cash in Till"),
        (Choice("999", "Renumbered", "t"), State.MATCHED, "640 · Cash in Till"),
        (Choice("Business Bank"), State.MATCHED, "Business Bank"),
        (Choice("200"), State.UNFIT, "200 · Sales"),
        (Choice("641"), State.GONE, "641 · EFTPOS Clearing"),
        (Choice("999", "Nothing"), State.GONE, "999 · Nothing"),
        (Choice("not used"), State.ASIDE, "Not used"),
        (Choice("Do not pay"), State.ASIDE, "Do not pay"),
    ],
)
def test_a_choice_is_found_by_id_then_number_then_name_and_judged(
    choice: Choice, state: State, label: str
) -> None:
    mapping = Mapping("tenant", "Store").with_choice("payment", "Cash", choice)
    row = next(row for row in table(mapping) if row.code.word == "Cash")
    assert (row.state, row.label) == (state, label)
    meant = Matcher(mapping, CHART).account("payment", "Cash")
    assert (meant.state == "left-out") is (state is State.ASIDE)
    if meant.found is not None:
        assert meant.found.name in label, "the check of records looks it up the same way"


def test_an_id_of_another_organisation_does_not_count() -> None:
    mapping = Mapping("another", "Other").with_choice("payment", "Cash", Choice("999", "Nothing", "t"))
    assert next(row for row in table(mapping) if row.code.word == "Cash").state is State.GONE


def test_what_is_put_can_be_put_back() -> None:
    made = table()
    at = next(at for at, row in enumerate(made) if row.code is CASH)
    before = made.put({at: Choice("640")})
    assert made.rows[at].why == "you chose this"
    made.put(before)
    assert made.rows[at].state is State.SUGGESTED
    assert made.matches.choice("payment", "Cash") is None


def test_accepting_leaves_alone_what_a_person_chose() -> None:
    mapping = Mapping("tenant", "Store").with_choice("payment", "Cash", Choice("Business Bank"))
    made = table(mapping)
    assert made.accepting(range(len(made.rows))) == {}


def test_the_problem_is_the_first_fault_then_what_is_left() -> None:
    wrong = Mapping("tenant", "Store").with_choice("payment", "Cash", Choice("200"))
    found = table(wrong, CASH, WEB).problem
    assert found is not None
    assert (found.code, found.facts["first"], found.facts["account"]) == (
        "MATCH-PAYMENT",
        "payment:Cash",
        "200 · Sales",
    )
    bank = Mapping("tenant", "Store").with_choice("account", "Web", Choice("Business Bank"))
    unfit = table(bank, WEB).problem
    assert unfit is not None
    assert unfit.code == "MATCH-UNFIT"
    left = table(None, CASH, WEB).problem
    assert left is not None
    assert (left.code, left.facts["count"], left.facts["words"]) == ("MATCH-LEFT", 2, "Web and Cash")
    right = Mapping("tenant", "Store").with_choice("account", "Web", Choice("200"))
    assert table(right, WEB).problem is None


def test_codes_of_other_days_are_there_and_do_not_count() -> None:
    mapping = Mapping("tenant", "Store").with_choice("payment", "Diners", Choice("999", "Nothing"))
    made = table(mapping, MAIN)
    assert states(made)["Diners"] is State.GONE
    assert made.left == []
    assert made.problem is None


def test_of_tax_rates_those_for_expenses_are_not_for_sales() -> None:
    found = {target.to: target.unfit for target in Targets("tax", CHART).all}
    assert found == {"OUTPUT": "", "INPUT": "not-for-sales"}


def test_two_thousand_choices_are_one_change() -> None:
    made = big_table(200, 200)
    choices = made.accepting(range(200))
    assert len(choices) == 200
    made.put(choices)
    assert [sum(row.state is state for row in made) for state in (State.MATCHED, State.GONE)] == [196, 4]
