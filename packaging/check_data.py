"""Check that everything the data files name exists; one line a fault, exit status 1 if there is any."""

import sys

from wizard.catalogue.check import check
from wizard.gui.pages.registry import PAGES
from wizard.jobs.vocabulary import vocabulary


def main() -> int:
    """Print the faults and return the exit status."""
    faults = check(vocabulary(PAGES))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
