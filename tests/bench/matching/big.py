"""A table of matches as large as any store's: 10,000 accounts, 2,000 codes."""

from wizard.books.match_table import MatchTable
from wizard.model.books import Place
from wizard.model.chart import Account, Chart
from wizard.model.mapping import Code, Mapping, Suggestion

ACCOUNTS, CODES = 10_000, 2_000
_KINDS = ("Sales", "Clearing", "Fees", "Rent", "Stock", "Wages", "Deposits", "Freight")


def big_chart(accounts: int = ACCOUNTS) -> Chart:
    """Return a chart with so many accounts, one in fifty archived."""
    made = tuple(
        Account(
            f"id-{n}", f"{1000 + n}", f"{_KINDS[n % len(_KINDS)]} of branch {n // len(_KINDS)}", "REVENUE",
            "REVENUE", "ARCHIVED" if n % 50 == 49 else "ACTIVE", "OUTPUT",
        )
        for n in range(accounts)
    )  # fmt: skip
    return Chart("tenant", "Big Store", made, ())


def big_table(accounts: int = ACCOUNTS, codes: int = CODES) -> MatchTable:
    """Return a table whose codes all have a suggestion."""
    chart = big_chart(accounts)
    words = [
        Code(
            "account",
            f"Dept {n} {_KINDS[n % len(_KINDS)]}",
            1 + n % 90,
            f"{n * 3}.50",
            Place("sales.csv", n + 2),
        )
        for n in range(codes)
    ]
    near = {
        code: (Suggestion(a.code, a.name, a.id, "likely", 80, "the name is alike"),)
        for code, a in zip(words, chart.accounts, strict=False)
    }
    return MatchTable(["account"], words, near, chart, Mapping("tenant", "Big Store"))
