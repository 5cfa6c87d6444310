"""When the daily run is to be: each day, one day a week, only to look, or never."""

from calendar import day_name
from datetime import time

from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QRadioButton, QTimeEdit, QVBoxLayout, QWidget

from wizard.catalogue.schedule import schedule_words
from wizard.gui.widgets.labels import button, label
from wizard.model.schedule import Schedule, Sends

_USUAL = time(18, 30)
_FRIDAY = 4


class ScheduleDialog(QDialog):
    """Asks; `schedule` is what was chosen once it is accepted. Without books there is nothing to send."""

    def __init__(self, now: Schedule | None, *, can_send: bool, parent: QWidget) -> None:
        super().__init__(parent)
        says = schedule_words().says
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(says["title"])
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(label(says["question"], bold=True))
        kinds: list[Sends | None] = [*(("daily", "weekly") if can_send else ()), "never", None]
        off = says["choose-off"] if can_send else says["choose-no-look"]
        self._kinds = {kind: QRadioButton(says[f"choose-{kind}"] if kind else off) for kind in kinds}
        for choice in self._kinds.values():
            layout.addWidget(choice)
            choice.toggled.connect(self._suit)
        self._day, self._at = QComboBox(), QTimeEdit()
        self._day.addItems(list(day_name))
        self._day.setAccessibleName(says["day"])
        self._at.setDisplayFormat("HH:mm")
        self._at.setAccessibleName(says["time"])
        row = QHBoxLayout()
        self._of_day, of_time = label(says["day"]), label(says["time"])
        for said, box in ((self._of_day, self._day), (of_time, self._at)):
            row.addWidget(said)
            row.addWidget(box)
        row.addStretch(1)
        layout.addLayout(row)
        needs = label(says["needs-pc"], name="muted")
        needs.setMinimumWidth(420)
        layout.addWidget(needs)
        layout.addLayout(self._verbs())
        self._begin(now)

    @property
    def schedule(self) -> Schedule | None:
        """What is chosen."""
        kind = next((kind for kind, choice in self._kinds.items() if choice.isChecked()), None)
        if kind is None:
            return None
        at = time(self._at.time().hour(), self._at.time().minute())
        return Schedule(at, kind, self._day.currentIndex() if kind == "weekly" else 0)

    def _begin(self, now: Schedule | None) -> None:
        at = now.at if now is not None else _USUAL
        self._at.setTime(QTime(at.hour, at.minute))
        is_weekly = now is not None and now.sends == "weekly"
        self._day.setCurrentIndex(now.weekday if now is not None and is_weekly else _FRIDAY)
        wanted = "never" if now is None else now.sends  # to send is chosen by hand
        chosen = self._kinds.get(wanted, self._kinds["never"])
        chosen.setChecked(True)
        chosen.setFocus()
        self._suit()

    def _suit(self) -> None:
        """Only what the choice needs can be set."""
        self._at.setEnabled(not self._kinds[None].isChecked())
        weekly = self._kinds.get("weekly")
        is_weekly = weekly is not None and weekly.isChecked()
        self._of_day.setVisible(is_weekly)
        self._day.setVisible(is_weekly)

    def _verbs(self) -> QHBoxLayout:
        says = schedule_words().says
        row = QHBoxLayout()
        row.addStretch(1)
        leave, keep = button(says["leave"]), button(says["keep"], primary=True)
        leave.clicked.connect(self.reject)
        keep.clicked.connect(self.accept)
        keep.setDefault(True)
        row.addWidget(leave)
        row.addWidget(keep)
        return row
