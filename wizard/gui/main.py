"""Starting the window: first paint first, everything else after."""

import contextlib
import logging
import sys
from _locale import LC_TIME, setlocale  # `locale` itself costs start-up time
from collections.abc import Sequence

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from wizard.app.crash import CrashNote
from wizard.app.last_store import keep_last_open
from wizard.app.one_window import FirstWindow
from wizard.app.options import Options
from wizard.app.program import Program, log_folder, open_program
from wizard.catalogue.resources import path_of
from wizard.catalogue.words import words_of
from wizard.gui import theme
from wizard.gui.after_paint import after_paint
from wizard.gui.controller import Controller
from wizard.gui.job_bridge import JobBridge
from wizard.gui.second_start import SecondStart
from wizard.gui.shell import Shell
from wizard.gui.workarounds import keep_constants_alive
from wizard.model.problem import ProblemFound

_words = words_of(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


_ONE_PRESS = 800
"""Milliseconds within which a second press at the same place is taken for the first one's: hands that press
twice without looking take up to seven tenths of a second, Linux' own 400 let their second press through."""


def make_application(*, paints_first: bool = False) -> QApplication:
    """Return the dressed QApplication; Qt's own messages go through the log and so through redaction.

    Whoever `paints_first` keeps the constants alive after that: the signals emitted until then are few.
    """

    def to_log(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", text)

    qInstallMessageHandler(to_log)
    app = QApplication.instance() or QApplication([*sys.argv[:1], "-style", theme.STYLE])
    assert isinstance(app, QApplication)
    # On Unix Qt takes over the user's locale: months would be in another language than the rest.
    setlocale(LC_TIME, "C")
    app.setApplicationName("Tillbridge")
    app.setApplicationDisplayName("Tillbridge")
    app.setDesktopFileName("tillbridge")
    app.setDoubleClickInterval(max(app.doubleClickInterval(), _ONE_PRESS))
    theme.apply(app)
    if not paints_first:
        keep_constants_alive()
    return app


def run_window(options: Options, procedure: str | None, first: FirstWindow) -> int:
    """Open the window and run until it is closed; second starts find it while it stands."""
    note = CrashNote(log_folder(options))
    note.begin()
    try:
        return _run_window(options, procedure, first)
    finally:
        first.release()
        note.end()


def _run_window(options: Options, procedure: str | None, first: FirstWindow) -> int:
    _be_one_in_the_task_bar()
    app = make_application(paints_first=True)
    shell = Shell()
    second = SecondStart(shell, first)
    after_paint(shell, keep_constants_alive)
    after_paint(shell, second.listen)
    after_paint(shell, lambda: _show_icon(shell))
    after_paint(shell, lambda: keep_last_open(options))
    after_paint(shell, lambda: _follow_system(app, shell))
    opened = contextlib.ExitStack()
    starter = JobBridge(shell)

    def begin(program: Program | ProblemFound) -> None:
        if isinstance(program, ProblemFound):
            from wizard.gui.home.nothing_starts import show_why  # noqa: PLC0415 - only where nothing starts

            shell.show_banner(_words("practice-not-started"), practice=False)
            show_why(shell, program.problem, start_practice)
            return
        shell.close_pressed.disconnect(shell.close)
        controller = Controller(
            shell,
            program,
            lambda: _switch_world(app, shell, options),
            lambda site: _start_as(app, shell, options._replace(site=site)),
        )
        controller.show_home()
        after_paint(shell, lambda: controller.home.tell_of_crash(log_folder(options)))
        if procedure:
            controller.open_procedure(procedure)
        second.goes_to(controller.open_for_second_start)

    def start(*_: object) -> Program | ProblemFound:
        try:
            return opened.enter_context(open_program(options))
        except ProblemFound as found:
            return found

    def start_practice() -> None:
        # The practice services take a moment: the window stands before they do.
        shell.show_banner(_words("practice-starts"), practice=False)
        starter.start(start, begin)

    with opened:
        if options.practice:
            shell.set_help("", "")
            shell.set_buttons(back=False, verb="")
            shell.close_pressed.connect(shell.close)
            start_practice()
            shell.show()
        else:
            shell.close_pressed.connect(shell.close)
            shell.show()
            begin(opened.enter_context(open_program(options)))
        return app.exec()


def _be_one_in_the_task_bar() -> None:
    """Tell Windows that this Python is Tillbridge: its window belongs to the link that the installer made."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        with contextlib.suppress(OSError, AttributeError):
            ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("Tillbridge.Tillbridge")


def _show_icon(shell: Shell) -> None:
    from PySide6.QtGui import QIcon  # noqa: PLC0415 - its names of themed icons cost start-up time

    shell.setWindowIcon(QIcon(path_of("icons/tillbridge.svg")))


def _follow_system(app: QApplication, shell: Shell) -> None:
    from wizard.gui.follow_system import follow  # noqa: PLC0415 - not before the first paint

    follow(app, shell)


def _switch_world(app: QApplication, shell: Shell, options: Options) -> None:
    """Leave for the other world."""
    _start_as(app, shell, options._replace(practice=not options.practice, services=None))


def _start_as(app: QApplication, shell: Shell, other: Options) -> None:
    """Leave for another world or store: a new process, so that nothing of this one goes along."""
    from wizard.app.practice_child import own_command  # noqa: PLC0415

    if not shell.may_close():  # what goes on is shown first, and no second window beside it
        return
    _start_detached([*own_command(), *other.words(), "open"])
    shell.close()
    app.quit()


def _start_detached(command: Sequence[str]) -> None:
    import subprocess  # noqa: PLC0415 - only when worlds are switched

    subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
