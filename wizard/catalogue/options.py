"""The choices of a box: its own, or those of the table that it names."""

from wizard.catalogue.headings import guide_headings
from wizard.catalogue.load import encryptions, isps, providers
from wizard.catalogue.schema import FieldSpec, Option


def options_of(field: FieldSpec) -> list[Option]:
    """Return a choice's options, from the screen or from the table it names."""
    if field.options_from == "isps":
        return [Option(value=isp.id, label=isp.name, note=isp.note) for isp in isps().isps]
    if field.options_from == "clients":
        return [Option(value=each.id, label=f"{each.name}, {each.versions}") for each in guide_headings()]
    if field.options_from == "providers":
        return [Option(value=row.id, label=row.name, note=row.note) for row in providers()]
    if field.options_from == "encryptions":
        return [Option(value=kind, label=word.label, note=word.about) for kind, word in encryptions().items()]
    return field.options


def said_of(field: FieldSpec, value: object) -> str | None:
    """Return what a choice is called where it stands as an answer; None for what is none of them."""
    found = next((each for each in options_of(field) if each.value == value), None)
    return None if found is None else found.as_value or found.label
