"""Whether the boxes, lines, texts and links of screens name things that every procedure showing them has."""

from collections.abc import Iterator

from wizard.catalogue.load import key_verdicts, screen
from wizard.catalogue.resources import CatalogueError, names_in
from wizard.catalogue.schema import FieldSpec, Procedure, Screen, placeholders
from wizard.catalogue.vocabulary import (
    Values,
    Vocabulary,
    answers_in,
    facts_in,
    fields_in,
    shown_by,
    unknown,
    values_of,
    when_faults,
)


def check_screens(known: Vocabulary) -> Iterator[CatalogueError]:
    """Yield what is wrong with the screens."""
    kept: dict[str, tuple[str, FieldSpec]] = {}
    for name in names_in("screens"):
        shown, file = screen(name), f"screens/{name}.toml"
        homes = [procedure for procedure, _ in shown_by(name)]
        if not homes:
            yield CatalogueError(file, "id", "no step shows it")
        if shown.kind not in known.pages:
            yield unknown(file, "kind", "page for the kind", shown.kind, known.pages)
        for procedure in homes:
            yield from _in_procedure(shown, procedure, known, file)
        yield from _links(shown, homes, file)
        yield from _cards(shown, homes, known, file)
        yield from _plain_texts(shown, file)
        for spec in (spec for spec in shown.fields if spec.shared):
            where, other = kept.setdefault(spec.known_as or spec.id, (file, spec))
            if (other.kind, values_of(other)) != (spec.kind, values_of(spec)):
                reason = f"is kept under the name of another kind of box, in {where}"
                yield CatalogueError(file, f"fields.{spec.id}", reason)


def _in_procedure(
    shown: Screen, procedure: Procedure, known: Vocabulary, file: str
) -> Iterator[CatalogueError]:
    answers, facts = answers_in(procedure, known), facts_in(procedure, known)
    boxes = fields_in(procedure)
    for spec in shown.fields:
        for key, name in [
            ("port", spec.port),
            ("same_as", spec.same_as),
            *(("resets", n) for n in spec.resets),
        ]:
            if name and name not in boxes:
                yield unknown(file, f"fields.{spec.id}.{key}", "box", name, list(boxes))
        yield from when_faults(
            spec.only_when, answers, "box or condition", file, f"fields.{spec.id}.only_when"
        )
        for text in spec.copy_of:
            if text not in {line.text for line in shown.lines}:
                yield unknown(file, f"fields.{spec.id}.copy_of", "line", text, [x.text for x in shown.lines])
        if spec.live == "key-verdict" and procedure.id not in key_verdicts():
            yield CatalogueError(file, f"fields.{spec.id}.live", f"key-verdicts.toml lacks {procedure.id}")
        if spec.live == "line-verdict" and procedure.vendor_page is None:
            yield CatalogueError(file, f"fields.{spec.id}.live", f"{procedure.id} has no vendor page")
    secrets = [name for name, spec in boxes.items() if spec.kind == "secret"]
    for index, one in enumerate(shown.shown):
        yield from when_faults(one.when, facts, "box, condition or fact", file, f"shown[{index}].when")
    for index, line in enumerate(shown.lines):
        key = f"lines[{index}]"
        yield from when_faults(line.when, facts, "box, condition or fact", file, f"{key}.when")
        if line.secret and line.secret not in secrets:
            yield unknown(file, f"{key}.secret", "box with a secret called", line.secret, secrets)
        if line.goto and line.goto not in {step.id for step in procedure.steps}:
            yield unknown(file, f"{key}.goto", "step", line.goto, [step.id for step in procedure.steps])
    for key, text in _filled(shown):
        yield from _unknown_facts(text, facts, file, key)


def _unknown_facts(text: str, facts: dict[str, Values], file: str, key: str) -> Iterator[CatalogueError]:
    for name in placeholders(text):
        if name not in facts:
            yield unknown(file, key, "box, condition or fact", name, facts)


def _filled(shown: Screen) -> Iterator[tuple[str, str]]:
    """Yield the texts that are filled in before they are shown, with their keys."""
    yield "instruction", shown.instruction
    yield from ((f"shown[{i}].instruction", one.instruction) for i, one in enumerate(shown.shown))
    yield from ((f"notes[{i}]", text) for i, text in enumerate(shown.notes))
    for index, line in enumerate(shown.lines):
        yield from ((f"lines[{index}]", text) for text in (line.text, line.copy, line.note))
    for spec in shown.fields:
        yield from ((f"fields.{spec.id}.options", text) for o in spec.options for text in (o.label, o.note))
    for person, card in shown.cards.items():
        yield from ((f"cards.{person}", text) for text in (card.subject, card.app, card.price, *card.lines))


def _plain_texts(shown: Screen, file: str) -> Iterator[CatalogueError]:
    """Yield every text with braces among those that are shown as they stand."""
    texts = {
        "title": [shown.title],
        "shown": [text for one in shown.shown for text in (one.title, one.person)],
        "help": [shown.help.question, shown.help.answer],
        "button": [shown.button, shown.again],
        "support": [shown.support],
        "fold_lines": [shown.fold_title, *shown.fold_lines],
        **{
            f"fields.{s.id}": [s.label, s.about, s.example, s.if_blank, s.unit, s.own_copy]
            for s in shown.fields
        },
        **{f"cards.{person}": [c.to, c.never, *c.give_back] for person, c in shown.cards.items()},
    }
    for key, rows in texts.items():
        for name in (name for text in rows for name in placeholders(text)):
            yield CatalogueError(file, key, f"{{{name}}} is shown as it stands: this text is not filled in")


def _links(shown: Screen, homes: list[Procedure], file: str) -> Iterator[CatalogueError]:
    sides = {step.id for procedure in homes for step in procedure.steps if step.side}
    for link in shown.links:
        if link not in sides:
            yield unknown(file, "links", "side page", link, sides)


def _cards(shown: Screen, homes: list[Procedure], known: Vocabulary, file: str) -> Iterator[CatalogueError]:
    """Yield a person who can be chosen, or is chosen by a job, and for whom there is no card."""
    if not shown.cards:
        return
    chosen = {value for spec in shown.fields if spec.id == "person" for value in values_of(spec) or ()}
    for procedure in homes:
        chosen |= facts_in(procedure, known).get("helper", frozenset()) or frozenset()
    for person in sorted(chosen - {"", *shown.cards}):
        yield unknown(file, "cards", "card for", person, shown.cards)
