"""R6: who posts a rental's entries, what Xero would say of them, and, where we post, what would go."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from wizard.catalogue.export import window_words
from wizard.catalogue.words import number
from wizard.gui.pages.check_records import REJECTED
from wizard.gui.pages.plan_records import PlanRecordsPage
from wizard.gui.widgets.labels import label
from wizard.model.problem import Fault
from wizard.session.results import StepResult

_WHO, _OFF, _LOOK = "who_posts", "vendor_off", "look_in_xero"


class CheckEntriesPage(PlanRecordsPage):
    """Where another program posts, its Next leads to what arrived; where we do, its verb is the consent."""

    verb_word: ClassVar[str] = "post"

    def add_choices(self, body: QVBoxLayout) -> None:
        """Who posts; and, where that is us, that the other does not any more."""
        kept = self.session.tools.site.record().books
        who = self.boxes.add(self.spec(_WHO), "A", body)
        if not who.value:
            who.put(kept.who_posts or "vendor")
        off = self.boxes.add(self.spec(_OFF), "B", body)
        if _OFF not in self.session.answers:
            off.put(kept.vendor_off)
        for name in (_WHO, _OFF):  # else its first press would change them, and only check once more
            if name not in self.session.answers:
                self.session.answering.put(name, self.boxes[name].value)
        self._show_off()
        who.changed.connect(self._choose)
        off.changed.connect(self._choose)

    @property
    def is_ours(self) -> bool:
        """Whether Tillbridge is to post."""
        return bool(self.boxes[_WHO].value == "tillbridge")

    def _choose(self) -> None:
        """Who posts decides what is looked at, and is kept with the store: look again."""
        self._show_off()
        answers = self.session.answers
        if any(self.boxes[name].value != answers.get(name) for name in (_WHO, _OFF)):
            self.session.fill(self.values())
            self.tools.run()

    def _show_off(self) -> None:
        self.boxes[_OFF].setVisible(self.is_ours)

    @property
    def plans(self) -> bool:
        """Whether anything would go from here at all."""
        return self.is_ours

    # --- its verbs ---

    @property
    def verb(self) -> str:
        """What would go, where we post; else on, where the check let it."""
        if self.is_ours:
            return super().verb
        result = self.session.result
        return self.leads_on if result is not None and result.ok else self.session.screen.again

    @property
    def again(self) -> str:
        """Where another program posts, what would not pass shuts nobody out of the rest."""
        result = self.session.result
        refused = result is not None and result.problem is not None and result.problem.code == REJECTED
        return window_words("not_arrived") if refused and not self.is_ours else super().again

    def press_again(self) -> bool:
        """Go on all the same; what will not pass is said at the end."""
        if self.is_ours:
            return super().press_again()
        self.session.answering.put(_LOOK, True)
        self.tools.go_on()
        return True

    def missing(self) -> list[Fault]:
        """Nothing is posted before somebody said that the other program does not."""
        if not self.commits or self.boxes[_OFF].value:
            return []
        return [Fault(_OFF, "MISSING", window_words("not_off"))]

    def press(self) -> bool:
        """Agree to what is in sight; where another program posts, go on to what arrived of it."""
        if self.is_ours:
            return super().press()
        result = self.session.result
        if result is None or not result.ok:
            return False
        self.session.answering.put(_LOOK, True)
        self.tools.go_on()
        return True

    # --- what is shown ---

    def show_result(self, result: StepResult) -> None:
        """Say also what stands in Xero that did not go from here: somebody else may still post."""
        super().show_result(result)
        if not self.is_ours:
            self._not_now.hide()
        if result.facts.get("checked_what") == "nothing":
            self._slot.addWidget(label(window_words("nothing_named"), name="warn"))
        if count := int(result.facts.get("by_others", 0)):
            self._slot.addWidget(label(window_words("by_others", count=number(count)), name="warn"))

    def was_compared(self) -> bool:
        """Whether all that this screen promises to look at was looked at."""
        return not self.is_ours or super().was_compared()
