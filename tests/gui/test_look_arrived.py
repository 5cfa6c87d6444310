"""R7: what Point of Rental posted is looked for in Xero; R8 says no more than was found (S3.22 to S3.28)."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QRadioButton

from tests.faults.person import practice_person
from tests.gui.books import CLEAN
from tests.gui.conftest import OpenWindow
from tests.gui.schedule_row import asked, press
from tests.gui.sending import Sends
from tests.gui.test_sending_fits import HIGH, WIDE, too_high
from tests.gui.web import HARMLESS
from tests.gui.window import Window, program_for, wait_for
from tests.unit.export.shop import Json
from wizard.app.papers import receipt_of
from wizard.catalogue.load import procedure
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.paper_bar import text_of
from wizard.gui.widgets.schedule_card import ScheduleCard
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def test_what_is_not_posted_yet_is_not_called_working(window: Window) -> None:
    window.walk_to("R7")
    said = window.texts(window.page)
    assert (
        "Reprint store totals in Point of Rental, answer Yes, then look. Nothing is sent from here." in said
    )
    window.press("Nothing is posted yet: go on")
    assert window.number == "R8"
    assert "What arrived in Xero was not looked at" in window.texts(window.page)
    (row,) = window.page.findChildren(ScheduleCard)
    dialog = asked(window, row)
    offered = [one.text() for one in dialog.findChildren(QRadioButton)]
    assert not any(text.startswith("Send") for text in offered), "Point of Rental posts by itself"
    press(dialog, "Set it")
    wait_for(lambda: window.program.site.record().books.schedule == "watch 18:30")
    window.press_verb()
    assert "Signed in; nothing is sent from here" in window.texts()


def test_entries_that_are_not_in_xero_are_named(window: Window) -> None:
    window.walk_to("R7")
    window.press("Look in Xero")
    assert window.number == "R7"
    assert window.problem is not None
    assert window.problem.accessibleName().startswith("0 of 7 entries are in Xero")
    said = "\n".join(window.texts(window.page))
    assert "7 × Journals: Xero has nothing of it" in said
    window.press("Go on all the same")
    assert "Entries not in Xero: 7; there with other amounts: 0" in window.texts(window.page)


def _mark_of(window: Window, title: str) -> str:
    """How the side list marks a step, as a screen reader says it."""
    (row,) = [row for row in window.side if title in row]
    return row.split(", ")[2]


def _as_another_posts_them() -> list[Json]:
    """The journals of the practice file as another program posts them."""
    with (CLEAN / "journal.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[tuple[str, str], list[Json]] = {}
    for row in rows:
        lines = found.setdefault((row["*Narration"], row["*Date"]), [])
        lines.append({"LineAmount": row["*Amount"], "AccountCode": "200"})
    return [
        {
            "Narration": name,
            "Date": "-".join(reversed(day.split("/"))),
            "Status": "POSTED",
            "JournalLines": lines,
        }
        for (name, day), lines in found.items()
    ]


def test_entries_that_arrived_are_seen(window: Window, services: PracticeServices) -> None:
    sends = Sends(window, services)
    with sends.xero() as xero:
        xero.put("ManualJournals", *_as_another_posts_them())
    window.walk_to("R7")
    window.press("Look in Xero")
    assert window.problem is None, window.problem.accessibleName()
    figures = sends.figures()
    assert figures == {"In Xero as in your file": "7", "There with other amounts": "0", "Not there": "0"}
    window.press_verb()
    assert window.number == "R8"
    assert "Entries of your file that are in Xero: 7" in window.texts(window.page)
    assert _mark_of(window, "What arrived in Xero") == "done"
    window.press_verb()
    assert "Signed in; nothing is sent from here" not in window.texts()


def test_what_did_not_arrive_stays_red_and_on_home(window: Window) -> None:
    window.walk_to("R7")
    window.press("Look in Xero")
    assert window.problem is not None
    window.press("Go on all the same")
    assert window.number == "R8"
    assert _mark_of(window, "What arrived in Xero") == "failed", "it was looked at, and is not there"
    assert window.page.title.text() == "Not all entries of your file are in Xero"
    marks = [made.mark for made in window.page.findChildren(StateMark)]
    assert marks.count(Mark.FAILED) == 1, marks
    program, facts = window.program, window.session.facts()
    paper = receipt_of(
        program.site, program.world.kind, procedure("point-of-rental-xero"), str(facts["receipt"])
    )
    assert paper is not None
    before, _, wrong = text_of(paper).partition("What was seen to be wrong")
    wrong, _, unseen = wrong.partition("What was not seen by us")
    assert "Entries not in Xero: 7" in wrong
    assert "Entries not in Xero" not in before + unseen
    window.press_verb()
    said = window.texts()
    assert "7 of its entries not in Xero" in said
    assert any(text.startswith("1 thing needs you: Xero for Point of Rental") for text in said), said
    window.walk_to("R7")
    window.press("Nothing is posted yet: go on")
    assert "What arrived in Xero was not looked at" in window.texts(window.page)
    window.press_verb()
    said = window.texts()
    assert "7 of its entries not in Xero" in said, "nobody looked again: what was found is not gone"
    assert any(text.startswith("1 thing needs you: Xero for Point of Rental") for text in said), said


def test_an_entry_with_other_amounts_is_said_to_be_that(window: Window, services: PracticeServices) -> None:
    sends = Sends(window, services)
    first, *others = _as_another_posts_them()
    lines = [{"LineAmount": amount, "AccountCode": "200"} for amount in ("1.00", "-1.00")]
    with sends.xero() as xero:
        xero.put("ManualJournals", first | {"JournalLines": lines}, *others)
    window.walk_to("R7")
    window.press("Look in Xero")
    assert sends.figures()["There with other amounts"] == "1"
    said = "\n".join(window.texts(window.page))
    assert f"Journals: Xero has it with other amounts: {first['Narration']}" in said
    assert "held" not in said, "nothing is sent from here"


def test_what_tillbridge_sent_is_not_taken_for_another_programs_posting(
    window: Window, services: PracticeServices
) -> None:
    sends = Sends(window, services)
    sends.come_to("W8")  # the same entries are among the web shop's files
    window.press_verb()
    window.press_verb()
    sends.a_minute_passes()
    window.walk_to("R7")
    window.press("Look in Xero")
    assert window.problem is None, window.problem.accessibleName()
    figures = sends.figures()
    assert (figures["In Xero as in your file"], figures["Not there"]) == ("0", "0")
    assert figures["Sent by Tillbridge itself"] == "7"
    assert any("7 × Journals: Tillbridge itself sent it" in text for text in window.texts(window.page))
    window.press_verb()
    assert window.number == "R8"
    said = window.texts(window.page)
    assert "No posting of Point of Rental was found in Xero" in said
    assert not any("Entries of your file that are in Xero" in text for text in said)
    assert _mark_of(window, "What arrived in Xero") != "done"
    window.press_verb()
    assert "Signed in; nothing is sent from here" in window.texts()


def test_without_a_file_nothing_of_the_web_shop_is_shown_or_ticked(
    window: Window, services: PracticeServices
) -> None:
    sends = Sends(window, services)
    sends.come_to("W8")
    kept = window.program.site.record().books
    window.walk_to("R5")
    page = sends.books.page
    assert window.box("journal_file").value == ""
    assert page.table is not None
    assert list(page.table.rows) == []
    window.press_verb()
    assert window.number == "R6"
    window.come_to_rest()
    assert "109" not in "".join(sends.figures().values()), sends.figures()
    assert sends.figures()["Checked"] == "0"
    seen = {name: sends.figures()[name] for name in ("Already in Xero", "Will not pass", "Left out")}
    assert seen == {
        "Already in Xero": "not asked",
        "Will not pass": "not checked",
        "Left out": "no file was read",
    }
    assert "by their numbers" not in window.texts(window.page)
    assert any(text.startswith("No entry was looked at") for text in window.texts(window.page))
    window.press_verb()
    assert window.number == "R7"
    assert window.shell.leads_on.text() == "Next", "there is nothing to compare: it leads on"
    assert "Look in Xero" not in "\n".join(window.texts())
    window.press_verb()
    assert window.number == "R8"
    assert _mark_of(window, "What arrived in Xero") not in {"done", "failed"}, "nobody looked"
    told = window.texts(window.page)
    assert any("there was no file to compare it with" in text for text in told), told
    assert not any("posted yet" in text for text in told), told
    assert not any("Entries checked by Xero" in text or "are in Xero" in text for text in told), told
    assert not any("Account numbers checked" in text for text in told), told
    assert "No entry was checked by Xero's rules" in told
    for title in ("Account numbers", "Check before posting", "What arrived in Xero"):
        assert _mark_of(window, title) != "done"
    assert window.program.site.record().books.folder == kept.folder
    assert window.program.site.record().books.journals == ""


def test_what_would_not_pass_shuts_nobody_out_where_another_program_posts(
    window: Window, tmp_path: Path
) -> None:
    rows = (CLEAN / "journal.csv").read_text("utf-8-sig").splitlines()
    assert rows[1].count("585.56") == 1
    rows[1] = rows[1].replace("585.56", "585.57")  # the journal does not add up to nothing any more
    file = tmp_path / "entries.csv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    window.walk_to("R6", {"journal_file": str(file)})
    assert window.number == "R6"
    assert window.shell.leads_on.text() == "Check again"
    window.press("Go on all the same")
    assert window.number == "R7"
    window.press("Nothing is posted yet: go on")
    assert window.number == "R8"
    assert any(text.startswith("Entries that will not pass: ") for text in window.texts(window.page))


def test_without_a_file_it_is_said_where_one_is_named(window: Window) -> None:
    window.walk_to("R7", {"journal_file": ""})
    window.press("Name the file at R5")
    assert window.number == "R5"
    assert window.focused is window.box("journal_file").focus_target


@pytest.fixture
def fresh() -> Iterator[PracticeServices]:
    """A Xero that nobody has given more yet: it adds up what was allowed."""
    with PracticeServices() as running:
        yield running


def _sign_in(window: Window) -> None:
    """Let somebody allow what the sign-in under way asks for."""
    page, panel = window.page, window.page.panel
    assert panel is not None
    wait_for(lambda: panel.attempt is not None, what="(no sign-in begins)")
    assert panel.attempt is not None
    panel.attempt.offer(practice_person().visit(panel.attempt.address))
    wait_for(lambda: window.shown is not page, what="(the sign-in does not end)")
    window.come_to_rest()


def test_tillbridge_posts_once_somebody_said_that_point_of_rental_does_not(
    open_window: OpenWindow, home: Path, fresh: PracticeServices
) -> None:
    window = open_window(program_for(home, fresh.services_file))
    window.controller.show_home()
    sends = Sends(window, fresh)
    window.shell.resize(WIDE, HIGH)
    window.walk_to("R6")
    assert not window.box("vendor_off").isVisible()
    assert window.shell.leads_on.text() == "Next", "Point of Rental posts unless somebody chooses"
    window.choose("who_posts", "tillbridge")
    window.come_to_rest()
    assert window.problem is not None, "R13 asked to read and nothing more"
    assert window.problem.accessibleName().startswith("Tillbridge may only read in Xero so far.")
    window.press("Sign in again", rest=False)
    wait_for(lambda: window.number == "R13")
    said = " ".join(window.texts(window.page))
    assert "send the day's totals" in said
    assert "send payments" not in said, "nothing is asked for that posting journals does not take"
    _sign_in(window)
    window.go_on_to("R6")
    assert window.shell.leads_on.text() == "Post 7 entries to Corner Store Pty Ltd"
    window.press_verb()
    assert window.number == "R6", "box B is not ticked"
    assert too_high(window) == 0
    assert "First turn off Point of Rental's own posting" in " ".join(window.texts(window.page))
    with sends.xero() as xero:
        assert xero.all("ManualJournals") == []
    assert not window.session.tools.site.record().books.vendor_off
    window.click(window.box("vendor_off").focus_target)
    window.come_to_rest()
    assert window.session.tools.site.record().books.vendor_off, "a daily run and the verbs go by it as well"
    window.press_verb(rest=False)
    wait_for(lambda: window.number == "R8", what="(it is never posted)")
    window.come_to_rest()
    said = "\n".join(window.texts(window.page))
    assert "Posted, and read back from Xero as it was posted" in said
    assert too_high(window) == 0
    assert "Whether Point of Rental still posts was not checked" in said
    with sends.xero() as xero:
        assert len(xero.all("ManualJournals")) == 7
    (row,) = window.page.findChildren(ScheduleCard)
    dialog = asked(window, row)
    offered = [one.text() for one in dialog.findChildren(QRadioButton)]
    assert any(text.startswith("Send") for text in offered)
    press(dialog, "Set it")
    window.press_verb()
    texts = window.texts()
    assert any("7 sent" in text for text in texts), texts
    window.press("Send")
    assert window.number == "R6"
    assert window.box("vendor_off").value is True, "as it was said before"
