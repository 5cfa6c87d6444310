"""Whose an error is: a library's, over what a vendor answered, or one of our own."""

import logging
import traceback

_log = logging.getLogger(__name__)


def raised_in(error: BaseException, library: str) -> bool:
    """Whether a library raised an error, or what it called; False where it had called us, and we did.

    What it was is logged by kind and place: its text may hold what the vendor answered, tokens included.
    """
    frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    owners = [str(frame.f_globals.get("__name__", "")).partition(".")[0] for frame in frames]
    theirs = next((owner for owner in reversed(owners) if owner in {"wizard", library}), "") == library
    if theirs:
        last = traceback.extract_tb(error.__traceback__)[-1]
        _log.warning("%s in %s, %s:%s", type(error).__name__, library, last.filename, last.lineno)
    return theirs
