"""A daily run in words: a title, and what a message says below it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from wizard.catalogue.daily import daily_words
from wizard.catalogue.moments import in_words
from wizard.catalogue.wording import wording
from wizard.jobs.daily.found import Found
from wizard.model.schedule import Schedule, next_sending

_WAITS = {"XERO-DOWN", "XERO-UNREACHABLE", "XERO-BUSY", "POST-LIMIT", "POST-BUSY", "POST-SOME", "XERO-ODD"}
"""After these the records that did not go are tried again by the next run."""


def is_notice(found: Found) -> bool:
    """Whether what was found is only to be known in time, and nothing fails by it today."""
    return found.problem is not None and wording(found.problem).notice


def title(store: str, found: Sequence[Found]) -> str:
    """Return the one line."""
    words, named = daily_words(), {"store": store}
    needs = sum(one.problem is not None and not is_notice(one) for one in found)
    if all(one.skipped for one in found):
        return words.none_looked.format(**named)
    if needs:
        return (words.needs_one if needs == 1 else words.needs).format(count=needs, **named)
    return (words.near if any(map(is_notice, found)) else words.all_well).format(**named)


def text(store: str, found: Sequence[Found], at: datetime, schedule: Schedule | None) -> str:
    """Return the message: what needs its reader first, each with what to do; then what works."""
    words = daily_words()
    parts = [words.begin.format(store=store, when=in_words(at))]
    wrong = sorted((one for one in found if one.problem is not None), key=is_notice)
    parts += ["\n".join(_wrong(one, at, schedule)) for one in wrong]
    well = "\n".join(line(one) for one in found if one.problem is None)
    return "\n\n".join(filter(None, [*parts, well, words.end])) + "\n"


def line(found: Found) -> str:
    """Return what was found in one line."""
    words = daily_words()
    said = found.said
    if found.problem is not None:
        said = f"{wording(found.problem).what} [{found.problem.code}]"
    only_came = found.about == "files" and found.state == "passed"
    state = words.came if only_came else words.states[found.state]
    return f"{_about(found)}: {state}. {said}".rstrip()


def _about(found: Found) -> str:
    words = daily_words()
    return words.about[found.about] + (words.of.format(of=found.of) if found.of else "")


def _wrong(found: Found, at: datetime, schedule: Schedule | None) -> Iterator[str]:
    assert found.problem is not None
    said, words = wording(found.problem), daily_words()
    yield f"{_about(found)}: {said.what} [{said.code}]"
    yield said.why
    yield from (f"  {one}" for one in found.lines)
    yield said.do
    if found.about == "export" and said.code in _WAITS:
        following = next_sending(at, schedule) if schedule is not None else None
        yield words.later_on.format(next=in_words(following)) if following is not None else words.later
