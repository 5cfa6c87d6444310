"""The new Outlook for Windows: found, and guided."""

from wizard.mailclients.contract import Places
from wizard.mailclients.guided import GuidedClient
from wizard.mailclients.stores.registry import reading
from wizard.mailclients.stores.registry_values import by_lower_name, number_of

_PREFERENCES = r"Software\Microsoft\Office\16.0\Outlook\Preferences"
_PACKAGE = "Microsoft.OutlookForWindows_*"


class NewOutlook(GuidedClient):
    """The new Outlook for Windows: a store program without a profile on the PC (checked 2026-11-20)."""

    id = "new-outlook"
    name = "New Outlook"
    rank = 7

    def _is_here(self) -> bool:
        if uses_new_outlook(self.places):
            return True
        local = self.places.local_appdata
        return local is not None and any((local / "Packages").glob(_PACKAGE))


def uses_new_outlook(places: Places) -> bool:
    """Whether this user has switched classic Outlook to the new one."""
    if places.registry is None:
        return False
    with reading("New Outlook"):
        found = by_lower_name(places.registry.values(_PREFERENCES))
    return number_of(found.get("usenewoutlook")) == 1


CLIENT = NewOutlook
"""The adapter."""
