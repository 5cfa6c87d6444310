"""What is asked of a PC in another region, and what it has to answer."""

TYPED = ("1/7/2026", "13/7/2026", "7/13/2026", "1.7.2026", "2026-07-01")
SAY = """
import json, sys
from datetime import date
from wizard.books.rules.locks import _facts
from wizard.gui.main import make_application
from wizard.gui.widgets.day_entry import day_of, in_words
make_application()
days = [in_words(day_of(text)) for text in sys.argv[1:]]
december = date(2026, 12, 1)
xeros = _facts(december, december)["lock_at_xero"]
print(json.dumps([days, f"{december:%A %B}", xeros, float("1.5"), f"{1234.5:,.2f}"]))
"""
REGIONS = {
    "de_DE": ["1 July 2026", "13 July 2026", "13 July 2026", "1 July 2026", "1 July 2026"],
    "en_US": ["7 January 2026", "13 July 2026", "13 July 2026", "7 January 2026", "1 July 2026"],
}
