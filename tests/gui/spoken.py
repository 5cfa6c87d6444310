"""What is amiss with the screen shown for somebody who hears it: its tree as assistive programs get it."""

import re
from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.gui.window import Window

_ROLES = QAccessible.Role
NEEDS_NAME = {
    _ROLES.PushButton, _ROLES.RadioButton, _ROLES.CheckBox, _ROLES.EditableText, _ROLES.ComboBox,
    _ROLES.Table, _ROLES.ProgressBar, _ROLES.List,
}  # fmt: skip


_LETTER = re.compile(r"box ([A-Z])$")
"""How a box's letter is heard."""


def each_in(tree: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What stands below, visible only, in the order in which it is read."""
    for at in range(tree.childCount()):
        child = tree.child(at)
        if child is None or child.state().invisible:
            continue
        yield child
        yield from each_in(child)


def amiss_for_the_ear(window: Window) -> list[str]:
    """Controls without a name, secrets that are read out, and a problem or number that nobody hears."""
    tree = QAccessible.queryAccessibleInterface(window.shell)
    assert tree is not None
    found, heard = list[str](), list[str]()
    for each in each_in(tree):
        name = each.text(QAccessible.Text.Name)
        heard.append(name)
        if each.role() in NEEDS_NAME and not name.strip():
            found.append(f"no name: {each.role().name} {_kind(each)}")
        if isinstance(each.object(), QLineEdit) and _is_secret(each.object()):
            if not each.state().passwordEdit:
                found.append(f"not known as a password: {name}")
            if any(letter.isalnum() for letter in each.text(QAccessible.Text.Value)):
                found.append(f"a secret is read out: {name}")
    page = window.shown
    if page is not None:
        letters = [letter[1] for letter in map(_LETTER.match, heard) if letter]
        if letters != sorted(letters):
            found.append(f"boxes are heard in the order {', '.join(letters)}")
        if f"Screen {page.session.number}" not in heard:
            found.append("its number is not heard")
        panel = page.problem
        if panel is not None and panel.isVisible() and panel.accessibleName() not in heard:
            found.append("its problem is not heard")
    return found


def _is_secret(edit: QWidget) -> bool:
    return isinstance(edit, QLineEdit) and edit.echoMode() is QLineEdit.EchoMode.Password


def _kind(each: QAccessibleInterface) -> str:
    made = each.object()
    return f"{type(made).__name__} {made.objectName()}" if made is not None else "?"
