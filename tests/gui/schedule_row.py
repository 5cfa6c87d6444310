"""The row of the daily run, wherever it is shown, and the dialog that it opens."""

from PySide6.QtWidgets import QPushButton, QRadioButton

from tests.gui.window import Window, wait_for
from wizard.gui.widgets.schedule_card import ScheduleCard
from wizard.gui.widgets.schedule_dialog import ScheduleDialog


def asked(window: Window, row: ScheduleCard) -> ScheduleDialog:
    row.change.click()
    wait_for(lambda: window.shell.findChildren(ScheduleDialog))
    return window.shell.findChildren(ScheduleDialog)[-1]


def press(dialog: ScheduleDialog, text: str) -> None:
    next(one for one in dialog.findChildren(QPushButton) if one.text() == text).click()


def choose(dialog: ScheduleDialog, begins: str) -> None:
    next(one for one in dialog.findChildren(QRadioButton) if one.text().startswith(begins)).setChecked(True)
