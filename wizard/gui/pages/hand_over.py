"""A page for somebody else, shown as it will be and then saved."""

from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from wizard.catalogue.schema import Card
from wizard.catalogue.wording import fill
from wizard.catalogue.words import words_of
from wizard.gui.pages.lines import LinesPage
from wizard.gui.pages.sheet import line_button
from wizard.gui.widgets.labels import CAPTION, label
from wizard.gui.widgets.layouts import empty
from wizard.jobs.papers.make_hand_over import contact_of, kept_facts
from wizard.papers.hand_over import card_lines, head, left_open
from wizard.papers.paper import Paper
from wizard.session.results import StepResult

_words = words_of(__name__)


class HandOverPage(LinesPage):
    """A page for someone else: shown as it will be, then saved."""

    stays: ClassVar[bool] = True

    @property
    def verb(self) -> str:
        """Once it is saved there is only the way on, or back to where it was opened."""
        if not self._is_saved:
            return super().verb
        return _words("go-back") if self.leads_back else self.leads_on

    @property
    def leads_back(self) -> bool:
        """Once it is saved, where it was opened from another screen."""
        return self._is_saved and self.session.returns

    @property
    def _is_saved(self) -> bool:
        result = self.session.result
        return result is not None and result.ok

    def build(self, body: QVBoxLayout) -> None:
        """Preview the card for the chosen person."""
        self.boxes.add_all(self.session.screen.fields, body)
        self._begin_with_what_is_kept()
        self._slot = QVBoxLayout()
        self._scale = 1.0
        body.addLayout(self._slot)
        self._saved = QVBoxLayout()
        body.addLayout(self._saved)
        self._preview()
        self.edited.connect(self._show_edited)
        if self.session.result is not None:
            self.show_result(self.session.result)

    def _begin_with_what_is_kept(self) -> None:
        """Choose who helps with the store's sender; opened by itself, it has the store's name as well."""
        session, store = self.session, self.boxes.get("store_name")
        helper = self._known().get("helper")
        if helper in self.session.screen.cards and "person" not in session.answers:
            self.boxes["person"].put(helper)
        name = session.tools.site.record().name
        if store is not None and not store.value and not session.keeps_draft and name:
            store.put(name)

    def _known(self) -> dict[str, Any]:
        """What this run knows, and what the store has kept where it does not."""
        found = {name: value for name, value in self.session.facts().items() if value != ""}
        return {**kept_facts(self.session.tools), **found}

    def _show_edited(self) -> None:
        """Show the page as it is now; what was saved is another one then."""
        was_saved = self._is_saved
        if was_saved:
            self.session.fill(self.values())
        if was_saved and not self._is_saved:
            empty(self._saved)
            self.unsay()
            self.verb_changed.emit()
        self._preview()

    def _card(self) -> Card:
        cards = self.session.screen.cards
        box = self.boxes.get("person")
        return cards.get(str(box.value) if box else "") or next(iter(cards.values()))

    def _facts(self) -> dict[str, Any]:
        """What the page may say, with the store's name as it stands in its box."""
        facts, box = self._known(), self.boxes.get("store_name")
        answer = self.boxes.get("answer_to")
        if answer is not None:
            facts = {**facts, "answer_to": str(answer.value or "").strip()}
        record = self.session.tools.site.record()
        facts = {**facts, "contact": contact_of(self._card(), facts, record)}
        typed = str(box.value or "").strip() if box else ""
        return {**facts, "store": typed} if typed else facts

    def make_room(self, *, is_low: bool) -> None:
        """Show the page smaller where the window is low."""
        super().make_room(is_low=is_low)
        scale = CAPTION if is_low else 1.0
        if scale != self._scale:
            self._scale = scale
            self._preview()

    def _preview(self) -> None:
        empty(self._slot)
        card = self._card()
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        session, facts = self.session, self._facts()
        day = datetime.now().astimezone().date()
        above = head(card, session.procedure, session.step.number, facts, day)
        small = self._scale
        inside.addWidget(label(" · ".join(above[:2]), name="muted", scale=small))
        inside.addWidget(label(" · ".join(above[2:]), name="muted", scale=small))
        inside.addWidget(label(fill(card.subject, facts), bold=True, scale=small))
        lines = card_lines(card, facts)
        for index, text in enumerate(lines, 1):
            inside.addWidget(label(f"{index}.  {text}" if len(lines) > 1 else text, scale=small))
        inside.addWidget(label(_words("please-send-back"), bold=True, scale=small))
        for text in card.give_back:
            inside.addWidget(label(f"–  {text}", scale=small))
        inside.addWidget(label(card.never, name="fault", scale=small))
        if left_open(card, facts):
            inside.addWidget(label(_words("left-open"), name="warn", scale=small))
        self._slot.addWidget(frame)

    def show_result(self, result: StepResult) -> None:
        """Say where the page is, and offer to open it."""
        super().show_result(result)
        page: Any = result.facts.get("page")
        if page and self._saved.isEmpty():
            self._saved.addWidget(label(_words("saved-as", path=page)))
            opener = line_button(_words("open-page"), lambda: self.tools.open_address(Path(page).as_uri()))
            row = QHBoxLayout()
            row.addWidget(opener)
            row.addWidget(self.paper_bar(lambda: self._paper(Path(page))), 1)
            self._saved.addLayout(row)

    def _paper(self, page: Path) -> Paper | None:
        """Return the page as it was saved."""
        from wizard.app.papers import saved_page  # noqa: PLC0415 - only when something is done with it

        return saved_page(page, fill(self._card().subject, self._facts()))
