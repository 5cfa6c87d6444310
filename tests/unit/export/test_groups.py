"""Customers that are made stand in the group that the store has them in; nobody else's are moved."""

from pathlib import Path

import pytest

from tests.unit.export.days import MAPPING, Files
from tests.unit.export.shop import Shop, Xero
from wizard.practice import PracticeServices


def groups_of(xero: Xero) -> dict[str, list[str]]:
    """The groups of each contact by name."""
    return {one["Name"]: [group["Name"] for group in one["ContactGroups"]] for one in xero.all("Contacts")}


@pytest.fixture
def trade(tmp_path: Path) -> Path:
    path = tmp_path / "trade.toml"
    path.write_text(f'{MAPPING}[group]\nTrade = "Trade Customers"\nOdd = "not used"\n', "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = Files()
    files.sale("S-1", "10.00", contact="New Builder")
    made = files.write(tmp_path / "day")
    rows = ["*ContactName,AccountNumber,ContactGroup"]
    rows += [
        "New Builder,T-1,Trade",
        "New Painter,T-2,Trade",
        "New Walker,T-3,Odd",
        "Seaside Cafe,SC01,Trade",
    ]
    (made / "contacts.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return made


def test_new_ones_are_put_into_their_group_once(shop: Shop, xero: Xero, trade: Path, folder: Path) -> None:
    assert shop.send(folder, trade).is_clean
    groups = groups_of(xero)
    assert groups["New Builder"] == groups["New Painter"] == ["Trade Customers"]
    assert groups["New Walker"] == []
    assert groups["Seaside Cafe"] == ["Account Customers"], "it was there before: it is not ours to move"
    batches = shop.ledger("SELECT count(*) FROM batch WHERE kind = 'membership'")
    assert batches == [(1,)]
    shop.send(folder, trade)
    assert shop.ledger("SELECT count(*) FROM batch WHERE kind = 'membership'") == batches


@pytest.mark.parametrize("fault", ["write-reply-lost", "write-half", "write-cut"])
def test_a_run_that_ended_between_contact_and_group_is_gone_on_with(
    shop: Shop, xero: Xero, trade: Path, folder: Path, services: PracticeServices, fault: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr("wizard.export.groups.Groups.send", lambda _self: None)
        shop.send(folder, trade)
    assert groups_of(xero)["New Builder"] == []
    services.add_fault(fault)
    assert shop.send(folder, trade).is_clean
    groups = groups_of(xero)
    assert groups["New Builder"] == groups["New Painter"] == ["Trade Customers"]
