"""The books' screens at 1366x768: few, many and very many accounts, files known, unknown and faulty.

`python -m tests.pictures.books OUT [dark]`; the practice services run beside.
"""

import ctypes
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

from PySide6.QtWidgets import QApplication

from tests.gui.books import CLEAN, MISTAKES, OTHER, Books
from tests.gui.window import Window, program_for
from wizard.gui import theme
from wizard.gui.main import make_application
from wizard.jobs.books.xero_side import xero_folder
from wizard.model.mapping import Choice
from wizard.practice import PracticeServices

if sys.version_info < (3, 12):
    for constant in (True, False, None):  # WORKAROUND: see tests/gui/conftest.py
        ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40

WIDE, HIGH = 1366, 768 - 40 - 32
"""A small shop screen, its taskbar and the window's frame taken off."""
_KINDS = ("Sales", "Clearing", "Fees", "Rent", "Stock", "Wages", "Deposits", "Freight")


class Album:
    """Takes pictures into a folder; each walk begins in a home of its own."""

    def __init__(self, app: QApplication, out: Path, services: PracticeServices) -> None:
        self._app, self._out, self._services = app, out, services

    @contextmanager
    def store(self) -> Iterator[Books]:
        """A window of a store that nobody has set up."""
        self._services.clear_faults()
        self._services.clock.advance(61)
        with tempfile.TemporaryDirectory(prefix="tillbridge-pictures-") as home:
            window = Window(program_for(Path(home), self._services.services_file))
            window.shell.resize(WIDE, HIGH)
            window.shell.show()
            window.shell.activateWindow()
            window.wait_for(window.shell.isActiveWindow)
            window.controller.show_home()
            yield Books(window)
            window.close()

    def take(self, books: Books, name: str) -> None:
        """Picture the window as it is."""
        books.window.come_to_rest()
        QApplication.processEvents()
        books.window.shell.grab().save(str(self._out / f"{name}.png"))
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()


def with_accounts(books: Books, count: int) -> None:
    """Let the store's organisation have so many accounts, as if Xero had just said so."""
    folder = xero_folder(books.window.program.site)
    assert folder is not None
    path = folder / "Accounts.json"
    rows = json.loads(path.read_text("utf-8"))["Accounts"]
    made = rows[:count]
    for n in range(count - len(made)):
        name = f"{_KINDS[n % len(_KINDS)]} of branch {n // len(_KINDS)}"
        row = {**rows[0], "AccountID": f"made-{n}", "Code": f"{1000 + n}", "Name": name}
        made.append({**row, "Status": "ARCHIVED" if n % 50 == 49 else "ACTIVE"})
    path.write_text(json.dumps({"Accounts": made}), "utf-8")
    os.utime(path, (time.time(), time.time()))


def account_tables(album: Album) -> None:
    """W5, W6 and R5 with 5, 200 and 10,000 accounts; each list opened once."""
    for count in (5, 200, 10_000):
        for screen, folder in (("W5", CLEAN), ("W6", MISTAKES), ("R5", CLEAN)):
            with album.store() as books:
                books.walk_to(screen, folder)
                with_accounts(books, count)
                books.page.look()
                if screen == "R5":
                    books.window.type_into("journal_file", str(CLEAN / "journal.csv"))
                    books.window.leave_box("journal_file")
                album.take(books, f"{screen}-{count}")
                books.page.desk.go_to_place(0)
                books.page.desk.open_list()
                books.picker.grab().save(str(album._out / f"{screen}-{count}-list.png"))
                books.picker.close()


def row_states(album: Album) -> None:
    """W6 with a row of every state, W5 accepted, R5 without a file and with typed numbers."""
    with album.store() as books:
        books.walk_to("W6", MISTAKES)
        books.click("Old voucher")
        album.take(books, "W6-deleted")
        books.click("Gift card")
        books.press("do-not-pay")
        books.click("Cash")
        books.press("accept")
        album.take(books, "W6-states")
        books.window.press_verb()
        album.take(books, "W6-problem")
    with album.store() as books:
        books.walk_to("W5", CLEAN)
        books.window.press(next(t for t in books.window.texts(books.page) if t.startswith("Accept all")))
        album.take(books, "W5-accepted")
    with album.store() as books:
        books.walk_to("R5")
        album.take(books, "R5-empty")
        books.typing.setText("200, Hire income, 9999, 4100 Damage waiver")
        books.window.press("Add")
        album.take(books, "R5-typed")


def files(album: Album) -> None:
    """W3 with files that are known, unknown, and faulty; the columns chosen."""
    with album.store() as books:
        books.open_files(CLEAN)
        album.take(books, "W3-known")
    with album.store() as books:
        books.open_files(OTHER)
        album.take(books, "W3-unknown")
        books.window.press("Choose the columns")
        album.take(books, "W3-columns")
    with album.store() as books, tempfile.TemporaryDirectory() as name:
        week = Path(shutil.copytree(CLEAN, Path(name) / "week"))
        path = week / "payments.csv"
        lines = path.read_text("utf-8").splitlines()
        lines[3] = lines[3].replace("2026", "20x6")
        lines[5] = lines[5].rsplit(",", 3)[0] + ",12.3.4,Cash,"
        path.write_text("\n".join(lines), "utf-8")
        books.open_files(week)
        album.take(books, "W3-faulty")
        books.window.press_verb()
        album.take(books, "W3-faulty-pressed")


def checks(album: Album) -> None:
    """W8 and R6 with and without what would not pass."""
    with album.store() as books:
        books.walk_to("W8", CLEAN)
        album.take(books, "W8-clean")
    with album.store() as books:
        own = books.mapping()
        books.walk_to("W6", MISTAKES)
        books.window.press(next(t for t in books.window.texts(books.page) if t.startswith("Accept all")))
        books.click("Old voucher")
        books.press("not-used")
        books.window.press_verb()
        album.take(books, "W8-faulty")
        assert own.choice("payment", "Old voucher") != Choice("not used")
    with album.store() as books:
        books.walk_to("R6")
        album.take(books, "R6-without-file")


ALBUMS: dict[str, Callable[[Album], None]] = {
    "tables": account_tables, "states": row_states, "files": files, "checks": checks,
}  # fmt: skip


def main(out: Path, wanted: list[str]) -> None:
    """Take the pictures of these albums, all where none is named."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    theme.dress(app, theme.DARK if "dark" in wanted else theme.LIGHT)
    with PracticeServices() as services:
        album = Album(app, out, services)
        for name, take in ALBUMS.items():
            if name in wanted or not set(wanted) & ALBUMS.keys():
                take(album)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
