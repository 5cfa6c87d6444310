"""The types of the data files: what a procedure, a screen, a field, a problem and a provider row may say.

These types *are* the schema: msgspec refuses unknown keys and wrong types with the path of the fault. What a
row names within its own file is checked by `__post_init__`, whose ValueError gets the same path; what it
names in others, by `catalogue/check.py`.

The words of a card's states stand in `standings` beside these: they know what is kept of a store, which costs
time that only the home page has to spend.
"""

from wizard.catalogue.schema.fields import FieldKind, FieldSpec, Option
from wizard.catalogue.schema.mail_programs import ClientWords, GuidedProgram
from wizard.catalogue.schema.problems import Action, ProblemText, Variant
from wizard.catalogue.schema.procedures import Branch, CopyAgain, Later, Procedure, Step, VendorPage
from wizard.catalogue.schema.rows import Row, placeholders
from wizard.catalogue.schema.screens import Card, Help, Line, Screen, Shown
from wizard.catalogue.schema.tables import Country, Document, Scope, WebHost

__all__ = [
    "Action",
    "Branch",
    "Card",
    "ClientWords",
    "CopyAgain",
    "Country",
    "Document",
    "FieldKind",
    "FieldSpec",
    "GuidedProgram",
    "Help",
    "Later",
    "Line",
    "Option",
    "ProblemText",
    "Procedure",
    "Row",
    "Scope",
    "Screen",
    "Shown",
    "Step",
    "Variant",
    "VendorPage",
    "WebHost",
    "placeholders",
]
