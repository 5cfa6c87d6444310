"""Whether everything that a data file names in another one, or in the program, exists.

Run by the tests and by the build, never at start. What the program knows (jobs with the facts they give,
conditions) is handed in: the data depends on it, the catalogue does not.
"""

from wizard.catalogue.check_calls import check_calls
from wizard.catalogue.check_examples import check_examples
from wizard.catalogue.check_files import check_files
from wizard.catalogue.check_problems import check_problems
from wizard.catalogue.check_said import check_said
from wizard.catalogue.check_screens import check_screens
from wizard.catalogue.check_steps import check_steps
from wizard.catalogue.check_tables import check_tables
from wizard.catalogue.resources import CatalogueError
from wizard.catalogue.vocabulary import Vocabulary


def check(known: Vocabulary) -> list[CatalogueError]:
    """Return every fault, each with its file and key; of a file that cannot be read only that."""
    try:
        found = [*check_steps(known), *check_screens(known), *check_problems(), *check_tables(known)]
        found += check_calls()
        found += check_said()
        found += check_files(known)
        found += check_examples() if not found else ()  # what is a slip itself needs no example
    except CatalogueError as unreadable:
        return [unreadable]
    # What several procedures show is looked at for each of them.
    return list({str(fault): fault for fault in found}.values())
