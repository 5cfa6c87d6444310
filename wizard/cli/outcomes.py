"""What every error ends in: something printed and an exit status, never a traceback."""

import logging

from wizard.catalogue.resources import CatalogueError
from wizard.cli.output import FAILED, Output
from wizard.model.problem import Fault, FaultyInput, ProblemFound
from wizard.model.unexpected import unexpected


def status_of(error: BaseException, output: Output) -> int:
    """Print what an error means and return the exit status; what ends the program itself is raised again."""
    match error:
        case FaultyInput():
            return output.faults(error.faults)
        case ProblemFound():
            return output.problems([error.problem])
        case CatalogueError():
            fault = Fault(f"resources/{error.file}", "DATA-FILE", f"{error.key}: {error.reason}")
            return output.faults([fault])
        case KeyboardInterrupt():
            return output.faults([Fault("keyboard", "STOPPED", "stopped")])
        case BrokenPipeError():
            return FAILED
        case Exception():
            logging.getLogger("tillbridge").error("unexpected", exc_info=error)
            return output.problems([unexpected(error)])
    raise error
