""" "Pretend that…" in practice's bar: something breaks, so that its mending can be practised."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from wizard.app.pretending import Pretending
from wizard.catalogue.words import words_of
from wizard.gui.job_bridge import JobBridge
from wizard.gui.shell import Shell
from wizard.gui.widgets.announce import announce
from wizard.gui.widgets.labels import button

_words = words_of(__name__)


class PretendButton(QObject):
    """The button, its menu, and what the bar says while something is pretended."""

    def __init__(self, shell: Shell, pretending: Pretending, lane: JobBridge, banner: str) -> None:
        """`banner` is what the bar says while nothing is."""
        super().__init__(shell)
        self._shell, self._pretending, self._lane, self._banner = shell, pretending, lane, banner
        self._button = button(_words("pretend"))
        self._button.setToolTip(_words("tip"))
        self._button.clicked.connect(self._open)
        shell.add_to_banner(self._button)

    def _open(self) -> None:
        """Show what can be pretended now."""
        menu = QMenu(self._button)
        menu.setAccessibleName(_words("pretend"))
        menu.aboutToHide.connect(menu.deleteLater)
        offered = self._pretending.offered()
        if not offered:
            menu.addAction(_words("nothing")).setEnabled(False)
        for name in offered:
            action = menu.addAction(_words("that", that=self._pretending.says(name)).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name in self._pretending.on)
            action.triggered.connect(lambda _checked=False, name=name: self._switch(name))
        menu.addSeparator()
        again = menu.addAction(_words("works-again"))
        again.setEnabled(bool(self._pretending.on))
        again.triggered.connect(lambda _checked=False: self._do(self._pretending.works_again))
        menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height())))

    def _switch(self, name: str) -> None:
        self._do(lambda: self._pretending.switch(name))

    def _do(self, change: Callable[[], bool]) -> None:
        self._lane.start(lambda *_: change(), self._say)

    def _say(self, done: bool) -> None:
        """Have the bar say what is pretended now."""
        text = (self._pretending.bar or self._banner) if done else _words("ended")
        self._shell.show_banner(text, practice=True)
        announce(self._shell.banner, text)
