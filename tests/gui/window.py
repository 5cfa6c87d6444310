"""Drives the real window as its users do: looks at what is visible, clicks, types."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

import wizard.app.standings  # noqa: F401 - only a program's first home waits for it, see test_first_paint
from tests.faults.person import practice_person
from wizard.app.options import Options
from wizard.app.practice_pc import furnish
from wizard.app.practice_values import practice_values
from wizard.app.program import Program, make_world
from wizard.catalogue.schema import Action
from wizard.gui.controller import Controller
from wizard.gui.job_bridge import JobBridge
from wizard.gui.pages.by_hand import ByHandPage
from wizard.gui.pages.lines import WalkThroughPage
from wizard.gui.pages.look_arrived import LookArrivedPage
from wizard.gui.pages.match_codes import MatchCodesPage
from wizard.gui.pages.page import Page
from wizard.gui.run.run import Run
from wizard.gui.shell import Shell
from wizard.gui.widgets.ask_first import AskFirst
from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.panels import ProblemPanel
from wizard.model.ports import SecretStore
from wizard.model.secret import Secret
from wizard.practice import PracticeServices
from wizard.redaction.log_filter import Redactor
from wizard.session.run import Session
from wizard.vault.memory_store import InMemorySecretStore

MAIL, XERO, SENDER = "imagatec-mail", "imagatec-xero", "kashflow-smtp"
RENTAL, SHOP = "point-of-rental-xero", "ipages-xero"
ROOM = 1366, 740
"""A window in which home folds nothing of what a test's store has set up."""
LETTERS = {MAIL: "M", XERO: "K", SENDER: "T", RENTAL: "R", SHOP: "W"}
SCREENS = {
    MAIL: ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8"],
    XERO: ["K1", "K2", "K3", "K4", "K5", "K6", "K7"],
    RENTAL: ["R1", "R2", "R3", "R13", "R4", "R5", "R6", "R7", "R8"],
    SHOP: ["W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W10"],
    SENDER: ["T1", "T2", "T3", "T6", "T7", "T8"],
}
MOVE_ON = {"W9"}
"""Screens that nobody rests at: they lead on as soon as they are done."""
TOTALS = {MAIL: 8, XERO: 7, RENTAL: 8, SHOP: 10, SENDER: 8}
NEVER_LONGER = 30.0
PASTE = Action(label="", does="way", value="paste")

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


def program_for(
    home: Path,
    services_file: Path,
    *,
    vault: SecretStore | None = None,
    practice: bool = True,
    services: PracticeServices | None = None,
) -> Program:
    """A program over running practice services; secrets stay in memory, it can pretend with `services`."""
    options = Options(home=home, practice=practice, services=None if practice else services_file)
    world = make_world(options, services_file if practice else None)
    if practice:
        furnish(world)

    def show_faults(names: Iterable[str]) -> bool:
        assert services is not None
        services.show_faults(names)
        return True

    program = Program(world, Redactor(), None if services is None else show_faults)
    program.vault = vault if vault is not None else InMemorySecretStore()
    return program


def plain_values(procedure: str) -> dict[str, Any]:
    """The practice values, secrets as text."""
    found = practice_values(procedure).items()
    return {name: value.reveal() if isinstance(value, Secret) else value for name, value in found}


def let_live(milliseconds: int = 0) -> None:
    """Let the window live for a moment, and do what fell due meanwhile however late that is."""
    if milliseconds:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        # on a busy machine the moment may be over before one event is handled; each may post the next
        for _ in range(3):
            QApplication.processEvents()
    QApplication.processEvents()


def wait_for(condition: Callable[[], Any], seconds: float = NEVER_LONGER, what: str = "") -> None:
    """Let the window live until the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it never came to that {what}"
        let_live(5)


class Window:
    """A window with what its user sees and does."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.left: list[str] = []
        self.shell = Shell()
        self.shell.first_second.milliseconds = 1  # its users here read quickly; one test has the real second
        self.controller = Controller(self.shell, program, lambda: self.left.append("left"), self.left.append)
        self._closed = False

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self.controller.frame.runner.cancel()
        wait_for(lambda: not self.busy)
        self.shell.close()
        self.shell.deleteLater()

    @staticmethod
    def wait_for(condition: Callable[[], Any], seconds: float = NEVER_LONGER) -> None:
        wait_for(condition, seconds)

    # --- what is seen ---

    @property
    def run(self) -> Run:
        assert self.controller.run is not None
        return self.controller.run

    @property
    def session(self) -> Session:
        return self.run.session

    @property
    def page(self) -> Page:
        return self.run.page

    @property
    def shown(self) -> Page | None:
        """The page shown; None on the home page."""
        return self.controller.run.page if self.controller.run is not None else None

    @property
    def busy(self) -> bool:
        """Whether any job is running."""
        return self.controller.frame.runner.busy

    @property
    def lane(self) -> JobBridge:
        """Where the jobs of the run that is shown are running."""
        return self.controller.frame.runner.lane(self.session.procedure.id)

    def visible(self, kind: type[AnyWidget], within: QWidget | None = None) -> Iterator[AnyWidget]:
        """Every visible widget of a kind."""
        for found in (within or self.shell).findChildren(kind):
            if shiboken6.isValid(found) and found.isVisible():
                yield found

    def texts(self, within: QWidget | None = None) -> list[str]:
        """Every text that can be read, in labels and on buttons."""
        found = [label.text() for label in self.visible(QLabel, within)]
        found += [button.text() for button in self.visible(QPushButton, within)]
        return [text for text in found if text]

    @property
    def number(self) -> str:
        """The screen number in the pill; a page that is on its way has none for a moment."""

        def shown() -> str:
            return next((each.text() for each in self.visible(QLabel) if each.objectName() == "pill"), "")

        wait_for(shown, what="a screen with its number")
        return shown()

    @property
    def where(self) -> str:
        """What stands beside the pill: "Step 4 of 8"."""
        return next(text for text in self.texts(self.page) if text.startswith(("Step ", "Side page")))

    @property
    def side(self) -> list[str]:
        """The rows of the side list as a screen reader says them."""
        rows = [b for b in self.visible(QPushButton, self.shell.side) if b.objectName() == "row"]
        return [row.accessibleName() for row in sorted(rows, key=lambda row: row.y())]

    @property
    def problem(self) -> ProblemPanel | None:
        panel = self.page.problem
        return panel if panel is not None and panel.isVisible() else None

    @property
    def focused(self) -> QWidget | None:
        """The widget that gets the keys, also where something took the window's activation away."""
        return QApplication.focusWidget() or self.shell.focusWidget()

    @property
    def dialog(self) -> QDialog:
        return next(self.visible(QDialog))

    # --- what is done ---

    def button(self, text: str, within: QWidget | None = None) -> QPushButton:
        found = [b for b in self.visible(QPushButton, within) if b.text().replace("&&", "&") == text]
        assert found, f"no button {text!r} among {[b.text() for b in self.visible(QPushButton, within)]}"
        return found[0]

    def click(self, target: QWidget) -> None:
        assert target.isVisible(), "an invisible widget can not be clicked"
        self.wait_until_ready(target)
        assert target.isEnabled(), f"a resting widget can not be clicked: {target}"
        spot = target.rect().center()
        if isinstance(target, QRadioButton | QCheckBox):
            spot = QPoint(10, target.height() // 2)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=spot)

    def wait_until_ready(self, target: QWidget) -> None:
        """Until a button's first second is over; it begins when the button is in sight."""
        if self.shell.first_second.is_resting(target):
            if self.shown is not None and self.shown.area.isAncestorOf(target):
                self.shown.area.ensureWidgetVisible(target)
            wait_for(
                lambda: not self.shell.first_second.is_resting(target), what="(a button rests on and on)"
            )

    def press(self, text: str, within: QWidget | None = None, *, rest: bool = True) -> None:
        """Click the button with this text and let the window come to rest."""
        self.click(self.button(text, within))
        if rest:
            self.come_to_rest()

    def agree(self) -> None:
        """Answer yes to what is asked first."""
        asks = next(each for each in self.shell.findChildren(AskFirst) if each.isVisible())
        wait_for(asks.yes.isEnabled, what="(its yes rests on and on)")
        asks.yes.click()
        self.come_to_rest()

    def press_verb(self, *, rest: bool = True) -> None:
        """Press what leads on: the verb, or the button of a problem that stands instead of it."""
        self.click(self.shell.leads_on)
        if rest:
            self.come_to_rest()

    def come_to_rest(self) -> None:
        """Until no job runs, and none begins by itself: some pages look something up when they are shown."""
        for _ in range(10):
            wait_for(lambda: not self.busy, what="(a job runs on and on)")
            let_live(10)
            if not self.busy:
                let_live(10)  # what was just made is shown a moment later
                wait_for(self._all_ready, what="(a button rests on and on)")
                return

    def _all_ready(self) -> bool:
        """Whether nothing in sight, or about to be scrolled into sight, is in its first second."""
        heir = self.shell.first_second.heir
        if heir is not None and heir.isVisible():
            return False
        return all(button.visibleRegion().isEmpty() for button in self.shell.first_second.resting)

    def box(self, name: str) -> FieldBox:
        return self.page.boxes[name]

    def edit(self, name: str) -> QLineEdit:
        found = self.box(name).focus_target
        assert isinstance(found, QLineEdit)
        return found

    def type_into(self, name: str, text: str) -> None:
        """Replace what stands in a box, by mouse and keys."""
        edit = self.edit(name)
        self.page.boxes.reveal(self.box(name))
        let_live()
        self.click(edit)
        edit.selectAll()
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(edit, text)
        else:  # QTest has no keys for these
            edit.insert(text)

    def paste_into(self, name: str, text: str | None = None) -> None:
        """Replace what stands in a box by what is on the clipboard; with `text`, as others put it."""
        if text is not None:
            data = QMimeData()
            data.setText(text)
            QGuiApplication.clipboard().setMimeData(data)
        edit = self.edit(name)
        self.click(edit)
        edit.selectAll()
        self.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def choose(self, name: str, value: str) -> None:
        """Click the choice that stands for this value."""
        box = self.box(name)
        self.page.boxes.reveal(box)
        let_live()
        if isinstance(box.focus_target, QComboBox):
            self.choose_from_list(box.focus_target, value)
            return
        for radio in self.visible(QRadioButton, box):
            self.click(radio)
            if box.value == value:
                return
        raise AssertionError(f"{name} has no {value}")

    def choose_from_list(self, opened: QComboBox, value: str) -> None:
        """Walk a list with the arrow keys to the entry of this value."""
        opened.setFocus()
        QTest.keyClick(opened, Qt.Key.Key_Home)
        for _ in range(opened.count()):
            if opened.currentData() == value:
                return
            QTest.keyClick(opened, Qt.Key.Key_Down)
        raise AssertionError(f"the list has no {value}")

    def answer(self, values: dict[str, Any]) -> None:
        """Fill this page's boxes by mouse and keys."""
        for name, box in list(self.page.boxes.items()):
            if name not in values:
                continue
            value = values[name]
            if box.spec.kind == "choice":
                self.choose(name, str(value))
            elif box.spec.kind == "tick":
                if box.value is not value:
                    self.click(box.focus_target)
            elif box.spec.own_copy and value:
                self.paste_into(name, str(value))  # as it came from the other program
            else:
                self.type_into(name, str(value))

    def open(self, procedure: str) -> None:
        self.controller.open_procedure(procedure)
        self.come_to_rest()

    def open_without_rest(self, procedure: str) -> None:
        """Open a procedure while a job of another goes on."""
        self.controller.open_procedure(procedure)
        let_live(20)

    def walk_to(self, screen: str, changes: dict[str, Any] | None = None) -> None:
        """Begin a procedure and go on by its buttons until a screen is reached."""
        self.open(next(name for name, letter in LETTERS.items() if letter == screen[0]))
        self.go_on_to(screen, changes)

    def go_on_to(self, screen: str, changes: dict[str, Any] | None = None) -> None:
        """Go on by the buttons until a screen is reached."""
        values = {**plain_values(self.session.procedure.id), **(changes or {})}
        for _ in range(20):
            if self.number == screen:
                return
            before = self.number
            self.step_on(values)
            if self.number == before:  # the mail check stays to show its rows
                assert self.problem is None, f"{before}: {self.problem.accessibleName()}"
                self.press_verb()
            assert self.number != before, f"stuck at {before}"
        raise AssertionError(f"{screen} was never reached")

    def step_on(self, values: dict[str, Any]) -> None:
        """Fill this page and press its verb; sign in where it asks for that."""
        let_live(20)  # some pages ask for something of their own as soon as they are shown
        self.come_to_rest()
        page = self.page
        self.answer(values)
        self.come_to_rest()  # a folder that was named is read
        if page.signs_in and page.panel is None:
            page.take_action(PASTE)  # by hand: the line is among the practice values
        if page.signs_in and page.panel is not None and page.verb != "Next":
            panel = page.panel
            page.take_action(PASTE)
            self.press_verb(rest=False)
            wait_for(lambda: panel.attempt is not None, what="(no sign-in begins)")
            assert panel.attempt is not None
            panel.attempt.offer(practice_person().visit(panel.attempt.address))
            wait_for(lambda: self.shown is not page, what="(the sign-in does not end)")
        else:
            if isinstance(page, ByHandPage):  # no mail program to write into: the clicks by hand
                page.choose("outlook-2013")
                for row in page.rows:
                    row.tick.click()
            if isinstance(page, MatchCodesPage):
                self.accept_all(page)
            if isinstance(page, WalkThroughPage):
                for tick in page.findChildren(QCheckBox, "line"):
                    if not tick.isChecked():
                        tick.click()
            if isinstance(page, LookArrivedPage):  # nothing is posted in practice, unless a test does it
                self.press(page.again)
            else:
                self.press_verb()
        let_live(20)  # some pages ask for something of their own as soon as they are shown
        self.come_to_rest()

    def leave_box(self, name: str) -> None:
        """Go on to the next widget by Tab: a file or a folder that was typed is read then."""
        QTest.keyClick(self.edit(name), Qt.Key.Key_Tab)
        let_live(5)

    def accept_all(self, page: MatchCodesPage) -> None:
        """Accept every suggestion, once the file that was named is read."""
        if page.boxes:
            self.leave_box("journal_file")
        wait_for(lambda: not self.busy, what="(the file is never read)")
        self.come_to_rest()
        assert page.table is not None
        if page.table.suggested:
            self.press(next(text for text in self.texts(page) if text.startswith("Accept ")))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the focus is."""
        wait_for(
            lambda: bool(self.shell.actions()), what="(the window's keys, which come after its first paint)"
        )
        if QApplication.activeModalWidget() is None and not self.shell.isActiveWindow():
            self.shell.activateWindow()  # something took the activation; a test of its own looks for that
            wait_for(self.shell.isActiveWindow)
        QTest.keyClick(self.focused or self.shell, key, modifier)

    def tab_to(self, wanted: Callable[[QWidget], bool], longest: int = 60) -> QWidget:
        """Press Tab until the focus is on a widget of this kind; fails where Tab never gets there."""
        for _ in range(longest):
            focused = self.focused
            if focused is not None and wanted(focused):
                return focused
            self.key(Qt.Key.Key_Tab)
        raise AssertionError("Tab never gets there")
