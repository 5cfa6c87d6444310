"""Which of this PC's stores to work on, or a further one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wizard.app.stores import Store, site_for
from wizard.catalogue.stores import store_words
from wizard.catalogue.wording import fill
from wizard.gui.widgets.labels import button, label

_LEAST_WIDTH, _LONGEST_NAME = 420, 120


class StoreChooser(QDialog):
    """Accepted when another store is to be opened, whose `site` it then has."""

    def __init__(self, stores: Sequence[Store], here: str, parent: QWidget, *, forgets: bool = False) -> None:
        """`here` is the site that is open; `forgets`: its sign-in to Xero ends with it."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = store_words()
        self.setWindowTitle(words.title)
        self._here, self._taken = here, {store.site for store in stores}
        self._names = {store.name.casefold() for store in stores}
        self.site = self.begun = ""
        """The store that was chosen, and what a further one is called."""
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(label(words.question, bold=True))
        what = label(words.what, name="muted")
        what.setMinimumWidth(_LEAST_WIDTH)
        layout.addWidget(what)
        if forgets:
            layout.addWidget(label(words.practice, name="warn"))
        self.list = QListWidget()
        self.list.setAccessibleName(words.question)
        for store in stores:
            said = fill(words.here, {"name": store.name}) if store.site == here else store.name
            row = QListWidgetItem(said)
            row.setData(Qt.ItemDataRole.UserRole, store.site)
            self.list.addItem(row)
        self.list.setCurrentRow(next((at for at, store in enumerate(stores) if store.site == here), 0))
        self.list.itemDoubleClicked.connect(lambda _row: self._open())
        layout.addWidget(self.list)
        about = label(words.add)
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setAccessibleName(words.add)
        layout.addWidget(about)
        layout.addWidget(self.name)
        self.said = label("", name="fault")
        self.said.hide()
        layout.addWidget(self.said)
        row_below = QHBoxLayout()
        row_below.addStretch(1)
        self.open_button, leave = button(words.open, primary=True), button(words.leave)
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self._open)
        leave.clicked.connect(self.reject)
        row_below.addWidget(self.open_button)
        row_below.addWidget(leave)
        layout.addLayout(row_below)

    def _open(self) -> None:
        """Take a name that was typed, else the store that is chosen; the one that is open stays open."""
        typed, row = self.name.text().strip(), self.list.currentItem()
        self.begun = typed
        self.site = site_for(typed, self._taken) if typed else str(row.data(Qt.ItemDataRole.UserRole))
        if not self.site:
            self._say(store_words().no_name)
        elif typed.casefold() in self._names:
            self._say(fill(store_words().taken, {"name": typed}))
        elif self.site == self._here:
            self.reject()
        else:
            self.accept()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()
