"""Xero's side from a folder of files as its API answers: neither connection nor password safe is needed."""

import errno
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wizard.books.sales import Sales
from wizard.model.api_days import day_of
from wizard.model.chart import (
    Account,
    Chart,
    ChartContact,
    Group,
    TaxRate,
    TrackingOption,
)
from wizard.model.files import read_file
from wizard.model.json_rows import each_row, is_by_row
from wizard.model.problem import Fault, FaultyInput

NEEDED = ("Organisation", "Accounts", "TaxRates")
OPTIONAL = ("Actions", "TrackingCategories", "Contacts", "ContactGroups", "Invoices")
_MANY = "Invoices"
"""What an organisation has many of, and more each day."""
_MOST_BYTES = 200_000_000
_WHERE = "--xero-data"
_KINDS = ("Assets", "Equity", "Expenses", "Liabilities", "Revenue")
_CLASSES = dict(zip(_KINDS, ("ASSET", "EQUITY", "EXPENSE", "LIABILITY", "REVENUE"), strict=True))


def from_folder(folder: Path) -> Chart:
    """Return the chart; FaultyInput lists every file that is missing or not as the API answers."""
    faults: list[Fault] = []
    found = {name: _rows(folder, name, faults) for name in (*NEEDED, *OPTIONAL) if name != _MANY}
    sales = _sales(folder, faults)
    if faults:
        raise FaultyInput(faults)
    organisation = found["Organisation"][0] if found["Organisation"] else {}
    return Chart(
        "",  # an OrganisationID is no tenant id
        _text(organisation, "Name"),
        tuple(_account(row) for row in found["Accounts"]),
        tuple(_tax_rate(row) for row in found["TaxRates"]),
        tuple(_options(found["TrackingCategories"])),
        tuple(
            Group(_text(r, "ContactGroupID"), _text(r, "Name"), _text(r, "Status") or "ACTIVE")
            for r in found["ContactGroups"]
        ),
        tuple(
            ChartContact(
                _text(r, "ContactID"),
                _text(r, "Name"),
                _text(r, "ContactNumber"),
                _text(r, "ContactStatus") or "ACTIVE",
                _text(r, "AccountNumber"),
            )
            for r in found["Contacts"]
        ),
        frozenset(_text(r, "Name") for r in found["Actions"] if _text(r, "Status") == "ALLOWED"),
        _text(organisation, "BaseCurrency"),
        day_of(organisation.get("PeriodLockDate")),
        day_of(organisation.get("EndOfYearLockDate")),
        sales,
        _read_at(folder),
        frozenset(name for name in OPTIONAL if not (folder / f"{name}.json").is_file()),
    )


def _sales(folder: Path, faults: list[Fault]) -> Sales | None:
    """Return the sales; None where nobody asked for them. What we wrote ourselves is read row by row."""
    path = folder / f"{_MANY}.json"
    if not path.is_file():
        return None
    try:
        if is_by_row(path, _MANY):
            return Sales(each_row(path, _MANY))
    except (OSError, ValueError, RecursionError):
        pass  # read as a whole, it is said what is wrong
    return Sales(_rows(folder, _MANY, faults))


def _rows(folder: Path, name: str, faults: list[Fault]) -> list[Mapping[str, Any]]:
    """Return a file's rows; the API wraps them in the resource's name, in the plural."""
    path = folder / f"{name}.json"
    if not path.is_file():
        if name in NEEDED:
            faults.append(Fault(_WHERE, "FILE-MISSING", f"{path.name} is not in this folder"))
        return []
    try:
        data = json.loads(read_file(path, _MOST_BYTES).decode("utf-8-sig"))
    except OSError as error:
        if error.errno == errno.EFBIG:
            faults.append(Fault(_WHERE, "FILE-TOO-LARGE", f"{path.name} is larger than 200 MB"))
        else:
            faults.append(Fault(_WHERE, "FILE-MISSING", f"{path.name} cannot be read: {error.strerror}"))
        return []
    except (ValueError, RecursionError):
        faults.append(Fault(_WHERE, "FILE-SYNTAX", f"{path.name} is not JSON"))
        return []
    rows = data if isinstance(data, list) else _inside(data, name)
    if rows is None or not all(isinstance(row, dict) for row in rows):
        faults.append(Fault(_WHERE, "NOT-VALID", f"{path.name} is not as Xero answers"))
        return []
    return rows


def _inside(data: Any, name: str) -> list[Any] | None:
    if not isinstance(data, dict):
        return None
    for key in (name, f"{name}s"):
        if isinstance(data.get(key), list):
            rows: list[Any] = data[key]
            return rows
    return None


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value)


def _account(row: Mapping[str, Any]) -> Account:
    return Account(
        _text(row, "AccountID"),
        _text(row, "Code"),
        _text(row, "Name"),
        _text(row, "Type"),
        _text(row, "Class"),
        _text(row, "Status") or "ACTIVE",
        _text(row, "TaxType"),
        row.get("EnablePaymentsToAccount") is True,
        _text(row, "SystemAccount"),
    )


def _tax_rate(row: Mapping[str, Any]) -> TaxRate:
    kinds = tuple(_CLASSES[kind] for kind in _KINDS if row.get(f"CanApplyTo{kind}") is True)
    rate = row.get("EffectiveRate", row.get("DisplayTaxRate"))
    return TaxRate(
        _text(row, "TaxType"),
        _text(row, "Name"),
        _text(row, "Status") or "ACTIVE",
        "" if rate is None else f"{float(rate):g}" if isinstance(rate, int | float) else str(rate),
        kinds,
    )


def _options(categories: list[Mapping[str, Any]]) -> Iterator[TrackingOption]:
    for category in categories:
        status = _text(category, "Status") or "ACTIVE"
        options = category.get("Options")
        for option in options if isinstance(options, list) else []:
            if isinstance(option, dict):
                own = _text(option, "Status") or "ACTIVE"
                yield TrackingOption(
                    _text(category, "Name"),
                    _text(option, "Name"),
                    _text(option, "TrackingOptionID"),
                    own if status == "ACTIVE" else status,
                )


def _read_at(folder: Path) -> datetime:
    """Return when the oldest of the files was written."""
    times = (folder / f"{name}.json" for name in (*NEEDED, *OPTIONAL))
    return datetime.fromtimestamp(min(path.stat().st_mtime for path in times if path.is_file()), UTC)
