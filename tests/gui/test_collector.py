"""Who collects what Python left, and when."""

import gc

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wizard.gui.collector import Collector


def test_python_collects_again_once_the_window_is_gone_and_not_amid_its_going(qtbot: QtBot) -> None:
    window, seen = QObject(), list[bool]()
    Collector(window)
    last = QObject(window)
    last.destroyed.connect(lambda: seen.append(gc.isenabled()))
    try:
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        assert seen == [False], "the rest of it was going then"
        qtbot.waitUntil(gc.isenabled)
    finally:
        gc.enable()
