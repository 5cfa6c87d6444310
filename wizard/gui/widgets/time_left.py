"""How long a wait still takes, in words: what was told grows less, or it is said that it takes longer."""

from math import ceil

from wizard.catalogue.words import words_of

_words = words_of(__name__)

_LONG, _STEP, _MINUTE = 10, 5, 60
"""Seconds: from when on a wait is told how long it takes, and the steps of what is told."""
_FAR_ENOUGH = 0.05
"""How much must be done before that can be said."""
_SLACK = 1.25
"""How much longer than its own step a figure may stand before it is not believed any more."""


class TimeLeft:
    """Tells it from how far a job has come; times are seconds since it began."""

    _told: int | None
    """What was told last, in seconds; 0: a few."""
    _told_at: float
    _said: str

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start from nothing."""
        self._told, self._told_at, self._said = None, 0.0, ""

    def say(self, passed: float, done: float) -> str:
        """Return what is to be said once so many seconds passed and so much (0 to 1) is done."""
        if passed < _LONG or done < _FAR_ENOUGH:
            return self._said
        left = _stepped(passed * (1 - done) / done)
        if self._told is None or left < self._told:
            self._tell(left, passed, _figure(left))
        elif passed - self._told_at > _stands(self._told):
            longer = _words("longer") if left <= self._told else _words("longer-by", left=_figure(left))
            self._tell(left, passed, longer)
        return self._said

    def _tell(self, left: int, passed: float, said: str) -> None:
        self._told, self._told_at, self._said = left, passed, said


def _stepped(left: float) -> int:
    """Return it in the steps in which it is told; 0 for a few seconds."""
    if left > _MINUTE:
        return ceil(left / _MINUTE) * _MINUTE
    return 0 if left < _LONG else round(left / _STEP) * _STEP


def _stands(told: int) -> float:
    """Return for how long a figure can be true."""
    return (_MINUTE if told > _MINUTE else _LONG) * _SLACK


def _figure(left: int) -> str:
    if not left:
        return _words("few")
    if left <= _MINUTE:
        return _words.counted("seconds", left)
    return _words.counted("minutes", left // _MINUTE)
