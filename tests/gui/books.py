"""The books' screens in a window: a store's folder, the rows of a table, its picker."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from tests.gui.leaves import all_said
from tests.gui.window import Window, let_live, wait_for
from wizard.books.match_table import MatchRow, MatchTable
from wizard.catalogue.resources import path_of
from wizard.gui.matching.model import Column, MatchModel
from wizard.gui.matching.picker import Picker
from wizard.gui.pages.check_records import CheckRecordsPage
from wizard.gui.pages.choose_columns import ChooseColumnsPage
from wizard.gui.pages.match_codes import MatchCodesPage
from wizard.gui.pages.store_files import StoreFilesPage
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.who_posts import whose_in
from wizard.model.mapping import Choice, Mapping, Slot

CLEAN, MISTAKES, OTHER = (
    Path(path_of(f"practice/weeks/{name}")) for name in ("clean", "mistakes", "other-till")
)


def copied(week: Path, folder: Path) -> Path:
    """A copy of a practice week that a test may change."""
    shutil.copytree(week, folder)
    return folder


class Books:
    """Drives a window's books."""

    def __init__(self, window: Window) -> None:
        self.window = window

    # --- walking ---

    def open_files(self, folder: Path) -> StoreFilesPage:
        """Come to W3 and name a folder by typing."""
        self.window.walk_to("W3")
        return self.name_folder(folder)

    def name_folder(self, folder: Path) -> StoreFilesPage:
        self.window.type_into("folder", str(folder))
        self.window.leave_box("folder")
        wait_for(lambda: self.files.found_something and not self.window.busy, what="(it is never read)")
        self.window.come_to_rest()
        return self.files

    def walk_to(self, screen: str, folder: Path = CLEAN, *, good_ones: bool = False) -> None:
        """Come to a screen with the files of a folder, everything before it matched.

        Of the mistakes, the tracking option that Xero has archived is left out, and before W8 the payment
        type that nobody has any more.
        """
        if folder.name != "clean" and (folder / "journal.csv").exists():
            own = StoreMatches(self.window.program.site, "journals" if screen[0] == "R" else "shop")
            made = own.read().with_choice("tracking", "Airport (closed)", Choice("not used"))
            if screen == "W8":
                made = made.with_choice("payment", "Old voucher", Choice("not used"))
            own.write(made)
        self.window.walk_to(screen, {"folder": str(folder), "good_ones": good_ones})
        self.window.come_to_rest()

    def walk_on(self, screen: str) -> None:
        """Go on from here, everything on the way matched."""
        self.window.go_on_to(screen, {"folder": self.window.program.site.record().books.folder})
        self.window.come_to_rest()

    # --- pages ---

    @property
    def files(self) -> StoreFilesPage:
        page = self.window.page
        assert isinstance(page, StoreFilesPage), page
        return page

    @property
    def page(self) -> MatchCodesPage:
        page = self.window.page
        assert isinstance(page, MatchCodesPage), page
        return page

    @property
    def columns(self) -> ChooseColumnsPage:
        page = self.window.page
        assert isinstance(page, ChooseColumnsPage), page
        return page

    @property
    def check(self) -> CheckRecordsPage:
        page = self.window.page
        assert isinstance(page, CheckRecordsPage), page
        return page

    # --- the table ---

    @property
    def table(self) -> MatchTable:
        wait_for(lambda: self.page.table is not None, what="(there is no table)")
        assert self.page.table is not None
        return self.page.table

    @property
    def model(self) -> MatchModel:
        return self.page.desk.view.matches

    def row(self, word: str) -> MatchRow:
        return self.table.rows[self.place(word)]

    def place(self, word: str) -> int:
        return next(at for at, code in enumerate(self.table.codes) if code.word == word)

    def shown(self) -> list[str]:
        """The words of the rows shown."""
        return [self.table.codes[at].word for at in self.model.shown]

    def click(
        self, word: str, column: Column = Column.WORD, modifier: Qt.KeyboardModifier | None = None
    ) -> None:
        """Click a cell of a row."""
        line = self.model.line(self.place(word))
        assert line is not None, f"{word} is not shown"
        index = self.model.index(line, column)
        self.page.desk.view.scrollTo(index)
        QTest.mouseClick(
            self.page.desk.view.viewport(),
            Qt.MouseButton.LeftButton,
            modifier or Qt.KeyboardModifier.NoModifier,
            self.page.desk.view.visualRect(index).center(),
        )
        let_live(5)

    def button(self, name: str) -> QPushButton:
        """A button below the table."""
        return self.page.desk.row_panel.buttons[name]

    @property
    def typing(self) -> QLineEdit:
        """What codes are typed into."""
        assert self.page.desk.typed_words is not None
        return self.page.desk.typed_words.edit

    def press(self, name: str) -> None:
        self.window.click(self.button(name))
        let_live(5)

    @property
    def picker(self) -> Picker:
        wait_for(lambda: next(self.window.visible(Picker), None) is not None, what="(no list opens)")
        return next(self.window.visible(Picker))

    def pick(self, typed: str) -> None:
        """Type into the open list and take the first."""
        search = self.picker.search
        QTest.keyClicks(search, typed)
        QTest.keyClick(search, Qt.Key.Key_Return)
        let_live(5)

    def kept(self, slot: Slot, word: str) -> Choice | None:
        """What the store's file says by now."""
        return self.mapping().choice(slot, word)

    def mapping(self) -> Mapping:
        whose = whose_in(self.window.session.procedure)
        return StoreMatches(self.window.program.site, whose).read()

    # --- what is read ---

    def said(self) -> str:
        return all_said(self.window)

    def left(self) -> str:
        """What stands beside "left"."""
        return next(x.text() for x in self.window.visible(QLabel, self.page) if " left of " in x.text())
