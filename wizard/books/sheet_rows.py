"""Run as a process of its own: prints a workbook's sheets or rows, one JSON value a line.

A damaged workbook may end the process that reads it: python-calamine is Rust, which aborts where memory ends.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

NUMBER, DAY = "n", "d"
"""The keys of a cell that is a number, or a day."""
_MOST_MEMORY = 2_000_000_000


def main(path: str, sheet: str | None) -> int:
    """Print the sheets' names as one line, or the rows of one; an error is a line with `error` and `said`."""
    _limit_memory()
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the library takes an open file
            book = CalamineWorkbook.from_filelike(file)
            if sheet is None:
                _say(book.sheet_names)
            else:
                for row in book.get_sheet_by_name(sheet).iter_rows():
                    _say([_cell(value) for value in row])
    except PasswordError:
        _say({"error": "password", "said": ""})
    except (CalamineError, OSError, ValueError, MemoryError) as error:
        _say({"error": "damaged", "said": str(error)[:200]})
    except BaseException as error:  # noqa: BLE001 - a Rust panic is no Exception
        _say({"error": "damaged", "said": type(error).__name__})
    return 0


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(hard, _MOST_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        # Excel keeps 15 digits; what a binary fraction adds past them stands in no sheet.
        return {NUMBER: f"{Decimal(format(value, '.15g')):f}"}
    if isinstance(value, datetime):
        return {DAY: value.date().isoformat()}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    return str(value)


def _say(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


def read_lines(lines: Iterator[bytes]) -> Iterator[Any]:
    """Return what was printed, value by value."""
    for line in lines:
        yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))
