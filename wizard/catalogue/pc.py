"""What was found of a PC, in words: for whom it is required or advised, and what was not asked."""

from collections.abc import Iterator, Mapping, Sequence

from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of
from wizard.model.pc import PcFinding, Seen

_words = words_of(__name__)


def wanted(finding: PcFinding, titles: Mapping[str, str]) -> str:
    """Return who needs it, of the procedures with these titles by id; nothing where it is only told."""
    for how, names in (("required", finding.required_for), ("advised", finding.advised_for)):
        whose = [title for name, title in titles.items() if name in names]
        if whose:
            every = len(whose) == len(titles) > 1
            return _words.one_of("wanted", how, whose=_words("all") if every else listed(whose))
    return ""


def needed(findings: Sequence[PcFinding], titles: Mapping[str, str]) -> list[PcFinding]:
    """Return what is wrong, without what only other procedures than these need."""
    return [
        each
        for each in findings
        if each.problem is not None and (wanted(each, titles) or not each.required_for)
    ]


def in_short(findings: Sequence[PcFinding], titles: Mapping[str, str]) -> str:
    """Return what else is to be said of a look, in a few sentences; what is wrong is said by itself."""
    return " ".join(_sentences(findings, titles))


def _sentences(findings: Sequence[PcFinding], titles: Mapping[str, str]) -> Iterator[str]:
    if not any(each.problem for each in findings):
        yield _words("nothing-missing")
    for each in findings:
        whose = wanted(each, titles)
        if each.seen is Seen.ABSENT and whose:
            yield _words.one_of("absent", each.id, wanted=whose)
        elif each.id == "xero" and each.seen in {Seen.PASSED, Seen.NOT_ASKED}:
            yield _words.one_of("xero", each.seen, wanted=whose)
