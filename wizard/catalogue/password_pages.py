"""The pages on which app passwords are made, as drawings."""

from wizard.catalogue.guides import Dialog
from wizard.catalogue.load import convert
from wizard.catalogue.provider_rows import PasswordGuide


def drawn_page(guide: PasswordGuide) -> Dialog | None:
    """Return the page to draw; None where a guide has none."""
    if not guide.dialog:
        return None
    return convert({"id": guide.id, **guide.dialog}, Dialog, "providers/app-passwords.toml")
