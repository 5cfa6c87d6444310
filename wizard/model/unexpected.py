"""What is said of an error nobody foresaw: its kind and place, never its text, which may hold anything."""

from pathlib import Path
from traceback import extract_tb

from wizard.model.problem import Problem


def unexpected(error: BaseException) -> Problem:
    """Return the problem for an error of our own: kind, file and line."""
    frames = extract_tb(error.__traceback__)
    ours = [f for f in frames if f"{Path('wizard')}" in f.filename] or frames
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "unknown"
    return Problem("PROGRAM-ERROR", {"kind": type(error).__name__, "where": where})
