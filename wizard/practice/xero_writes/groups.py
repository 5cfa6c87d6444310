"""Contacts put into a contact group; one that stands in it already stays as it is."""

from wizard.practice import xero_words as words
from wizard.practice.xero_writes.desk import Desk, Json, Take, Taken, refused
from wizard.practice.xero_writes.fields import text


def taker(group: Json) -> Take:
    """Return what judges one contact that is put into this group, by its id."""
    named = {key: group[key] for key in ("ContactGroupID", "Name", "Status")}

    def take(desk: Desk, sent: Json) -> Taken:
        contact = desk.shelf["Contacts"].get(text(sent, "ContactID"))
        if contact is None:
            return refused(sent, "ContactID", words.not_found("Contact", "ContactID"))
        if contact["ContactStatus"] == "ARCHIVED":
            return refused(sent, "ContactID", words.CONTACT_ARCHIVED)
        others = [one for one in contact["ContactGroups"] if one["ContactGroupID"] != group["ContactGroupID"]]
        contact = {**contact, "ContactGroups": [*others, named], "UpdatedDateUTC": desk.moment}
        return Taken(contact, kept=(("Contacts", contact),))

    return take
