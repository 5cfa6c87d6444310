"""M11, do it by hand: which program, its lines and values, the drawn windows, and the check afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton, QScrollArea

from tests.gui.conftest import OpenWindow
from tests.gui.test_back_and_next import _Counted
from tests.gui.test_looks import cut_off
from tests.gui.window import MAIL, Window, let_live, plain_values, program_for, wait_for
from wizard.catalogue.guides import Guide, guide, guides
from wizard.gui.pages.by_hand import ByHandPage
from wizard.gui.theme import DARK, LIGHT
from wizard.gui.widgets.dialog_drawing import DialogDrawing, Picture, dialog_image
from wizard.gui.widgets.dialog_layout import Laid, lay_out
from wizard.gui.widgets.dialog_words import Touch
from wizard.gui.widgets.guide_chooser import GuideCard
from wizard.gui.widgets.guide_row import rich_text
from wizard.gui.widgets.line_list import LineList
from wizard.jobs.mail.check_mail import CheckMail
from wizard.jobs.programs.mail_program import MailProgramChosen
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform knows none

NAMES = [each.id for each in guides()]
DOCUMENTED = ["outlook-express", "outlook-2007", "outlook-2013"]


def beyond_check(window: Window, how: str) -> None:
    """Go to the mail programs (M5), and on by one of its ways."""
    window.walk_to("M4")
    window.press_verb()
    window.press_verb()
    assert window.number == "M5"
    go_on_by(window, how)


def go_on_by(window: Window, how: str) -> None:
    wait_for(window.shell.verb.isEnabled)
    window.choose("how", how)
    window.press_verb()


def at_choice(window: Window) -> ByHandPage:
    """Go to M11 as one who wants to see the clicks."""
    beyond_check(window, "by-hand")
    assert window.number == "M11"
    assert isinstance(window.page, ByHandPage)
    let_live(10)
    return window.page


def from_the_values(window: Window) -> ByHandPage:
    """Leave the mail programs alone, and open M11 from the values of M8."""
    beyond_check(window, "alone")
    assert window.number == "M8"
    window.press("Do it by hand (M11)")
    assert isinstance(window.page, ByHandPage)
    let_live(10)
    return window.page


def at_lines(window: Window, name: str) -> ByHandPage:
    page = at_choice(window)
    window.click(card(window, name))
    window.wait_for(lambda: page.rows and all(row.isVisible() for row in page.rows))
    let_live(10)
    return page


def card(window: Window, name: str) -> GuideCard:
    wanted = guide(name)
    return next(c for c in window.visible(GuideCard) if c.accessibleName().startswith(f"{wanted.name}, "))


def drawing(window: Window) -> DialogDrawing:
    return next(window.visible(DialogDrawing))


def current(window: Window) -> int:
    """The number of the line being done, as the picture has it."""
    picture = drawing(window).picture
    assert picture is not None
    return int(next(touch.number for touch in picture.touches if touch.now))


# --- which program ---


def test_every_program_is_offered_with_a_picture_of_its_own(window: Window) -> None:
    at_choice(window)
    assert "Which picture looks like your screen?" in window.texts(window.page)
    cards = list(window.visible(GuideCard))
    assert len(cards) == len(NAMES)
    looks = {bytes(c.grab().toImage().constBits()) for c in cards}
    assert len(looks) == len(NAMES)


def test_a_program_can_be_chosen_by_keys_alone(window: Window) -> None:
    at_choice(window)
    wanted = card(window, "outlook-express")
    window.tab_to(lambda focused: focused is wanted)
    window.key(Qt.Key.Key_Return)
    let_live(10)
    assert any("Outlook Express · line 1 of 24" in text for text in window.texts(window.page))


def test_nothing_is_checked_before_a_program_is_chosen(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = _Counted(monkeypatch, CheckMail)
    at_choice(window)
    before = checks.runs
    window.press("I have done this")
    assert checks.runs == before
    assert window.number == "M11"
    assert "Choose the picture that looks like your screen first." in window.texts(window.page)


def test_the_verb_is_the_thing_to_press_only_once_a_program_is_chosen(window: Window) -> None:
    page = at_choice(window)
    assert window.shell.verb.objectName() != "primary"
    page.choose(NAMES[0])
    wait_for(lambda: window.shell.verb.objectName() == "primary")
    page.choose("")
    wait_for(lambda: window.shell.verb.objectName() != "primary")


def test_the_choice_is_kept_and_can_be_changed(window: Window) -> None:
    at_lines(window, "outlook-2007")
    window.press("‹ Back")
    assert window.number == "M5"
    go_on_by(window, "by-hand")
    let_live(10)
    assert any(text.startswith("Outlook 2007 · line") for text in window.texts(window.page))
    window.press("Another mail program")
    let_live(10)
    assert len(list(window.visible(GuideCard))) == len(NAMES)
    window.click(card(window, "evolution"))
    let_live(10)
    assert any(text.startswith("Evolution · line") for text in window.texts(window.page))


def test_where_writing_was_tried_first_the_program_is_known(window: Window) -> None:
    beyond_check(window, "alone")
    given = {"choose_mail_program": MailProgramChosen(mail_client="outlook", mail_profile="16.0/Outlook")}
    window.session.results["mail-programs"] = replace(window.session.results["mail-programs"], given=given)
    window.run.open_side("mail-by-hand")
    let_live(10)
    assert any(text.startswith("Outlook (classic) · line 1") for text in window.texts(window.page))


def test_the_program_that_was_chosen_before_is_the_one_whose_clicks_are_shown(window: Window) -> None:
    window.walk_to("M5")
    window.click(next(r for r in window.visible(QRadioButton, window.page) if "this store’s" in r.text()))
    window.choose("how", "by-hand")
    window.press_verb()
    assert window.number == "M11"
    let_live(10)
    assert any(text.startswith("Thunderbird · line 1") for text in window.texts(window.page))


# --- lines and values ---


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_a_button_that_copies_it(window: Window, name: str) -> None:
    page = at_lines(window, name)
    values = plain_values(MAIL)
    clipboard = QGuiApplication.clipboard()
    copied = {}
    for row in page.rows:
        if row.copy_row is None:
            continue
        row.copy_row.copy_button.click()
        if row.line.secret:
            wait_for(lambda: clipboard.text() == values["password"])
        copied[row.line.value or row.line.secret] = clipboard.text()
    assert copied["{incoming_server}"] == values["incoming_server"]
    assert copied["{outgoing_server}"] == values["outgoing_server"]
    assert copied["{user_name}"] == values["user_name"]
    assert copied["{email_address}"] == values["email_address"]
    assert copied["{incoming_port}"] == "15110"
    assert copied["{outgoing_port}"] == "15925"
    assert copied["password"] == values["password"]
    if name != "new-outlook":
        assert copied["{store_name}"] == values["store_name"]
        assert copied["{remove_days}"] == "3"


def test_another_internet_line_has_the_other_ports(open_window: OpenWindow) -> None:
    window = open_window()
    window.controller.show_home()
    window.open(MAIL)
    page_values = {**plain_values(MAIL), "access_isp": "another"}
    for screen in ("M2", "M3", "M4"):
        window.go_on_to(screen, page_values)
    window.run.open_side("mail-by-hand")
    page = window.page
    assert isinstance(page, ByHandPage)
    page.choose("outlook-express")
    let_live(10)
    shown = window.texts(page)
    assert "110" in shown
    assert "25" in shown
    assert "15110" not in shown


@pytest.mark.parametrize("name", NAMES)
def test_the_password_is_never_shown(window: Window, name: str) -> None:
    page = at_lines(window, name)
    secret = plain_values(MAIL)["password"]
    for row in page.rows:
        row.tick.click()
        said = drawing(window).accessibleDescription() + row.tick.accessibleName()
        assert secret not in said
        assert secret not in str(drawing(window).picture)
    assert not any(secret in text for text in window.texts())


def test_labels_are_bold_and_what_people_typed_is_no_markup() -> None:
    assert rich_text("Type [Port] for {user_name}", {"user_name": "<b>x</b> [y]"}) == (
        "Type <b>Port</b> for &lt;b&gt;x&lt;/b&gt; [y]"
    )


# --- ticking ---


def test_space_ticks_a_line_and_goes_to_the_next(window: Window) -> None:
    page = at_lines(window, "outlook-2013")
    assert window.focused is page.rows[0].tick
    for expected in (2, 3, 4, 5, 6):
        window.key(Qt.Key.Key_Space)
        assert current(window) == expected
        assert window.focused is page.rows[expected - 1].tick
    assert [row.tick.isChecked() for row in page.rows[:6]] == [True] * 5 + [False]
    assert any("line 6 of 30 · 5 done" in text for text in window.texts(page))


def test_arrows_and_tab_go_from_line_to_line_and_the_picture_follows(window: Window) -> None:
    page = at_lines(window, "outlook-2013")
    window.key(Qt.Key.Key_Down)
    assert current(window) == 2
    window.key(Qt.Key.Key_Up)
    assert current(window) == 1
    window.key(Qt.Key.Key_Up)
    assert current(window) == 1
    window.tab_to(lambda focused: focused is page.rows[5].tick)
    assert current(window) == 6
    copy_button = page.rows[5].copy_row.copy_button  # type: ignore[attr-defined]
    window.key(Qt.Key.Key_Tab)
    assert window.focused is copy_button
    window.key(Qt.Key.Key_Tab)
    assert current(window) == 7


def test_the_copy_button_of_another_line_makes_that_the_present_line(window: Window) -> None:
    page = at_lines(window, "outlook-2013")
    row = page.rows[8]
    assert row.copy_row is not None
    row.copy_row.copy_button.setFocus()
    assert current(window) == 9


def test_a_click_on_the_words_shows_their_picture_and_ticks_nothing(window: Window) -> None:
    page = at_lines(window, "outlook-express")
    window.click(page.rows[2])
    assert current(window) == 3
    assert not any(row.tick.isChecked() for row in page.rows)


def test_a_line_can_be_unticked_and_is_the_present_one_then(window: Window) -> None:
    page = at_lines(window, "outlook-express")
    for _ in range(3):
        window.key(Qt.Key.Key_Space)
    window.click(page.rows[1].tick)
    assert not page.rows[1].tick.isChecked()
    assert current(window) == 2
    window.click(page.rows[1].tick)
    assert current(window) == 4


def test_ticks_are_there_again_after_leaving_the_page(window: Window) -> None:
    page = at_lines(window, "outlook-express")
    for _ in range(4):
        window.key(Qt.Key.Key_Space)
    window.press("Another mail program")
    let_live(10)
    window.click(card(window, "outlook-2007"))
    let_live(10)
    assert not any(row.tick.isChecked() for row in page.rows)
    window.press("‹ Back")
    go_on_by(window, "by-hand")
    page = window.page
    assert isinstance(page, ByHandPage)
    window.press("Another mail program")
    let_live(10)
    window.click(card(window, "outlook-express"))
    let_live(10)
    assert [row.tick.isChecked() for row in page.rows[:5]] == [True] * 4 + [False]
    assert current(window) == 5
    window.session.start_again()
    assert window.session.ticked == {}


def test_the_last_tick_says_what_comes_next(window: Window) -> None:
    page = at_lines(window, "outlook-express")
    for row in page.rows:
        window.key(Qt.Key.Key_Space)
        assert row.tick.isChecked()
    assert "Every line is ticked. Now press “I have done this”." in window.texts(page)


def test_what_was_said_is_taken_down_when_a_line_is_unticked(window: Window) -> None:
    page = at_lines(window, "outlook-express")
    for row in page.rows:
        row.tick.setChecked(True)
    window.click(page.rows[-1].tick)
    assert not any("Every line is ticked" in text for text in window.texts(page))


def test_lines_out_of_sight_come_turn_by_turn_while_the_first_are_heard(window: Window) -> None:
    page = at_choice(window)
    card(window, "outlook-express").click()
    lines = next(iter(page.findChildren(LineList)))
    first, turns, completed = lines.made, [0], []
    lines.completed.connect(lambda: completed.append(True))
    assert len(first) == 4
    first[0].tick.click()
    while not completed:
        before = len(lines.made)
        QApplication.processEvents()
        turns.append(len(lines.made) - before)
    assert sum(turns) > max(turns) == 4, "not all at once"
    assert [row.number for row in page.rows] == list(range(1, len(page.rows) + 1))
    assert page.rows[: len(first)] == first
    assert [row.tick.isChecked() for row in page.rows] == [True] + [False] * (len(page.rows) - 1)


def test_another_choice_ends_the_making_of_lines(window: Window) -> None:
    page = at_choice(window)
    card(window, "outlook-express").click()
    page.choose("new-outlook")
    window.wait_for(lambda: all(row.isVisible() for row in page.rows))
    assert len(page.rows) <= len(guide("new-outlook").lines)
    assert page.rows[0].line is guide("new-outlook").lines[0]


def test_tab_goes_from_the_last_line_to_the_buttons_below(window: Window) -> None:
    page = at_lines(window, "outlook-express")
    page.rows[-1].tick.setFocus()
    window.key(Qt.Key.Key_Tab)
    assert window.focused is window.shell.back
    window.press("Another mail program")
    let_live(10)
    list(window.visible(GuideCard))[-1].setFocus()
    window.key(Qt.Key.Key_Tab)
    assert window.focused is window.shell.back


def test_each_line_is_read_out_with_its_number_words_and_picture(window: Window) -> None:
    page = at_lines(window, "outlook-2013")
    window.key(Qt.Key.Key_Down)
    tick = page.rows[1].tick
    assert tick.accessibleName().startswith("Line 2: ")
    assert "“Yes”" in tick.accessibleName()
    assert "the round button “Yes”, chosen" in tick.accessibleDescription()
    assert drawing(window).accessibleDescription() == tick.accessibleDescription()


# --- I have done this ---


def test_i_have_done_this_checks_the_mail_and_ends_with_a_new_receipt(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = _Counted(monkeypatch, CheckMail)
    page = from_the_values(window)
    page.choose("thunderbird")
    before = checks.runs
    first = window.session.results["finish"].facts["receipt"]
    window.press("I have done this")
    window.press("I did them all")
    wait_for(lambda: window.number == "M8")
    window.come_to_rest()
    assert checks.runs == before + 1
    assert window.session.results["finish"].facts["receipt"] != first
    assert window.program.site.load_draft(MAIL) is None


def test_going_back_from_the_page_leaves_no_draft_behind(window: Window) -> None:
    from_the_values(window)
    assert window.program.site.load_draft(MAIL) is not None, "a killed window comes back to M11"
    window.press("‹ Back")
    assert window.number == "M8"
    assert window.program.site.load_draft(MAIL) is None


def test_a_check_that_fails_says_so_on_the_page_and_the_ticks_stay(
    window: Window, services: PracticeServices
) -> None:
    page = at_lines(window, "outlook-2007")
    window.key(Qt.Key.Key_Space)
    services.add_fault("wrong-password")
    window.press("I have done this")
    window.press("I did them all")
    assert window.number == "M11"
    assert window.problem is not None
    assert "MAIL-LOGIN" in window.texts(window.problem)
    assert page.rows[0].tick.isChecked()
    services.clear_faults()
    window.press_verb()
    wait_for(lambda: window.number == "M8")


def test_a_killed_window_comes_back_to_the_program_that_was_chosen(
    open_window: OpenWindow, window: Window, home: Path, services: PracticeServices
) -> None:
    at_lines(window, "evolution")
    window.run.autosave()
    again = open_window(program_for(home, services.services_file))
    again.open(MAIL)
    let_live(10)
    assert again.number == "M11"
    assert any(text.startswith("Evolution · line 1") for text in again.texts(again.page))


# --- room ---


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("times", [1.0, 1.5])
def test_nothing_is_cut_off_on_a_small_screen(
    dressed: QApplication, window: Window, name: str, times: float
) -> None:
    usual = dressed.font()
    large = QFont(usual)
    large.setPointSizeF(usual.pointSizeF() * times)
    dressed.setFont(large)
    try:
        window.shell.resize(1366, 696)
        page = at_lines(window, name)
        assert times > 1 or page.area.verticalScrollBar().maximum() == 0, "only the lines may scroll"
        for row in page.rows:
            row.tick.setChecked(True)
            let_live(2)
            found = drawing(window).fitted()
            assert found is not None
            assert found[0].size.height() <= drawing(window).height(), f"line {row.number}"
            assert found[0].size.width() <= drawing(window).width()
            assert times > 1 or page.area.verticalScrollBar().maximum() == 0, f"line {row.number}"
        assert cut_off(window) == []
        assert all(a.horizontalScrollBar().maximum() == 0 for a in window.visible(QScrollArea))
        clipped = [b.accessibleName() for b in window.visible(QPushButton, page) if b.text().startswith("Cop")
                   and b.width() < b.minimumSizeHint().width()]  # fmt: skip
        assert clipped == []
    finally:
        dressed.setFont(usual)


def test_the_present_line_is_in_sight(window: Window) -> None:
    page = at_lines(window, "outlook-2013")
    for row in page.rows:
        row.tick.setFocus()
        let_live(3)
        assert row.tick.visibleRegion().boundingRect().height() >= row.tick.height() - 1, row.number


@pytest.mark.parametrize("size", [(640, 400), (700, 600), (1080, 760)])
def test_picture_and_line_are_in_sight_in_a_small_window_too(window: Window, size: tuple[int, int]) -> None:
    window.shell.resize(*size)
    page = at_lines(window, "outlook-2013")
    for row in page.rows:
        row.tick.setFocus()
        let_live(3)
        assert not row.tick.visibleRegion().isEmpty(), row.number
    assert page.area.horizontalScrollBar().maximum() == 0


# --- the pictures themselves ---


def pictures(shown: Guide) -> Iterator[tuple[int, Picture]]:
    """Every line's picture with the lines of the same window."""
    values = shown.values({
        "store_name": "Corner Store", "email_address": "store@corner.example", "user_name": "corner",
        "incoming_server": "mail.imagatec.example", "outgoing_server": "mail.imagatec.example",
        "incoming_port": "15110", "outgoing_port": "15925", "timeout_minutes": "3", "remove_days": "3",
        "sending_user_name": "", "login_name_for_sending": "corner", "encryption": "plain",
        "sending_encryption": "plain", "encrypted": "no", "receiving_encrypted": "no",
        "sending_encrypted": "no", "sending_login": "same-as-incoming", "sends_with_login": "yes",
        "leave_copy": "yes",
    })  # fmt: skip
    for number, line in enumerate(shown.lines_for(values), 1):
        touches = [Touch(element, str(number), now=True) for element in line.touch]
        yield number, Picture(shown.dialog(line.dialog), values, touches)


def font_of(app: QApplication, times: float) -> QFont:
    font = QFont(app.font())
    font.setPointSizeF(font.pointSizeF() * times)
    return font


def laid(picture: Picture, font: QFont, lines: float) -> Laid:
    return lay_out(picture.dialog, picture.values, font, lines * QFontMetricsF(font).height())


@pytest.mark.parametrize("lines", [18, 24, 31])
@pytest.mark.parametrize("name", NAMES)
def test_everything_drawn_stands_within_its_window_and_apart(
    dressed: QApplication, name: str, lines: int
) -> None:
    font = font_of(dressed, 1.0)
    alone = {"text", "bold", "tick", "radio", "button", "field", "list", "slider", "table"}
    for number, picture in pictures(guide(name)):
        found = laid(picture, font, lines)
        whole = QRectF(0, 0, found.size.width(), found.size.height())
        for piece in found.pieces:
            assert whole.contains(piece.rect.adjusted(1, 1, -1, -1)), (number, piece)
        pieces = [piece for piece in found.pieces if piece.kind in alone]
        for index, one in enumerate(pieces):
            for other in pieces[index + 1 :]:
                overlap = one.rect.intersected(other.rect)
                assert overlap.width() < 2 or overlap.height() < 2, (number, one, other)
        for touch in picture.touches:
            assert touch.element in found.targets, (number, touch)


@pytest.mark.parametrize("name", NAMES)
def test_the_touched_element_is_marked_and_not_by_colour_alone(dressed: QApplication, name: str) -> None:
    font = font_of(dressed, 1.0)
    for number, picture in pictures(guide(name)):
        with_mark = dialog_image(picture, font, width=420, ratio=1)
        without = dialog_image(Picture(picture.dialog, picture.values), font, width=420, ratio=1)
        grey = [i.convertToFormat(QImage.Format.Format_Grayscale8) for i in (with_mark, without)]
        different = sum(
            abs(a - b) > 60
            for a, b in zip(bytes(grey[0].constBits()), bytes(grey[1].constBits()), strict=True)
        )
        assert different > 150, f"line {number} is marked by {different} dots"


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_picture_is_made_without_a_window_in_either_scheme_and_any_resolution(
    dressed: QApplication, scheme: type
) -> None:
    before = len(dressed.topLevelWidgets())
    font = font_of(dressed, 1.0)
    _, picture = next(pictures(guide("outlook-2013")))
    once, twice = (dialog_image(picture, font, ratio=ratio, scheme=scheme) for ratio in (1, 2))
    assert abs(twice.width() - 2 * once.width()) <= 2
    assert abs(twice.height() - 2 * once.height()) <= 2
    assert twice.devicePixelRatio() == 2
    assert once.pixelColor(once.width() // 2, 8).name() == scheme.ground
    assert len({once.pixel(x, y) for x in range(once.width()) for y in range(once.height())}) > 8
    assert len(dressed.topLevelWidgets()) == before


def test_a_picture_grows_with_the_type(dressed: QApplication) -> None:
    _, picture = list(pictures(guide("outlook-2013")))[15]
    small, large = (dialog_image(picture, font_of(dressed, times), ratio=1) for times in (1, 1.5))
    assert large.width() > small.width() * 1.35
    assert large.height() > small.height() * 1.35
