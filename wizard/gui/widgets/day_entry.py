"""A box for a day: typed in any usual way or chosen in a calendar, and said back in words."""

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.books.dates import read_date
from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import button, label

_words = words_of(__name__)


class DayEntry(QWidget):
    """The day stands in `edit`; `value` is ISO 8601 where it is one, else the text."""

    def __init__(self, edit: QLineEdit, title: str) -> None:
        super().__init__()
        self.edit, self._title = edit, title
        edit.setMaximumWidth(260)
        edit.setMinimumWidth(240)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(edit)
        self.choose = button(_words("calendar"))
        self.choose.setAccessibleName(_words("choose-in-calendar", title=title))
        self.choose.clicked.connect(self._ask)
        row.addWidget(self.choose)
        self._means = label("", name="verdict")
        row.addWidget(self._means, 1)
        edit.textChanged.connect(lambda _text: self._say())

    @property
    def value(self) -> str:
        """The day, as far as it is one."""
        day = day_of(self.edit.text())
        return day.toString(Qt.DateFormat.ISODate) if day is not None else self.edit.text()

    def put(self, value: object) -> None:
        """Show a day in words."""
        text = "" if value is None else str(value)
        day = QDate.fromString(text, Qt.DateFormat.ISODate)
        self.edit.setText(in_words(day) if day.isValid() else text)

    def _say(self) -> None:
        day, text = day_of(self.edit.text()), self.edit.text().strip()
        self._means.setText(f"= {in_words(day)}" if day is not None and text != in_words(day) else "")

    def _ask(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(popup)
        calendar = QCalendarWidget()
        calendar.setMaximumDate(QDate.currentDate())
        day = day_of(self.edit.text())
        calendar.setSelectedDate(day if day is not None else QDate.currentDate())
        column.addWidget(calendar)

        def take(chosen: QDate) -> None:
            self.edit.setText(in_words(chosen))
            popup.close()

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        popup.move(self.choose.mapToGlobal(QPoint(0, self.choose.height())))
        popup.show()
        calendar.setFocus()


def in_words(day: QDate) -> str:
    """Return a day as nobody misreads it: 1 July 2026."""
    return QLocale.c().toString(day, "d MMMM yyyy")


def day_of(text: str) -> QDate | None:
    """Return the day of a text; one that can be two days is read as this PC writes days."""
    found = read_date(text)
    if len(found.days) == 1 or found.named:
        day = found.days[0]
        return QDate(day.year, day.month, day.day)
    if not found.days:
        return None
    short = QLocale.system().dateFormat(QLocale.FormatType.ShortFormat).lower()
    first = found.under("mdy" if short.find("m") < short.find("d") else "dmy")
    return QDate(first.year, first.month, first.day) if first is not None else None
