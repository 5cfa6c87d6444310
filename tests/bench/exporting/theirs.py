"""Makes the same invoices by Xero's own library: `python -m tests.bench.exporting.theirs SERVICES COUNT`.

Fifty a call, each element's state asked for, as ours: but no file is read, nothing is checked, kept or looked
up. Prints what `ours` prints.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from xero_python.accounting import Contact, Invoice, Invoices, LineAmountTypes, LineItem

from tests.bench.memory import most_memory
from tests.servers.xero_client import official_client
from wizard.catalogue.practice import practice_logins

_AT_ONCE = 50
_A_TOKEN = 1_000
"""Documents an access token is used for: the practice Xero's clock runs fast."""
_DAY = date(2026, 11, 16)


def main(services: str, count: str) -> int:
    """Make them."""
    total, made, seconds = int(count), 0, 0.0
    for begin in range(0, total, _A_TOKEN):
        with official_client(Path(services), practice_logins()) as client:
            began = time.process_time()
            for first in range(begin, min(begin + _A_TOKEN, total), _AT_ONCE):
                numbers = range(first, min(first + _AT_ONCE, total))
                batch = Invoices(invoices=[_invoice(number) for number in numbers])
                answer = client.accounting.create_invoices(
                    client.tenant, batch, summarize_errors=False, unitdp=4, idempotency_key=f"theirs-{first}"
                )
                made += sum(not one.has_errors for one in answer.invoices)
            seconds += time.process_time() - began
    sys.stdout.write(json.dumps([made, seconds, most_memory()]))
    return 0


def _invoice(number: int) -> Invoice:
    line = LineItem(
        description="Kettle", quantity=1.0, unit_amount=10.0, account_code="200", tax_type="OUTPUT"
    )
    return Invoice(
        type="ACCREC", contact=Contact(name="Ann"), invoice_number=f"T-{number}", date=_DAY, due_date=_DAY,
        line_amount_types=LineAmountTypes.INCLUSIVE, status="AUTHORISED", line_items=[line],
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
