"""Receipts as pages: what was set up and proven, with its values and days; never a secret."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from string import Template
from typing import Any

from msgspec import ValidationError, convert

from wizard.catalogue.export import words_of_group
from wizard.catalogue.load import screen
from wizard.catalogue.moments import in_words
from wizard.catalogue.options import said_of
from wizard.catalogue.papers import paper_words
from wizard.catalogue.resources import read_text
from wizard.catalogue.schema import FieldSpec, Line, Procedure, Step
from wizard.catalogue.wording import fill, matches, shown_as
from wizard.model.export import Equals
from wizard.model.mail_clients import AccountChoice, BeforeImage
from wizard.model.world import WorldKind
from wizard.papers.paper import Paper, as_mark

_WRITES = "save_receipt"
"""The last job of the step whose lines a receipt has."""
_TOLD = {"picked_organisation": "picked_name"}
"""Boxes that are not kept, and the fact that holds what stood in them when it was looked at."""


def receipt_paper(
    procedure: Procedure,
    receipt: Mapping[str, Any],
    facts: Mapping[str, Any],
    world: WorldKind,
    since: str = "",
    called: Callable[[str], str] = str,
) -> Paper:
    """Return a procedure's receipt; `facts` is all that its last screen may be filled with.

    `since` says what became of it by now, where it does not stand as the receipt has it; `called` tells a
    store's name from another's that is the same.
    """
    words = paper_words().receipt
    last = screen(_written_at(procedure, receipt.get("results", {})).screen)
    title = f"{procedure.title}: {shown_as(last, facts).title}"
    lines = [line for line in last.lines if matches(line.when, facts)]
    said = [line for line in lines if not line.copy and not line.secret]
    parts = (
        _list(words.proven, (_line(line, facts) for line in said if line.note and line.good)),
        _list(words.sending, _sent(facts)),
        _list(words.failed, (_line(line, facts) for line in said if line.failed)),
        _list(words.open, (_line(line, facts) for line in said if not line.good and not line.failed)),
        _table(words.values, [*_copied(lines, facts), *_answers(procedure, receipt, facts)]),
        _list("", (_line(line, facts) for line in said if line.good and not line.note)),
    )
    # What the store is called by now is not what it was called then.
    store = str(receipt.get("store") or receipt.get("answers", {}).get("store_name", ""))
    return _paper(
        title, f"receipt-{procedure.id}", receipt, called(store) if store else "", parts, world, since
    )


def _written_at(procedure: Procedure, results: Mapping[str, Any]) -> Step:
    """Return the step that wrote a receipt: of several, the one that what was done leads to."""
    found = [step for step in procedure.steps if step.jobs[-1:] == [_WRITES]]
    led = {target for step in procedure.steps if step.id in results for target in step.targets}
    return next((step for step in found if step.id in led), found[0])


def written_kind(*, again: bool, undone: bool) -> str:
    """Return what a write into a mail program is called in `kinds`."""
    if again:
        return "undone-again" if undone else "written-again"
    return "undone" if undone else "written"


def written_paper(
    program: str,
    image: BeforeImage,
    receipt: Mapping[str, Any],
    store: str,
    world: WorldKind,
    *,
    undone: bool,
) -> Paper:
    """Return what was written into a mail program: box by box, as it was and as it was written.

    `receipt` has its `id` and `made_at`; `again`, where it wrote once more what somebody had changed; and of
    what was undone when (`undone_at`), and the receipt whose old settings were put back (`undone_with`).
    """
    words, again = paper_words().receipt, bool(receipt.get("again"))
    heads = ("", words.before_again if again else words.before, words.after)
    rows = [(each.label, each.old_words or words.none_before, each.new_words) for each in image.changes]
    title = (
        paper_words()
        .kinds[written_kind(again=again, undone=undone)]
        .format(title=f"{program}, {image.account_name}")
    )
    since = _put_back(receipt) if undone else ""
    return _paper(title, f"written-{image.client}", receipt, store, (_table("", rows, heads),), world, since)


def _put_back(receipt: Mapping[str, Any]) -> str:
    """Return when the old settings were put back, and on which receipt they stand."""
    words, first = paper_words().receipt, str(receipt.get("undone_with", ""))
    try:
        when = in_words(datetime.fromisoformat(str(receipt.get("undone_at", ""))))
    except ValueError:
        return words.put_back_then
    text = words.put_back if first == receipt["id"] else words.put_back_with
    return fill(text, {"when": when, "first": first})


def _paper(
    title: str,
    name: str,
    receipt: Mapping[str, Any],
    store: str,
    parts: Iterable[str],
    world: WorldKind,
    since: str = "",
) -> Paper:
    words, made = paper_words().receipt, datetime.fromisoformat(str(receipt["made_at"]))
    said = fill(words.made, {"when": in_words(made), "id": str(receipt["id"])})
    html = Template(read_text("papers/receipt.html")).substitute(
        title=escape(title),
        made_in=as_mark(world),
        store=escape(f"{words.store}: {store}") if store else "",
        made=escape(said),
        since=f"<p><strong>{escape(since)}</strong></p>" if since else "",
        parts="\n".join(filter(None, parts)),
        no_secrets=escape(" ".join(filter(None, (words.no_secrets, _kept(receipt, world))))),
    )
    return Paper(title, f"{name}-{made.astimezone():%Y-%m-%d}", html)


def _kept(receipt: Mapping[str, Any], world: WorldKind) -> str:
    """Return that secrets went into the password safe, where that was so; practice may have none."""
    found = [facts for facts in receipt.get("results", {}).values() if isinstance(facts, dict)]
    kept = any(facts.get("kept_secrets") for facts in found)
    return paper_words().receipt.in_safe if kept and world is not WorldKind.PRACTICE else ""


def _line(line: Line, facts: Mapping[str, Any]) -> str:
    return " – ".join(filter(None, (fill(line.text, facts), fill(line.note, facts))))


def _copied(lines: Iterable[Line], facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the values that the last screen offers to copy; a secret is none of them."""
    return [(line.text, fill(line.copy, facts)) for line in lines if line.copy and not line.secret]


def _sent(facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield what became of a sending's records, and why some stayed here."""
    if not facts.get("sending") or "said" not in facts:
        return
    yield str(facts["said"])
    try:
        left = convert(facts.get("left", ()), list[Equals])
    except ValidationError:  # a receipt of another version
        return
    yield from map(words_of_group, left)


def _answers(
    procedure: Procedure, receipt: Mapping[str, Any], facts: Mapping[str, Any]
) -> Iterable[tuple[str, str]]:
    """Yield each answer that the receipt keeps, under its label; of a box that nobody saw none."""
    told = {box: facts[name] for box, name in _TOLD.items() if facts.get(name)}
    given, seen = {**told, **receipt.get("answers", {})}, set[str]()
    for step in procedure.steps:
        for spec in screen(step.screen).fields:
            if spec.id not in given or spec.id in seen or spec.kind == "secret":
                continue
            if matches(spec.only_when, facts):
                seen.add(spec.id)
                yield spec.label, _value(spec, given[spec.id], facts)


def _value(spec: FieldSpec, value: object, facts: Mapping[str, Any]) -> str:
    words = paper_words().receipt
    account = AccountChoice.from_text(value) if isinstance(value, str) else None
    if account is not None:
        program = str(facts.get("mail_client_name") or facts.get("client_name") or account.client)
        name = "" if account.account is None else str(facts.get("account_name") or "")
        return fill(words.of_account if name else words.new_account, {"program": program, "account": name})
    if spec.check == "organisation" and facts.get("organisation_name"):
        last_four = facts.get("organisation_last_four")
        return f"{facts['organisation_name']}{f' · …{last_four}' if last_four else ''}"
    if spec.unit:
        return f"{value} {spec.unit}"
    if isinstance(value, bool):
        return words.yes if value else words.no
    return said_of(spec, value) or str(value)


def _list(heading: str, rows: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(row)}</li>" for row in rows if row)
    head = f"<h2>{escape(heading)}</h2>" if heading else ""
    return f"{head}<ul>{items}</ul>" if items else ""


def _table(heading: str, rows: Sequence[Sequence[str]], heads: Sequence[str] = ()) -> str:
    if not rows:
        return ""
    above = f"<tr>{''.join(f'<th>{escape(head)}</th>' for head in heads)}</tr>" if heads else ""
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    head = f"<h2>{escape(heading)}</h2>" if heading else ""
    return f"{head}<table width='100%' cellspacing='0' cellpadding='4'>{above}{body}</table>"
