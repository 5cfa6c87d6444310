"""W10: what is proven of a sending: totals from end to end, the page that proves it, documents in Xero."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from msgspec import ValidationError, convert
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wizard.catalogue.export import export_words, window_words
from wizard.catalogue.words import amount, number, words_of
from wizard.gui.pages.finish import FinishPage
from wizard.gui.pages.outcome_rows import outcome_card
from wizard.gui.pages.sheet import line_button
from wizard.gui.widgets.columns import BesideLayout
from wizard.gui.widgets.figures_table import figures_table
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import label, link
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.export.send_and_prove import InXero
from wizard.model.export import SUMS, Equals

_words = words_of(__name__)

T = TypeVar("T")
_READABLE = 280
"""Pixels below which a reason is one word a line."""
_SEEN = {"proven", "nothing-new"}
"""Endings of which all that went was read back."""
_ROWS = 2
"""Reasons in sight at once."""
_BESIDE = 60
"""Characters of documents' names that have room beside the proof; of longer ones fewer are offered below."""
_LONG_ONES = 2


class SentFinishPage(FinishPage):
    """The end of a procedure that sends: the ledger's proof first, then what is proven besides."""

    def build(self, body: QVBoxLayout) -> None:
        """The proof, where something was sent in this run."""
        facts = self.session.facts()
        if facts.get("sending"):
            self._show_sent(facts, body)
        super().build(body)
        if facts.get("sending") and facts.get("ending") not in _SEEN:
            self.done_mark = Mark.NOW

    def _show_sent(self, facts: Mapping[str, Any], body: QVBoxLayout) -> None:
        names = ("read", "sent", "already_there", "failed", "held", "excluded")
        counts = {name: number(int(facts.get(name, 0))) for name in names}
        # One line where both have room; what files of the same day came to makes the first of them long.
        head = FlowLayout(spacing=12)
        head.addWidget(label(str(facts["said"]), bold=True, in_line=True))
        head.addWidget(label(window_words("sum", **counts), in_line=True))
        body.addLayout(head)
        if facts.get("made"):
            body.addWidget(label(window_words("made", made=facts["made"]), name="muted"))
        # Beside each other: a small screen has more room that way.
        holder = QWidget()
        row = BesideLayout(holder, least=_READABLE)
        left = _kept(facts, "left", Equals)
        if facts.get("totals"):
            row.addWidget(_totals(facts["totals"], _stayed(left)))
        if left:
            row.addWidget(outcome_card(left, _ROWS))
        body.addWidget(holder)
        self._show_proof(facts, body)

    def _documents(self, documents: Sequence[InXero]) -> QWidget:
        """Return the row of documents that can be opened in Xero."""
        holder = QWidget()
        row = FlowLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        about = label(window_words("in_xero"), name="muted")
        about.setWordWrap(False)
        row.addWidget(about)
        for one in documents:
            opener = link(one.name)
            opener.setAccessibleName(f"{window_words('in_xero')} {one.name}")
            opener.clicked.connect(lambda _checked=False, url=one.address: self.tools.open_address(url))
            row.addWidget(opener)
        return holder

    def _show_proof(self, facts: Mapping[str, Any], body: QVBoxLayout) -> None:
        path = str(facts.get("proof_page", ""))
        if not path:
            return
        row = QHBoxLayout()
        row.setSpacing(12)
        kept = Path(path).is_file()
        row.addWidget(label(window_words("proof_kept" if kept else "proof_gone", path=Path(path).name)), 1)
        documents = _kept(facts, "documents", InXero)
        are_short = sum(len(one.name) for one in documents) <= _BESIDE
        if documents and are_short:
            row.addWidget(self._documents(documents), 2)
        if kept:
            row.addWidget(line_button(window_words("proof"), lambda: self._open(path)))
        body.addLayout(row)
        if not are_short:
            body.addWidget(self._documents(documents[:_LONG_ONES]))

    def _open(self, path: str) -> bool:
        return self.tools.open_address(Path(path).as_uri())


def _kept(facts: Mapping[str, Any], name: str, kind: type[T]) -> list[T]:
    """Return what a sending left among its facts; a receipt of another version may hold it otherwise."""
    try:
        return convert(facts.get(name, ()), list[kind])  # type: ignore[valid-type]
    except ValidationError:
        return []


def _stayed(left: Sequence[Equals]) -> Mapping[str, int]:
    """Return how many of a kind are held or were not taken: a sum of what went is not all of it."""
    found = Counter[str]()
    for one in left:
        if one.first.state in {"held", "failed"}:
            found[one.first.kind] += one.count
    return found


def _totals(rows: Any, stayed: Mapping[str, int]) -> QFrame:
    """Return the totals by kind; a row that does not meet is marked, and one of which records stayed here."""
    words = export_words()
    marks, texts = list[QWidget](), list[Sequence[str]]()
    for one in rows:
        meets = one["count"] == one["found"] and len({one.get(name, one["sent"]) for name in SUMS}) == 1
        stays = stayed.get(one["kind"], 0)
        marks.append(StateMark(Mark.FAILED if not meets else Mark.WARNING if stays else Mark.DONE))
        some = _words("some-of", found=one["found"], count=one["count"])
        some = _words("and-stayed", some=some, stays=stays) if stays else some
        has_sum = one["kind"] != "contact"
        # A receipt of before has no sum of what was matched.
        sums = [amount(Decimal(one[name])) if has_sum and name in one else "" for name in SUMS]
        texts.append((words.kinds[one["kind"]], some, *sums))
    card = QFrame()
    card.setObjectName("card")
    grid = figures_table(card, words.window["columns"], texts, marks=marks, spacing=1)
    grid.setContentsMargins(12, 4, 12, 4)
    return card
