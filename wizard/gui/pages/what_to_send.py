"""W7: which kinds of records are sent; they go in order, so ticking one takes all above it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QVBoxLayout

from wizard.books.left_out import start_in, words_left_out
from wizard.catalogue.export import window_words, words_of_why
from wizard.catalogue.kinds import file_words
from wizard.catalogue.listing import listed
from wizard.catalogue.matching import match_words
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.schema import Option
from wizard.catalogue.words import number, words_of
from wizard.gui.pages.boxes import letters
from wizard.gui.pages.choose_columns import name_file_of
from wizard.gui.pages.looking import LookingPage
from wizard.gui.widgets.labels import label, restyle
from wizard.jobs.books.count_records import CountRecords
from wizard.jobs.books.of_run import of_run
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.export.given import wanted_by, who_else_posts
from wizard.jobs.job import Done, Job
from wizard.model.export import Why
from wizard.model.problem import Fault, FaultyInput, Problem

_words = words_of(__name__)

_FIELD = "send_through"
_LAST = "journal"
"""What no till of a web shop has: offered only where the store's files have some, and sent with all."""
_NAMED = 4
"""So many of the words that are left out are named."""


class WhatToSendPage(LookingPage):
    """A tick for each kind, in the order in which they go; the files are counted where nobody did yet."""

    def build(self, body: QVBoxLayout) -> None:
        """The ticks with what the files have of each, and below them what follows from them."""
        self._spec = self.session.screen.fields[0]
        counts: Mapping[str, int] | None = self.session.facts().get("records_by_kind")
        session = self.session
        self._vendor = who_else_posts(
            wanted_by(session.procedure, session.answers), session.tools.site.record()
        )
        self._options = self._offered(counts)
        self.ticks: list[QCheckBox] = []
        self._many: list[QLabel] = []
        self._out = self._left_out()
        self._dropped: dict[int, list[int]] = {}
        """Which ticks went with the one that was taken away last."""
        card = QFrame()
        card.setObjectName("card")
        self._grid = grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._add_all(counts)
        body.addWidget(card)
        self._follows = label("", bold=True)
        self._follows.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._others = label("", name="warn")
        self._others.hide()
        self._fault = label("", name="fault")
        self._fault.hide()
        body.addWidget(self._follows)
        body.addWidget(self._others)
        body.addWidget(self._fault)
        self._say_who_posts(counts)
        self._put(str(self.session.facts().get(_FIELD, _LAST)))
        if counts is None:  # the screens before this one were not gone through in this run
            self.look_soon()

    # --- what the files have ---

    def job_that_looks(self) -> Job:
        """Count what the store's files have."""
        return CountRecords(of_run(self.session.procedure, self.session.answers))

    def show_found(self, found: Done) -> None:
        """Show it; a kind that is only offered where there is some of it comes last."""
        self.found_something = True
        counts: Mapping[str, int] = found.value
        through = self.values()[_FIELD]
        self._options = self._offered(counts)
        self._add_all(counts)
        self._say_who_posts(counts)
        self._put(through)
        self.rebuilt.emit()

    def show_problem(self, problem: Problem) -> None:
        """What could not be counted is said as that, and any kind may be among it."""
        super().show_problem(problem)
        if problem.code in {"FILE-COLUMNS", "FILE-DATES"}:
            name_file_of(self.session, problem)
        for made in self._many:
            made.setText(window_words("not_counted"))

    def _offered(self, counts: Mapping[str, int] | None) -> list[Option]:
        """Return the kinds that can be ticked: journals where there are some that no other program posts."""
        has_last = bool((counts or {}).get(_LAST)) and not self._vendor
        return [one for one in self._spec.options if one.value != _LAST or has_last]

    def _say_who_posts(self, counts: Mapping[str, int] | None) -> None:
        """Say of journals that stay here, since another program posts them, what W8 will say of them."""
        count = self._kept = (counts or {}).get(_LAST, 0) if self._vendor else 0
        why = words_of_why(Why("vendor-posts", self._vendor))
        self._others.setText(window_words("by_vendor", count=file_words().count(_LAST, count), said=why))
        self._others.setVisible(count > 0)

    def _left_out(self) -> str | None:
        """Return what the matches and the start date keep out, in words; None where they cannot be read."""
        try:
            mapping = StoreMatches(self.session.tools.site, "shop").read()
        except FaultyInput:
            return None
        aside = match_words().aside
        words = [_words("word", word=word, meant=aside[meant]) for word, meant in words_left_out(mapping)]
        start = start_in(mapping)
        early = [_words("before", day=day_in_words(start))] if start is not None else []
        return listed([*early, *words], most=len(early) + _NAMED)

    def _add_all(self, counts: Mapping[str, int] | None) -> None:
        """Show a row for each option that has none yet, and what there is of each."""
        for at, (option, letter) in enumerate(zip(self._options, letters(len(self._options)), strict=True)):
            if at == len(self.ticks):
                self._add(self._grid, at, option, letter)
            count = counts.get(option.value, 0) if counts is not None else None
            made = self._many[at]
            made.setText(window_words("counting" if count is None else "in_files", count=number(count or 0)))
            restyle(made, "" if count else "muted")

    # --- ticks ---

    def _add(self, grid: QGridLayout, at: int, option: Option, letter: str) -> None:
        tick = QCheckBox(f"{letter}   {option.label}")
        tick.setAccessibleName(_words("box", letter=letter, name=option.label))
        tick.setAccessibleDescription(option.note)
        tick.clicked.connect(lambda checked: self._clicked(at, checked))
        self.ticks.append(tick)
        grid.addWidget(tick, at, 0)
        grid.addWidget(label(option.note, name="muted"), at, 1)
        many = label("", name="muted")
        many.setWordWrap(False)
        self._many.append(many)
        grid.addWidget(many, at, 2)

    def _clicked(self, at: int, checked: bool) -> None:
        """One that is ticked takes all above it; one that is not, none below it goes."""
        moved = [one for one in range(len(self.ticks)) if self.ticks[one].isChecked() is not checked]
        back = self._dropped.pop(at, []) if checked else []
        moved = [one for one in moved if (one < at or one in back if checked else one > at)]
        for one in moved:
            self.ticks[one].setChecked(checked)
        # Whoever unticks and thinks better of it has again what stood there before.
        self._dropped = {} if checked else {at: moved}
        word = "back" if back else "took" if checked else "dropped"
        because = window_words(word, kind=self._options[at].label) if moved else ""
        self._say(because)
        self.edited.emit()

    def _put(self, through: str) -> None:
        values = [one.value for one in self._options]
        last = values.index(through) if through in values else len(values) - 1
        for at, tick in enumerate(self.ticks):
            tick.setChecked(at <= last)
        self._say("")

    def _say(self, because: str) -> None:
        ticked = [one.label for one, tick in zip(self._options, self.ticks, strict=True) if tick.isChecked()]
        if len(ticked) == len(self.ticks):
            said = window_words("all" if self._out == "" and not self._kept else "all_kinds")
        elif ticked:
            left = [one.label for one in self._options if one.label not in ticked]
            said = window_words("some", kinds=listed(ticked), rest=listed(left))
        else:
            said = window_words("none")
        out = window_words("but", what=self._out) if ticked and self._out else ""
        self._follows.setText(f"{because} {said} {out}".strip())
        self._fault.hide()

    # --- its answers ---

    def values(self) -> dict[str, Any]:
        """Return the last kind that is ticked; all of them mean whatever there is."""
        ticked = [one.value for one, tick in zip(self._options, self.ticks, strict=True) if tick.isChecked()]
        if len(ticked) == len(self.ticks):
            return {_FIELD: _LAST}
        return {_FIELD: ticked[-1] if ticked else ""}

    def missing(self) -> list[Fault]:
        """Nothing is sent where nothing is ticked."""
        if any(tick.isChecked() for tick in self.ticks):
            return []
        return [Fault(_FIELD, "MISSING", window_words("none"))]

    def show_faults(self, faults: list[Fault]) -> None:
        """Say what is missing below the ticks, and go to the first."""
        self._fault.setText(faults[0].message)
        self._fault.show()
        self._follows.setText("")
        self.ticks[0].setFocus()

    def fill_in(self, values: dict[str, Any]) -> None:  # type: ignore[override]
        """Tick up to a kind."""
        if _FIELD in values:
            self._put(str(values[_FIELD]))

    def focus_first(self) -> bool:
        """All is as recommended: the verb has the cursor."""
        return False

    def focus_on(self, name: str) -> bool:
        """Go to the first tick."""
        if name != _FIELD:
            return False
        self.ticks[0].setFocus()
        return True
