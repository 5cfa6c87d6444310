"""While Xero cannot be reached: the records as Xero's own import files, for a person to upload."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wizard.catalogue.export import export_words, window_words
from wizard.catalogue.wording import wording
from wizard.gui.job_bridge import JobBridge
from wizard.gui.widgets.labels import button, label
from wizard.gui.widgets.layouts import empty
from wizard.jobs.export.given import Wanted, nothing_given
from wizard.jobs.export.write_for_upload import CREDIT_NOTES, TakeBack, WriteForUpload
from wizard.jobs.job import Done, Job, Tools
from wizard.model.problem import FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_FOLDER = "papers/upload"


class UploadCard(QFrame):
    """Offers the files, counts what would be in them, writes them when somebody agrees, and takes it back."""

    rebuilt = Signal()

    def __init__(
        self,
        tools: Callable[[], Tools],
        wanted: Wanted,
        open_address: Callable[[str], bool],
        *,
        is_written: bool = False,
    ) -> None:
        """`is_written`: some records stand in files already."""
        super().__init__()
        self.setObjectName("card")
        self._tools, self._wanted, self._open = tools, wanted, open_address
        self.bridge = JobBridge(self)
        self._folder = tools().site.folder / _FOLDER / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        if is_written:
            self._say([window_words("upload_kept")], ("upload_back", self._take_back))
        else:
            self._offer()

    # --- what it says ---

    def _say(self, texts: list[str], *buttons: tuple[str, Callable[[], object]]) -> None:
        pressed_here = any(one.hasFocus() for one in self.findChildren(QPushButton))
        empty(self._column)
        for text in filter(None, texts):
            self._column.addWidget(label(text))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        made = [self._button(name, pressed) for name, pressed in buttons]
        for one in made:
            row.addWidget(one)
        row.addStretch(1)
        self._column.addWidget(holder)
        if pressed_here and made:
            made[0].setFocus()
        self.rebuilt.emit()

    def _button(self, name: str, pressed: Callable[[], object]) -> QPushButton:
        made = button(window_words(name))
        made.clicked.connect(lambda _checked=False: pressed())
        return made

    def _offer(self) -> None:
        self._say([window_words("upload_offer")], ("upload_count", self._count))

    def _ask(self, facts: dict[str, object]) -> None:
        """Say how many would be in them, and what that means."""
        words, waiting = export_words(), facts["waiting"]
        assert isinstance(waiting, dict)
        waits = [
            words.upload.waits.format(count=count, kind=words.kinds[str(kind)].lower())
            for kind, count in waiting.items()
        ]
        if not facts["records"]:
            self._say([words.upload.nothing, *waits])
            return
        self._say(
            [window_words("upload_ask", count=facts["records"]), *waits],
            ("upload_write", self._write),
            ("upload_leave", self._offer),
        )

    def _written(self, facts: dict[str, object]) -> None:
        words, files = export_words().upload, facts["files"]
        assert isinstance(files, list)
        has_notes = any(Path(one).name.startswith(CREDIT_NOTES) for one in files)
        self._say(
            [
                window_words("upload_done", count=facts["records"], files=len(files), folder=self._folder),
                *words.steps,
                words.credit_notes if has_notes else "",
            ],
            ("upload_open", lambda: self._open(self._folder.as_uri())),
            ("upload_back", self._take_back),
        )

    def _taken_back(self, facts: dict[str, object]) -> None:
        said = export_words().upload.unmarked.format(count=facts["records"])
        self._say([said, window_words("upload_offer")], ("upload_count", self._count))

    # --- what it does ---

    def _count(self) -> None:
        self._run(WriteForUpload(self._folder, self._wanted), self._ask)

    def _write(self) -> None:
        self._run(WriteForUpload(self._folder, self._wanted, marks=True), self._written)

    def _take_back(self) -> None:
        self._run(TakeBack(really=True), self._taken_back)

    def _run(self, job: Job, then: Callable[[dict[str, object]], None]) -> None:
        def work(progress: Progress, cancel: Cancel) -> Done | Problem:
            try:
                return job.run(self._tools(), progress, cancel)
            except FaultyInput as faulty:  # the files that were to be sent are not there any more
                return nothing_given(faulty)
            except ProblemFound as found:
                return found.problem

        def take(outcome: Done | Problem) -> None:
            if isinstance(outcome, Problem):
                said = wording(outcome)
                self._say([f"{said.what} {said.do}"], ("upload_count", self._count))
            else:
                then(dict(outcome.facts))

        self.bridge.start(work, take)
